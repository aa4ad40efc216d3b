import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandFailed, node24, progress, root, run, withLock } from './process.mjs';

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));

/**
 * What npm says it installed, against what the lock file asks for. npm writes its own record last,
 * so an interrupted install has none.
 */
async function isUpToDate() {
	const record = join(root, 'node_modules/.package-lock.json');
	if (!existsSync(record) || !existsSync(node24)) return false;
	const installed = (await readJson(record)).packages;
	const wanted = (await readJson(join(root, 'package-lock.json'))).packages;
	return Object.entries(wanted).every(
		([path, { version, optional }]) =>
			path === '' || (installed[path] ? installed[path].version === version : optional),
	);
}

/** Installs the project's own dependencies when they are missing or older than the lock file. */
export async function ensureDependencies() {
	if (await isUpToDate()) return;
	const waiting = (pid) => console.log(`Waiting for process ${pid}, which is installing …`);
	// Outside the checkout: npm ci removes node_modules, and a stray file must not show up in git.
	const digest = createHash('sha256').update(root).digest('hex').slice(0, 12);
	await withLock(join(tmpdir(), `npm-ci-${digest}.lock`), waiting, async () => {
		if (await isUpToDate()) return;
		console.log('Installing the dependencies of this package (npm ci) …');
		const output = [];
		const shown = progress('npm ci');
		try {
			// The caller's own environment: the project's node is about to be replaced.
			await run('npm', ['ci'], { env: process.env, onLine: (line) => output.push(line) });
			shown.end('done');
		} catch (error) {
			shown.end('failed');
			console.error(output.join('\n'));
			throw error;
		}
		if (!existsSync(node24)) {
			throw new CommandFailed(
				"npm did not run the install script of the package 'node'. Run `npm rebuild node` and try again.",
			);
		}
	});
}
