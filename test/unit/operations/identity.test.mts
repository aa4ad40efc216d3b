import type { INodeParameters } from 'n8n-workflow';

import { refusal, type Reply } from '../../support/http.mts';
import { nodeErrorOf } from '../../support/in-process.mts';
import { CREATE_FIELDS, READ, run, serve } from '../scripted.mts';

const CERTAIN: Reply = refusal('价格错误');

const UNKNOWN: Array<[string, Reply]> = [
	['reset', 'reset'],
	['cut off', 'truncate'],
	['no answer of the API', { text: '<html>' }],
	['HTTP 502', { status: 502, text: '' }],
	['a refusal at HTTP 500', refusal('系统异常', 0, 500)],
];

const LONG = '123456789012345678901';

/** What is named by a failure, certain or not, and in the error item. */
const WRITES: Array<[string, INodeParameters, string, Record<string, unknown>]> = [
	[
		'Create with the shop’s number',
		{ ...CREATE_FIELDS, originOrderId: 'SHOP-1' },
		' (Origin Order ID SHOP-1)',
		{ originOrderId: 'SHOP-1' },
	],
	[
		'Refund with the shop’s number',
		{ operation: 'refund', orderId: LONG, refundId: 'R-1' },
		` (Refund ID R-1, Order ID ${LONG})`,
		{ refundId: 'R-1', orderId: LONG },
	],
	['Pay', { operation: 'pay', orderId: LONG }, ` (Order ID ${LONG})`, { orderId: LONG }],
	['Cancel', { operation: 'cancel', orderId: LONG }, ` (Order ID ${LONG})`, { orderId: LONG }],
];

describe.each(WRITES)('%s', (_name, parameters, named, identity) => {
	const node = { onError: 'continueRegularOutput' } as const;

	test('that is refused says of what, and that it is certain', async () => {
		const server = await serve(() => CERTAIN);
		const error = await nodeErrorOf(run(server.url, { parameters }));
		expect(error.message).toBe(`ZhongZhiYou refused: 价格错误${named} [item 0]`);
		const [{ json }] = await run(server.url, { parameters, node });
		expect(json.error).toMatchObject({
			message: `ZhongZhiYou refused: 价格错误${named}`,
			outcomeUnknown: false,
			...identity,
		});
	});

	test.each(UNKNOWN)('whose outcome is unknown (%s) says so in its message', async (_how, how) => {
		const server = await serve(() => how);
		const words = `. It is not known whether ZhongZhiYou carried this out${named}, so it was not repeated`;
		const error = await nodeErrorOf(run(server.url, { parameters }));
		expect(error.message).toMatch(/^[^.]+(?:\.[0-9][^.]*)*\. It is not known/);
		expect(error.message.endsWith(`${words} [item 0]`)).toBe(true);
		const [{ json }] = await run(server.url, { parameters, node });
		expect(json.error).toMatchObject({
			message: expect.stringMatching(/ It is not known whether ZhongZhiYou carried this out \(/),
			outcomeUnknown: true,
			...identity,
		});
		expect(server.requests).toHaveLength(2);
	});
});

test.each<[string, INodeParameters, string]>([
	['Create', CREATE_FIELDS, 'originOrderId'],
	['Refund', { operation: 'refund', orderId: '1' }, 'refundId'],
])('%s names its automatic number when it fails', async (_name, parameters, field) => {
	const server = await serve(() => CERTAIN);
	const node = { onError: 'continueRegularOutput' } as const;
	const [{ json }] = await run(server.url, { parameters, node });
	const { OriginOrderId, RefundId } = JSON.parse(server.requests[0].body);
	const number = String(OriginOrderId ?? RefundId);
	expect(number).toMatch(/^[0-9a-f]{32}$/);
	expect(json.error).toMatchObject({
		message: expect.stringContaining(number),
		[field]: number,
	});
});

test('a read that fails names no number', async () => {
	const server = await serve(() => CERTAIN);
	const node = { onError: 'continueRegularOutput' } as const;
	const [{ json }] = await run(server.url, { parameters: READ, node });
	expect(json.error).toMatchObject({ message: 'ZhongZhiYou refused: 价格错误' });
	expect(json.error).not.toHaveProperty('originOrderId');
});

test('Create and Refund put out the numbers that were sent, whatever the answer says', async () => {
	const server = await serve(({ path }) => ({
		text: `{"IsSuccess":true,"Data":${path.endsWith('Create') ? '{"OrderId":7,"OriginOrderId":null}' : '{"RefundStatus":0}'}}`,
	}));
	const [created] = await run(server.url, {
		parameters: { ...CREATE_FIELDS, originOrderId: 'SHOP-1' },
	});
	expect(created.json).toMatchObject({ OrderId: 7, OriginOrderId: 'SHOP-1' });
	const [refunded] = await run(server.url, {
		parameters: { operation: 'refund', orderId: '7', refundId: 'R-1' },
	});
	expect(refunded.json).toMatchObject({ OrderId: 7, RefundId: 'R-1' });
});
