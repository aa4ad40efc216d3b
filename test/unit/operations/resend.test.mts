import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
} from 'n8n-workflow';

import { runOperation } from '../../../nodes/Zhongzhiyou/operations/run.ts';
import type { ExecuteOperation } from '../../../nodes/Zhongzhiyou/operations/types.ts';
import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { refusal, success, type Reply, type SeenRequest } from '../../support/http.mts';
import {
	credentialFor,
	Credentials,
	retryDataOf,
	runInWorkflow,
	SIGN_KEY,
	stage,
	type RunSettings,
} from '../../support/in-process.mts';
import { CREATE_FIELDS, credentials, ids, serve } from '../scripted.mts';

const LONG = '123456789012345678901';

/** A pause in which a time of now becomes another one. */
const RETRY: Partial<INode> = { retryOnFail: true, maxTries: 2, waitBetweenTries: 20 };

const DONE = success({ OrderId: 7, ApplyId: 'A-7', OrderStatus: 4, RefundStatus: 1 });

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** What differs from try to try, for each operation that writes. */
const VOLATILE: Array<[string, INodeParameters, IDataObject]> = [
	['Create by $now', { ...CREATE_FIELDS, originOrderId: '=S-{{ $now.toMillis() }}' }, {}],
	['Create by Math.random()', { ...CREATE_FIELDS, originOrderId: '=S-{{ Math.random() }}' }, {}],
	[
		'Create with an automatic number and a remark of now',
		{ ...CREATE_FIELDS, orderDetails: { remark: '={{ $now.toMillis() }}' } },
		{},
	],
	[
		'Create as JSON',
		{
			operation: 'create',
			orderFrom: 'json',
			orderJson: `={{ { productId: "${LONG}", visitDate: "2026-05-01", quantity: 1, contactName: "a", contactMobile: "18102623512", originOrderId: "S" + Math.random() } }}`,
		},
		{},
	],
	[
		'Create that takes the next of a list',
		{ ...CREATE_FIELDS, contactName: '={{ $json.guests.shift() }}' },
		{ guests: ['张三', '李四', '王五'] },
	],
	[
		'Create that takes the last that a list has',
		{ ...CREATE_FIELDS, contactName: '={{ $json.guests.shift() }}' },
		{ guests: ['张三'] },
	],
	[
		'Refund by $now',
		{ operation: 'refund', orderId: LONG, refundId: '=R-{{ $now.toMillis() }}' },
		{},
	],
	[
		'Refund of the next of a list',
		{ operation: 'refund', orderId: '={{ $json.ids.shift() }}' },
		{ ids: ['7', '8'] },
	],
	[
		'Pay with a number of now',
		{ operation: 'pay', orderId: LONG, paymentDetails: { eticketNo: '=E{{ Math.random() }}' } },
		{},
	],
	[
		'Pay of the next of a list',
		{ operation: 'pay', orderId: '={{ $json.ids.shift() }}' },
		{ ids: [LONG, '8'] },
	],
	[
		'Cancel of the next of a list',
		{ operation: 'cancel', orderId: '={{ $json.ids.shift() }}' },
		{ ids: [LONG, '8'] },
	],
];

function outputOf({ data }: IRun, output = 0): INodeExecutionData[] {
	return data.resultData.runData.Zhongzhiyou.at(-1)?.data?.main[output] ?? [];
}

function hintsOf({ data }: IRun): unknown {
	return data.resultData.runData.Zhongzhiyou.at(-1)?.hints;
}

function memoryOf(run: IRun): unknown {
	return run.data.executionData?.contextData['node:Zhongzhiyou']?.carriedOut;
}

/** What is sent, without what is new in each sending. */
function wireOf({ method, url, body }: SeenRequest) {
	return { method, url, body };
}

/** The number that an item or an error item names. */
function numberIn(request: SeenRequest): string {
	const { OriginOrderId, RefundId } = JSON.parse(request.body);
	return String(OriginOrderId ?? RefundId);
}

interface Play {
	parameters: INodeParameters;
	items?: IDataObject[];
	node?: Partial<INode>;
	more?: Partial<RunSettings>;
}

async function play(replies: Reply[], { parameters, items = [{}], node, more }: Play) {
	const left = [...replies];
	const server = await serve(() => left.shift() ?? DONE);
	const settings: RunSettings = {
		credentials: credentials(server.url),
		parameters,
		node: { ...RETRY, ...node },
		items: structuredClone(items),
		...more,
	};
	const run = await runInWorkflow(new Zhongzhiyou(), settings);
	return { run, server, settings, left };
}

