import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import {
	startScripted,
	success,
	type Reply,
	type ScriptedServer,
	type SeenRequest,
} from '../support/http.mts';
import {
	credentialFor,
	Credentials,
	nodeErrorOf,
	PARTNER_ID,
	runAction,
	SIGN_KEY,
	type RunSettings,
} from '../support/inProcess.mts';

const CHINA = 'Asia/Shanghai';
const LONG_ID = '123456789012345678901';

/** A day from today in China, as `yyyy-MM-dd`. */
function day(daysAhead: number): string {
	return DateTime.now().setZone(CHINA).plus({ days: daysAhead }).toFormat('yyyy-MM-dd');
}

function locator(value: string) {
	return { __rl: true, mode: 'id', value };
}

function person(index: number) {
	return {
		name: `游客${index}`,
		mobile: `1810262351${index}`,
		idCard: `33010319900101000${index}`,
	};
}

async function jsonOf(settings: RunSettings): Promise<IDataObject[]> {
	const items = await runAction(settings);
	return items.map(({ json }) => json);
}

describe('against the sandbox', () => {
	let sandbox: Sandbox;
	let credentials: Credentials;

	beforeAll(async () => {
		sandbox = await startSandbox({
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
			settings: { issueDelayMs: 20, reviewDelayMs: null },
		});
		credentials = new Credentials(credentialFor(sandbox.baseUrl));
	});

	beforeEach(() => {
		sandbox.requests.reset();
		sandbox.faults.clear();
	});

	afterAll(async () => await sandbox.close());

	async function run(parameters: INodeParameters, settings: RunSettings = {}) {
		return await jsonOf({ credentials, parameters, ...settings });
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
		expect(error.message).toBe('End Date 2026-05-01 is before the Start Date 2026-05-02 [item 0]');
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
			logId: expect.stringMatching(/./),
		});
	});

	test('an order that is issued later says so', async () => {
		const created = await create({ productId: 20005, originOrderId: 'shop-later' });
		const [paid] = await run({ operation: 'pay', orderId: String(created.OrderId) });
		expect(paid).toMatchObject({ OrderStatus: 3, status: 'issuing', OrderUserVouchers: [] });
	});

	test('a node run again in the same execution places no second order', async () => {
		const first = await create({}, { executionId: '77' });
		const again = await create({}, { executionId: '77' });
		const next = await create({}, { executionId: '78' });
		expect(again.OrderId).toBe(first.OrderId);
		expect(next.OrderId).not.toBe(first.OrderId);
	});

	test('a Create that is reset after it was carried out is not repeated; the retry finds the order', async () => {
		sandbox.faults.add({ kind: 'resetAfter', operation: 'createOrder', count: 1 });
		const error = await nodeErrorOf(create({}, { executionId: '91' }));
		expect(error.description).toMatch(/^It is not known whether ZhongZhiYou carried this out/);
		expect(sandbox.requests.list({ operation: 'createOrder' })).toHaveLength(1);
		const retried = await create({}, { executionId: '91' });
		const orders = sandbox.upstream
			.allOrders()
			.filter(({ originOrderId }) => originOrderId === retried.OriginOrderId);
		expect(orders).toHaveLength(1);
	});
});

