import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../base/command.mjs';
import { withLock } from '../base/lock.mjs';
import { root } from '../base/paths.mjs';
import { quietly } from '../base/progress.mjs';

const sources = ['nodes', 'credentials', 'icons'];

interface Entry {
	path: string;
	folder: boolean;
	time: number;
}

/** A path and all below it with modification times; folders too, so that a removal counts. */
async function entries(path: string): Promise<Entry[]> {
	const info = await stat(join(root, path)).catch(() => undefined);
	if (!info) return [];
	const own = { path, folder: info.isDirectory(), time: info.mtimeMs };
	if (!own.folder) return [own];
	const names = await readdir(join(root, path));
	return [own, ...(await Promise.all(names.map((name) => entries(join(path, name))))).flat()];
}

/** The code of the package, which the last step of a build writes: one that failed leaves none. */
const bundle = 'dist/package.js';

/** Whether each source has its outcome, and an older one. */
async function isBuilt(): Promise<boolean> {
	const [inputs, outputs] = await Promise.all([
		Promise.all([...sources, 'tsconfig.json'].map(entries)).then((found) => found.flat()),
		entries('dist'),
	]);
	const built = new Set(outputs.map(({ path }) => path));
	const complete =
		built.has(bundle) &&
		inputs.every(({ path }) => !/\.(svg|png)$/.test(path) || built.has(join('dist', path)));
	const newest = Math.max(...inputs.map(({ time }) => time));
	const oldest = Math.min(...outputs.filter(({ folder }) => !folder).map(({ time }) => time));
	return complete && newest < oldest;
}

/** Builds `dist`; what the build printed is shown only if it failed. */
export async function build(): Promise<void> {
	await quietly('Build', (onLine) => run('npm', ['run', '--silent', 'build'], { onLine }));
}

/** Builds `dist` unless it is newer than everything it is made of. */
export async function ensureBuild(): Promise<void> {
	if (await isBuilt()) return;
	const waiting = (pid: number): void =>
		console.log(`Waiting for process ${pid}, which is building …`);
	await withLock(join(root, 'node_modules/.cache/build.lock'), waiting, async () => {
		if (!(await isBuilt())) await build();
	});
}