/** Retries a failed execution, the node changed or not, and maybe with other settings. */
async function retry(
	run: IRun,
	settings: RunSettings,
	changed: INodeParameters = {},
): Promise<IRun> {
	const data = retryDataOf(run);
	const entry = data.executionData?.nodeExecutionStack.at(0);
	if (entry === undefined) throw new Error('n8n has nothing left to run');
	const parameters = { ...settings.parameters, ...changed };
	entry.node = stage(new Zhongzhiyou(), { ...settings, parameters }).node;
	return await runInWorkflow(
		new Zhongzhiyou(),
		{ ...settings, parameters, executionId: '4712' },
		data,
	);
}

/** Names in an error or an output, in every way in which it could be told. */
const by = (number: string) => `Origin Order ID ${number}`;

describe.each(VOLATILE)('%s, whose answer was lost', (_name, parameters, item) => {
	test.each<[string, Reply]>([
		['the connection broke', 'reset'],
		['it was cut off', 'truncate'],
		['the server failed', { status: 502, text: '' }],
		['it says that work is under way', refusal('系统超时')],
		['it contradicts itself', { text: '{"IsSuccess":true,"Code":500,"Data":null}' }],
	])('is sent again as it was by Retry On Fail: %s', async (_how, lost) => {
		const { run, server } = await play([lost], { parameters, items: [item] });
		expect(run.data.resultData.error).toBeUndefined();
		const [first, second] = server.requests;
		expect(server.requests).toHaveLength(2);
		expect(wireOf(second)).toEqual(wireOf(first));
		expect(second.headers['content-type']).toBe(first.headers['content-type']);
		expect(second.headers.timestamp).not.toBe(first.headers.timestamp);
		expect(second.headers.authorization).not.toBe(first.headers.authorization);
		expect(memoryOf(run)).toBeUndefined();
		const [{ json }] = outputOf(run);
		expect(json).not.toHaveProperty('earlierTries');
		expect(hintsOf(run)).toEqual([]);
		if (parameters.operation === 'create') expect(json.OriginOrderId).toBe(numberIn(first));
		if (parameters.operation === 'refund') expect(json.RefundId).toBe(numberIn(first));
	});

	test('is sent again as it was when the execution is retried, stored and restored', async () => {
		const { run, server, settings } = await play(['reset', 'reset'], { parameters, items: [item] });
		expect(run.data.resultData.error?.message).toContain('not known whether');
		const stored = JSON.stringify(memoryOf(run));
		for (const secret of [SIGN_KEY, 'ZZY-OPENAPI', 'Authorization', 'Timestamp']) {
			expect(stored).not.toContain(secret);
		}
		const [first] = server.requests;
		for (const { headers } of server.requests) {
			expect(stored).not.toContain(String(headers.authorization).split(':').at(-1));
		}
		const again = await retry(run, settings);
		expect(again.data.resultData.error).toBeUndefined();
		expect(server.requests.map(wireOf)).toEqual([first, first, first].map(wireOf));
		expect(memoryOf(again)).toBeUndefined();
	});

	test('with Continue On Fail is sent again as it was too', async () => {
		const { run, server } = await play(['reset'], { parameters, items: [item], node: CONTINUE });
		expect(outputOf(run)[0].json).not.toHaveProperty('error');
		expect(wireOf(server.requests[1])).toEqual(wireOf(server.requests[0]));
	});

	test('refused at last stays unknown, by the one number that was sent', async () => {
		const { run, server } = await play(['reset', refusal('价格错误')], {
			parameters,
			items: [item],
			node: CONTINUE,
		});
		expect(wireOf(server.requests[1])).toEqual(wireOf(server.requests[0]));
		expect(outputOf(run)[0].json.error).toMatchObject({
			outcomeUnknown: true,
			message: expect.stringMatching(
				/^ZhongZhiYou refused: 价格错误 \((.*)\)\. It is not known whether ZhongZhiYou carried out an earlier try \(\1\)$/,
			),
		});
	});
});

