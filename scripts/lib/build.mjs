import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run, withLock } from './process.mjs';

/** Modification times of a path and all below it, folders included so that a removal counts. */
async function times(path) {
	const info = await stat(path).catch(() => undefined);
	if (!info) return [];
	if (!info.isDirectory()) return [info.mtimeMs];
	const below = await Promise.all((await readdir(path)).map((name) => times(join(path, name))));
	return [info.mtimeMs, ...below.flat()];
}

async function isBuilt() {
	if (!existsSync(join(root, 'dist'))) return false;
	const sources = ['nodes', 'credentials', 'icons', 'tsconfig.json'];
	const newest = (await Promise.all(sources.map((name) => times(join(root, name))))).flat();
	return Math.max(...newest) < Math.min(...(await times(join(root, 'dist'))));
}

/** Builds `dist` unless it is newer than everything it is made of. */
export async function ensureBuild() {
	if (await isBuilt()) return;
	const waiting = (pid) => console.log(`Waiting for process ${pid}, which is building …`);
	await withLock(join(root, 'node_modules/.cache/build.lock'), waiting, async () => {
		if (await isBuilt()) return;
		console.log('Building …');
		await run('npm', ['run', '--silent', 'build']);
	});
}
