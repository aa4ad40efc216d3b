import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandFailed, run } from '../../harness/base/command.mjs';
import { withLock } from '../../harness/base/lock.mjs';
import { node24, root } from '../../harness/base/paths.mjs';
import { quietly } from '../../harness/base/progress.mjs';

/**
 * @typedef {Record<string, { version?: string, optional?: boolean }>} Packages
 * @param {string} path of a lock file
 * @returns {Promise<Packages>}
 */
async function packagesOf(path) {
	return JSON.parse(await readFile(path, 'utf8')).packages;
}

/**
 * What npm says it installed, against what the lock file asks for. npm writes its own record last,
 * so an interrupted install has none.
 */
async function isUpToDate() {
	const record = join(root, 'node_modules/.package-lock.json');
	if (!existsSync(record) || !existsSync(node24)) return false;
	const installed = await packagesOf(record);
	const wanted = await packagesOf(join(root, 'package-lock.json'));
	return Object.entries(wanted).every(
		([path, { version, optional }]) =>
			path === '' || (installed[path] ? installed[path].version === version : optional),
	);
}

/** Installs the project's own dependencies when they are missing or older than the lock file. */
export async function ensureDependencies() {
	if (await isUpToDate()) return;
	/** @param {number} pid */
	const waiting = (pid) => console.log(`Waiting for process ${pid}, which is installing …`);
	// Outside the checkout: npm ci removes node_modules, and a stray file must not show up in git.
	const digest = createHash('sha256').update(root).digest('hex').slice(0, 12);
	await withLock(join(tmpdir(), `npm-ci-${digest}.lock`), waiting, async () => {
		if (await isUpToDate()) return;
		console.log('Installing the dependencies of this package (npm ci) …');
		// The caller's own environment: the project's node is about to be replaced.
		await quietly('npm ci', (onLine) => run('npm', ['ci'], { env: process.env, onLine }));
		if (!existsSync(node24)) {
			throw new CommandFailed(
				"npm did not run the install script of the package 'node'. Run `npm rebuild node` and try again.",
			);
		}
	});
}