test.each([
	['refund', { ids: [LONG, '8'] }],
	['pay', { ids: [LONG, '8'] }],
	['cancel', { ids: [LONG, '8'] }],
])(
	'%s gives the order that was sent, not the one that its expression gives now',
	async (operation, item) => {
		const parameters = { operation, orderId: '={{ $json.ids.shift() }}' };
		const [lost, of] = [await play(['reset'], { parameters, items: [item] }), 'OrderId'];
		expect(outputOf(lost.run)[0].json[of]).toBe(operation === 'cancel' ? LONG : 7);
		// The answer's own number goes before it; without one it is what was sent.
		const silent = success({ OrderStatus: 4, RefundStatus: 1 });
		const { run } = await play(['reset', silent], { parameters, items: [item] });
		expect(outputOf(run)[0].json[of]).toBe(LONG);
		// Nor where an earlier try was answered, and another item is tried again.
		const done = await play([silent, refusal('价格错误'), silent], {
			parameters: { ...parameters, options: { concurrency: 1 } },
			items: [{ ids: ['5', '6'] }, { ids: ['7', '8', '9'] }],
		});
		expect(done.run.data.resultData.error).toBeUndefined();
		expect(outputOf(done.run)[0].json[of]).toBe(5);
		expect(done.server.requests).toHaveLength(3);
	},
);

test('what was carried out is given again although its expression finds nothing any more', async () => {
	const { run, server } = await play([DONE, refusal('价格错误')], {
		parameters: {
			...CREATE_FIELDS,
			contactName: '={{ $json.guests.shift() }}',
			options: { concurrency: 1 },
		},
		items: [{ guests: ['张三'] }, { guests: ['李四', '王五'] }],
	});
	expect(run.data.resultData.error).toBeUndefined();
	expect(server.requests).toHaveLength(3);
	expect(outputOf(run)).toHaveLength(2);
});

