import { readFile, writeFile } from 'node:fs/promises';

/** What a platform package's name says about where it can be installed, as npm writes it down. */
function platform(name) {
	const part = (words) => words.find((word) => new RegExp(`[-/]${word}(-|$)`).test(name));
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

/** Whether the package at `path` finds `name`: beside it, or in any folder above. */
function finds(packages, path, name) {
	const parents = path
		.split('/node_modules/')
		.map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
	return ['', ...parents].some(
		(parent) => packages[`${parent}${parent && '/'}node_modules/${name}`],
	);
}

/** Optional packages that something in the lock asks for and that the lock does not have. */
export function missingFromLock({ packages }) {
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
 * Returns the names added.
 */
export async function completeLock(file) {
	const text = await readFile(file, 'utf8');
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
