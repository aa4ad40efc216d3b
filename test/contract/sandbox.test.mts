import { once } from 'node:events';
import { createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { signedHeaders } from '../../nodes/Zhongzhiyou/api/signature.ts';
import { isJsonObject, parseJson } from '../../sandbox/formats/json.mts';
import { nativeRequire, readContract } from '../../sandbox/http/contract.mts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.mts';
import { type ContractChecks, createContractChecks } from '../../sandbox/testing/checks.mts';
import {
	type ClientAnswer,
	type ClientRequest,
	call,
	control,
} from '../../sandbox/testing/client.mts';

const PRODUCT = {
	group: 3,
	person: 165325,
	sessions: 11063,
	dailyLimit: 20001,
	totalLimit: 20002,
	nonRefundable: 20003,
	offShelf: 20004,
	later: 20005,
	laterPerson: 20006,
	issueFails: 20007,
	reviewByHand: 20008,
	refundAtOnce: 20009,
	refundRejected: 20010,
	seasons: 20012,
	bookAhead: 20013,
	fourAtMost: 20014,
	visitorsNeeded: 20015,
	payFails: 20016,
	noBalance: 20017,
	bundle: 20099,
} as const;

const CHINA = 'Asia/Shanghai';
const day = (offset: number) =>
	DateTime.now().setZone(CHINA).plus({ days: offset }).toFormat('yyyy-MM-dd');

const ID_CARDS = ['330103199001011234', '330103199002022345', '330103199003033456'];

let sandbox: Sandbox;
let checks: ContractChecks;
let orderNumber = 0;

beforeAll(async () => {
	checks = await createContractChecks();
	sandbox = await startSandbox({ settings: { issueDelayMs: null, reviewDelayMs: null } });
});

afterAll(async () => {
	await sandbox.close();
});

beforeEach(async () => {
	await control(sandbox, 'POST', '/reset');
});

/** Calls an operation and holds the answer against the contract. */
async function ask(operationId: string, request: ClientRequest): Promise<ClientAnswer> {
	const answer = await call(sandbox, request);
	expect(checks.answer(operationId, answer.status, JSON.parse(answer.text))).toEqual([]);
	return answer;
}

function dataOf({ body }: ClientAnswer) {
	if (!isJsonObject(body.Data)) throw new Error(`No data: ${JSON.stringify(body)}`);
	return body.Data;
}

function people(count: number) {
	return ID_CARDS.slice(0, count).map((IdCard, index) => ({
		Name: `游客${index + 1}`,
		Mobile: `1381234567${index}`,
		IdCard,
	}));
}

function orderFor(productId: number, changes: object = {}) {
	orderNumber += 1;
	return {
		PartnerId: 9258,
		OriginOrderId: `T${orderNumber}`,
		ContactPerson: { Name: '张三', Mobile: '13812345678', IdCard: ID_CARDS[0] },
		ProductId: productId,
		OrderQuantity: 2,
		VisitDate: day(1),
		VisitPerson: people(2),
		...changes,
	};
}

async function create(productId: number, changes: object = {}) {
	return await ask('createOrder', { path: '/order/Create', body: orderFor(productId, changes) });
}

async function createId(productId: number, changes: object = {}): Promise<number> {
	return Number(dataOf(await create(productId, changes)).OrderId);
}

async function pay(orderId: number, changes: object = {}) {
	const body = { PartnerId: 9258, OrderId: orderId, ...changes };
	return await ask('payOrder', { path: '/order/Pay', body });
}

async function paidId(productId: number, changes: object = {}): Promise<number> {
	const orderId = await createId(productId, changes);
	expect((await pay(orderId)).body.IsSuccess).toBe(true);
	return orderId;
}

async function refund(orderId: number, changes: object = {}) {
	orderNumber += 1;
	const body = {
		PartnerId: 9258,
		OrderId: orderId,
		RefundCount: 1,
		RefundId: `R${orderNumber}`,
		...changes,
	};
	return await ask('refundOrder', { path: '/order/Refund', body });
}

async function cancel(orderId: number) {
	return await ask('cancelOrder', { path: `/order/CancelOrder?orderId=${orderId}` });
}

async function verify(productId: number, changes: object = {}) {
	const body = {
		PartnerId: 9258,
		ProductId: productId,
		VisitDate: `${day(1)} 09:30:00`,
		OrderUsers: people(2).map(({ Name, Mobile, IdCard }) => ({
			UserName: Name,
			Mobile,
			CardID: IdCard,
			CardType: 0,
		})),
		...changes,
	};
	return await ask('verifyOrder', { path: '/order/Verify', body });
}

async function products(query: string) {
	const path = `/product/getProductByDistributor?${query}`;
	return dataOf(await ask('getProductByDistributor', { method: 'GET', path }));
}

async function priceRows(productId: number, from: string, to: string) {
	const path = `/product/getProductPriceByDistributor?StartTime=${from}&EndTime=${to}&productId=${productId}`;
	const data = dataOf(await ask('getProductPriceByDistributor', { method: 'GET', path }));
	if (!Array.isArray(data.DailyPriceStock)) throw new Error('No rows');
	return data.DailyPriceStock.filter(isJsonObject);
}

async function qrCodes(originOrderId: string) {
	const path = `/order/PersonQrCodes?originOrderId=${originOrderId}`;
	return await ask('personQrCodes', { method: 'GET', path });
}

async function orderState(orderId: number) {
	return (await control(sandbox, 'GET', `/orders/${orderId}`)).body;
}

describe('openapi.yaml', () => {
	it('is valid OpenAPI 3.1', async () => {
		const { Validator }: typeof import('@seriousme/openapi-schema-validator') = nativeRequire()(
			'@seriousme/openapi-schema-validator',
		);
		const validator = new Validator();
		expect(await validator.validate('openapi.yaml')).toEqual({ valid: true });
		expect(validator.version).toBe('3.1');
	});

	it('holds every example it gives', async () => {
		const { paths } = await readContract();
		let held = 0;
		for (const [path, item] of Object.entries(paths ?? {})) {
			for (const method of ['get', 'post'] as const) {
				const operation = item?.[method];
				const content = operation?.responses?.['200'];
				if (operation?.operationId === undefined || content === undefined) continue;
				if ('$ref' in content) throw new Error(`No examples: ${path}`);
				const examples = content.content?.['application/json'].examples ?? {};
				for (const example of Object.values(examples)) {
					if ('$ref' in example) throw new Error('A reference');
					expect(checks.answer(operation.operationId, 200, example.value)).toEqual([]);
					held += 1;
				}
				const { requestBody } = operation;
				if (requestBody === undefined || '$ref' in requestBody) continue;
				for (const example of Object.values(
					requestBody.content['application/json'].examples ?? {},
				)) {
					if ('$ref' in example) throw new Error('A reference');
					const headers = {
						'content-type': 'application/json',
						timestamp: '1753756569000',
						partnerid: '9258',
					};
					expect(checks.request({ method, path, headers, body: example.value })).toEqual([]);
					held += 1;
				}
			}
		}
		expect(held).toBe(12);
	});

	it.each([
		['a date and time in Create', '/order/Create', { VisitDate: '2025-07-29 00:00:00' }],
		['a quantity of none', '/order/Create', { OrderQuantity: 0 }],
		['a field it does not know', '/order/Create', { Remark: 'x' }],
		['an hour without a leading zero', '/order/Create', { BeginPlayTime: '9:00' }],
		['a fractional product', '/order/Create', { ProductId: 3.5 }],
	])('refuses %s', (_what, path, changes) => {
		const headers = {
			'content-type': 'application/json',
			timestamp: '1753756569000',
			partnerid: '1',
		};
		const body = { ...orderFor(3), ...changes };
		expect(checks.request({ method: 'post', path, headers, body })).not.toEqual([]);
	});
});

describe('signature', () => {
	const request: ClientRequest = { method: 'GET', path: '/product/getProductByDistributor' };

	async function refusal(changes: Partial<ClientRequest>) {
		const { body, status } = await ask('getProductByDistributor', { ...request, ...changes });
		return { status, Code: body.Code, IsSuccess: body.IsSuccess, Message: body.Message };
	}

	it('accepts a signed request, its query unsigned', async () => {
		const { body } = await ask('getProductByDistributor', {
			method: 'GET',
			path: '/product/getProductByDistributor?pageIndex=1&pageSize=2',
		});
		expect(body.IsSuccess).toBe(true);
	});

	it.each([
		['another key', { signKey: 'other' }, '签名错误'],
		['a cut signature', { headers: { Authorization: 'Bearer ZZY-OPENAPI:9258:abc' } }, '签名错误'],
		['no authorization', { headers: { Authorization: '' } }, '授权信息格式错误'],
		[
			'another scheme',
			{ headers: { Authorization: 'Basic ZZY-OPENAPI:9258:a' } },
			'授权信息格式错误',
		],
		['another prefix', { headers: { Authorization: 'Bearer ABC:9258:a' } }, '授权信息格式错误'],
		[
			'another partner in the token',
			{ headers: { Authorization: 'Bearer ZZY-OPENAPI:1:a' } },
			'分销商不存在',
		],
		['another partner in the header', { headers: { PartnerId: '1' } }, '分销商不存在'],
		['seconds', { headers: { Timestamp: '1753756569' } }, '时间戳格式错误'],
		['an old timestamp', { timestamp: Date.now() - 11 * 60_000 }, '时间戳已过期'],
		['a timestamp to come', { timestamp: Date.now() + 11 * 60_000 }, '时间戳已过期'],
	])('refuses %s', async (_what, changes, Message) => {
		expect(await refusal(changes)).toEqual({ status: 200, Code: 401, IsSuccess: false, Message });
	});

	it('refuses a path signed in another case than it was sent in', async () => {
		const headers = signedHeaders(sandbox.identity.signKey, {
			partnerId: '9258',
			timestamp: Date.now(),
			apiPath: '/product/GETPRODUCTBYDISTRIBUTOR',
		});
		expect((await refusal({ headers: { ...headers } })).Message).toBe('签名错误');
	});

	it('answers 401 when told to, and takes any time with a window of 0', async () => {
		await control(sandbox, 'POST', '/settings', { authFailureStatus: 401, timestampWindowMs: 0 });
		try {
			expect((await refusal({ signKey: 'other' })).status).toBe(401);
			expect((await refusal({ timestamp: 1753756569000 })).IsSuccess).toBe(true);
		} finally {
			await control(sandbox, 'POST', '/settings', {
				authFailureStatus: 200,
				timestampWindowMs: 600_000,
			});
		}
	});

	it('refuses a body for another partner', async () => {
		const { body } = await create(PRODUCT.group, { PartnerId: 1 });
		expect(body).toMatchObject({ Code: 401, IsSuccess: false });
	});

	it('accepts the key before after a rotation, until it is dropped', async () => {
		const before = sandbox.identity.signKey;
		try {
			await control(sandbox, 'POST', '/sign-key', { signKey: 'new key' });
			expect((await refusal({ signKey: 'new key' })).IsSuccess).toBe(true);
			expect((await refusal({ signKey: before })).IsSuccess).toBe(true);
			await control(sandbox, 'POST', '/sign-key', { signKey: 'new key', previousSignKey: null });
			expect((await refusal({ signKey: before })).Message).toBe('签名错误');
		} finally {
			await control(sandbox, 'POST', '/sign-key', { signKey: before, previousSignKey: null });
		}
	});
});

describe('names in any case', () => {
	it('finds paths, bodies and queries', async () => {
		const { OriginOrderId, ContactPerson, VisitPerson, ...rest } = orderFor(PRODUCT.person);
		const lower = Object.fromEntries(
			Object.entries(rest).map(([name, value]) => [name.toLowerCase(), value]),
		);
		const created = await ask('createOrder', {
			path: '/ORDER/create',
			body: {
				...lower,
				originOrderId: OriginOrderId,
				contactperson: { name: '张三', MOBILE: '1', idcard: '2' },
				visitPERSON: VisitPerson.map(({ Name, Mobile, IdCard }) => ({
					name: Name,
					mobile: Mobile,
					idCard: IdCard,
				})),
			},
		});
		expect(created.body.Message).toBe('下单成功');
		expect(ContactPerson.Name).toBe('张三');
		const cancelled = await ask('cancelOrder', {
			path: `/order/cancelorder?ORDERID=${dataOf(created).OrderId}`,
		});
		expect(cancelled.body.IsSuccess).toBe(true);
	});
});

describe('products', () => {
	it('come page by page, bundles left out', async () => {
		const first = await products('pageIndex=1&pageSize=50');
		const second = await products('pageIndex=2&pageSize=50');
		const third = await products('pageIndex=3&pageSize=50');
		const all = [first, second, third].flatMap(({ Products }) =>
			Array.isArray(Products) ? Products.filter(isJsonObject) : [],
		);
		expect(first.Products).toHaveLength(50);
		expect(third.Products).toEqual([]);
		expect(all).toHaveLength(Number(first.TotalCount));
		expect(all.length).toBeGreaterThanOrEqual(60);
		const ids = new Set(all.map(({ ProductId }) => ProductId));
		expect(ids.size).toBe(all.length);
		expect(ids.has(PRODUCT.bundle)).toBe(false);
	});

	it('are found by id, and an unknown one is an empty page', async () => {
		const found = await products(`productId=${PRODUCT.offShelf}`);
		expect(found).toMatchObject({
			TotalCount: 1,
			Products: [{ ProductId: PRODUCT.offShelf, ProductStatus: 0, TotoalStock: 0 }],
		});
		expect(await products('productId=999')).toEqual({ Products: [], TotalCount: 0 });
	});

	it('have prices for a period, for a date and from a date on', async () => {
		const rows = await priceRows(PRODUCT.seasons, day(0), day(60));
		expect(rows.map(({ PriceType }) => PriceType)).toEqual([3, 1, 2]);
		const onTheDate = rows.find(({ PriceType }) => PriceType === 2);
		expect(onTheDate).toMatchObject({ Price: 150.5, BeginTime: day(10), EndTime: day(10) });
		const orderId = await createId(PRODUCT.seasons, { VisitDate: day(10) });
		expect(dataOf(await pay(orderId))).toMatchObject({ PayMoney: 301 });
		const early = await priceRows(PRODUCT.seasons, day(0), day(2));
		expect(early.map(({ PriceType }) => PriceType)).toEqual([3]);
	});

	it('show stock by day, and no row for a day that is sold out', async () => {
		expect(await priceRows(PRODUCT.dailyLimit, day(1), day(2))).toMatchObject([
			{ PriceType: 2, BeginTime: day(1), DailyStock: 5 },
			{ PriceType: 2, BeginTime: day(2), DailyStock: 5 },
		]);
		const orderId = await createId(PRODUCT.dailyLimit, { OrderQuantity: 5 });
		expect(await priceRows(PRODUCT.dailyLimit, day(1), day(2))).toMatchObject([
			{ BeginTime: day(2) },
		]);
		expect((await create(PRODUCT.dailyLimit)).body.Message).toBe('库存不足');
		await cancel(orderId);
		expect(await priceRows(PRODUCT.dailyLimit, day(1), day(1))).toHaveLength(1);
	});

	it('show sessions with the seats that are left', async () => {
		await create(PRODUCT.sessions, { BeginPlayTime: '20:00', EndPlayTime: '21:00' });
		expect(await priceRows(PRODUCT.sessions, day(1), day(1))).toMatchObject([
			{
				ProductSeats: [
					{ Time: day(1), SeatsStartTime: '18:30', SeatsEndTime: '19:30', SeatsNum: 50 },
					{ Time: day(1), SeatsStartTime: '20:00', SeatsEndTime: '21:00', SeatsNum: 0 },
				],
			},
		]);
	});

	it.each([
		['ends before it begins', day(2), day(1), '起始时间不能大于结束时间'],
		['names a day that does not exist', '2026-02-30', day(1), '日期格式错误'],
		['is longer than a year', day(0), day(400), '查询时间范围不能超过一年'],
	])('refuse a range that %s', async (_what, from, to, Message) => {
		const path = `/product/getProductPriceByDistributor?StartTime=${from}&EndTime=${to}&productId=3`;
		const { body } = await ask('getProductPriceByDistributor', { method: 'GET', path });
		expect(body).toMatchObject({ IsSuccess: false, Message });
	});
});

describe("the source's own samples", () => {
	it('Verify is refused as in the source', async () => {
		const body = {
			PartnerId: 9258,
			ProductId: 165325,
			VisitDate: '2021-06-21 13:20:36',
			BeginPlayTime: '09:00',
			EndPlayTime: '11:00',
			OrderUsers: [
				{ UserName: '游客姓名', Mobile: '18102623512', CardType: 0, CardID: '3301036566544662' },
			],
		};
		const answer = await ask('verifyOrder', { path: '/order/Verify', body });
		expect(answer.body).toMatchObject({
			Code: 0,
			IsSuccess: false,
			Message: '游玩预订时间不符合产品预订时间限制',
		});
	});

	it('Create succeeds with its placeholders filled in', async () => {
		const person = {
			Name: 'sample string 1',
			Mobile: 'sample string 2',
			IdCard: 'sample string 3',
		};
		const { body } = await create(3, {
			OriginOrderId: 'sample string 2',
			ContactPerson: { ...person, IDCardType: 0, Gender: 64 },
			BeginPlayTime: '09:00',
			EndPlayTime: '11:00',
			OrderQuantity: 6,
			OrderRemark: 'sample string 7',
			VisitPerson: [person, person],
		});
		expect(body).toMatchObject({
			Data: { OriginOrderId: 'sample string 2', DistributorId: 9258, OrderStatus: 0 },
			Code: 1000,
			IsSuccess: true,
			Message: '下单成功',
		});
		expect(body.LogId).toMatch(/^\d{38}$/);
	});
});

describe('an order', () => {
	it('lives from Verify to its QR codes, envelopes as in the source', async () => {
		expect((await verify(PRODUCT.person)).body).toMatchObject({ IsSuccess: true });
		const order = orderFor(PRODUCT.person);
		const created = await ask('createOrder', { path: '/order/Create', body: order });
		expect(created.body.Code).toBe(1000);
		const orderId = Number(dataOf(created).OrderId);
		const paid = await pay(orderId, { UnitPrice: 88.5, TicketCount: 2, EticketNo: 'E1' });
		expect(paid.body.Code).toBe(1);
		expect(dataOf(paid)).toMatchObject({ VoucherCode: null, OrderStatus: 4, PayMoney: 177 });
		const vouchers = dataOf(paid).OrderUserVouchers;
		if (!Array.isArray(vouchers)) throw new Error('No vouchers');
		const codes = vouchers.map((voucher) => (isJsonObject(voucher) ? voucher.VoucherCode : ''));
		expect(codes.every((code) => /^\d{21}$/.test(String(code)))).toBe(true);
		const { body } = await qrCodes(order.OriginOrderId);
		expect(Object.keys(body)).toEqual(['Data', 'IsSuccess', 'Message']);
		expect(body.Data).toMatchObject([
			{ Name: '游客1', QrCode: codes[0] },
			{ Name: '游客2', QrCode: codes[1] },
		]);
		const refunded = await refund(orderId, { VoucherCode: [codes[1]] });
		expect(refunded.body).toMatchObject({ Code: 1000, Data: { RefundStatus: 0 } });
		expect((await cancel(await createId(PRODUCT.group))).body).toMatchObject({
			Code: 0,
			IsSuccess: true,
			Message: '订单已取消',
		});
	});

	it('has one code for the group where the product says so', async () => {
		const orderId = await createId(PRODUCT.group, { OriginOrderId: 'group', VisitPerson: [] });
		const data = dataOf(await pay(orderId));
		expect(data).toMatchObject({ OrderUserVouchers: [], OrderStatus: 4 });
		expect(data.VoucherCode).toMatch(/^\d{21}$/);
		expect((await qrCodes('group')).body.Data).toMatchObject([
			{ Name: '张三', QrCode: data.VoucherCode, ProductName: '龙游石窟景区联票' },
		]);
	});

	it('gives every request its own LogId', async () => {
		const answers = await Promise.all(Array.from({ length: 50 }, () => cancel(1)));
		expect(new Set(answers.map(({ body }) => body.LogId)).size).toBe(50);
	});

	it.each([
		['unknown product', 999, {}, '产品不存在或未授权'],
		['off the shelf', PRODUCT.offShelf, {}, '产品已下架'],
		['yesterday', PRODUCT.group, { VisitDate: day(-1) }, '游玩预订时间不符合产品预订时间限制'],
		[
			'too late to book',
			PRODUCT.bookAhead,
			{ VisitDate: day(1) },
			'游玩预订时间不符合产品预订时间限制',
		],
		['too many in one order', PRODUCT.fourAtMost, { OrderQuantity: 5 }, '超过一单最大订购数量4'],
		['fewer visitors than tickets', PRODUCT.person, { OrderQuantity: 3 }, '游客人数与票数不一致'],
		[
			'one ID card twice',
			PRODUCT.person,
			{ VisitPerson: [...people(1), ...people(1)] },
			'游客身份证号重复',
		],
		[
			'no ID card',
			PRODUCT.person,
			{ VisitPerson: people(2).map((person) => ({ ...person, IdCard: '' })) },
			'游客身份证号不能为空',
		],
		['no visitors', PRODUCT.visitorsNeeded, { VisitPerson: [] }, '请填写游客信息'],
		['no session', PRODUCT.sessions, {}, '请选择场次'],
		['unknown session', PRODUCT.sessions, { BeginPlayTime: '03:00' }, '场次不存在'],
		[
			'full session',
			PRODUCT.sessions,
			{ BeginPlayTime: '20:00', OrderQuantity: 3 },
			'场次库存不足',
		],
		['more than the total stock', PRODUCT.totalLimit, { OrderQuantity: 21 }, '库存不足'],
	])('is refused: %s', async (_why, productId, changes, Message) => {
		const { status, body } = await create(productId, changes);
		expect(status).toBe(200);
		expect(body).toMatchObject({ Code: 0, IsSuccess: false, Message });
	});

	it('is refused with what is wrong when it breaks the contract', async () => {
		const { body } = await create(PRODUCT.group, { VisitDate: '29.7.2025' });
		expect(body).toMatchObject({ Code: 400, IsSuccess: false });
		expect(body.Message).toContain('/requestBody/VisitDate');
		const unparsable = await ask('createOrder', { path: '/order/Create', body: '{"PartnerId":' });
		expect(unparsable.body).toMatchObject({ Code: 400, IsSuccess: false });
	});

	it('can be of a bundle product that is not listed', async () => {
		expect((await create(PRODUCT.bundle)).body.IsSuccess).toBe(true);
	});

	it('is not made twice: the same OriginOrderId returns the same order', async () => {
		const order = orderFor(PRODUCT.dailyLimit);
		const request = { path: '/order/Create', body: order };
		const first = await ask('createOrder', request);
		const second = await ask('createOrder', request);
		expect(dataOf(second)).toEqual(dataOf(first));
		const changed = { path: '/order/Create', body: { ...order, OrderQuantity: 1 } };
		expect((await ask('createOrder', changed)).body.Message).toContain('分销商订单号已存在');
		expect(await priceRows(PRODUCT.dailyLimit, day(1), day(1))).toMatchObject([{ DailyStock: 3 }]);
		await cancel(Number(dataOf(first).OrderId));
		expect((await ask('createOrder', request)).body.Message).toContain('订单已取消');
	});

	it('is paid once: paying again returns the first result', async () => {
		const orderId = await createId(PRODUCT.person);
		expect(dataOf(await pay(orderId))).toEqual(dataOf(await pay(orderId)));
	});

	it.each([
		['another price', { UnitPrice: 1 }, '单价与订单不一致'],
		['another quantity', { TicketCount: 9 }, '票数量与订单不一致'],
		['an unknown order', { OrderId: 1 }, '订单不存在'],
		['an order number beyond a double', { OrderId: '123456789012345678901' }, '订单不存在'],
	])('is not paid: %s', async (_why, changes, Message) => {
		const { body } = await pay(await createId(PRODUCT.group), changes);
		expect(body).toMatchObject({ IsSuccess: false, Message });
	});

	it('may fail at payment, with a status or a refusal', async () => {
		expect(dataOf(await pay(await createId(PRODUCT.payFails)))).toMatchObject({ OrderStatus: 2 });
		expect((await pay(await createId(PRODUCT.noBalance))).body.Message).toBe('账户余额不足');
	});

	it('is cancelled once, and only unpaid', async () => {
		const orderId = await createId(PRODUCT.group);
		expect((await cancel(orderId)).body.IsSuccess).toBe(true);
		expect((await cancel(orderId)).body.Message).toBe('订单已取消，请勿重复操作');
		expect((await pay(orderId)).body.Message).toBe('订单已取消，不能支付');
		const paid = await paidId(PRODUCT.group);
		expect((await cancel(paid)).body.Message).toBe('订单已支付，不能取消');
	});

	it('waits for its tickets where they are issued later', async () => {
		const order = orderFor(PRODUCT.laterPerson);
		const created = await ask('createOrder', { path: '/order/Create', body: order });
		const orderId = Number(dataOf(created).OrderId);
		expect(dataOf(await pay(orderId))).toMatchObject({ OrderStatus: 1, OrderUserVouchers: [] });
		expect((await qrCodes(order.OriginOrderId)).body.Message).toBe('订单未出票');
		await control(sandbox, 'POST', `/orders/${orderId}/issue`);
		const codes = (await qrCodes(order.OriginOrderId)).body.Data;
		expect(codes).toMatchObject([
			{ QrCode: expect.stringMatching(/^\d{19}-1$/) },
			{ QrCode: expect.stringMatching(/^\d{19}-2$/) },
		]);
		expect((await control(sandbox, 'POST', `/orders/${orderId}/issue`)).status).toBe(409);
	});
});

describe('a refund', () => {
	it('is refused where there is nothing to refund', async () => {
		expect((await refund(await createId(PRODUCT.group))).body.Message).toBe(
			'订单未支付，不能申请退款',
		);
		expect((await refund(await paidId(PRODUCT.nonRefundable))).body.Message).toBe(
			'该产品不支持退款',
		);
		const orderId = await paidId(PRODUCT.group);
		expect((await refund(orderId, { RefundCount: 3 })).body.Message).toBe('退票数量大于可退数量');
		expect((await refund(orderId, { VoucherCode: ['1'] })).body.Message).toBe('入园凭证不存在');
		await control(sandbox, 'POST', `/orders/${orderId}/redeem`, { count: 2 });
		expect((await refund(orderId)).body.Message).toBe('退票数量大于可退数量');
	});

	it('is not made twice: the same RefundId returns the same application', async () => {
		const orderId = await paidId(PRODUCT.reviewByHand);
		const first = await refund(orderId, { RefundId: 'same' });
		expect(dataOf(await refund(orderId, { RefundId: 'same' }))).toEqual(dataOf(first));
		const other = await refund(orderId, { RefundId: 'same', RefundCount: 2 });
		expect(other.body.Message).toBe('退款申请批次号不能重复');
		expect(await orderState(orderId)).toMatchObject({ refundPending: 1, refunded: 0 });
	});

	it('waits for its verdict, restores stock on approval, and tickets on rejection', async () => {
		const orderId = await paidId(PRODUCT.dailyLimit, { OrderQuantity: 5 });
		await refund(orderId, { RefundId: 'a' });
		await refund(orderId, { RefundId: 'b' });
		await control(sandbox, 'POST', '/refunds/a/approve');
		await control(sandbox, 'POST', '/refunds/b/reject', { reason: '已入园' });
		expect(await orderState(orderId)).toMatchObject({ refundPending: 0, refunded: 1 });
		expect(await priceRows(PRODUCT.dailyLimit, day(1), day(1))).toMatchObject([{ DailyStock: 1 }]);
		expect((await control(sandbox, 'POST', '/refunds/a/reject')).body.error).toBe('退款申请已审核');
	});

	it('is approved at once where the product says so', async () => {
		const answer = await refund(await paidId(PRODUCT.refundAtOnce));
		expect(answer.body).toMatchObject({ Message: '退款成功', Data: { RefundStatus: 1 } });
	});
});

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
		expect((await control(sandbox, 'POST', '/products/3/renamed')).status).toBe(400);
		expect((await control(sandbox, 'POST', '/orders/1/redeem')).status).toBe(409);
	});
});

