import type { IDataObject, INode, INodeExecutionData, INodeParameters, IRun } from 'n8n-workflow';

import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { refusal, success, type Reply, type SeenRequest } from '../../support/http.mts';
import {
	Credentials,
	execute,
	retryDataOf,
	runInWorkflow,
	type RunSettings,
} from '../../support/in-process.mts';
import { CREATE_FIELDS, credentials, ids, serve } from '../scripted.mts';

/** Each operation that writes, and which item of `ids` a request of it is for. */
const WRITES: Record<
	string,
	[parameters: INodeParameters, idOf: (request: SeenRequest) => number]
> = {
	create: [
		{ ...CREATE_FIELDS, quantity: '={{ $json.id }}' },
		({ body }) => Number(JSON.parse(body).OrderQuantity),
	],
	pay: [
		{ operation: 'pay', orderId: '={{ $json.id }}' },
		({ body }) => Number(JSON.parse(body).OrderId),
	],
	refund: [
		{ operation: 'refund', orderId: '={{ $json.id }}' },
		({ body }) => Number(JSON.parse(body).OrderId),
	],
	cancel: [
		{ operation: 'cancel', orderId: '={{ $json.id }}' },
		({ query }) => Number(query.get('orderId')),
	],
};

const RETRY: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

/** A success with what is hard to carry: long numbers, lists, blanks. */
function answer(id: number) {
	return {
		text: `{"IsSuccess":true,"LogId":"log-${id}","Data":{"OrderId":${id},"ApplyId":"A-${id}","OrderStatus":4,"RefundStatus":1,"VoucherCode":2020522556333222221${id},"OrderUserVouchers":[{"VoucherCode":"${id}"},{"a":null}],"Price":0.10}}`,
	};
}

/** The items of a run's last node, of one of its outputs. */
function outputOf({ data }: IRun, output = 0): INodeExecutionData[] {
	return data.resultData.runData.Zhongzhiyou.at(-1)?.data?.main[output] ?? [];
}

/** What n8n keeps of a run's memory once it is stored. */
function memoryOf(run: IRun): unknown {
	return run.data.executionData?.contextData['node:Zhongzhiyou']?.carriedOut;
}

interface Play {
	/** How often each item is refused before it is accepted. */
	refusals: Record<number, number>;
	parameters: INodeParameters;
	idOf: (request: SeenRequest) => number;
	node?: Partial<INode>;
	more?: Partial<RunSettings>;
	count?: number;
}

/** Runs a node for items 100, 101 … with refusals that pass; how often each was sent and carried out. */
async function play({ refusals, parameters, idOf, node, more, count = 3 }: Play) {
	const left = { ...refusals };
	const sent: Record<number, number> = {};
	const carriedOut: Record<number, number> = {};
	const server = await serve((request) => {
		const id = idOf(request);
		sent[id] = (sent[id] ?? 0) + 1;
		if ((left[id] ?? 0) > 0) {
			left[id]--;
			return refusal('稍后');
		}
		carriedOut[id] = (carriedOut[id] ?? 0) + 1;
		return answer(id);
	});
	const settings: RunSettings = {
		credentials: credentials(server.url),
		parameters,
		node: { ...RETRY, ...node },
		items: ids(count),
		...more,
	};
	const run = await runInWorkflow(new Zhongzhiyou(), settings);
	return { run, sent, carriedOut, server, settings };
}

/** What the operation gives when nothing fails. */
async function undisturbed(parameters: INodeParameters, idOf: Play['idOf'], count = 3) {
	const { run } = await play({ refusals: {}, parameters, idOf, count });
	return outputOf(run);
}

