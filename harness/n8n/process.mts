import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

import { until } from '../until.mts';
import type { N8nProgram } from './installation.mts';

export type Command = 'start' | 'webhook' | 'worker';

export interface ProcessOptions {
	program: N8nProgram;
	userFolder: string;
	port: number;
	command: Command;
	args: string[];
	env: Record<string, string>;
	/** Milliseconds until it must be ready. */
	timeout: number;
	/** End n8n when this process gets SIGINT or SIGTERM. */
	endWithProcess: boolean;
}

const logLimit = 16 * 1024 * 1024;
const running = new Set<ChildProcess>();
let guarded = false;

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch {
		// It is gone already.
	}
}

/** n8n has its own process group, so nothing but this ends it when the test process is ended. */
function guardAgainstOrphans(): void {
	if (guarded) return;
	guarded = true;
	process.on('exit', () => running.forEach((child) => killGroup(child, 'SIGKILL')));
	const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
	for (const [signal, code] of Object.entries(signals))
		process.on(signal, () => process.exit(code));
}

/** One n8n as a child process, which can be started anew. */
export class N8nProcess {
	readonly baseUrl: string;
	readonly port: number;
	readonly userFolder: string;
	private readonly options: ProcessOptions;
	private child: ChildProcess | undefined;
	private output = '';

	constructor(options: ProcessOptions) {
		this.options = options;
		this.userFolder = options.userFolder;
		this.port = options.port;
		this.baseUrl = `http://127.0.0.1:${options.port}`;
	}

	get pid(): number | undefined {
		return this.child?.pid;
	}

	/** Everything n8n has printed, over all its restarts. It is in `n8n.log` of the user folder too. */
	log(): string {
		return this.output;
	}

	/** Starts the process and returns when it is ready. `startN8n` calls this. */
	async start(): Promise<void> {
		const { program, command, args, env, timeout, endWithProcess } = this.options;
		const child = spawn(program.command, [...program.args, command, ...args], {
			cwd: this.userFolder,
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true,
		});
		this.child = child;
		running.add(child);
		if (endWithProcess) guardAgainstOrphans();
		const file = createWriteStream(join(this.userFolder, 'n8n.log'), { flags: 'a' });
		const keep = (chunk: Buffer): void => {
			file.write(chunk);
			this.output = (this.output + chunk.toString('utf8')).slice(-logLimit);
		};
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.once('close', () => {
			file.end();
			running.delete(child);
			if (this.child === child) this.child = undefined;
		});

		const failure = (): string =>
			`n8n ${command} was ready. It printed:\n${this.output.slice(-4000)}`;
		const health = command === 'start' ? '/rest/settings' : '/healthz/readiness';
		await until(failure, timeout, async () => {
			if (this.child !== child) throw new Error(`n8n ended. ${failure()}`);
			const answer = await fetch(this.baseUrl + health).catch(() => undefined);
			const text = await answer?.text().catch(() => undefined);
			// Before n8n has its routes it answers every path with the page of the editor or a notice.
			return answer?.ok && text?.startsWith('{') ? true : undefined;
		});
	}

	/** Settles when the process that runs now has ended, for whatever reason. */
	async ended(): Promise<void> {
		const child = this.child;
		if (child) await new Promise<void>((done) => child.once('close', () => done()));
	}

	/** Ends n8n as a supervisor would. */
	async stop(): Promise<void> {
		await this.end('SIGTERM');
	}

	/** The process dies at once, as in a power cut; `restart()` brings it back. */
	async kill9(): Promise<void> {
		await this.end('SIGKILL');
	}

	/** The same instance again: same user folder and ports. */
	async restart(): Promise<void> {
		await this.end('SIGTERM');
		await this.start();
	}

	private async end(signal: NodeJS.Signals): Promise<void> {
		const child = this.child;
		if (!child) return;
		const closed = this.ended();
		if (signal === 'SIGKILL') killGroup(child, signal);
		else child.kill(signal);
		const timer = setTimeout(() => killGroup(child, 'SIGKILL'), 20_000);
		await closed;
		clearTimeout(timer);
	}
}