describe('a node that was changed before the execution is retried', () => {
	const parameters = { ...CREATE_FIELDS, originOrderId: 'FIRST' };

	async function failed(more: Partial<Play> = {}) {
		return await play(['reset', 'reset'], { parameters, ...more });
	}

	test('sends what it is set up to now, and tells of what stays unknown', async () => {
		const { run, server, settings } = await failed();
		const again = await retry(run, settings, { originOrderId: 'SECOND <b>' });
		expect(again.data.resultData.error).toBeUndefined();
		expect(server.requests.map(numberIn)).toEqual(['FIRST', 'FIRST', 'SECOND <b>']);
		const [{ json }] = outputOf(again);
		expect(json).toMatchObject({
			OriginOrderId: 'SECOND <b>',
			earlierTries: [{ outcomeUnknown: true, originOrderId: 'FIRST' }],
		});
		expect(hintsOf(again)).toEqual([
			{
				message:
					'It is not known whether ZhongZhiYou carried out an earlier try too: item 0 (Origin Order ID FIRST). Check with ZhongZhiYou.',
				type: 'warning',
				location: 'outputPane',
			},
		]);
		expect(memoryOf(again)).toBeUndefined();
	});

	test('tells of what it had carried out before, beside what it sends now', async () => {
		const { run, server, settings, left } = await play([DONE, refusal('价格错误')], {
			parameters: { ...CREATE_FIELDS, originOrderId: '=N{{ $json.no }}' },
			items: [{ no: 1 }, { no: 2 }],
			node: { retryOnFail: false },
		});
		expect(run.data.resultData.error).toBeDefined();
		left.push(DONE, DONE);
		const again = await retry(run, settings, { originOrderId: '=M{{ $json.no }}' });
		expect(server.requests.map(numberIn)).toEqual(['N1', 'N2', 'M1', 'M2']);
		const [first, second] = outputOf(again).map(({ json }) => json);
		expect(first.earlierTries).toEqual([{ outcomeUnknown: false, originOrderId: 'N1' }]);
		expect(second).not.toHaveProperty('earlierTries');
		expect(hintsOf(again)).toEqual([
			{
				message:
					'An earlier try was carried out too, before the node was changed: item 0 (Origin Order ID N1). Cancel or refund what is not wanted.',
				type: 'warning',
				location: 'outputPane',
			},
		]);
	});

	test.each<[string, INodeParameters, INodeParameters]>([
		['a remark', CREATE_FIELDS, { orderDetails: { remark: 'other' } }],
		['a quantity', CREATE_FIELDS, { quantity: 2 }],
		['a number of its own', CREATE_FIELDS, { originOrderId: '=SHOP-{{ $json.no }}' }],
		[
			'the number left to n8n',
			{ ...CREATE_FIELDS, originOrderId: '=SHOP-{{ $json.no }}' },
			{ originOrderId: '' },
		],
		[
			'a price',
			{ operation: 'pay', orderId: '={{ $json.no }}' },
			{ paymentDetails: { unitPrice: 5 } },
		],
		['a count', { operation: 'refund', orderId: '={{ $json.no }}' }, { refundCount: 2 }],
	])('by %s sends what was carried out no second time', async (_name, parametersThen, changed) => {
		const node = { retryOnFail: false };
		const { run, server, settings, left } = await play([DONE, refusal('价格错误')], {
			parameters: parametersThen,
			items: [{ no: 1 }, { no: 2 }],
			node,
		});
		left.push(DONE, DONE, refusal('价格错误'));
		const again = await retry(run, settings, changed);
		expect(again.data.resultData.error).toBeUndefined();
		expect(server.requests).toHaveLength(3);
		expect(left).toHaveLength(2);
		const rows = outputOf(again).map(({ json }) => json);
		expect(rows).toHaveLength(2);
		expect(rows.filter((row) => 'earlierTries' in row)).toEqual([]);
		expect(hintsOf(again)).toEqual([
			{
				message: expect.stringMatching(
					/^An earlier try had carried this out before the node was changed, and it was not sent again: item 0 \(.+\)\. To order or refund something else, run the workflow anew\.$/,
				),
				type: 'warning',
				location: 'outputPane',
			},
		]);
	});

	test('and fails again still knows what was carried out before', async () => {
		const { run, server, settings, left } = await play([DONE, refusal('价格错误')], {
			parameters: CREATE_FIELDS,
			items: [{ no: 1 }, { no: 2 }],
			node: { retryOnFail: false },
		});
		left.push(refusal('价格错误'), DONE);
		const second = await retry(run, settings, { quantity: 2 });
		expect(second.data.resultData.error).toBeDefined();
		const third = await retry(second, settings, { quantity: 3 });
		expect(third.data.resultData.error).toBeUndefined();
		expect(server.requests).toHaveLength(4);
		expect(outputOf(third)[0].json.OriginOrderId).toBe(numberIn(server.requests[0]));
	});

	test('tells what was carried out before also when a try in between failed', async () => {
		const { run, settings, left } = await play([DONE, refusal('价格错误')], {
			parameters: CREATE_FIELDS,
			items: [{ no: 1 }, { no: 2 }],
			node: { retryOnFail: false },
		});
		left.push(refusal('价格错误'), DONE);
		const second = await retry(run, settings, { quantity: 2 });
		const third = await retry(second, settings, { quantity: 2 });
		expect(hintsOf(third)).toMatchObject([
			{ message: expect.stringMatching(/^An earlier try had carried this out before/) },
		]);
	});

	test.each<[string, INodeParameters, INodeParameters]>([
		['an order', CREATE_FIELDS, { orderDetails: { remark: 'other' } }],
		['a refund', { operation: 'refund', orderId: '={{ $json.no }}' }, { refundCount: 2 }],
	])('and changed back sends %s no second time', async (_name, parametersThen, changed) => {
		const { run, server, settings, left } = await play(['reset'], {
			parameters: { ...parametersThen, options: { concurrency: 1 } },
			items: [{ no: 1 }, { no: 2 }],
			node: { retryOnFail: false },
		});
		left.push(DONE, refusal('价格错误'));
		const second = await retry(run, settings, changed);
		expect(second.data.resultData.error).toBeDefined();
		left.push(DONE);
		const third = await retry(second, settings);
		expect(third.data.resultData.error).toBeUndefined();
		expect(server.requests).toHaveLength(4);
		const { OriginOrderId, RefundId, earlierTries } = outputOf(third)[0].json;
		expect(OriginOrderId ?? RefundId).toBe(numberIn(server.requests[1]));
		expect(earlierTries).toMatchObject([{ outcomeUnknown: true }]);
	});

	test('alike for two items of one number is sent for both', async () => {
		const { run, server, settings, left } = await play(['reset', 'reset'], {
			parameters: { ...CREATE_FIELDS, originOrderId: 'S1' },
			items: [{}, {}],
			node: { retryOnFail: false },
		});
		expect(run.data.resultData.error).toBeDefined();
		left.push(DONE, 'reset');
		const changed = { orderDetails: { remark: 'other' } };
		const second = await retry(run, settings, changed);
		expect(second.data.resultData.error?.message).toContain('It is not known');
		// Changed back the second item is no longer what the first has become.
		const back = await retry(second, settings);
		expect(back.data.resultData.error).toMatchObject({
			message: expect.stringMatching(/^Origin Order ID S1 is that of item 0 too.*\[item 1\]$/),
			description: expect.stringContaining('Already carried out and not undone: item 0 (7).'),
		});
		expect(server.requests).toHaveLength(4);
		const third = await retry(second, settings, changed);
		expect(third.data.resultData.error).toBeUndefined();
		expect(new Set(server.requests.map(numberIn))).toEqual(new Set(['S1']));
		expect(outputOf(third).map(({ json }) => json.OriginOrderId)).toEqual(['S1', 'S1']);
	});

	test('to ask each item of one number for something else gives both the answer of before', async () => {
		const { run, server, settings, left } = await play([DONE, DONE, refusal('价格错误')], {
			parameters: {
				...CREATE_FIELDS,
				originOrderId: '={{ $json.number }}',
				options: { concurrency: 1 },
			},
			items: [{ number: 'S1' }, { number: 'S1', no: 2 }, { number: 'S3' }],
			node: { retryOnFail: false },
		});
		left.push(DONE);
		const again = await retry(run, settings, { orderDetails: { remark: '={{ $json.no ?? "" }}' } });
		expect(again.data.resultData.error).toBeUndefined();
		expect(server.requests.map(numberIn)).toEqual(['S1', 'S1', 'S3', 'S3']);
	});

	test('to refund other codes sends it, and tells of the refund before', async () => {
		const parametersThen = {
			operation: 'refund',
			orderId: LONG,
			voucherCodes: '={{ $json.code }}',
		};
		const { run, server, settings, left } = await play([DONE, refusal('价格错误')], {
			parameters: parametersThen,
			items: [
				{ code: '11', other: '12' },
				{ code: '21', other: '22' },
			],
			node: { retryOnFail: false },
		});
		left.push(DONE, DONE);
		const again = await retry(run, settings, { voucherCodes: '={{ $json.other }}' });
		expect(server.requests.map(({ body }) => JSON.parse(body).VoucherCode)).toEqual(
			['11', '21', '12', '22'].map((code) => [code]),
		);
		expect(outputOf(again)[0].json.earlierTries).toMatchObject([{ outcomeUnknown: false }]);
	});

	test('in its options only is set up the same: what is in doubt is sent as it was', async () => {
		const { run, server, settings } = await failed({
			parameters: { ...parameters, originOrderId: '=S{{ $now.toMillis() }}' },
		});
		const again = await retry(run, settings, { options: { timeout: 60, concurrency: 2 } });
		expect(again.data.resultData.error).toBeUndefined();
		expect(server.requests).toHaveLength(3);
		expect(server.requests[2].body).toBe(server.requests[0].body);
		expect(outputOf(again)[0].json).not.toHaveProperty('earlierTries');
	});

	test('that sends the same number has settled it', async () => {
		const { run, server, settings } = await failed();
		const again = await retry(run, settings, { orderDetails: { remark: 'other' } });
		expect(server.requests.map(numberIn)).toEqual(['FIRST', 'FIRST', 'FIRST']);
		expect(JSON.parse(server.requests[2].body).OrderRemark).toBe('other');
		expect(outputOf(again)[0].json).not.toHaveProperty('earlierTries');
		expect(hintsOf(again)).toEqual([]);
	});

	test('that is refused for certain names both numbers', async () => {
		const { run, settings, left } = await failed();
		left.push(refusal('价格错误'), refusal('价格错误'));
		const again = await retry(run, settings, { originOrderId: 'SECOND' });
		expect(again.data.resultData.error?.message).toBe(
			`ZhongZhiYou refused: 价格错误 (${by('SECOND')}). It is not known whether ZhongZhiYou carried out an earlier try (${by('FIRST')}) [item 0]`,
		);
	});

	test('that is in doubt itself is sent as each of them was, as it is set up', async () => {
		const first = await failed();
		first.left.push('reset', 'reset');
		const second = await retry(first.run, first.settings, {
			originOrderId: '=S{{ $now.toMillis() }}',
		});
		const message = String(second.data.resultData.error?.message);
		const number = numberIn(first.server.requests[2]);
		expect(message).toContain(`carried this out (${by(number)})`);
		expect(message).toContain(`carried out an earlier try (${by('FIRST')})`);
		const same = await retry(second, first.settings, { originOrderId: '=S{{ $now.toMillis() }}' });
		expect(first.server.requests.map(numberIn)).toEqual(['FIRST', 'FIRST', number, number, number]);
		expect(outputOf(same)[0].json.earlierTries).toEqual([
			{ outcomeUnknown: true, originOrderId: 'FIRST' },
		]);
		const back = await retry(second, first.settings, { originOrderId: 'FIRST' });
		expect(outputOf(back)[0].json).toMatchObject({
			OriginOrderId: 'FIRST',
			earlierTries: [{ outcomeUnknown: true, originOrderId: number }],
		});
	});

	test.each<[string, INodeParameters, string]>([
		['a bad value', { visitDate: 'some day' }, 'Visit Date'],
		['an expression that fails', { visitDate: '={{ $json.a.b.c() }}' }, ''],
		['an expression that finds nothing', { originOrderId: '={{ $json.none }}' }, 'Origin Order ID'],
	])('to %s names what is in doubt', async (_name, changed, words) => {
		const { run, server, settings } = await failed();
		const stopped = await retry(run, settings, changed);
		const told = `It is not known whether ZhongZhiYou carried out an earlier try (${by('FIRST')})`;
		expect(stopped.data.resultData.error?.message).toContain(told);
		expect(stopped.data.resultData.error?.message).toMatch(new RegExp(`^${words}`));
		expect(stopped.data.resultData.error?.description).toContain('Check the order');
		// The next retry, mended again, sends it as it was.
		const mended = await retry(stopped, settings);
		expect(outputOf(mended)[0].json.OriginOrderId).toBe('FIRST');
		expect(server.requests.map(numberIn)).toEqual(['FIRST', 'FIRST', 'FIRST']);
		const node = { ...settings.node, ...CONTINUE };
		const continued = await retry(run, { ...settings, node }, changed);
		expect(outputOf(continued)[0].json.error).toMatchObject({
			message: expect.stringContaining(told),
			outcomeUnknown: true,
			originOrderId: 'FIRST',
		});
	});

	test.each([
		['server', '9258'],
		['partner', '77'],
	])('to another %s sends it there, and tells of what stays unknown', async (which, partnerId) => {
		const { run, settings, server } = await failed();
		const other = which === 'server' ? await serve(() => DONE) : server;
		const credential = new Credentials(credentialFor(other.url, { partnerId }));
		const again = await retry(run, { ...settings, credentials: credential });
		const last = other.requests.at(-1);
		expect(new Set([...server.requests, ...other.requests]).size).toBe(3);
		expect(JSON.parse(last?.body ?? '').PartnerId).toBe(Number(partnerId));
		expect(outputOf(again)[0].json.earlierTries).toEqual([
			{ outcomeUnknown: true, originOrderId: 'FIRST' },
		]);
	});

	test('to another sign key is the same, signed with it', async () => {
		const { run, settings, server } = await play(['reset', 'reset'], {
			parameters: { ...CREATE_FIELDS, originOrderId: '=S{{ $now.toMillis() }}' },
		});
		const credential = new Credentials(credentialFor(server.url, { signKey: 'another' }));
		const again = await retry(run, { ...settings, credentials: credential });
		expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
		expect(outputOf(again)[0].json).not.toHaveProperty('earlierTries');
	});

	test('tells of many in one hint, and counts them', async () => {
		const items = ids(23);
		const server = await serve(() => DONE);
		const parametersOf = (name: string) => ({
			...CREATE_FIELDS,
			originOrderId: `=${name}-{{ $json.id }}`,
		});
		const down = await serve(() => 'reset');
		const settings: RunSettings = {
			credentials: credentials(down.url),
			parameters: { ...parametersOf('A'), options: { concurrency: 23 } },
			items,
		};
		const run = await runInWorkflow(new Zhongzhiyou(), settings);
		const again = await retry(
			run,
			{ ...settings, credentials: credentials(server.url) },
			parametersOf('B'),
		);
		expect(outputOf(again).map(({ json }) => json.earlierTries)).toEqual(
			items.map(({ id }) => [{ outcomeUnknown: true, originOrderId: `A-${id}` }]),
		);
		expect(hintsOf(again)).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(/ item 19 \(Origin Order ID A-119\) and 3 more\. Check/),
			}),
		]);
	});
});

