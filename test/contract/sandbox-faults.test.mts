import { call, control } from '../../sandbox/testing/client.mts';
import {
	PRODUCT,
	sandbox,
	useSandbox,
	dataOf,
	orderFor,
	create,
	createId,
	pay,
	cancel,
} from '../support/sandbox-api.mts';

useSandbox();

describe('faults', () => {
	const body = () => orderFor(PRODUCT.group);
	const createRequest = () => ({ path: '/order/Create', body: body() });
	const fault = (settings: object) =>
		control(sandbox, 'POST', '/faults', { operation: 'createOrder', ...settings });
	const orderCount = () => sandbox.upstream.orders.all().length;

	it('latency delays, as often as it is set', async () => {
		await fault({ kind: 'latency', ms: 200 });
		const begin = performance.now();
		await create(PRODUCT.group);
		expect(performance.now() - begin).toBeGreaterThanOrEqual(195);
		expect(sandbox.faults.list()).toEqual([]);
	});

	it('an HTTP status comes before or after the request was processed', async () => {
		await fault({ kind: 'status', status: 429, retryAfter: 2 });
		const before = await call(sandbox, createRequest());
		expect(before.status).toBe(429);
		expect(before.headers.get('retry-after')).toBe('2');
		expect(orderCount()).toBe(0);
		await fault({ kind: 'status', processed: true });
		expect((await call(sandbox, createRequest())).status).toBe(503);
		expect(orderCount()).toBe(1);
	});

	it('a reset comes before or after the request was processed', async () => {
		await fault({ kind: 'resetBefore' });
		await expect(call(sandbox, createRequest())).rejects.toThrow();
		expect(orderCount()).toBe(0);
		await fault({ kind: 'resetAfter' });
		await expect(call(sandbox, createRequest())).rejects.toThrow();
		expect(orderCount()).toBe(1);
		expect(sandbox.requests.list().map(({ faults }) => faults)).toEqual([
			['resetBefore'],
			['resetAfter'],
		]);
	});

	it('an answer is cut short or malformed', async () => {
		await fault({ kind: 'truncate' });
		await expect(call(sandbox, createRequest())).rejects.toThrow('terminated');
		await fault({ kind: 'malformed' });
		await expect(call(sandbox, createRequest())).rejects.toThrow(SyntaxError);
		expect(orderCount()).toBe(2);
	});

	it('vouchers become numbers with all their digits', async () => {
		const orderId = await createId(PRODUCT.group);
		await control(sandbox, 'POST', '/faults', { kind: 'numericVouchers', operation: 'payOrder' });
		const numeric = await pay(orderId);
		expect(numeric.text).toMatch(/"VoucherCode":\d{21},/);
		const plain = await pay(orderId);
		expect(plain.text).toMatch(/"VoucherCode":"\d{21}",/);
		expect(dataOf(numeric)).toEqual(dataOf(plain));
	});

	it('strike the named operation only, until cleared', async () => {
		await fault({ kind: 'status', count: null });
		expect((await cancel(1)).status).toBe(200);
		expect((await call(sandbox, createRequest())).status).toBe(503);
		expect((await call(sandbox, createRequest())).status).toBe(503);
		await control(sandbox, 'DELETE', '/faults');
		expect((await call(sandbox, createRequest())).status).toBe(200);
	});

	it('are refused when they make no sense', async () => {
		expect((await fault({ kind: 'flood' })).status).toBe(400);
		expect((await fault({ kind: 'latency', ms: 'long' })).status).toBe(400);
		expect((await fault({ kind: 'latency', count: 0 })).status).toBe(400);
	});
});
