import { nodeErrorOf } from '../../support/in-process.mts';
import { success } from '../../support/http.mts';
import { jsonOf, serve } from '../scripted.mts';

const REFUND = { operation: 'refund', orderId: '1', refundId: 'R-1' };

test.each([
	['={{ $json.code }}', /^Voucher Codes is empty: its expression found no code/],
	['={{ [] }}', /^Voucher Codes is empty: its expression found no code/],
	['={{ [$json.code] }}', /^Voucher Codes has an entry without a value/],
	['={{ ["111", $json.code] }}', /^Voucher Codes has an entry without a value/],
])('an expression that finds no code refunds nobody else: %s', async (voucherCodes, message) => {
	const server = await serve(() => success({ ApplyId: 1, RefundStatus: 0 }));
	const error = await nodeErrorOf(jsonOf(server.url, { ...REFUND, voucherCodes }));
	expect(error.message).toMatch(message);
	expect(server.requests).toHaveLength(0);
});

test.each<[string, string[] | undefined]>([
	['', undefined],
	['111、222', ['111', '222']],
	['111，222, ', ['111', '222']],
])('what stands in the field is sent: %j', async (voucherCodes, sent) => {
	const server = await serve(() => success({ ApplyId: 1, RefundStatus: 0 }));
	await jsonOf(server.url, { ...REFUND, voucherCodes });
	expect(JSON.parse(server.requests[0].body).VoucherCode).toEqual(sent);
});

test.each(['', ' ', false, true, [], {}, '4x', null])(
	'a status of %j is not known, and never unpaid',
	async (status) => {
		const server = await serve(() => success({ OrderStatus: status }));
		const [paid] = await jsonOf(server.url, { operation: 'pay', orderId: '1' });
		expect(paid.status).toBe('unknown');
	},
);

test.each(['SHOPundefined', 'SHOP-Invalid DateTime', 'Invalid Date'])(
	'%s is no number of an order',
	async (originOrderId) => {
		const server = await serve(() => success({}));
		const error = await nodeErrorOf(jsonOf(server.url, { ...REFUND, refundId: originOrderId }));
		expect(error.message).toMatch(/^Refund ID has a part without a value/);
		expect(server.requests).toHaveLength(0);
	},
);
