// n8n in queue mode: PostgreSQL and Redis of its own, a main, webhook and worker processes.
import { randomUUID } from 'node:crypto';

import { startN8n, type N8n, type StartOptions } from '../n8n/n8n.mts';
import { freePorts } from '../ports.mts';
import { startPostgres, startRedis } from './services.mts';

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
