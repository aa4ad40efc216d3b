import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { DateTime } from 'luxon';

import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.mts';
import { closingAfterAll } from '../../support/closing.mts';
import {
	callTool,
	credentialFor,
	Credentials,
	nodeErrorOf,
	PARTNER_ID,
	SIGN_KEY,
	type RunSettings,
} from '../../support/in-process.mts';
import { jsonOf, locator, person } from '../scripted.mts';

const CHINA = 'Asia/Shanghai';

/** A day from today in China, as `yyyy-MM-dd`. */
function day(daysAhead: number): string {
	return DateTime.now().setZone(CHINA).plus({ days: daysAhead }).toFormat('yyyy-MM-dd');
}

describe('against the sandbox', () => {
	let sandbox: Sandbox;
	const closing = closingAfterAll();

	beforeAll(async () => {
		sandbox = await closing(
			startSandbox({
				partnerId: PARTNER_ID,
				signKey: SIGN_KEY,
				settings: { issueDelayMs: 20, reviewDelayMs: null },
			}),
		);
	});

	beforeEach(() => {
		sandbox.requests.reset();
		sandbox.faults.clear();
	});

	async function run(parameters: INodeParameters, settings: RunSettings = {}) {
		return await jsonOf(sandbox.baseUrl, parameters, settings);
	}

	const order = (changes: IDataObject = {}) => ({
		productId: 165325,
		visitDate: day(2),
		quantity: 2,
		contact: person(0),
		visitors: [person(1), person(2)],
		...changes,
	});

	const create = async (changes: IDataObject = {}, settings: RunSettings = {}) => {
		const parameters = { operation: 'create', orderFrom: 'json', orderJson: '={{ $json }}' };
		const [created] = await run(parameters, { items: [order(changes)], ...settings });
		return created;
	};

	test('Product Get gives the product, whole or simplified', async () => {
		const parameters = { resource: 'product', operation: 'get', productId: locator('165325') };
		const [whole] = await run(parameters);
		expect(whole).toMatchObject({ ProductId: 165325, EntranceMode: 1 });
		const [simple] = await run({ ...parameters, simplify: true });
		expect(simple).toMatchObject({ ProductId: 165325, EntranceMode: 1 });
		expect(Object.keys(simple).length).toBeLessThan(Object.keys(whole).length);
		for (const [name, value] of Object.entries(simple)) expect(whole[name]).toEqual(value);
	});

	test('Product Get gives a model the fields that Output says', async () => {
		const call = async (changes: INodeParameters) => {
			const [{ json }] = await callTool({
				credentials: new Credentials(credentialFor(sandbox.baseUrl)),
				parameters: {
					resource: 'product',
					operation: 'get',
					productId: locator('165325'),
					...changes,
				},
				arguments: {},
			});
			return json;
		};
		expect(Object.keys(await call({})).length).toBeLessThanOrEqual(10);
		expect(Object.keys(await call({ productOutput: 'raw' })).length).toBeGreaterThan(20);
		const selected = { productOutput: 'selected', productFields: ['MinAge'] };
		expect(Object.keys(await call(selected))).toEqual(['ProductId', 'MinAge']);
	});

	test.each(['424242', '20099'])(
		'Product Get of %s, which is not listed for this partner, says what to ask for',
		async (productId) => {
			const error = await nodeErrorOf(
				run({ resource: 'product', operation: 'get', productId: locator(productId) }),
			);
			expect(error.message).toBe(
				`Product ${productId} is not authorised for partner ${PARTNER_ID} [item 0]`,
			);
			expect(error.description).toMatch(/^Check the product ID, and ask ZhongZhiYou to authorise/);
		},
	);

	test('Product Get Many keeps to the Limit, and simplifies unless told otherwise', async () => {
		const parameters = { resource: 'product', operation: 'getAll', limit: 3 };
		const simple = await run(parameters);
		expect(simple).toHaveLength(3);
		const whole = await run({ ...parameters, simplify: false });
		expect(whole.map(({ ProductId }) => ProductId)).toEqual(
			simple.map(({ ProductId }) => ProductId),
		);
		expect(Object.keys(whole[0]).length).toBeGreaterThan(Object.keys(simple[0]).length);
	});

	test('Product Get Many with Return All gives every product of every page, each once', async () => {
		const products = await run({ resource: 'product', operation: 'getAll', returnAll: true });
		const ids = products.map(({ ProductId }) => ProductId);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.length).toBeGreaterThan(50);
		expect(ids).toEqual(expect.arrayContaining([3, 165325, 11063, 30001, 30049]));
		expect(sandbox.requests.list()).toHaveLength(2);
	});

	test('Product Get Prices gives rows, or one item a day', async () => {
		const parameters = {
			resource: 'product',
			operation: 'getPrices',
			productId: locator('20012'),
			startDate: day(0),
			endDate: day(12),
		};
		const rows = await run(parameters);
		expect(rows.map(({ PriceType }) => PriceType).sort()).toEqual([1, 2, 3]);
		expect(rows.every(({ productId }) => productId === 20012)).toBe(true);
		const days = await run({ ...parameters, output: 'days' });
		expect(days.map(({ date }) => date)).toEqual(Array.from({ length: 13 }, (_, i) => day(i)));
		expect(days.map(({ PriceType }) => PriceType)).toEqual([
			...Array.from({ length: 5 }, () => 3),
			...Array.from({ length: 5 }, () => 1),
			2,
			1,
			1,
		]);
	});

	test('Product Get Prices takes the 30 days from today unless told otherwise', async () => {
		await run(
			{ resource: 'product', operation: 'getPrices', productId: locator('3') },
			{
				timezone: CHINA,
			},
		);
		const [{ url }] = sandbox.requests.list();
		const { searchParams } = new URL(url, sandbox.baseUrl);
		expect(searchParams.get('StartTime')).toBe(day(0));
		expect(searchParams.get('EndTime')).toBe(day(30));
	});

	test('Product Get Prices refuses an end before the start', async () => {
		const error = await nodeErrorOf(
			run({
				resource: 'product',
				operation: 'getPrices',
				productId: locator('3'),
				startDate: '2026-05-02',
				endDate: '2026-05-01',
			}),
		);
		expect(error.message).toBe(
			"End Date 2026-05-01 is before the 'Start Date' 2026-05-02 [item 0]",
		);
		expect(sandbox.requests.list()).toHaveLength(0);
	});

	test('Order Validate says that an order would be accepted, or why not', async () => {
		const parameters = { operation: 'validate', orderFrom: 'json', orderJson: '={{ $json }}' };
		const [valid] = await run(parameters, { items: [order()] });
		expect(valid).toEqual({ valid: true, message: '校验通过', logId: expect.stringMatching(/./) });
		const error = await nodeErrorOf(run(parameters, { items: [order({ productId: 20004 })] }));
		expect(error.message).toMatch(/^ZhongZhiYou refused: .+ \[item 0\]$/);
	});

	test('an order goes from Create over Pay and Get QR Codes to Refund', async () => {
		const created = await create({ originOrderId: 'shop-1' });
		expect(created).toMatchObject({ OriginOrderId: 'shop-1', OrderStatus: 0, status: 'unpaid' });
		const orderId = String(created.OrderId);
		const [paid] = await run({ operation: 'pay', orderId });
		expect(paid).toMatchObject({ OrderId: created.OrderId, OrderStatus: 4, status: 'issued' });
		expect(paid.OrderUserVouchers).toEqual([
			expect.objectContaining({ IDCardNo: person(1).idCard }),
			expect.objectContaining({ IDCardNo: person(2).idCard }),
		]);
		const codes = await run({ operation: 'getQrCodes', originOrderId: 'shop-1' });
		expect(codes.map(({ Name }) => Name)).toEqual(['游客1', '游客2']);
		for (const { QrCode } of codes) expect(QrCode).toMatch(/^\d{21}$/);
		const [refund] = await run({
			operation: 'refund',
			orderId,
			refundId: 'refund-1',
			refundCount: 1,
			voucherCodes: String(codes[0].QrCode),
		});
		expect(refund).toMatchObject({ RefundStatus: 0, status: 'underReview' });
		expect(refund.ApplyId).toBeDefined();
		const error = await nodeErrorOf(run({ operation: 'cancel', orderId }));
		expect(error.message).toMatch(/^ZhongZhiYou refused: /);
	});

	test('an unpaid order can be cancelled', async () => {
		const created = await create({ originOrderId: 'shop-cancel' });
		const [cancelled] = await run({ operation: 'cancel', orderId: String(created.OrderId) });
		expect(cancelled).toEqual({
			OrderId: created.OrderId,
			cancelled: true,
			message: '订单已取消',
			code: 0,
			logId: expect.stringMatching(/./),
		});
	});

	test('an order that is issued later says so', async () => {
		const created = await create({ productId: 20005, originOrderId: 'shop-later' });
		const [paid] = await run({ operation: 'pay', orderId: String(created.OrderId) });
		expect(paid).toMatchObject({ OrderStatus: 3, status: 'issuing', OrderUserVouchers: [] });
	});

	test('the same item run again, in the same execution or in another, is the same order', async () => {
		const first = await create({}, { executionId: '77' });
		const again = await create({}, { executionId: '77' });
		const next = await create({}, { executionId: '78' });
		const other = await create({ remark: '2' }, { executionId: '78' });
		expect(again.OrderId).toBe(first.OrderId);
		expect(next.OrderId).toBe(first.OrderId);
		expect(other.OrderId).not.toBe(first.OrderId);
	});

	test('a Create that is reset after it was carried out is not repeated; the retry finds the order', async () => {
		sandbox.faults.add({ kind: 'resetAfter', operation: 'createOrder', count: 1 });
		const error = await nodeErrorOf(create({ remark: '91' }, { executionId: '91' }));
		expect(error.message).toMatch(/It is not known whether ZhongZhiYou carried this out \(Origin/);
		expect(sandbox.requests.list({ operation: 'createOrder' })).toHaveLength(1);
		const retried = await create({ remark: '91' }, { executionId: '91' });
		const orders = sandbox.upstream.orders
			.all()
			.filter(({ originOrderId }) => originOrderId === retried.OriginOrderId);
		expect(orders).toHaveLength(1);
	});
});
