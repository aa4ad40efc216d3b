import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run } from '../../harness/base/command.mjs';
import { node24, root } from '../../harness/base/paths.mjs';
import { ensureN8n } from '../../harness/n8n/installation.mts';
import { ensureBuild } from '../../harness/package/build.mts';

/** Where a stage leaves its totals for `npm test`, if that is what runs it. */
export const totalsVariable = 'ZZY_TEST_TOTALS';

async function testFiles(folder: string, parts: string[]): Promise<string[]> {
	const names = await readdir(join(root, folder)).catch((): string[] => []);
	const wanted = (name: string): boolean =>
		parts.length === 0 || parts.some((part) => name.includes(part));
	return names
		.filter((name) => name.endsWith('.test.mts') && wanted(name))
		.sort()
		.map((name) => join(folder, name));
}

/** How many tests went how. */
export interface Totals {
	passed: number;
	failed: number;
	skipped: number;
}

async function totals(tapFile: string): Promise<Totals> {
	const tap = await readFile(tapFile, 'utf8').catch(() => '');
	const count = (what: string): number =>
		Number(tap.match(new RegExp(`^# ${what} (\\d+)$`, 'm'))?.[1] ?? 0);
	return {
		passed: count('pass'),
		failed: count('fail') + count('cancelled'),
		skipped: count('skipped') + count('todo'),
	};
}

/**
 * Runs the `*.test.mts` of a folder in Node 24, one file after the other, against a real n8n.
 * `parts` of file names choose among them.
 */
export async function runNodeTests(folder: string, parts: string[]): Promise<void> {
	const files = await testFiles(folder, parts);
	if (files.length === 0) {
		console.log(
			`No tests in ${folder}${parts.length ? ` with ${parts.join(' or ')} in the name` : ' yet'}.`,
		);
		return;
	}
	await ensureBuild();
	await ensureN8n();
	const temporary = await mkdtemp(join(tmpdir(), 'zzy-tests-'));
	const tapFile = join(temporary, 'result.tap');
	try {
		await run(node24, [
			'--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
			'--test',
			'--test-concurrency=1',
			'--test-timeout=1200000',
			'--test-reporter=spec',
			'--test-reporter-destination=stdout',
			'--test-reporter=tap',
			`--test-reporter-destination=${tapFile}`,
			...files,
		]);
	} finally {
		const file = process.env[totalsVariable];
		if (file) await writeFile(file, JSON.stringify(await totals(tapFile)));
		await rm(temporary, { recursive: true, force: true });
	}
}
