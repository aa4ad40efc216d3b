import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chooseN8n, n8nOptions } from '../../harness/base/choice.mjs';
import { CommandFailed, run } from '../../harness/base/command.mjs';
import { node24, root } from '../../harness/base/paths.mjs';
import { ensureN8n } from '../../harness/n8n/installation.mts';
import { ensureBuild } from '../../harness/package/build.mts';

/** Where a stage leaves its totals for `npm test`, if that is what runs it. */
export const totalsVariable = 'ZZY_TEST_TOTALS';

export async function testFiles(folder: string, parts: string[]): Promise<string[]> {
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
 * A command that runs the `*.test.mts` of a folder against a real n8n: its arguments choose among
 * them by parts of their names, its flags choose the n8n.
 */
export async function testFolder(folder: string, args: string[]): Promise<void> {
	const { values, positionals } = parseArgs({ args, options: n8nOptions, allowPositionals: true });
	chooseN8n(values);
	const files = await testFiles(folder, positionals);
	if (files.length === 0) {
		console.log(
			`No tests in ${folder}${positionals.length ? ` with ${positionals.join(' or ')} in the name` : ' yet'}.`,
		);
		return;
	}
	const outcome = await runNodeTests(files);
	const file = process.env[totalsVariable];
	if (file) await writeFile(file, JSON.stringify(outcome.totals));
	if (outcome.failure !== undefined) throw new CommandFailed(outcome.failure);
}

/** What a run of test files came to. */
export interface Outcome {
	totals: Totals;
	/** Why it failed; it may have failed without a test that did. */
	failure?: string;
}

/** Runs test files in Node 24, one after the other, against the n8n that was chosen. */
export async function runNodeTests(files: string[]): Promise<Outcome> {
	await ensureBuild();
	await ensureN8n();
	const temporary = await mkdtemp(join(tmpdir(), 'zzy-tests-'));
	const tapFile = join(temporary, 'result.tap');
	try {
		const failure = await run(node24, [
			'--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
			'--test',
			'--test-concurrency=1',
			'--test-timeout=1200000',
			'--test-reporter=spec',
			'--test-reporter-destination=stdout',
			'--test-reporter=tap',
			`--test-reporter-destination=${tapFile}`,
			...files,
		]).then(
			() => undefined,
			(error: unknown) => (error instanceof Error ? error.message : String(error)),
		);
		return { totals: await totals(tapFile), failure };
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}
