// What the coverage-guided fuzzer found worth keeping (npm run fuzz), tried again in every run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { fuzz as decoder } from '../fuzz/decoder.mts';
import { fuzz as json } from '../fuzz/json.mts';

const TARGETS = { decoder, json };

describe.each(Object.entries(TARGETS))('the corpus of %s', (target, fuzz) => {
	const folder = join('test/fuzz/corpus', target);
	const names = readdirSync(folder);

	it('is there', () => {
		expect(names.length).toBeGreaterThan(20);
	});

	it.each(names)('%s breaks no rule', (name) => {
		fuzz(readFileSync(join(folder, name)));
	});
});
