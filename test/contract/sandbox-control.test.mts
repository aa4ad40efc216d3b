import { call, control } from '../../sandbox/testing/client.mts';
import {
	PRODUCT,
	day,
	sandbox,
	useSandbox,
	orderFor,
	create,
	cancel,
	priceRows,
} from '../support/sandbox-api.mts';

useSandbox();

describe('the control API', () => {
	it('shows requests to the last byte', async () => {
		const text = JSON.stringify(orderFor(PRODUCT.group), null, 1);
		await call(sandbox, { path: '/order/create', body: text });
		await cancel(1);
		const { body } = await control(sandbox, 'GET', '/requests?operation=createOrder');
		expect(body.requests).toMatchObject([
			{ operation: 'createOrder', method: 'POST', url: '/order/create', body: text, status: 200 },
		]);
		const { body: state } = await control(sandbox, 'GET', '/state');
		expect(state.counts).toEqual({ createOrder: 1, cancelOrder: 1 });
	});

	it('counts the requests that were under way at once', async () => {
		await control(sandbox, 'POST', '/faults', { kind: 'latency', ms: 100, count: 3 });
		await Promise.all([cancel(1), cancel(2), cancel(3)]);
		expect(sandbox.requests.peakConcurrency()).toBe(3);
	});

	it('resets orders, stock, products and faults', async () => {
		await create(PRODUCT.dailyLimit);
		await control(sandbox, 'POST', `/products/${PRODUCT.group}/off-shelf`);
		await control(sandbox, 'POST', '/faults', { kind: 'resetBefore' });
		await control(sandbox, 'POST', '/reset');
		const { body } = await control(sandbox, 'GET', '/state');
		expect(body).toMatchObject({ orders: [], refunds: [], faults: [], counts: {} });
		expect((await create(PRODUCT.group)).body.IsSuccess).toBe(true);
		expect(await priceRows(PRODUCT.dailyLimit, day(1), day(1))).toMatchObject([{ DailyStock: 5 }]);
	});

	it('says what it does not know', async () => {
		expect((await control(sandbox, 'GET', '/nothing')).status).toBe(404);
		expect((await control(sandbox, 'POST', '/settings', { colour: 1 })).status).toBe(400);
		expect((await control(sandbox, 'POST', '/settings', { logBodies: 1 })).status).toBe(400);
		expect((await control(sandbox, 'POST', '/settings', { duplicateOrder: 'twice' })).status).toBe(
			400,
		);
		expect(
			(await control(sandbox, 'POST', '/settings', { dialects: ['klingon'] })).body.error,
		).toContain('No dialect "klingon"');
		expect((await control(sandbox, 'POST', '/settings', { dialects: [1] })).status).toBe(400);
		expect(sandbox.settings).toMatchObject({ duplicateOrder: 'same', dialects: [] });
		expect((await control(sandbox, 'POST', '/products/3/renamed')).status).toBe(400);
		expect((await control(sandbox, 'POST', '/orders/1/redeem')).status).toBe(409);
	});
});
