import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

import { node24 } from '../../harness/base/paths.mjs';
import { pinnedVersion } from '../../harness/n8n/installation.mts';

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
	const processors = cpus();
	return {
		cpu: processors[0]?.model.trim() ?? 'unknown',
		cores: processors.length,
		memoryGiB: Math.round(totalmem() / 1024 ** 3),
		system: `${process.platform} ${release()}`,
		node: execFileSync(node24, ['--version'], { encoding: 'utf8' }).trim(),
		n8n: await pinnedVersion(),
		database: 'SQLite',
		loadBefore: Math.round(loadavg()[0] * 100) / 100,
	};
}
