import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ALL_DIALECTS, DIALECT_NAMES } from '../../sandbox/dialects/index.mts';
import { parseJson } from '../../sandbox/formats/json.mts';
import { computeSignature } from '../../sandbox/formats/shared.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import { control } from '../../sandbox/testing/client.mts';
import { closingAfterEach } from '../support/closing.mts';
import { opened } from '../support/http.mts';

interface Run {
	code: number | null;
	stdout: string;
	stderr: string;
}

const closing = closingAfterEach();

/** Runs the sandbox's one entry with a command, or with none, which starts the sandbox. */
function start(command: string, args: string[], env: Record<string, string> = {}): ChildProcess {
	const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];
	const words = command === '' ? args : [command, ...args];
	const child = spawn(process.execPath, [...flags, 'sandbox/cli.mts', ...words], {
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
		const child = start('', ['--port', '0', '--prefix', 'gw'], {
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
		const child = start('', [...args, '--duplicate-order', 'refuse', '--seed', '7']);
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
		const { stdout } = await finish(start('', ['--help']));
		for (const name of [...DIALECT_NAMES, ALL_DIALECTS]) expect(stdout).toContain(`  ${name} `);
	});

	it('says which port is taken', async () => {
		const sandbox = await closing(startSandbox());
		const run = await finish(start('', ['--port', String(sandbox.port)]));
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
		const run = await finish(start('', args));
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

describe('send --replay', () => {
	interface Received {
		path: string;
		headers: Record<string, unknown>;
		body: string;
	}

	const EVENT_BODY =
		'{ "OrderNotifyHeader":{"PartnerId":77,"NotifyServiceName":"order_refund_notify"},"OrderNotifyBody":"{\\"OrderId\\":20205225556333222221}" }';

	const RAW = {
		headers: { host: 'n8n.example', partnerid: '77', timestamp: '1753756569000' },
		path: '/webhook/zzy',
		body: EVENT_BODY,
	};

	async function replay(
		recording: string,
		args: string[] = [],
		withUrl = true,
	): Promise<Run & { received: Received[] }> {
		const received: Received[] = [];
		const server = createServer((incoming, response) => {
			let body = '';
			incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
			incoming.on('end', () => {
				received.push({ path: incoming.url ?? '', headers: incoming.headers, body });
				response.writeHead(200, { 'Content-Type': 'application/json', Connection: 'close' });
				response.end('{"Code":1000,"IsSuccess":true}');
			});
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const folder = await mkdtemp(join(tmpdir(), 'zzy-replay-'));
		const file = join(folder, 'recorded.json');
		await writeFile(file, recording.replaceAll('PORT', String(port)));
		const url = withUrl ? ['--url', `http://127.0.0.1:${port}/hook`] : [];
		const run = await finish(start('send', ['--replay', file, ...url, ...args]));
		server.close();
		await rm(folder, { recursive: true });
		return { ...run, received };
	}

	/** Whether a callback was signed with a key a moment ago, for the path that it came to. */
	function isSigned({ path, headers }: Received, partnerId: string, signKey: string): boolean {
		const timestamp = String(headers.timestamp);
		const sign = computeSignature(signKey, { partnerId, timestamp, apiPath: path });
		return (
			headers.authorization === `Bearer ZZY-OPENAPI:${partnerId}:${sign}` &&
			headers.partnerid === partnerId &&
			Math.abs(Date.now() - Number(timestamp)) < 60_000
		);
	}

	const event = { event: 'refund.approved', body: { OrderId: 1 }, raw: RAW };

	it.each([
		['what Include Raw Callback adds', RAW],
		['an event with it', event],
		['events as the editor copies them', [event]],
		['items as n8n exports them', [{ json: event, pairedItem: { item: 0 } }]],
	])('sends %s to the letter, signed anew', async (_what, recording) => {
		const run = await replay(JSON.stringify(recording), ['--key', 'secret']);
		expect(run).toMatchObject({ code: 0, stderr: '' });
		expect(run.received).toHaveLength(1);
		expect(run.received[0]).toMatchObject({ path: '/hook', body: EVENT_BODY });
		expect(isSigned(run.received[0], '77', 'secret')).toBe(true);
	});

	it('sends all that the sandbox delivered, in order, to where it was sent', async () => {
		const sandbox = await startSandbox();
		try {
			for (const change of ['off-shelf', 'on-shelf']) {
				await control(sandbox, 'POST', `/products/3/${change}`);
			}
			const { body } = await control(sandbox, 'GET', '/deliveries');
			const text = JSON.stringify(body).replaceAll('"url":""', '"url":"http://127.0.0.1:PORT/own"');
			const run = await replay(text, ['--partner', '9258'], false);
			expect(run).toMatchObject({ code: 0, stderr: '' });
			expect(run.received.map((one) => [one.path, parseJson(one.body)])).toEqual(
				[0, 1].map((status) => [
					'/own',
					{
						OrderNotifyHeader: { PartnerId: 9258, NotifyServiceName: 'order_product_notify' },
						OrderNotifyBody: `{"ProductId":3,"Status":${status}}`,
					},
				]),
			);
			const { signKey } = sandbox.identity;
			expect(run.received.every((one) => isSigned(one, '9258', signKey))).toBe(true);
		} finally {
			await sandbox.close();
		}
	});

	it('signs in the name that it is given', async () => {
		const run = await replay(JSON.stringify(RAW), ['--partner', '88', '--key', 'secret']);
		expect(isSigned(run.received[0], '88', 'secret')).toBe(true);
	});

	it.each([
		['{}', [], 'holds no callback'],
		['[{"json":{"raw":{"headers":{}}}}]', [], 'holds no callback'],
		['{"raw"', [], 'is not JSON'],
		[JSON.stringify(RAW), ['order.issued'], '--replay sends what was recorded'],
		[JSON.stringify(RAW), ['--bad', 'wrong-key'], '--replay sends what was recorded'],
		[JSON.stringify(RAW), ['--body', '{}'], '--replay sends what was recorded'],
		[JSON.stringify(RAW), ['--dialect', 'camel-case'], '--replay sends what was recorded'],
	])('refuses %s with %j', async (recording, args, message) => {
		const run = await replay(recording, args);
		expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
		expect(run.received).toEqual([]);
	});

	it('asks for a URL where none was recorded, and for a file that is there', async () => {
		const run = await replay(JSON.stringify(RAW), [], false);
		expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('--url must be a URL') });
		const missing = await finish(start('send', ['--replay', 'no-such-file.json']));
		expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOENT') });
	});
});

it('names the commands that there are when it is given another', async () => {
	const run = await finish(start('fly', []));
	expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('No command "fly"') });
});
