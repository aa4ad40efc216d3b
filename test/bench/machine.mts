import { cpus, loadavg, release, totalmem } from 'node:os';

import { ensureN8n } from '../../harness/n8n/installation.mts';

/** Where and with what the figures were taken. */
export interface Machine {
	cpu: string;
	cores: number;
	memoryGiB: number;
	system: string;
	node: string;
	n8n: string;
	database: string;
	/** The load of the machine before anything was started, averaged over a minute. */
	loadBefore: number;
}

export async function describeMachine(): Promise<Machine> {
	const loadBefore = Math.round(loadavg()[0] * 100) / 100;
	const processors = cpus();
	const n8n = await ensureN8n();
	return {
		cpu: processors[0]?.model.trim() ?? 'unknown',
		cores: processors.length,
		memoryGiB: Math.round(totalmem() / 1024 ** 3),
		system: `${process.platform} ${release()}`,
		node: n8n.node === undefined ? 'its own' : `v${n8n.node}`,
		n8n: n8n.version,
		database: 'SQLite',
		loadBefore,
	};
}