describe('the server', () => {
	it('answers unknown paths and methods like the vendor', async () => {
		expect((await call(sandbox, { path: '/order/Unknown' })).status).toBe(404);
		expect((await call(sandbox, { path: '/order/Create', method: 'GET' })).status).toBe(405);
	});

	it('strips a gateway prefix that is not signed', async () => {
		const gateway = await startSandbox({ prefix: '/gateway/' });
		try {
			expect(gateway.baseUrl).toBe(`http://127.0.0.1:${gateway.port}/gateway`);
			const request: ClientRequest = { method: 'GET', path: '/product/getProductByDistributor' };
			expect((await call(gateway, request)).body.IsSuccess).toBe(true);
			const bare = await call({ ...gateway, baseUrl: `http://127.0.0.1:${gateway.port}` }, request);
			expect(bare.status).toBe(404);
		} finally {
			await gateway.close();
		}
	});

	it('refuses a body that is too large', async () => {
		const answer = await call(sandbox, { path: '/order/Create', body: 'x'.repeat(2_000_000) });
		expect(answer.status).toBe(413);
	});

	it('keeps no bodies when told so', async () => {
		const quiet = await startSandbox({ settings: { logBodies: false } });
		try {
			await call(quiet, { path: '/order/Create', body: orderFor(PRODUCT.group) });
			expect(quiet.requests.list()).toMatchObject([{ body: '', answer: '', status: 200 }]);
		} finally {
			await quiet.close();
		}
	});

	it('fails to start on a port that is taken', async () => {
		await expect(startSandbox({ port: sandbox.port })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
	});

	it('frees its port when it closes, latency under way or not', async () => {
		const short = await startSandbox();
		await control(short, 'POST', '/faults', { kind: 'latency', ms: 60_000 });
		const hanging = call(short, { path: '/order/CancelOrder?orderId=1' });
		const refused = expect(hanging).rejects.toThrow();
		while (short.requests.list().length === 0) await setImmediate();
		await short.close();
		await refused;
		const successor = createServer().listen(short.port, '127.0.0.1');
		await once(successor, 'listening');
		successor.close();
	});
});

describe('JSON', () => {
	it('keeps every digit of a whole number', () => {
		expect(parseJson('{"a":202052255633322222124,"b":9007199254740993,"c":12.5,"d":1}')).toEqual({
			a: '202052255633322222124',
			b: '9007199254740993',
			c: 12.5,
			d: 1,
		});
	});
});