test('error items of a try that comes to nothing name what is done and what is in doubt', async () => {
	const parameters = { ...CREATE_FIELDS, options: { concurrency: 1 } };
	const store = new Credentials(undefined);
	const server = await serve((_request, index) => {
		// After the first try the credential is gone.
		if (index === 1) store.data = undefined;
		return index === 0 ? 'reset' : DONE;
	});
	store.data = credentialFor(server.url);
	const run = await runInWorkflow(new Zhongzhiyou(), {
		credentials: store,
		parameters,
		node: { ...RETRY, ...CONTINUE },
		items: [{ a: 1 }, { a: 2 }, { a: 3 }].slice(0, 2),
	});
	const [lost, done] = outputOf(run).map(({ json }) => json.error);
	const number = numberIn(server.requests[0]);
	expect(lost).toMatchObject({
		message: `Credential with ID "1" does not exist. It is not known whether ZhongZhiYou carried out an earlier try (${by(number)})`,
		outcomeUnknown: true,
		originOrderId: number,
	});
	expect(done).toMatchObject({
		message: 'Credential with ID "1" does not exist',
		description: 'Already carried out and not undone: item 1 (7).',
		outcomeUnknown: false,
	});
});

test('a host that is down for the next try leaves what is in doubt to the one after', async () => {
	const parameters = { ...CREATE_FIELDS, originOrderId: '=S{{ $now.toMillis() }}' };
	const { run, settings, server } = await play(['reset', 'reset'], { parameters });
	const { url } = server;
	const first = server.requests[0];
	await server.close();
	const down = await retry(run, settings);
	expect(down.data.resultData.error?.message).toContain(numberIn(first));
	expect(down.data.resultData.error?.message).toContain('an earlier try');
	const back = await serve(() => DONE, Number(new URL(url).port));
	const again = await retry(down, settings);
	expect(again.data.resultData.error).toBeUndefined();
	expect(back.requests.map(wireOf)).toEqual([wireOf(first)]);
});

