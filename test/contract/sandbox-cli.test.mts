import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { ALL_DIALECTS, DIALECT_NAMES } from '../../sandbox/dialects/index.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import { closingAfterEach } from '../support/closing.mts';
import { opened } from '../support/http.mts';

interface Run {
	code: number | null;
	stdout: string;
	stderr: string;
}

const closing = closingAfterEach();

function start(script: string, args: string[], env: Record<string, string> = {}): ChildProcess {
	const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];
	const child = spawn(process.execPath, [...flags, `sandbox/${script}.mts`, ...args], {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	void closing(Promise.resolve({ close: async () => child.kill('SIGKILL') }));
	return child;
}

async function finish(child: ChildProcess, onOutput = (_text: string) => {}): Promise<Run> {
	const run: Run = { code: null, stdout: '', stderr: '' };
	child.stdout?.on('data', (chunk) => {
		run.stdout += String(chunk);
		onOutput(run.stdout);
	});
	child.stderr?.on('data', (chunk) => {
		run.stderr += String(chunk);
	});
	await once(child, 'close');
	return { ...run, code: child.exitCode };
}

describe('npm run sandbox', () => {
	it('prints what a credential needs, and ends cleanly on SIGTERM', async () => {
		const child = start('cli', ['--port', '0', '--prefix', 'gw'], {
			ZZY_PARTNER: '77',
			ZZY_KEY: 'secret',
		});
		const run = await finish(child, (text) => {
			if (text.includes('Control API:')) child.kill('SIGTERM');
		});
		expect(run).toEqual({
			code: 0,
			stdout: expect.stringMatching(
				/^Base URL: http:\/\/127\.0\.0\.1:\d+\/gw\nPartner ID: 77\nSign Key: secret\n/,
			),
			stderr: '',
		});
	});

	it('speaks the dialects that it is told, one by one or with commas', async () => {
		const args = [
			'--port',
			'0',
			'--dialect',
			'camel-case,slash-dates',
			'--dialect',
			'text-numbers',
		];
		const child = start('cli', [...args, '--duplicate-order', 'refuse', '--seed', '7']);
		let settings: unknown;
		const run = await finish(child, (text) => {
			const url = /^Control API: (\S+)$/m.exec(text)?.[1];
			if (url === undefined || settings !== undefined) return;
			settings = {};
			void fetch(`${url}/state`)
				.then(async (answer) => {
					settings = await answer.json();
				})
				.finally(() => child.kill('SIGTERM'));
		});
		expect(run).toMatchObject({ code: 0, stderr: '' });
		expect(settings).toMatchObject({
			settings: {
				dialects: ['camel-case', 'slash-dates', 'text-numbers'],
				duplicateOrder: 'refuse',
				duplicateRefund: 'same',
				seed: 7,
			},
		});
	});

	it('lists the dialects in its help', async () => {
		const { stdout } = await finish(start('cli', ['--help']));
		for (const name of [...DIALECT_NAMES, ALL_DIALECTS]) expect(stdout).toContain(`  ${name} `);
	});

	it('says which port is taken', async () => {
		const sandbox = await closing(startSandbox());
		const run = await finish(start('cli', ['--port', String(sandbox.port)]));
		expect(run).toMatchObject({
			code: 1,
			stderr: expect.stringContaining(`Port ${sandbox.port} is taken`),
		});
	});

	it.each([
		[['--port', 'x'], '--port must be a whole number'],
		[['--partner', 'x'], '--partner must be digits'],
		[['--dialect', 'klingon'], 'No dialect "klingon"; there are camel-case, '],
		[['--duplicate-order', 'twice'], '--duplicate-order must be same or refuse'],
		[['--duplicate-refund', 'twice'], '--duplicate-refund must be same or refuse'],
		[['--seed', 'x'], '--seed must be a whole number'],
		[['--callback-url', 'x'], '--callback-url is not a URL'],
		[['--colour'], "Unknown option '--colour'"],
	])('refuses %j', async (args, message) => {
		const run = await finish(start('cli', args));
		expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
	});
});

describe('npm run send', () => {
	async function sendTo(
		status: number,
		code: number,
		args: string[],
	): Promise<Run & { count: number }> {
		let count = 0;
		const server = createServer((incoming, response) => {
			count += 1;
			incoming.resume().on('end', () => {
				response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
				response.end(JSON.stringify({ Code: code, IsSuccess: code === 1000 }));
			});
		});
		const { port } = await closing(opened(server));
		const run = await finish(start('send', [...args, '--url', `http://127.0.0.1:${port}/hook`]));
		return { ...run, count };
	}

	it('exits with 0 when every callback was acknowledged', async () => {
		const args = ['order.issued', '--count', '5', '--concurrency', '2'];
		const run = await sendTo(200, 1000, args);
		expect(run).toMatchObject({ code: 0, count: 5 });
		expect(run.stdout).toContain('200 {"Code":1000,"IsSuccess":true}');
	});

	it('exits with 1 when one was not', async () => {
		expect(await sendTo(401, 401, ['order.issued'])).toMatchObject({ code: 1 });
	});

	it('exits with 0 when a bad one was refused, with 1 when it got in', async () => {
		const args = ['order.issued', '--bad', 'wrong-key'];
		expect(await sendTo(401, 401, args)).toMatchObject({ code: 0 });
		expect(await sendTo(200, 1000, args)).toMatchObject({ code: 1 });
	});

	it('prints a curl command instead', async () => {
		const run = await sendTo(200, 1000, ['product.onShelf', '--print-curl']);
		expect(run).toMatchObject({ code: 0, count: 0 });
		expect(run.stdout).toContain("-H 'Authorization: Bearer ZZY-OPENAPI:9258:");
	});

	it('writes in the dialects that it is told', async () => {
		const dialects = ['--dialect', 'camel-case', '--dialect', 'bare-codes,text-numbers'];
		const run = await sendTo(200, 1000, ['order.issued', '--print-curl', ...dialects]);
		expect(run.stdout).toContain('{"orderNotifyHeader":{"partnerId":"9258",');
		expect(run.stdout).toContain('\\"voucherCode\\":[\\"2020522556333222221');
	});

	it.each([
		[['order.lost'], 'No event "order.lost"'],
		[['order.issued', '--dialect', 'klingon'], 'No dialect "klingon"'],
		[['order.issued', '--bad', 'luck'], 'No kind "luck"'],
		[['order.issued', '--body', '[]'], '--body must be a JSON object'],
		[['order.issued', '--count', '0'], '--count must be at least 1'],
	])('refuses %j', async (args, message) => {
		const run = await sendTo(200, 1000, args);
		expect(run).toMatchObject({ code: 1, count: 0, stderr: expect.stringContaining(message) });
	});
});
