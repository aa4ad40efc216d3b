import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { closingAfterAll } from '../../support/closing.mts';
import {
	credentialFor,
	Credentials,
	errorOf,
	executeContext,
	nodeErrorOf,
	runAction,
} from '../../support/in-process.mts';
import {
	answerAndEnd,
	ENDINGS,
	startRaw,
	type Ending,
	type RawServer,
} from '../../support/raw-server.mts';
import { spread } from '../../support/runs.mts';
import { CREATE_FIELDS } from '../scripted.mts';

/** Each write, and the name that its failures give. */
const WRITES: Record<string, [parameters: INodeParameters, named: RegExp]> = {
	create: [{ ...CREATE_FIELDS, originOrderId: 'SHOP-1' }, /\(Origin Order ID SHOP-1\)/],
	pay: [{ operation: 'pay', orderId: '77' }, /\(Order ID 77\)/],
	refund: [
		{ operation: 'refund', orderId: '77', refundId: 'R-1' },
		/\(Refund ID R-1, Order ID 77\)/,
	],
	cancel: [{ operation: 'cancel', orderId: '77' }, /\(Order ID 77\)/],
};

const STATUSES = [200, 201, 400, 401, 403, 407, 429, 500, 503];

const SUCCESS = JSON.stringify({ Code: 1000, IsSuccess: true, LogId: 'L', Data: { OrderId: 77 } });

const REFUSAL = JSON.stringify({ Code: 9, IsSuccess: false, LogId: 'L', Message: '库存不足' });

const PAGE = '<html><body>No entry for this machine here</body></html>';

const NOT_KNOWN =
	/ It is not known whether ZhongZhiYou carried this out \(.+\), so it was not repeated \[item 0\]$/;

let server: RawServer;

let answer: { status: number; body: string; ending: Ending };

const closing = closingAfterAll();

beforeAll(async () => {
	server = await closing(
		startRaw((socket) => answerAndEnd(socket, answer.status, answer.body, answer.ending)),
	);
});

beforeEach(() => {
	server.requests.length = 0;
});

function settings(parameters: INodeParameters) {
	return { credentials: new Credentials(credentialFor(server.url)), parameters };
}

/** As n8n before it let a node say that nothing is to be sent twice. */
async function runInOlderN8n(parameters: INodeParameters): Promise<INodeExecutionData[][]> {
	const node = new Zhongzhiyou();
	const context = executeContext(node, settings(parameters));
	const { httpRequestWithAuthentication } = context.helpers;
	context.helpers.httpRequestWithAuthentication = async function (type, options, more) {
		const known = { credentialsDecrypted: more?.credentialsDecrypted };
		return await httpRequestWithAuthentication.call(this, type, options, known);
	};
	const outputs = await node.execute.call(context);
	if (!Array.isArray(outputs)) throw new Error('The node gave no list of outputs');
	return outputs;
}

/** Whether the whole answer was read. */
function isRead(ending: Ending): boolean {
	return ending === 'complete' || ending === 'reset after the body';
}

const CASES = Object.keys(WRITES).flatMap((write) =>
	STATUSES.flatMap((status) => ENDINGS.map((ending) => ({ write, status, ending }))),
);

describe('a write is sent once, and its outcome told truly', () => {
	test.each(spread(CASES))('$write, HTTP $status, $ending', async ({ write, status, ending }) => {
		const [parameters, named] = WRITES[write];
		for (const body of [status < 300 ? SUCCESS : REFUSAL, PAGE]) {
			server.requests.length = 0;
			answer = { status, body, ending };
			const run = runAction(settings(parameters));
			if (isRead(ending) && body === SUCCESS) {
				await expect(run).resolves.toHaveLength(1);
			} else {
				const { message, description } = await nodeErrorOf(run);
				expect(message).toMatch(named);
				const refused = isRead(ending) && status >= 400 && status < 500;
				if (refused) expect(message).not.toMatch(/not known/);
				else expect(message).toMatch(NOT_KNOWN);
				if (!isRead(ending)) {
					expect(message).toMatch(/ broke before the answer was complete\. It is not known/);
				}
				if (ending === 'cut in the body') {
					expect(description).toContain(`The answer had begun with HTTP ${status}.`);
				}
				if (refused && body === REFUSAL) expect(message).toMatch(/^ZhongZhiYou refused: 库存不足/);
			}
			expect(server.requests).toHaveLength(1);
		}
	});

	test.each(CASES.filter(({ status }) => status === 401))(
		'in an older n8n too: $write, HTTP $status, $ending',
		async ({ write, status, ending }) => {
			const [parameters, named] = WRITES[write];
			answer = { status, body: REFUSAL, ending };
			const { message, description } = await nodeErrorOf(runInOlderN8n(parameters));
			expect(server.requests).toHaveLength(1);
			expect(message).toMatch(named);
			if (isRead(ending)) {
				expect(message).toMatch(/^ZhongZhiYou refused: 库存不足/);
				return;
			}
			expect(message).toMatch(NOT_KNOWN);
			if (ending === 'cut in the body') {
				expect(description).toContain('The answer had begun with HTTP 401.');
			}
		},
	);

	test.each(STATUSES)('the answer of HTTP %i that contradicts itself', async (status) => {
		answer = { status, body: status < 300 ? REFUSAL : SUCCESS, ending: 'complete' };
		const { message } = await nodeErrorOf(runAction(settings(WRITES.pay[0])));
		if (status < 300) expect(message).not.toMatch(/not known/);
		else expect(message).toMatch(NOT_KNOWN);
		expect(server.requests).toHaveLength(1);
	});
});

describe('whoever else sends with this credential', () => {
	/** Sends as any node may, without a word about what is to be repeated. */
	async function send(method: 'GET' | 'POST' | 'PUT' | 'DELETE') {
		const context = executeContext(new Zhongzhiyou(), settings({}));
		return await context.helpers.httpRequestWithAuthentication.call(context, 'zhongzhiyouApi', {
			method,
			url: `${server.url}/order/Create`,
			...(method === 'GET' ? {} : { body: '{}' }),
		});
	}

	test.each(['POST', 'PUT', 'DELETE'] as const)(
		'sends a %s once when a 401 breaks off, and when it is whole',
		async (method) => {
			for (const ending of ['cut in the body', 'complete'] as const) {
				server.requests.length = 0;
				answer = { status: 401, body: REFUSAL, ending };
				const error = await errorOf(send(method));
				expect(server.requests).toHaveLength(1);
				expect(error.message).toBe(
					'The server answered with HTTP 401; the request was not sent a second time',
				);
			}
		},
	);

	test('may send a GET again, signed anew', async () => {
		answer = { status: 401, body: REFUSAL, ending: 'cut in the body' };
		await errorOf(send('GET'));
		expect(server.requests).toHaveLength(2);
	});

	test('as the HTTP Request node does sends nothing twice', async () => {
		const context = executeContext(new Zhongzhiyou(), settings({}));
		answer = { status: 401, body: REFUSAL, ending: 'cut in the body' };
		await errorOf(
			context.helpers.requestWithAuthentication.call(context, 'zhongzhiyouApi', {
				method: 'POST',
				uri: `${server.url}/order/Create`,
				body: '{}',
			}),
		);
		expect(server.requests).toHaveLength(1);
	});
});
