import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { progress, root, run, withLock } from './process.mjs';

const sources = ['nodes', 'credentials', 'icons'];

/** A path and all below it with modification times; folders too, so that a removal counts. */
async function entries(path) {
	const info = await stat(join(root, path)).catch(() => undefined);
	if (!info) return [];
	const own = { path, folder: info.isDirectory(), time: info.mtimeMs };
	if (!own.folder) return [own];
	const names = await readdir(join(root, path));
	return [own, ...(await Promise.all(names.map((name) => entries(join(path, name))))).flat()];
}

/** A build that failed leaves files as well: each source must have its outcome, and an older one. */
async function isBuilt() {
	const [inputs, outputs] = await Promise.all([
		Promise.all([...sources, 'tsconfig.json'].map(entries)).then((found) => found.flat()),
		entries('dist'),
	]);
	const built = new Set(outputs.map(({ path }) => path));
	const complete = inputs.every(
		({ path }) =>
			!/\.(ts|svg|png)$/.test(path) || built.has(join('dist', path.replace(/\.ts$/, '.js'))),
	);
	const newest = Math.max(...inputs.map(({ time }) => time));
	const oldest = Math.min(...outputs.filter(({ folder }) => !folder).map(({ time }) => time));
	return complete && newest < oldest;
}

/** Builds `dist`; what the build printed is shown only if it failed. */
export async function build() {
	const output = [];
	const shown = progress('Build');
	try {
		await run('npm', ['run', '--silent', 'build'], { onLine: (line) => output.push(line) });
		shown.end('done');
	} catch (error) {
		shown.end('failed');
		console.error(output.join('\n'));
		throw error;
	}
}

/** Builds `dist` unless it is newer than everything it is made of. */
export async function ensureBuild() {
	if (await isBuilt()) return;
	const waiting = (pid) => console.log(`Waiting for process ${pid}, which is building …`);
	await withLock(join(root, 'node_modules/.cache/build.lock'), waiting, async () => {
		if (!(await isBuilt())) await build();
	});
}
