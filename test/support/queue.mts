// n8n in queue mode: PostgreSQL and Redis of its own, a main, webhook and worker processes.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { freePorts, startN8n, until, type N8n, type StartOptions } from './n8n.mts';

const run = promisify(execFile);

/** A child process that ends with this one. */
interface Service {
	process: ChildProcess;
	stop(): Promise<void>;
}

function service(command: string, args: string[], as: { uid?: number; gid?: number }): Service {
	const child = spawn(command, args, { ...as, stdio: 'ignore' });
	const kill = (): void => void child.kill('SIGKILL');
	process.once('exit', kill);
	const closed = new Promise<void>((done) => child.once('close', () => done()));
	return {
		process: child,
		stop: async () => {
			process.off('exit', kill);
			child.kill('SIGINT');
			await closed;
		},
	};
}

/** PostgreSQL does not run as root: there it runs as Debian's user for it. */
function postgresUser(): { uid?: number; gid?: number } {
	if (process.getuid?.() !== 0) return {};
	const id = (flag: string): number =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

async function startPostgres(port: number): Promise<Service> {
	const as = postgresUser();
	const folder = await mkdtemp(join(tmpdir(), 'zzy-postgres-'));
	if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
	const versions = await readdir('/usr/lib/postgresql');
	const newest = versions.sort((one, other) => Number(other) - Number(one))[0];
	const bin = join('/usr/lib/postgresql', newest, 'bin');
	const data = join(folder, 'data');
	const options = { ...as, cwd: folder };
	await run(
		join(bin, 'initdb'),
		['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'],
		options,
	);
	const settings = [
		['listen_addresses', '127.0.0.1'],
		['unix_socket_directories', folder],
		['fsync', 'off'],
	].flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const server = service(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], as);
	await until('PostgreSQL is ready', 30_000, async () => {
		const ready = run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]);
		return await ready.then(
			() => true,
			() => undefined,
		);
	});
	return {
		...server,
		stop: async () => {
			await server.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function startRedis(port: number): Promise<Service> {
	const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
	const server = service('redis-server', ['--port', String(port), ...settings], {});
	await until('Redis is ready', 15_000, async () => {
		const ping = run('redis-cli', ['-p', String(port), 'ping']);
		return await ping.then(
			({ stdout }) => (stdout.startsWith('PONG') ? true : undefined),
			() => undefined,
		);
	});
	return server;
}

/** Processes of one n8n in queue mode. */
export interface QueueMode {
	main: N8n;
	webhooks: N8n[];
	workers: N8n[];
	/** Starts one more of a kind. */
	another(command: 'webhook' | 'worker'): Promise<N8n>;
	stop(): Promise<void>;
}

/** Starts PostgreSQL, Redis and all processes; `stop()` ends them and removes what they stored. */
export async function startQueueMode(
	{ webhooks = 2, workers = 2, env = {} } = {} as {
		webhooks?: number;
		workers?: number;
		env?: Record<string, string>;
	},
): Promise<QueueMode> {
	const [postgresPort, redisPort] = await freePorts(2);
	const services = [await startPostgres(postgresPort), await startRedis(redisPort)];
	const shared: Record<string, string> = {
		N8N_ENCRYPTION_KEY: randomUUID(),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgresPort),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'postgres',
		DB_POSTGRESDB_PASSWORD: 'postgres',
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redisPort),
		...env,
	};
	const processes: N8n[] = [];
	const start = async (options: StartOptions): Promise<N8n> => {
		const n8n = await startN8n({ timeout: 240_000, ...options, env: shared });
		processes.push(n8n);
		return n8n;
	};
	const another = async (command: 'webhook' | 'worker'): Promise<N8n> =>
		await start({ command, setUp: false });
	const stop = async (): Promise<void> => {
		await Promise.all(processes.map((n8n) => n8n.stop()));
		for (const one of services) await one.stop();
	};
	try {
		const main = await start({});
		const commands = (count: number, command: 'webhook' | 'worker') =>
			Promise.all(Array.from({ length: count }, () => another(command)));
		return {
			main,
			webhooks: await commands(webhooks, 'webhook'),
			workers: await commands(workers, 'worker'),
			another,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