describe('an operation of several calls', () => {
	const DESCRIPTION = {
		option: { name: 'All', value: 'all', action: 'Do all', description: 'Order twice and pay' },
		fields: [],
	};

	const writes = { namedBy: 'OrderId' };

	/** Orders twice and pays, with numbers that are new each time. */
	const several: ExecuteOperation = {
		...DESCRIPTION,
		writes,
		async execute(_input, client, carriedOut) {
			const number = () => `N${Math.random()}`;
			for (const which of ['first', 'second']) {
				const body = { OriginOrderId: number(), which };
				await client.send({ method: 'POST', path: '/create', body, writes: true });
				carriedOut({ words: `${which} created`, result: {} });
			}
			await client.send({ method: 'POST', path: '/pay', query: { a: number() }, writes: true });
			return [{ OrderId: 1 }];
		},
	};

	class Several extends Zhongzhiyou {
		override async execute(this: IExecuteFunctions) {
			return [await runOperation(this, several)];
		}
	}

	const parameters = { operation: 'cancel', orderId: '1' };

	test.each([0, 1, 2])(
		'sends again as it was the one whose answer was lost: call %i',
		async (lost) => {
			const server = await serve((_request, index) => (index === lost ? 'reset' : DONE));
			const run = await runInWorkflow(new Several(), {
				credentials: credentials(server.url),
				parameters,
				node: RETRY,
			});
			expect(run.data.resultData.error).toBeUndefined();
			const wires = server.requests.map(wireOf);
			expect(wires).toHaveLength(4);
			expect(wires[lost + 1]).toEqual(wires[lost]);
			expect(new Set(wires.map((wire) => JSON.stringify(wire))).size).toBe(3);
			expect(outputOf(run)[0].json).toEqual({ OrderId: 1 });
		},
	);

	test('names a call in doubt that has no number by its path', async () => {
		const server = await serve((_request, index) =>
			index === 2 ? 'reset' : index === 3 ? refusal('价格错误') : DONE,
		);
		const run = await runInWorkflow(new Several(), {
			credentials: credentials(server.url),
			parameters,
			node: RETRY,
		});
		expect(run.data.resultData.error?.message).toBe(
			'ZhongZhiYou refused: 价格错误. It is not known whether ZhongZhiYou carried out an earlier try (POST /pay) [item 0]',
		);
	});

	test('that fails before an answer was noted as a step does not send that call anew', async () => {
		let looks = 0;
		const careless: ExecuteOperation = {
			...DESCRIPTION,
			writes,
			async execute(_input, client) {
				const body = { OriginOrderId: `N${Math.random()}` };
				await client.send({ method: 'POST', path: '/create', body, writes: true });
				if (looks++ < 2) throw new Error('Cannot go on');
				return [{ OrderId: 1 }];
			},
		};
		class Careless extends Zhongzhiyou {
			override async execute(this: IExecuteFunctions) {
				return [await runOperation(this, careless)];
			}
		}
		const server = await serve(() => DONE);
		const settings = { credentials: credentials(server.url), parameters, node: RETRY };
		const run = await runInWorkflow(new Careless(), settings);
		expect(run.data.resultData.error?.message).toContain(by(numberIn(server.requests[0])));
		const again = await runInWorkflow(new Careless(), settings, retryDataOf(run));
		expect(outputOf(again)[0].json).toEqual({ OrderId: 1 });
		expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
	});
});

