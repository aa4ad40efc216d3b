// The compatibility table of the README is what ran, and the workflows run what it names.
import { readFileSync } from 'node:fs';

import { marksOf, withMarked } from '../../harness/marked.mts';
import {
	compatibilityTable,
	MARKED,
	readResults,
	VERSIONS,
	type VersionResult,
} from '../../harness/n8n/compatibility.mts';
import { olderNodeServes } from '../../harness/n8n/installation.mts';

const RAN: VersionResult = {
	n8n: '2.0.3',
	node: '22.23.3',
	date: '2026-11-25T01:02:03.000Z',
	commit: 'abc',
	passed: 20,
	failed: 0,
	skipped: 0,
	ok: true,
};

test('the README has the table of what ran last, on every version that is named', async () => {
	const results = await readResults();
	const readme = readFileSync('README.md', 'utf8');
	expect(readme).toBe(withMarked(readme, MARKED, compatibilityTable(results)));
	expect(results.map(({ n8n }) => n8n)).toEqual(VERSIONS);
});

test.each<[string, Partial<VersionResult>, string]>([
	['passed', {}, '| 2.0.3 | 22.23.3 | 20 passed, 0 failed | 2026-11-25 |'],
	['failed', { failed: 2, ok: false }, '| 2.0.3 | 22.23.3 | 20 passed, 2 failed | 2026-11-25 |'],
	[
		'skipped some',
		{ skipped: 1 },
		'| 2.0.3 | 22.23.3 | 20 passed, 0 failed, 1 skipped | 2026-11-25 |',
	],
	['broke off', { ok: false }, '| 2.0.3 | 22.23.3 | did not run to its end | 2026-11-25 |'],
])('a run that %s is told as it was', (_how, changes, row) => {
	expect(
		compatibilityTable([{ ...RAN, ...changes }])
			.split('\n')
			.at(-1),
	).toBe(row);
});

test('the table takes the place of the one before, and nothing else', () => {
	const [begin, end] = marksOf(MARKED);
	const document = `before\n\n${begin}\n\nold\n\n${end}\nafter`;
	const once = withMarked(document, MARKED, 'new');
	expect(once).toBe(`before\n\n${begin}\n\nnew\n\n${end}\nafter`);
	expect(withMarked(once, MARKED, 'new')).toBe(once);
	expect(() => withMarked('no marks', MARKED, 'new')).toThrow('no marks');
});

test.each<[string, boolean]>([
	['>=20.19 <= 24.x', true],
	['>=22.16', true],
	['>=22.22', true],
	['>=24.0.0', false],
	['', false],
])('an n8n whose engines are %j runs in the older Node: %s', (node, older) => {
	expect(olderNodeServes({ node })).toBe(older);
});
