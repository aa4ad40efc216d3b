// The core in every way in which the vendor might write the same: what the nodes put out is the same.
import { describe, it } from 'node:test';

import { CoreComparison, TRIED } from '../support/core-dialects.mts';
import { n8nHost } from '../support/core-n8n.mts';
import { bench, useBench } from '../support/use-bench.mts';

const comparison = new CoreComparison();

useBench();

for (const dialect of TRIED) {
	describe(dialect, () => {
		for (const step of comparison.steps) {
			it(step.name, async () => {
				await comparison.run(step, dialect, n8nHost(bench));
			});
		}
	});
}
