import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { CommandFailed, node24, progress, projectEnv, root, run, withLock } from './process.mjs';

const manifestFolder = join(root, 'test/n8n');

/** Where this project keeps what is too big for a checkout, `ZZY_N8N_CACHE` or the user's cache. */
export function cacheRoot() {
	return (
		process.env.ZZY_N8N_CACHE ||
		join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-zhongzhiyou')
	);
}

async function pinned() {
	const { dependencies } = JSON.parse(await readFile(join(manifestFolder, 'package.json'), 'utf8'));
	const lock = await readFile(join(manifestFolder, 'package-lock.json'));
	return {
		version: dependencies.n8n,
		digest: createHash('sha256').update(lock).digest('hex').slice(0, 12),
		packages: Object.keys(JSON.parse(lock.toString('utf8')).packages).length - 1,
	};
}

/** Runs npm with Node 24, quietly, and shows its whole output only if it fails. */
async function npm(cwd, args, label, describe) {
	const output = [];
	const shown = progress(label);
	try {
		await run('npm', args, {
			cwd,
			env: projectEnv({ npm_config_update_notifier: 'false' }),
			onLine: (line) => {
				if (describe?.(line, shown)) return;
				output.push(line);
			},
		});
		shown.end('done');
	} catch (error) {
		shown.end('failed');
		console.error(output.slice(-60).join('\n'));
		throw error;
	}
}

async function install(target, { version, packages }) {
	const temporary = `${target}.tmp-${process.pid}`;
	await mkdir(temporary, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		await cp(join(manifestFolder, file), join(temporary, file));
	}
	await cp(join(root, '.npmrc'), join(temporary, '.npmrc'));

	let fetched = 0;
	const countFetches = (line, shown) => {
		if (!line.includes('http fetch') && !line.includes('http cache')) return false;
		if (line.includes('.tgz')) fetched += 1;
		shown.update(`${fetched} of about ${packages} packages fetched`);
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

async function removeLeftovers(target) {
	const prefix = `${basename(target)}.tmp-`;
	for (const name of await readdir(dirname(target))) {
		if (name.startsWith(prefix)) await rm(join(dirname(target), name), { recursive: true });
	}
}

/**
 * Installs the pinned n8n if it is not there yet, and returns its folder.
 * The folder's name has the lock file's digest in it, and it gets that name only when complete.
 */
export async function ensureN8n() {
	const pin = await pinned();
	const folder = join(cacheRoot(), `n8n-${pin.version}-${pin.digest}-node24`);
	if (existsSync(folder)) return folder;
	const waiting = (pid) => console.log(`Waiting for process ${pid}, which is installing n8n …`);
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
