// PostgreSQL and Redis of Debian's, each in a folder and on a port of its own.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { until } from '../until.mts';

const run = promisify(execFile);

/** A child process that ends with this one. */
export interface Service {
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

export async function startPostgres(port: number): Promise<Service> {
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

export async function startRedis(port: number): Promise<Service> {
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
