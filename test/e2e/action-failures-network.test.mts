// What the action node says of a network that fails, in a real n8n: did it reach the API or not.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { freePorts } from '../../harness/ports.mts';
import type { JsonRecord } from '../../harness/records.mts';
import { until } from '../../harness/until.mts';
import { answerAndEnd, ENDINGS, startRaw, type RawServer } from '../support/raw-server.mts';
import { bench, useBench } from '../support/use-bench.mts';
import {
	byId,
	chain,
	day,
	errorOf,
	items,
	manualTrigger,
	node,
	startBench,
	usingCredential,
} from '../support/workflow.mts';

const REFUSAL = JSON.stringify({ Code: 9, IsSuccess: false, LogId: 'L', Message: '库存不足' });

const NOT_KNOWN =
	/\. It is not known whether ZhongZhiYou carried this out \(.*ID .+\), so it was not repeated/;

const NEVER_REACHED = /^Nothing was carried out: the request never reached ZhongZhiYou\./;

const WRITES: Record<string, JsonRecord> = {
	create: {
		productId: byId(3),
		visitDate: day(2),
		contactName: '张三',
		contactMobile: '18102623512',
	},
	pay: { orderId: 77 },
	refund: { orderId: 77, refundId: 'R-1' },
	cancel: { orderId: 77 },
};

let vendor: RawServer;
let answer = { status: 401, ending: ENDINGS[0] };

useBench();

before(async () => {
	vendor = await startRaw((socket) => answerAndEnd(socket, answer.status, REFUSAL, answer.ending));
});

after(async () => await vendor?.close());

beforeEach(() => {
	vendor.requests.length = 0;
});

/** The failure of one write sent there. */
async function failureAt(baseUrl: string, write = 'pay', values: JsonRecord = {}) {
	const id = await bench.credential({ baseUrl });
	const execution = await bench.run(
		[{}],
		bench.zhongzhiyou(
			'Write',
			`order.${write}`,
			{ ...WRITES[write], options: values },
			usingCredential(id),
		),
	);
	return errorOf(execution, 'Write');
}

describe('an answer of 401', () => {
	for (const write of Object.keys(WRITES)) {
		it(`sends ${write} once, whole or broken off`, async () => {
			for (const ending of ENDINGS) {
				vendor.requests.length = 0;
				answer = { status: 401, ending };
				const { message } = await failureAt(vendor.url, write);
				assert.equal(vendor.requests.length, 1, ending);
				if (ending === 'complete' || ending === 'reset after the body') {
					assert.match(message, /^ZhongZhiYou refused: 库存不足 \(.*ID .+\) \[item 0\]$/);
				} else {
					assert.match(message, NOT_KNOWN, ending);
				}
			}
		});
	}

	it('has the HTTP Request node with this credential send nothing twice', async () => {
		const id = await bench.credential({ baseUrl: vendor.url });
		for (const ending of ['cut in the body', 'complete'] as const) {
			for (const typeVersion of [4.2, 3]) {
				vendor.requests.length = 0;
				answer = { status: 401, ending };
				const parameters = {
					method: 'POST',
					url: `${vendor.url}/order/Create`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'zhongzhiyouApi',
					options: {},
				};
				const settings = { typeVersion, ...usingCredential(id) };
				await bench.run([{}], node('HTTP', 'n8n-nodes-base.httpRequest', parameters, settings));
				assert.equal(vendor.requests.length, 1, `${ending}, ${typeVersion}`);
			}
		}
	});
});

describe('a request that never reached the API', () => {
	it('is told: plain HTTP where https was asked for', async () => {
		const plain = await startRaw(
			() => {},
			(socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
		);
		try {
			const { message, description } = await failureAt(`https://localhost:${plain.port}`);
			assert.match(message, /^No secure connection to localhost:\d+ could be made \(Order ID 77\)/);
			assert.match(String(description), NEVER_REACHED);
		} finally {
			await plain.close();
		}
	});

	it('is told: a handshake that gets no answer', async () => {
		const silent = await startRaw(() => {});
		try {
			const values = { timeout: 500, retries: 0 };
			const error = await failureAt(`https://localhost:${silent.port}`, 'pay', values);
			assert.match(error.message, /^No secure connection to localhost:\d+ could be made/);
			assert.match(String(error.description), NEVER_REACHED);
		} finally {
			await silent.close();
		}
	});

	it('is told: a cancel in the pause before a repeat, which ends it', async () => {
		const [port] = await freePorts(1);
		const id = await bench.credential({ baseUrl: `http://127.0.0.1:${port}` });
		const parameters = { ...WRITES.pay, options: { retries: 10 } };
		const workflow = chain(
			manualTrigger(),
			items([{}]),
			bench.zhongzhiyou('Pay', 'order.pay', parameters, usingCredential(id)),
		);
		const workflowId = await bench.n8n.workflows.create(workflow);
		const finished = bench.n8n.workflows.run(workflowId);
		const executionId = await until(
			'it runs',
			20_000,
			async () => (await bench.n8n.executions.of(workflowId)).at(0)?.id,
		);
		// In the pause of eight seconds, after those of 0.5, 1, 2 and 4.
		await pause(8_500);
		const stopped = Date.now();
		await bench.n8n.rest.call('POST', `/executions/${executionId}/stop`, {});
		assert.equal((await finished).status, 'canceled');
		assert.ok(Date.now() - stopped < 4_000, `${Date.now() - stopped} ms`);
	});
});

describe('the Timeout', () => {
	it('is the whole time of a call whose answer comes byte by byte', async () => {
		const slow = await startRaw((socket) => {
			socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
			const timer = setInterval(() => socket.write('x'), 100);
			socket.on('close', () => clearInterval(timer));
		});
		try {
			const started = Date.now();
			const { message } = await failureAt(slow.url, 'pay', { timeout: 600 });
			assert.match(message, / did not answer in time\. It is not known/);
			assert.ok(Date.now() - started < 8_000);
			assert.equal(slow.requests.length, 1);
		} finally {
			await slow.close();
		}
	});
});

describe('a proxy of the n8n host that is dead', () => {
	it('is named for http and https, in a node and in the test of the credential', async () => {
		const [port] = await freePorts(1);
		const proxy = `http://127.0.0.1:${port}`;
		const env = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '' };
		const other = await startBench({ n8n: { env } });
		try {
			for (const baseUrl of ['http://api.example.com', 'https://api.example.com']) {
				const id = await other.credential({ baseUrl });
				const write = other.zhongzhiyou(
					'Pay',
					'order.pay',
					{ ...WRITES.pay, options: { retries: 0 } },
					usingCredential(id),
				);
				const { message, description } = errorOf(await other.run([{}], write), 'Pay');
				assert.match(
					message,
					new RegExp(`^The proxy 127\\.0\\.0\\.1:${port} cannot be reached \\(Order ID 77\\)`),
				);
				assert.match(String(description), NEVER_REACHED);
				const verdict = await other.n8n.credentials.test(id);
				assert.match(verdict.message, /^The proxy 127\.0\.0\.1:\d+ cannot be reached\. /);
			}
		} finally {
			await other.close();
		}
	});
});