describe('what others left in the place of a doubt', () => {
	const parameters = { ...CREATE_FIELDS, originOrderId: '=S{{ $now.toMillis() }}' };
	const mark = {
		...{ to: 'x', setUp: 'x', method: 'POST', path: '/order/Create' },
		...{ nth: 0, codes: 'x', content: 'x' },
	};
	const names = [{ name: 'originOrderId', label: 'Origin Order ID', value: 'OLD' }];

	test.each<[string, unknown, boolean]>([
		['the form of an older version', [{ digest: 'a.b', words: 'Origin Order ID OLD' }], false],
		['no list', { mark, names }, false],
		['nothing', [null, undefined, 'x', 3, []], false],
		['no mark', [{ names, body: '{}' }], false],
		['half a mark', [{ mark: { ...mark, nth: '0' }, names, body: '{}' }], false],
		['another method', [{ mark: { ...mark, method: 'DELETE' }, names, body: '{}' }], false],
		['names that are none', [{ mark, names: [{ name: 'originOrderId' }], body: '{}' }], false],
		['a body that is no text', [{ mark, names, body: {} }], false],
		['a query that is none', [{ mark, names, query: { a: 1 } }], false],
		['a doubt of another node', [{ mark, names, body: '{}' }], true],
	])('%s is not sent', async (_name, doubts, isTold) => {
		const { run, settings, server } = await play([refusal('价格错误'), refusal('价格错误')], {
			parameters,
		});
		server.requests.splice(0);
		const data = retryDataOf(run);
		if (data.executionData === undefined) throw new Error('n8n has nothing left to run');
		const carriedOut = { run: 0, items: {}, doubts: { 0: doubts } };
		data.executionData.contextData['node:Zhongzhiyou'] = JSON.parse(JSON.stringify({ carriedOut }));
		const again = await runInWorkflow(new Zhongzhiyou(), settings, data);
		expect(server.requests).toHaveLength(1);
		const [{ json }] = outputOf(again);
		expect(json.OriginOrderId).toBe(numberIn(server.requests[0]));
		expect(json.earlierTries).toEqual(
			isTold ? [{ outcomeUnknown: true, originOrderId: 'OLD' }] : undefined,
		);
	});
});

