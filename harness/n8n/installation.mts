// The n8n that is started: the pinned one or another version, installed into a cache outside the
// checkout, or whatever executable was given.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { chosenN8n } from '../base/choice.mjs';
import { CommandFailed, run } from '../base/command.mjs';
import { withLock } from '../base/lock.mjs';
import { node24, projectEnv, root } from '../base/paths.mjs';
import { quietly } from '../base/progress.mjs';
import { asRecord, asString, isRecord } from '../records.mts';

const exec = promisify(execFile);

const manifestFolder = join(root, 'harness/n8n/manifest');

/** The Node.js that an n8n runs in which does not need the project's own. */
const OLDER_NODE = '22.23.3';

/** An n8n that can be started. */
export interface N8nProgram {
	version: string;
	/** The version of the Node.js it runs in; nothing is known of a command's. */
	node?: string;
	/** What is run, and what it is given before n8n's own arguments. */
	command: string;
	args: string[];
}

/** One n8n to install. */
interface Release {
	version: string;
	folder: string;
	/** How many packages it brings. */
	packages: number;
	/** Puts package.json, and what else npm goes by, into a folder. */
	describe(folder: string): Promise<void>;
	/** npm's command for it. */
	install: 'ci' | 'install';
}

/** Where this project keeps what is too big for a checkout, `ZZY_N8N_CACHE` or the user's cache. */
export function cacheRoot(): string {
	return (
		process.env.ZZY_N8N_CACHE ||
		join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-zhongzhiyou')
	);
}

async function readJson(path: string): Promise<Record<string, unknown>> {
	return asRecord(JSON.parse(await readFile(path, 'utf8')));
}

/** The version of n8n that is started unless another one is chosen. */
export async function pinnedVersion(): Promise<string> {
	const manifest = await readJson(join(manifestFolder, 'package.json'));
	return asString(asRecord(manifest.dependencies).n8n);
}

/** The pinned n8n, with its lock file, whose digest is in the folder's name. */
async function pinned(): Promise<Release> {
	const lock = await readFile(join(manifestFolder, 'package-lock.json'));
	const { packages } = asRecord(JSON.parse(lock.toString('utf8')));
	const digest = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const version = await pinnedVersion();
	return {
		version,
		folder: join(cacheRoot(), `n8n-${version}-${digest}-node24`),
		packages: Object.keys(asRecord(packages)).length - 1,
		install: 'ci',
		async describe(folder) {
			for (const file of ['package.json', 'package-lock.json']) {
				await cp(join(manifestFolder, file), join(folder, file));
			}
		},
	};
}

