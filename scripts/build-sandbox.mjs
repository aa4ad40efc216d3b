// node scripts/build-sandbox.mjs: makes of the sandbox what its package holds, in sandbox/dist. npm
// runs it whenever the package is packed, on whatever Node there is.
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { main, run } from '../harness/base/command.mjs';
import { root } from '../harness/base/paths.mjs';

const IMPORT = /(?:\bfrom |\bimport |\brequire\()["'](\.[^"']+)["']/g;

/**
 * A file and all that it loads.
 *
 * @param {string} file
 * @param {Set<string>} found
 */
async function reach(file, found) {
	if (found.has(file)) return;
	found.add(file);
	const text = await readFile(file, 'utf8');
	for (const [, path] of text.matchAll(IMPORT)) await reach(resolve(dirname(file), path), found);
}

/**
 * Removes what is there for its types only, which the compiler writes out all the same.
 *
 * @param {string} dist
 */
async function prune(dist) {
	/** @type {Set<string>} */
	const reached = new Set();
	await reach(join(dist, 'sandbox/cli.mjs'), reached);
	for (const name of await readdir(dist, { recursive: true })) {
		const file = join(dist, name);
		if (/\.m?js$/.test(file) && !reached.has(file)) await rm(file);
	}
}

await main(async () => {
	const dist = join(root, 'sandbox/dist');
	await rm(dist, { recursive: true, force: true });
	const compiler = join(root, 'node_modules/typescript/bin/tsc');
	await run(process.execPath, [compiler, '-p', join(root, 'sandbox')]);
	await prune(dist);
	await cp(join(root, 'openapi.yaml'), join(dist, 'openapi.yaml'));
});
