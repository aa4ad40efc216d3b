// An n8n in queue mode and a sandbox, for the tests of a file.
import { startQueueMode, type QueueMode } from '../../harness/queue-mode/queue-mode.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import { Bench, credentialData, credentialType } from './workflow.mts';

export interface QueueBench {
	queue: QueueMode;
	/** The main process, with the credential of the sandbox. */
	bench: Bench;
	close(): Promise<void>;
}

export async function startQueueBench(
	options: Parameters<typeof startQueueMode>[0],
): Promise<QueueBench> {
	const sandbox = await startSandbox();
	let queue: QueueMode | undefined;
	const close = async (): Promise<void> => {
		await queue?.stop();
		await sandbox.close();
	};
	try {
		queue = await startQueueMode(options);
		const { main } = queue;
		const id = await main.credentials.create('ZZY', credentialType, credentialData(sandbox));
		return { queue, bench: new Bench(main, sandbox, id), close };
	} catch (error) {
		await close();
		throw error;
	}
}