test('as a tool, what was in doubt is not sent in place of what is asked for now', async () => {
	const server = await serve((_request, index) => (index < 1 ? 'reset' : DONE));
	const node = { type: 'n8n-nodes-zhongzhiyou.zhongzhiyouTool' };
	const settings: RunSettings = {
		credentials: credentials(server.url),
		// What a model fills in stands in the item.
		parameters: {
			...CREATE_FIELDS,
			contactName: '={{ $json.name }}',
			originOrderId: '=S{{ $now.toMillis() }}',
		},
		node,
		items: [{ name: '张三', toolCallId: 'a' }],
	};
	const run = await runInWorkflow(new Zhongzhiyou(), settings);
	const asked = async (item: IDataObject) => {
		const data = retryDataOf(run);
		const entry = data.executionData?.nodeExecutionStack.at(0);
		if (entry === undefined) throw new Error('n8n has nothing left to run');
		entry.data = { main: [[{ json: item }]] };
		return outputOf(await runInWorkflow(new Zhongzhiyou(), settings, data))[0].json;
	};
	const first = numberIn(server.requests[0]);
	const other = await asked({ name: '李四', toolCallId: 'b' });
	expect(JSON.parse(server.requests[1].body).ContactPerson.Name).toBe('李四');
	expect(other.earlierTries).toEqual([{ outcomeUnknown: true, originOrderId: first }]);
	const same = await asked({ name: '张三', toolCallId: 'c' });
	expect(same.OriginOrderId).toBe(first);
});
