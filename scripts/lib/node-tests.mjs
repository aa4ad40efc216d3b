import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureN8n } from './n8n-cache.mjs';
import { node24, root, run } from './process.mjs';

/** Where a stage leaves its totals for `npm test`, if that is what runs it. */
const totalsVariable = 'ZZY_TEST_TOTALS';

async function testFiles(folder, parts) {
	const names = await readdir(join(root, folder)).catch(() => []);
	const wanted =
		({ length }) =>
		(name) =>
			name.endsWith('.test.mts') && (length === 0 || parts.some((part) => name.includes(part)));
	return names
		.filter(wanted(parts))
		.sort()
		.map((name) => join(folder, name));
}

async function totals(tapFile) {
	const tap = await readFile(tapFile, 'utf8').catch(() => '');
	const count = (what) => Number(tap.match(new RegExp(`^# ${what} (\\d+)$`, 'm'))?.[1] ?? 0);
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
export async function runNodeTests(folder, parts) {
	await ensureDependencies();
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
