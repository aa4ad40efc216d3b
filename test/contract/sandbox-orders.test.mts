import { isJsonObject } from '../../sandbox/formats/json.mts';
import { control } from '../../sandbox/testing/client.mts';
import {
	PRODUCT,
	day,
	sandbox,
	useSandbox,
	ask,
	dataOf,
	people,
	orderFor,
	create,
	createId,
	pay,
	paidId,
	refund,
	cancel,
	verify,
	priceRows,
	qrCodes,
} from '../support/sandbox-api.mts';

useSandbox();

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
			'an end that is none of the session',
			PRODUCT.sessions,
			{ BeginPlayTime: '18:30', EndPlayTime: '21:00' },
			'场次不存在',
		],
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

	it('is refused a second time where the vendor takes a number once only', async () => {
		await control(sandbox, 'POST', '/settings', { duplicateOrder: 'refuse' });
		try {
			const request = { path: '/order/Create', body: orderFor(PRODUCT.dailyLimit) };
			expect((await ask('createOrder', request)).body.IsSuccess).toBe(true);
			expect((await ask('createOrder', request)).body).toMatchObject({
				IsSuccess: false,
				Message: '订单号已存在',
			});
			expect(sandbox.upstream.orders.all()).toHaveLength(1);
		} finally {
			await control(sandbox, 'POST', '/settings', { duplicateOrder: 'same' });
		}
	});

	it('is checked before with the end of its session too', async () => {
		const session = { BeginPlayTime: '18:30', EndPlayTime: '19:30' };
		expect((await verify(PRODUCT.sessions, session)).body.IsSuccess).toBe(true);
		const other = { ...session, EndPlayTime: '19:00' };
		expect((await verify(PRODUCT.sessions, other)).body.Message).toBe('场次不存在');
	});

	it('shows no codes of tickets that are refunded', async () => {
		const order = orderFor(PRODUCT.refundAtOnce, { OriginOrderId: 'refunded' });
		const created = await ask('createOrder', { path: '/order/Create', body: order });
		const orderId = Number(dataOf(created).OrderId);
		await pay(orderId);
		await refund(orderId);
		expect((await qrCodes('refunded')).body.Data).toHaveLength(1);
		await refund(orderId);
		expect((await qrCodes('refunded')).body).toMatchObject({
			IsSuccess: false,
			Message: '订单已退款',
		});
		const personal = orderFor(PRODUCT.laterPerson, { OriginOrderId: 'one left' });
		const waiting = Number(
			dataOf(await ask('createOrder', { path: '/order/Create', body: personal })).OrderId,
		);
		await pay(waiting);
		await control(sandbox, 'POST', `/orders/${waiting}/force-refund`, { count: 1 });
		await control(sandbox, 'POST', `/orders/${waiting}/issue`);
		expect((await qrCodes('one left')).body.Data).toMatchObject([{ Name: '游客2' }]);
		const [{ body: notice }] = sandbox.callbacks.deliveries().slice(-1);
		expect(notice.match(/IDCardNo/g)).toHaveLength(1);
		await control(sandbox, 'POST', `/orders/${waiting}/force-refund`);
		expect((await qrCodes('one left')).body.Message).toBe('订单已退款');
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
