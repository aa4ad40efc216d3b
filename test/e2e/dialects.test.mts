// The core in every way in which the vendor might write the same: what the nodes put out is the same.
import { after, before, describe, it } from 'node:test';

import { CoreComparison, TRIED } from '../support/core-dialects.mts';
import { n8nHost } from '../support/core-n8n.mts';
import { startBench, type Bench } from '../support/workflow.mts';

let bench: Bench;
const comparison = new CoreComparison();

before(async () => {
	bench = await startBench();
});

after(() => bench.close());

for (const dialect of TRIED) {
	describe(dialect, () => {
		for (const step of comparison.steps) {
			it(step.name, async () => {
				await comparison.run(step, dialect, n8nHost(bench));
			});
		}
	});
}