describe.each(Object.entries(WRITES))('Retry On Fail of %s', (name, [parameters, idOf]) => {
	test.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'sends each item that was carried out once, with %s',
		async (onError) => {
			const { run, sent, carriedOut } = await play({
				refusals: { 100: 2 },
				parameters: { ...parameters, options: { concurrency: 3 } },
				idOf,
				node: { onError },
			});
			expect(run.data.resultData.error).toBeUndefined();
			expect(sent).toEqual({ 100: 3, 101: 1, 102: 1 });
			expect(carriedOut).toEqual({ 100: 1, 101: 1, 102: 1 });
			expect(outputOf(run)).toEqual(await undisturbed(parameters, idOf));
			expect(memoryOf(run)).toBeUndefined();
		},
	);

	test('a retry of the execution, stored and restored, sends no item again', async () => {
		const { run, sent, settings } = await play({
			refusals: { 101: 4 },
			parameters: { ...parameters, options: { concurrency: 1 } },
			idOf,
			count: 4,
		});
		expect(run.data.resultData.error).toBeDefined();
		expect(sent).toEqual({ 100: 1, 101: 3 });
		const again = await runInWorkflow(
			new Zhongzhiyou(),
			{ ...settings, executionId: '4712' },
			retryDataOf(run),
		);
		expect(again.data.resultData.error).toBeUndefined();
		expect(sent).toEqual({ 100: 1, 101: 5, 102: 1, 103: 1 });
		expect(outputOf(again)).toEqual(await undisturbed(parameters, idOf, 4));
	});

	test('an error names what earlier tries had carried out, also if this one comes to nothing', async () => {
		const { run, settings } = await play({
			refusals: { 102: 9 },
			parameters: { ...parameters, options: { concurrency: 1 } },
			idOf,
		});
		const words = name === 'refund' ? '0 (A-100), 1 (A-101)' : '0 (100), 1 (101)';
		const sentence = `Already carried out and not undone: item ${words}.`;
		expect(run.data.resultData.error?.description).toContain(sentence);
		const gone = { ...settings, credentials: new Credentials(undefined) };
		const again = await runInWorkflow(new Zhongzhiyou(), gone, retryDataOf(run));
		expect(again.data.resultData.error?.message).toMatch(/^Credential with ID/);
		expect(again.data.resultData.error?.description).toBe(sentence);
		expect(memoryOf(again)).toEqual(memoryOf(run));
	});
});

