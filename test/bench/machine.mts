import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';

import { node24, root } from '../../scripts/lib/process.mjs';
import { asRecord, asString } from '../support/n8n-data.mts';

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

export function describeMachine(): Machine {
	const manifest: unknown = JSON.parse(readFileSync(join(root, 'test/n8n/package.json'), 'utf8'));
	const processors = cpus();
	return {
		cpu: processors[0]?.model.trim() ?? 'unknown',
		cores: processors.length,
		memoryGiB: Math.round(totalmem() / 1024 ** 3),
		system: `${process.platform} ${release()}`,
		node: execFileSync(node24, ['--version'], { encoding: 'utf8' }).trim(),
		n8n: asString(asRecord(asRecord(manifest).dependencies).n8n),
		database: 'SQLite',
		loadBefore: Math.round(loadavg()[0] * 100) / 100,
	};
}
