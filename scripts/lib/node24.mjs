import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node24, projectEnv, root } from '../../harness/base/paths.mjs';
import { ensureDependencies } from './dependencies.mjs';

/**
 * Installs the project's dependencies, Node 24 among them, if need be and runs a script in it. A
 * terminal's Ctrl-C reaches that process too, and this one waits for it.
 *
 * @param {string} script relative to the checkout
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runInNode24(script, args) {
	await ensureDependencies();
	const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];
	const child = spawn(node24, [...flags, join(root, script), ...args], {
		cwd: root,
		env: projectEnv(),
		stdio: 'inherit',
	});
	process.on('SIGINT', () => {});
	process.on('SIGTERM', () => child.kill('SIGTERM'));
	return await new Promise((done, fail) => {
		child.once('error', fail);
		child.once('close', (code) => done(code ?? 1));
	});
}