describe('what was carried out', () => {
	const [parameters, idOf] = WRITES.pay;

	test('is not remembered when all went well', async () => {
		const { run } = await play({ refusals: {}, parameters, idOf });
		expect(memoryOf(run)).toBeUndefined();
	});

	test('is not remembered where nothing was', async () => {
		const server = await serve(() => refusal('价格错误'));
		const run = await runInWorkflow(new Zhongzhiyou(), {
			credentials: credentials(server.url),
			parameters,
			node: RETRY,
			items: ids(1),
		});
		expect(run.data.resultData.error).toBeDefined();
		expect(memoryOf(run)).toBeUndefined();
	});

	test('is not remembered where no other try comes', async () => {
		const node = { onError: 'continueRegularOutput' } as const;
		for (const [refusals, more] of [
			[{ 101: 9 }, {}],
			[{ 100: 9 }, { retryOnFail: false }],
		] as const) {
			const { run } = await play({ refusals, parameters, idOf, node: { ...node, ...more } });
			expect(memoryOf(run)).toBeUndefined();
			expect(outputOf(run).filter(({ json }) => json.error !== undefined)).toHaveLength(1);
		}
	});

	test.each<[string, INodeParameters, Record<number, number>]>([
		['in other words is not sent again', { paymentDetails: { unitPrice: 5 } }, { 100: 1, 101: 4 }],
		[
			'of another order is',
			{ orderId: '={{ $json.id + 1000 }}' },
			{ 100: 1, 101: 3, 1100: 1, 1101: 1 },
		],
	])('of a node that was changed, %s', async (_name, changed, expected) => {
		const first = await play({
			refusals: { 101: 3 },
			parameters: { ...parameters, options: { concurrency: 1 } },
			idOf,
			count: 2,
		});
		const data = retryDataOf(first.run);
		const entry = data.executionData?.nodeExecutionStack.at(0);
		if (entry === undefined) throw new Error('n8n has nothing left to run');
		entry.node = { ...entry.node, parameters: { ...entry.node.parameters, ...changed } };
		await runInWorkflow(
			new Zhongzhiyou(),
			{ ...first.settings, parameters: { ...parameters, ...changed } },
			data,
		);
		expect(first.sent).toMatchObject(expected);
	});

	test('is sent again to another server, or as another partner', async () => {
		const first = await play({
			refusals: { 101: 9 },
			parameters: { ...parameters, options: { concurrency: 1 } },
			idOf,
		});
		const other = await serve((request) => answer(idOf(request)));
		const settings = { ...first.settings, credentials: credentials(other.url) };
		const again = await runInWorkflow(new Zhongzhiyou(), settings, retryDataOf(first.run));
		expect(again.data.resultData.error).toBeUndefined();
		expect(other.requests).toHaveLength(3);
	});

	test('is sent again in the next run of a loop', async () => {
		const server = await serve((request) =>
			idOf(request) === 101 ? refusal('余额不足') : answer(idOf(request)),
		);
		const first = await play({
			refusals: { 101: 9 },
			parameters: { ...parameters, options: { concurrency: 1 } },
			idOf,
		});
		const data = retryDataOf(first.run);
		// One run of this node is there already: the next one is another run.
		data.resultData.runData.Zhongzhiyou = [
			{ startTime: 0, executionTime: 0, executionIndex: 0, source: [] },
		];
		const settings = { ...first.settings, credentials: credentials(server.url) };
		await runInWorkflow(new Zhongzhiyou(), settings, data);
		expect(server.requests.filter((request) => idOf(request) === 100)).toHaveLength(1);
	});

	test('of like items is told apart by their places', async () => {
		const sent: number[] = [];
		const server = await serve((request, index) => {
			sent.push(idOf(request));
			return index === 1 ? refusal('稍后') : answer(idOf(request));
		});
		const run = await runInWorkflow(new Zhongzhiyou(), {
			credentials: credentials(server.url),
			parameters: { ...parameters, options: { concurrency: 1 } },
			node: RETRY,
			items: [{ id: 7 }, { id: 7 }, { id: 7 }],
		});
		expect(outputOf(run).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(sent).toHaveLength(4);
	});

	test('does not hold an answer that could not be read: it is asked for by the same number', async () => {
		const [create, idOfCreated] = WRITES.create;
		const server = await serve((request, index) =>
			index === 0 ? success({ OrderStatus: 0 }) : answer(idOfCreated(request)),
		);
		const run = await runInWorkflow(new Zhongzhiyou(), {
			credentials: credentials(server.url),
			parameters: create,
			node: RETRY,
			items: ids(1),
		});
		expect(run.data.resultData.error).toBeUndefined();
		const [first, second] = server.requests.map(({ body }): object => JSON.parse(body));
		expect(server.requests).toHaveLength(2);
		expect(second).toEqual(first);
		expect(outputOf(run)).toHaveLength(1);
	});

	test('stays unknown where its answer could not be read and the next one refuses', async () => {
		const [create] = WRITES.create;
		const server = await serve((_request, index) =>
			index === 0 ? success({}) : refusal('分销商订单号已存在，订单已取消'),
		);
		const run = await runInWorkflow(new Zhongzhiyou(), {
			credentials: credentials(server.url),
			parameters: { ...create, originOrderId: 'S-1' },
			node: RETRY,
			items: ids(1),
		});
		expect(run.data.resultData.error?.message).toMatch(
			/^ZhongZhiYou refused: 分销商订单号已存在，订单已取消\. It is not known whether ZhongZhiYou carried this out \(Origin Order ID S-1\)/,
		);
	});

	test.each<[string, unknown]>([
		['nothing', undefined],
		['a text', 'x'],
		['a list', []],
		['no items', { run: 0 }],
		[
			'items that are none',
			{ run: 0, items: { 0: null, 1: { words: '1', inPart: false, calls: 3 } } },
		],
		[
			'calls that are none',
			{
				run: 0,
				items: {
					0: { words: '0', inPart: false, calls: [null, {}, { digest: 'x', response: {} }] },
				},
			},
		],
	])('is found nowhere where others left %s in its place', async (_name, left) => {
		const server = await serve((request) => answer(idOf(request)));
		const first = await play({ refusals: { 100: 9 }, parameters, idOf, count: 1 });
		const data = retryDataOf(first.run);
		if (data.executionData === undefined) throw new Error('n8n has nothing left to run');
		data.executionData.contextData['node:Zhongzhiyou'] = JSON.parse(
			JSON.stringify({ carriedOut: left }),
		);
		const settings = { ...first.settings, credentials: credentials(server.url) };
		const run = await runInWorkflow(new Zhongzhiyou(), settings, data);
		expect(outputOf(run)).toHaveLength(1);
		expect(server.requests).toHaveLength(1);
		expect(memoryOf(run)).toBeUndefined();
	});

	test('needs no memory of n8n’s: without one the node works all the same', async () => {
		const server = await serve((request) => answer(idOf(request)));
		const items: IDataObject[] = ids(2);
		const [outputs] = await execute(new Zhongzhiyou(), {
			credentials: credentials(server.url),
			parameters,
			items,
		});
		expect(outputs).toHaveLength(2);
	});

	test('is named by an execution that was cancelled', async () => {
		const cancel = new AbortController();
		const server = await serve((request, index) => {
			if (index === 1) setImmediate(() => cancel.abort());
			return index === 0 ? answer(idOf(request)) : 'silence';
		});
		await expect(
			execute(new Zhongzhiyou(), {
				credentials: credentials(server.url),
				parameters: { ...parameters, options: { concurrency: 1 } },
				node: { onError: 'continueRegularOutput' },
				items: ids(3),
				signal: cancel.signal,
			}),
		).rejects.toMatchObject({
			message:
				'The execution was cancelled. It is not known whether ZhongZhiYou carried out item 1 (Order ID 101)',
			description: 'Already carried out and not undone: item 0 (100).',
		});
	});
});

test.each([
	['create', { ...WRITES.create[0], orderDetails: { remark: '={{ Math.random() }}' } }],
	['pay', { ...WRITES.pay[0], paymentDetails: { eticketNo: '=E{{ Math.random() }}' } }],
	['refund', { ...WRITES.refund[0], voucherCodes: '={{ Math.random() }}' }],
])(
	'%s is not sent again because an expression gives something else in the next try',
	async (name, parameters) => {
		const [, idOf] = WRITES[name];
		const { run, sent } = await play({ refusals: { 101: 2 }, parameters, idOf, count: 2 });
		expect(run.data.resultData.error).toBeUndefined();
		expect(sent).toEqual({ 100: 1, 101: 3 });
		expect(outputOf(run).map(({ json }) => json.OrderId)).toEqual([100, 101]);
	},
);

describe('what is not known to be carried out', () => {
	/** Runs a Create for items 100 and 101, each with a reply of its own for each time that it is sent. */
	async function outcomeOf(
		replies: Record<number, Reply[]>,
		more: Partial<RunSettings> = {},
		node: Partial<INode> = {},
	) {
		const left = structuredClone(replies);
		const server = await serve(({ body }) => {
			const id = Number(JSON.parse(body).OrderQuantity);
			return left[id]?.shift() ?? answer(id);
		});
		const parameters = {
			...WRITES.create[0],
			originOrderId: '=SHOP-{{ $json.id }}',
			options: { concurrency: 2 },
		};
		const run = await runInWorkflow(new Zhongzhiyou(), {
			credentials: credentials(server.url),
			parameters,
			node: { ...RETRY, maxTries: 2, ...node },
			items: ids(2),
			...more,
		});
		return { run, requests: server.requests.length };
	}

	test('is named of every item, not only of the one whose error stops the run', async () => {
		const { run } = await outcomeOf({ 100: ['reset'], 101: ['reset'] }, {}, { retryOnFail: false });
		expect(run.data.resultData.error?.message).toMatch(
			/\(Origin Order ID SHOP-100\), so it was not repeated \[item 0\]\. It is not known whether ZhongZhiYou carried out item 1 \(Origin Order ID SHOP-101\)$/,
		);
	});

	test('stays unknown when the next try is refused', async () => {
		const replies = { 101: ['reset', refusal('库存不足')] } satisfies Record<number, Reply[]>;
		const stopped = await outcomeOf(replies);
		expect(stopped.run.data.resultData.error?.message).toMatch(
			/^ZhongZhiYou refused: 库存不足 \(Origin Order ID SHOP-101\)\. It is not known whether ZhongZhiYou carried out an earlier try \(Origin Order ID SHOP-101\) \[item 1\]$/,
		);
		const items = { 100: ['reset', refusal('订单号已存在')] } satisfies Record<number, Reply[]>;
		const { run } = await outcomeOf(items, {}, { onError: 'continueRegularOutput' });
		expect(outputOf(run)[0].json.error).toMatchObject({
			outcomeUnknown: true,
			originOrderId: 'SHOP-100',
		});
	});

	test('is settled by a later try that is answered', async () => {
		const wrong = refusal('价格错误');
		const { run, requests } = await outcomeOf({ 100: [wrong, wrong], 101: ['reset'] });
		expect(run.data.resultData.error?.message).toBe(
			'ZhongZhiYou refused: 价格错误 (Origin Order ID SHOP-100) [item 0]',
		);
		expect(run.data.resultData.error?.description).toContain('Already carried out');
		expect(requests).toBe(4);
	});

	test('is forgotten once the call is answered', async () => {
		const { run, requests } = await outcomeOf({ 101: ['reset'] });
		expect(run.data.resultData.error).toBeUndefined();
		expect(requests).toBe(3);
		expect(memoryOf(run)).toBeUndefined();
	});
});