describe('against a scripted server', () => {
	const servers: ScriptedServer[] = [];

	async function serve(script: (request: SeenRequest, index: number) => Reply) {
		const server = await startScripted(script);
		servers.push(server);
		return server;
	}

	afterEach(async () => {
		await Promise.all(servers.splice(0).map(async (server) => await server.close()));
	});

	async function run(url: string, parameters: INodeParameters, settings: RunSettings = {}) {
		return await jsonOf({
			credentials: new Credentials(credentialFor(url)),
			parameters,
			...settings,
		});
	}

	const createFields: INodeParameters = {
		operation: 'create',
		productId: locator('165325'),
		visitDate: '2026-05-01',
		contactName: '张三',
		contactMobile: '18102623512',
	};

	describe('ids', () => {
		test('of any length go out as JSON numbers and come back to the last digit', async () => {
			const server = await serve(() => ({
				text: `{"IsSuccess":true,"Data":{"OrderStatus":4,"VoucherCode":${LONG_ID},"PayMoney":88.5}}`,
			}));
			const [paid] = await run(server.url, { operation: 'pay', orderId: LONG_ID });
			expect(server.requests[0].body).toBe(`{"PartnerId":9258,"OrderId":${LONG_ID}}`);
			expect(paid).toEqual({
				OrderId: LONG_ID,
				OrderStatus: 4,
				VoucherCode: LONG_ID,
				PayMoney: 88.5,
				OrderUserVouchers: [],
				status: 'issued',
				logId: '',
			});
		});

		test('that an expression gives as a number that lost its digits are refused', async () => {
			const server = await serve(() => success());
			const error = await nodeErrorOf(
				run(
					server.url,
					{ operation: 'cancel', orderId: '={{ $json.id }}' },
					{ items: [{ id: Number(LONG_ID) }] },
				),
			);
			expect(error.message).toMatch(/^Order ID was given as a number so long/);
			expect(server.requests).toHaveLength(0);
		});

		test('of Cancel go into the query, which is not signed', async () => {
			const server = await serve(() => success());
			const [cancelled] = await run(server.url, { operation: 'cancel', orderId: LONG_ID });
			expect(server.requests[0]).toMatchObject({
				method: 'POST',
				url: `/order/CancelOrder?orderId=${LONG_ID}`,
				body: '',
			});
			expect(cancelled.OrderId).toBe(LONG_ID);
		});
	});

	test.each([
		['create', createFields],
		['pay', { operation: 'pay', orderId: '1' }],
		['refund', { operation: 'refund', orderId: '1', refundId: 'r' }],
		['getPrices', { resource: 'product', operation: 'getPrices', productId: locator('3') }],
		['getAll', { resource: 'product', operation: 'getAll' }],
	])('a success of %s without data is no success', async (_name, parameters) => {
		const server = await serve(() => success(null));
		const error = await nodeErrorOf(run(server.url, parameters));
		expect(error.message).toBe('ZhongZhiYou reported success but sent no data [item 0]');
		expect(error.description).toBe(
			"Ask ZhongZhiYou's support what became of the request (LogId log-1).",
		);
	});

	test('a success without data and LogId asks for neither', async () => {
		const server = await serve(() => ({ text: '{"IsSuccess":true}' }));
		const error = await nodeErrorOf(run(server.url, { operation: 'pay', orderId: '1' }));
		expect(error.description).toBe("Ask ZhongZhiYou's support what became of the request.");
	});

	test('a status that the API does not document is "unknown"', async () => {
		const server = await serve(({ path }) =>
			success(path === '/order/Pay' ? { OrderStatus: 17 } : { ApplyId: 1 }),
		);
		const [paid] = await run(server.url, { operation: 'pay', orderId: '1' });
		expect(paid.status).toBe('unknown');
		const [refunded] = await run(server.url, { operation: 'refund', orderId: '1', refundId: 'r' });
		expect(refunded.status).toBe('unknown');
	});

	test('Get QR Codes without any gives no item', async () => {
		const server = await serve(() => success(null));
		await expect(
			run(server.url, { operation: 'getQrCodes', originOrderId: 'a b&c' }),
		).resolves.toEqual([]);
		expect(server.requests[0].url).toBe('/order/PersonQrCodes?originOrderId=a+b%26c');
	});

	describe('Pay', () => {
		test('sends what Additional Fields hold', async () => {
			const server = await serve(() => success({ OrderStatus: 1 }));
			await run(server.url, {
				operation: 'pay',
				orderId: '4553010',
				paymentDetails: { unitPrice: 88.5, eticketNo: 'E-1', ticketCount: 2 },
			});
			expect(JSON.parse(server.requests[0].body)).toEqual({
				PartnerId: 9258,
				OrderId: 4553010,
				UnitPrice: 88.5,
				EticketNo: 'E-1',
				TicketCount: 2,
			});
		});

		test('refuses a price below nothing', async () => {
			const error = await nodeErrorOf(
				run('http://127.0.0.1:9', {
					operation: 'pay',
					orderId: '1',
					paymentDetails: { unitPrice: -1 },
				}),
			);
			expect(error.message).toBe('Unit Price must be an amount in yuan, but it is -1 [item 0]');
		});
	});

	describe('Refund', () => {
		const parameters = { operation: 'refund', orderId: '7', refundId: 'r-1', refundCount: 2 };

		test.each<[string, string, IDataObject]>([
			['a list', '={{ $json.codes }}', { codes: [LONG_ID, '1-2'] }],
			['text with commas', '={{ $json.codes }}', { codes: `${LONG_ID}, 1-2` }],
			['lines', `${LONG_ID}\n1-2\n`, {}],
			['Chinese commas', `${LONG_ID}，1-2`, {}],
		])('takes voucher codes as %s', async (_name, voucherCodes, item) => {
			const server = await serve(() => success({ RefundStatus: 1 }));
			const [refunded] = await run(server.url, { ...parameters, voucherCodes }, { items: [item] });
			expect(server.requests[0].body).toBe(
				`{"PartnerId":9258,"OrderId":7,"RefundCount":2,"VoucherCode":["${LONG_ID}","1-2"],"RefundId":"r-1"}`,
			);
			expect(refunded.status).toBe('approved');
		});

		test('without voucher codes leaves them out', async () => {
			const server = await serve(() => success({ RefundStatus: 2 }));
			const [refunded] = await run(server.url, parameters);
			expect(server.requests[0].body).toBe(
				'{"PartnerId":9258,"OrderId":7,"RefundCount":2,"RefundId":"r-1"}',
			);
			expect(refunded.status).toBe('rejected');
		});

		test('refuses a code named twice', async () => {
			const error = await nodeErrorOf(
				run('http://127.0.0.1:9', { ...parameters, voucherCodes: '12,13,12' }),
			);
			expect(error.message).toBe('Voucher Codes names 12 twice [item 0]');
		});
	});

	describe('paging', () => {
		const product = (id: number) => ({ ProductId: id, ProductName: `P${id}` });
		const range = (from: number, count: number) =>
			Array.from({ length: count }, (_, index) => product(from + index));
		const getAll = (changes: INodeParameters) => ({
			resource: 'product',
			operation: 'getAll',
			...changes,
		});
		const pagesOf = ({ requests }: ScriptedServer) =>
			requests.map(({ query }) => [query.get('pageIndex'), query.get('pageSize')]);

		/** Pages of at most `cap` of `total` products. */
		const paged =
			(total: number, cap: number, counted = true) =>
			({ query }: SeenRequest): Reply => {
				const size = Math.min(Number(query.get('pageSize')), cap);
				const first = (Number(query.get('pageIndex')) - 1) * size;
				const Products = range(first, Math.max(0, Math.min(size, total - first)));
				return success(counted ? { Products, TotalCount: total } : { Products });
			};

		test('asks for no more pages than there are', async () => {
			const server = await serve(paged(100, 1000));
			const products = await run(server.url, getAll({ returnAll: true }));
			expect(products.map(({ ProductId }) => ProductId)).toEqual(
				range(0, 100).map(({ ProductId }) => ProductId),
			);
			expect(pagesOf(server)).toEqual([
				['1', '50'],
				['2', '50'],
			]);
		});

		test('goes on where the server gives smaller pages than asked for', async () => {
			const server = await serve(paged(45, 20));
			await expect(run(server.url, getAll({ returnAll: true }))).resolves.toHaveLength(45);
			expect(server.requests).toHaveLength(3);
		});

		test('ends at the first empty page where the server gives no total', async () => {
			const server = await serve(paged(100, 1000, false));
			await expect(run(server.url, getAll({ returnAll: true }))).resolves.toHaveLength(100);
			expect(server.requests).toHaveLength(3);
		});

		test('ends where the server gives the same page again and again', async () => {
			const server = await serve(() => success({ Products: range(0, 10), TotalCount: 500 }));
			await expect(run(server.url, getAll({ returnAll: true }))).resolves.toHaveLength(10);
			expect(server.requests).toHaveLength(2);
		});

		test('ends when the catalogue shrinks meanwhile', async () => {
			const server = await serve((_request, index) =>
				success({ Products: index === 0 ? range(0, 50) : [], TotalCount: 80 }),
			);
			await expect(run(server.url, getAll({ returnAll: true }))).resolves.toHaveLength(50);
			expect(server.requests).toHaveLength(2);
		});

		test('asks for no more than the Limit, and gives no more', async () => {
			const server = await serve(() => success({ Products: range(0, 10), TotalCount: 500 }));
			await expect(run(server.url, getAll({ limit: 7 }))).resolves.toHaveLength(7);
			expect(pagesOf(server)).toEqual([['1', '7']]);
		});

		test('with a Limit beyond a page takes further pages', async () => {
			const server = await serve(paged(500, 1000));
			await expect(run(server.url, getAll({ limit: 120 }))).resolves.toHaveLength(120);
			expect(pagesOf(server)).toEqual([
				['1', '50'],
				['2', '50'],
				['3', '50'],
			]);
		});

		test('of no product gives no item', async () => {
			const server = await serve(() => success({ Products: null, TotalCount: 0 }));
			await expect(run(server.url, getAll({ returnAll: true }))).resolves.toEqual([]);
			expect(server.requests).toHaveLength(1);
		});

		test('refuses a Limit below one', async () => {
			const error = await nodeErrorOf(run('http://127.0.0.1:9', getAll({ limit: 0 })));
			expect(error.message).toBe('Limit must be at least 1, but it is 0 [item 0]');
		});
	});

	describe('the three ways to give an order', () => {
		const given = {
			productId: '165325',
			visitDate: '2026-05-01T00:00:00',
			quantity: 2,
			session: '09:00-11:00',
			entranceMode: 'person',
			originOrderId: 'shop-7',
			contactName: '张三',
			contactMobile: '18102623512',
			contactIdCard: '330103199001010001',
			remark: '靠窗',
		};
		const visitors = [person(1), person(2)];
		const vendorNames = {
			ProductId: 165325,
			VisitDate: '2026-05-01',
			OrderQuantity: '2',
			BeginPlayTime: '09:00',
			EndPlayTime: '11:00',
			EntranceMode: 1,
			OriginOrderId: 'shop-7',
			ContactPerson: { Name: '张三', Mobile: '18102623512', IdCard: '330103199001010001' },
			VisitPerson: visitors.map(({ name, mobile, idCard }) => ({
				Name: name,
				Mobile: mobile,
				IdCard: idCard,
			})),
			OrderRemark: '靠窗',
			PartnerId: 9258,
		};
		const { remark, productId, session, ...plain } = given;
		const fields: INodeParameters = {
			...plain,
			productId: locator(productId),
			session: { __rl: true, mode: 'time', value: session },
			visitors: { visitor: visitors },
			orderDetails: { remark },
		};
		const ways: Record<string, [INodeParameters, IDataObject]> = {
			Fields: [fields, {}],
			'Fields with visitors as JSON': [
				{ ...fields, visitorsFrom: 'json', visitorsJson: JSON.stringify(visitors) },
				{},
			],
			JSON: [
				{ orderFrom: 'json', orderJson: '={{ $json }}' },
				{ ...given, visitors },
			],
			'JSON text': [{ orderFrom: 'json', orderJson: JSON.stringify({ ...given, visitors }) }, {}],
			'JSON in the vendor’s names': [{ orderFrom: 'json', orderJson: '={{ $json }}' }, vendorNames],
			'Map Automatically': [{ orderFrom: 'autoMap' }, { ...given, visitors, other: 'field' }],
			'Map Automatically in the vendor’s names': [
				{ orderFrom: 'autoMap' },
				{ ...vendorNames, other: 1 },
			],
		};

		test.each(['create', 'validate'])('make the same request of %s', async (operation) => {
			const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
			for (const [parameters, item] of Object.values(ways)) {
				await run(server.url, { operation, ...parameters }, { items: [item] });
			}
			const bodies = server.requests.map(({ body }) => body);
			expect(bodies).toHaveLength(Object.keys(ways).length);
			expect([...new Set(bodies)]).toEqual([bodies[0]]);
			expect(bodies[0]).toContain('"BeginPlayTime":"09:00","EndPlayTime":"11:00"');
			expect(bodies[0]).toContain(
				operation === 'create' ? '"VisitDate":"2026-05-01"' : '"VisitDate":"2026-05-01 00:00:00"',
			);
		});

		test.each(Object.keys(ways))('refuse a wrong number of visitors alike: %s', async (way) => {
			const [parameters, item] = ways[way];
			const more = way.startsWith('Fields') ? {} : item;
			const quantity = 'OrderQuantity' in more ? { OrderQuantity: 3 } : { quantity: 3 };
			const changed =
				way === 'JSON text'
					? { ...parameters, orderJson: JSON.stringify({ ...given, visitors, quantity: 3 }) }
					: { ...parameters, ...(way.startsWith('Fields') ? quantity : {}) };
			const error = await nodeErrorOf(
				run(
					'http://127.0.0.1:9',
					{ operation: 'create', ...changed },
					{ items: [{ ...more, ...(way.startsWith('Fields') ? {} : quantity) }] },
				),
			);
			expect(error.message).toBe('Visitors has 2 for 3 tickets [item 0]');
		});

		test('take a DateTime of another zone to its day in China', async () => {
			const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
			await run(server.url, {
				...createFields,
				visitDate: "={{ DateTime.fromISO('2026-04-30T23:30:00Z') }}",
			});
			expect(server.requests[0].body).toContain('"VisitDate":"2026-05-01"');
		});
	});

	describe('the default Origin Order ID and Refund ID', () => {
		const item = { productId: 3, visitDate: '2026-05-01', quantity: 1, contact: person(0) };
		const where = {
			workflowId: 'wF-9',
			nodeId: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
			executionId: '512',
			runIndex: 2,
		};
		const expected = ['wF-9-a93f0ce95a6f-512-2-0', 'wF-9-a93f0ce95a6f-512-2-1'];
		const originIds = ({ requests }: ScriptedServer) =>
			requests.map(({ body }): unknown => JSON.parse(body).OriginOrderId).sort();

		test.each<[string, INodeParameters]>([
			['the field’s expression', createFields],
			['the code of JSON', { operation: 'create', orderFrom: 'json' }],
			['the code of Map Automatically', { operation: 'create', orderFrom: 'autoMap' }],
		])('is the same of %s', async (_name, parameters) => {
			const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
			await run(server.url, parameters, { ...where, items: [item, item] });
			expect(originIds(server)).toEqual(expected);
		});

		test('is that of Refund too', async () => {
			const server = await serve(() => success({ RefundStatus: 0 }));
			await run(server.url, { operation: 'refund', orderId: '1' }, where);
			expect(JSON.parse(server.requests[0].body)).toMatchObject({ RefundId: expected[0] });
		});

		test('differs where node, execution or run differ', async () => {
			const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
			const others = [
				where,
				{ ...where, workflowId: 'wF-8' },
				{ ...where, nodeId: '1a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9' },
				{ ...where, executionId: '513' },
				{ ...where, runIndex: 3 },
			];
			for (const other of others) await run(server.url, createFields, other);
			expect(new Set(originIds(server)).size).toBe(others.length);
		});

		test('does not stand in for one that is named but empty', async () => {
			const error = await nodeErrorOf(
				run(
					'http://127.0.0.1:9',
					{ operation: 'create', orderFrom: 'autoMap' },
					{ items: [{ ...item, originOrderId: '' }] },
				),
			);
			expect(error.message).toBe('Origin Order ID is empty [item 0]');
		});
	});
});
