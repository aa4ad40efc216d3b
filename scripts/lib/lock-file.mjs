import { readFile, writeFile } from 'node:fs/promises';

/** Of this package, and of the n8n that is started. */
export const LOCK_FILES = ['package-lock.json', 'harness/n8n/manifest/package-lock.json'];

/**
 * @typedef {object} Entry one package of a lock file
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [cpu]
 * @property {string[]} [os]
 * @property {Record<string, string>} [optionalDependencies]
 */

/** @typedef {Record<string, Entry>} Packages by path */

/**
 * What a platform package's name says about where it can be installed, as npm writes it down.
 *
 * @param {string} name
 */
function platform(name) {
	const part = (/** @type {string[]} */ words) =>
		words.find((word) => new RegExp(`[-/]${word}(-|$)`).test(name));
	const os = part([
		'darwin',
		'win32',
		'linux',
		'freebsd',
		'android',
		'openharmony',
		'sunos',
		'aix',
	]);
	const cpu = part([
		'arm64',
		'x64',
		'ia32',
		'arm',
		'ppc64',
		's390x',
		'riscv64',
		'loong64',
		'wasm32',
	]);
	return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }) };
}

/**
 * Whether the package at `path` finds `name`: beside it, or in any folder above.
 *
 * @param {Packages} packages
 * @param {string} path
 * @param {string} name
 */
function finds(packages, path, name) {
	const parents = path
		.split('/node_modules/')
		.map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
	return ['', ...parents].some(
		(parent) => packages[`${parent}${parent && '/'}node_modules/${name}`],
	);
}

/**
 * Optional packages that something in the lock asks for and that the lock does not have.
 *
 * @param {{ packages: Packages }} lock
 */
export function missingFromLock({ packages }) {
	/** @type {Packages} */
	const missing = {};
	for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
		for (const [name, version] of Object.entries(optionalDependencies)) {
			if (finds(packages, path, name)) continue;
			missing[`node_modules/${name}`] = {
				version,
				...platform(name),
				...(dev && { dev }),
				optional: true,
			};
		}
	}
	return missing;
}

/**
 * Adds what npm leaves out when a registry does not carry the packages of every platform: without
 * them `npm ci` refuses the lock file everywhere. Drops registry addresses, which pin nothing.
 *
 * @param {string} file
 * @returns {Promise<string[]>} the names added
 */
export async function completeLock(file) {
	const text = await readFile(file, 'utf8');
	/** @type {{ packages: Packages }} */
	const lock = JSON.parse(text);
	const missing = missingFromLock(lock);
	const { '': own, ...others } = { ...lock.packages, ...missing };
	for (const entry of Object.values(others))
		if (/^https?:/.test(entry.resolved ?? '')) delete entry.resolved;
	const sorted = Object.entries(others).sort(([a], [b]) => a.localeCompare(b, 'en'));
	lock.packages = { '': own, ...Object.fromEntries(sorted) };
	const indent = /^[ \t]+/m.exec(text)?.[0] ?? '\t';
	await writeFile(file, `${JSON.stringify(lock, null, indent)}\n`);
	return Object.keys(missing);
}
