// The pinned n8n, installed once into a cache outside the checkout.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { CommandFailed, run } from '../base/command.mjs';
import { withLock } from '../base/lock.mjs';
import { node24, projectEnv, root } from '../base/paths.mjs';
import { quietly } from '../base/progress.mjs';
import { asRecord, asString } from '../records.mts';

const manifestFolder = join(import.meta.dirname, 'manifest');

interface Pinned {
	version: string;
	/** Of the lock file. */
	digest: string;
	/** How many packages it brings. */
	packages: number;
}

/** Where this project keeps what is too big for a checkout, `ZZY_N8N_CACHE` or the user's cache. */
export function cacheRoot(): string {
	return (
		process.env.ZZY_N8N_CACHE ||
		join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-zhongzhiyou')
	);
}

/** The version of n8n that is started. */
export async function pinnedVersion(): Promise<string> {
	const manifest = asRecord(
		JSON.parse(await readFile(join(manifestFolder, 'package.json'), 'utf8')),
	);
	return asString(asRecord(manifest.dependencies).n8n);
}

async function pinned(): Promise<Pinned> {
	const lock = await readFile(join(manifestFolder, 'package-lock.json'));
	const { packages } = asRecord(JSON.parse(lock.toString('utf8')));
	return {
		version: await pinnedVersion(),
		digest: createHash('sha256').update(lock).digest('hex').slice(0, 12),
		packages: Object.keys(asRecord(packages)).length - 1,
	};
}

/** Runs npm with Node 24, quietly, and shows the end of its output only if it fails. */
async function npm(
	cwd: string,
	args: string[],
	label: string,
	describe?: (line: string, update: (detail: string) => void) => boolean,
): Promise<void> {
	const env = projectEnv({ npm_config_update_notifier: 'false' });
	const step = async (
		print: (line: string) => void,
		update: (detail: string) => void,
	): Promise<void> => {
		const onLine = (line: string): void => {
			if (!describe?.(line, update)) print(line);
		};
		await run('npm', args, { cwd, env, onLine });
	};
	await quietly(label, step, 60);
}

async function install(target: string, { version, packages }: Pinned): Promise<void> {
	const temporary = `${target}.tmp-${process.pid}`;
	await mkdir(temporary, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		await cp(join(manifestFolder, file), join(temporary, file));
	}
	await cp(join(root, '.npmrc'), join(temporary, '.npmrc'));

	let fetched = 0;
	const countFetches = (line: string, update: (detail: string) => void): boolean => {
		if (!line.includes('http fetch') && !line.includes('http cache')) return false;
		if (line.includes('.tgz')) fetched += 1;
		update(`${fetched} of about ${packages} packages fetched`);
		return true;
	};
	const label = `n8n ${version}`;
	// n8n's dependencies include some whose install scripts download binaries and fail where they
	// cannot; of all of them only SQLite's has to run.
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
	await npm(temporary, ['ci', ...quiet], `${label}, packages`, countFetches);
	await npm(temporary, ['rebuild', 'sqlite3'], `${label}, SQLite for Node 24`);
	await run(node24, ['-e', "require('sqlite3')"], { cwd: temporary }).catch(() => {
		throw new CommandFailed(
			'SQLite does not load in Node 24. Building it needs python3, make and g++; install them and try again.',
		);
	});
	await rename(temporary, target);
}

async function removeLeftovers(target: string): Promise<void> {
	const prefix = `${basename(target)}.tmp-`;
	for (const name of await readdir(dirname(target))) {
		if (name.startsWith(prefix)) await rm(join(dirname(target), name), { recursive: true });
	}
}

/**
 * Installs the pinned n8n if it is not there yet, and returns its folder.
 * The folder's name has the lock file's digest in it, and it gets that name only when complete.
 */
export async function ensureN8n(): Promise<string> {
	const pin = await pinned();
	const folder = join(cacheRoot(), `n8n-${pin.version}-${pin.digest}-node24`);
	if (existsSync(folder)) return folder;
	const waiting = (pid: number): void =>
		console.log(`Waiting for process ${pid}, which is installing n8n …`);
	await withLock(`${folder}.lock`, waiting, async () => {
		if (existsSync(folder)) return;
		await removeLeftovers(folder);
		console.log(
			`Installing n8n ${pin.version} into ${folder}\n  (once: about 3 GB, 3 to 10 minutes) …`,
		);
		await install(folder, pin);
	});
	return folder;
}
