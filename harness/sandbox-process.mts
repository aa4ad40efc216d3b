import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { node24, root } from './base/paths.mjs';
import { asRecord } from './records.mts';

/** The sandbox in a process of its own, so that it does not share the event loop of who measures. */
export interface SandboxProcess {
	baseUrl: string;
	partnerId: string;
	signKey: string;
	/** One call to its control API. */
	control(
		method: 'GET' | 'POST' | 'DELETE',
		path: string,
		body?: object,
	): Promise<Record<string, unknown>>;
	close(): Promise<void>;
}

const LINES = ['Base URL', 'Partner ID', 'Sign Key', 'Control API'];
const START_TIMEOUT = 30_000;

export async function startSandboxProcess(): Promise<SandboxProcess> {
	const args = [
		'--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
		join(root, 'sandbox/cli.mts'),
		'--port',
		'0',
		'--no-log-bodies',
	];
	const child = spawn(node24, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
	const kill = (): void => void child.kill('SIGKILL');
	process.on('exit', kill);
	const ended = new Promise<void>((done) => child.once('close', () => done()));
	const found = new Map<string, string>();

	await new Promise<void>((done, fail) => {
		const timer = setTimeout(() => fail(new Error('The sandbox did not start')), START_TIMEOUT);
		void ended.then(() => fail(new Error('The sandbox ended')));
		let text = '';
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
			text += chunk;
			for (const [, name, value] of text.matchAll(/^([\w ]+): (\S+)$/gm)) found.set(name, value);
			if (!LINES.every((name) => found.has(name))) return;
			clearTimeout(timer);
			done();
		});
	}).catch((error: unknown) => {
		kill();
		throw error;
	});

	const value = (name: string): string => found.get(name) ?? '';
	return {
		baseUrl: value('Base URL'),
		partnerId: value('Partner ID'),
		signKey: value('Sign Key'),
		async control(method, path, body) {
			const answer = await fetch(`${value('Control API')}${path}`, {
				method,
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			const text = await answer.text();
			if (!answer.ok) throw new Error(`${method} ${path} of the sandbox: ${text}`);
			return asRecord(JSON.parse(text));
		},
		async close() {
			process.off('exit', kill);
			child.kill('SIGTERM');
			const timer = setTimeout(kill, 5_000);
			await ended;
			clearTimeout(timer);
		},
	};
}