/** Any other version, with whatever the registry gives for its ranges today. */
function released(version: string): Release {
	const manifest = {
		name: 'n8n-under-test',
		private: true,
		dependencies: { n8n: version },
		// Older ones take it from an address that is no registry's, and cannot be had everywhere.
		overrides: { xlsx: '0.18.5' },
	};
	return {
		version,
		folder: join(cacheRoot(), `n8n-${version}`),
		packages: 2000,
		install: 'install',
		async describe(folder) {
			await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
		},
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

/** Prepares a folder beside its place, and moves it there only when it is complete. */
async function intoPlace(folder: string, prepare: (folder: string) => Promise<void>) {
	const temporary = `${folder}.tmp-${process.pid}`;
	await mkdir(temporary, { recursive: true });
	await cp(join(root, '.npmrc'), join(temporary, '.npmrc'));
	await prepare(temporary);
	await rename(temporary, folder);
}

async function removeLeftovers(target: string): Promise<void> {
	const prefix = `${basename(target)}.tmp-`;
	for (const name of await readdir(dirname(target))) {
		if (name.startsWith(prefix)) await rm(join(dirname(target), name), { recursive: true });
	}
}

/** Runs `prepare` for a folder that is not there yet; one process at a time. */
async function ensureFolder(folder: string, prepare: (folder: string) => Promise<void>) {
	if (existsSync(folder)) return;
	const waiting = (pid: number): void =>
		console.log(`Waiting for process ${pid}, which is installing ${basename(folder)} …`);
	await withLock(`${folder}.lock`, waiting, async () => {
		if (existsSync(folder)) return;
		await removeLeftovers(folder);
		await intoPlace(folder, prepare);
	});
}

/** The Node.js 22 that older n8n run in, as an npm package like the project's own. */
async function ensureOlderNode(): Promise<string> {
	const folder = join(cacheRoot(), `node-${OLDER_NODE}`);
	await ensureFolder(folder, async (temporary) => {
		const manifest = {
			name: 'node-under-test',
			private: true,
			dependencies: { node: OLDER_NODE },
			allowScripts: { node: true },
		};
		await writeFile(join(temporary, 'package.json'), JSON.stringify(manifest));
		await npm(temporary, ['install', '--no-audit', '--no-fund'], `Node.js ${OLDER_NODE}`);
	});
	return join(folder, 'node_modules/node/bin/node');
}

/**
 * The oldest Node.js of those at hand that an n8n runs in, by its `engines`: what holds there is
 * shown by the older ones, and what holds in the newest by the newer.
 */
export function olderNodeServes(engines: unknown): boolean {
	const range = isRecord(engines) && typeof engines.node === 'string' ? engines.node : '';
	const lowest = Number(/\d+/.exec(range)?.[0] ?? NaN);
	return lowest <= Number(OLDER_NODE.split('.')[0]);
}

async function nodeFor(folder: string): Promise<string> {
	const { engines } = await readJson(join(folder, 'node_modules/n8n/package.json'));
	return olderNodeServes(engines) ? await ensureOlderNode() : node24;
}

async function install(folder: string, release: Release): Promise<void> {
	await release.describe(folder);
	let fetched = 0;
	const countFetches = (line: string, update: (detail: string) => void): boolean => {
		if (!line.includes('http fetch') && !line.includes('http cache')) return false;
		if (line.includes('.tgz')) fetched += 1;
		update(`${fetched} of about ${release.packages} packages fetched`);
		return true;
	};
	const label = `n8n ${release.version}`;
	// n8n's dependencies include some whose install scripts download binaries and fail where they
	// cannot; of all of them only SQLite's has to run.
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
	await npm(folder, [release.install, ...quiet], `${label}, packages`, countFetches);
	// What it builds is good for every Node.js.
	await npm(folder, ['rebuild', 'sqlite3'], `${label}, SQLite`);
	await run(await nodeFor(folder), ['-e', "require('sqlite3')"], { cwd: folder }).catch(() => {
		throw new CommandFailed(
			'SQLite does not load. Building it needs python3, make and g++; install them and try again.',
		);
	});
}

/** @throws CommandFailed when it is no executable that tells its version */
async function versionOf(command: string): Promise<string> {
	const { stdout } = await exec(command, ['--version']).catch((error: unknown) => {
		const why = error instanceof Error ? error.message : String(error);
		throw new CommandFailed(`${command} does not tell its version: ${why}`);
	});
	const [version] = /\d+\.\d+\.\d+\S*/.exec(stdout) ?? [];
	if (version === undefined) throw new CommandFailed(`${command} --version says: ${stdout}`);
	return version;
}

async function releaseOf(version: string | undefined): Promise<Release> {
	const own = await pinned();
	return version === undefined || version === own.version ? own : released(version);
}

/** Whether a version is installed. */
export async function isInstalled(version: string): Promise<boolean> {
	return existsSync((await releaseOf(version)).folder);
}

/** Removes an installed version; the pinned one stays. */
export async function removeN8n(version: string): Promise<void> {
	if (version === (await pinnedVersion())) return;
	await rm(released(version).folder, { recursive: true, force: true });
}

async function ensureRelease(release: Release): Promise<void> {
	await ensureFolder(release.folder, async (temporary) => {
		console.log(
			`Installing n8n ${release.version} into ${release.folder}\n  (once: about 3 GB, 3 to 10 minutes) …`,
		);
		await install(temporary, release);
	});
}

/** The folder of the pinned n8n with its packages, whichever n8n was chosen. */
export async function ensurePinned(): Promise<string> {
	const release = await pinned();
	await ensureRelease(release);
	return release.folder;
}

/** The n8n that was chosen (harness/base/choice.mjs), installed first if it is not there yet. */
export async function ensureN8n(): Promise<N8nProgram> {
	const { version, command } = chosenN8n();
	if (command !== undefined) return { version: await versionOf(command), command, args: [] };
	const release = await releaseOf(version);
	await ensureRelease(release);
	const node = await nodeFor(release.folder);
	return {
		version: release.version,
		node: await versionOf(node),
		command: node,
		args: [join(release.folder, 'node_modules/n8n/bin/n8n')],
	};
}
