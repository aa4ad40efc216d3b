// The core in every way in which the vendor might write the same: what the nodes put out is the same.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';

import { ALL_DIALECTS, DIALECT_NAMES, readDialects } from '../../sandbox/dialects/index.mts';
import { CORE, withoutCodes } from '../support/core.mts';
import { startBench, type Bench } from '../support/workflow.mts';

const PLAIN = 'plain';

/** Where codes have another shape, they are compared as voucherCodes only. */
const RESHAPING = ['bare-codes', 'wrapped-codes', ALL_DIALECTS];

let bench: Bench;
const said = new Map<string, unknown>();

before(async () => {
	bench = await startBench();
});

after(() => bench.close());

beforeEach(() => {
	bench.reset();
	bench.sandbox.callbacks.target = undefined;
	bench.sandbox.callbacks.reset();
});

for (const dialect of [PLAIN, ...DIALECT_NAMES, ALL_DIALECTS]) {
	describe(dialect, () => {
		before(() => {
			const names = dialect === PLAIN ? [] : [dialect];
			bench.sandbox.settings.dialects = readDialects(names).map(({ name }) => name);
		});

		for (const { name, run } of CORE) {
			it(name, async () => {
				const result = await run(bench);
				if (dialect === PLAIN) {
					said.set(name, result);
					return;
				}
				assert.ok(said.has(name), 'it fails in the plain dialect already');
				const [actual, expected] = RESHAPING.includes(dialect)
					? [withoutCodes(result), withoutCodes(said.get(name))]
					: [result, said.get(name)];
				assert.deepEqual(actual, expected);
			});
		}
	});
}
