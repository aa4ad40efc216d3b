import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Node 24 as an npm package: n8n needs it, and a machine may well have an older one. */
export const node24 = join(root, 'node_modules/node/bin/node');

/**
 * The environment in which `node` and every tool of the project is the project's own.
 *
 * @param {NodeJS.ProcessEnv} [extra] further variables
 * @returns {NodeJS.ProcessEnv}
 */
export function projectEnv(extra = {}) {
	const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
	return { ...process.env, PATH: path, ...extra };
}
