import { setTimeout as wait } from 'node:timers/promises';
import { DateTime } from 'luxon';

import { computeSignature } from '../../nodes/Zhongzhiyou/api/signature.ts';
import { isJsonObject, type JsonObject } from '../../sandbox/formats/json.mts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';
import { createContractChecks, type ContractChecks } from '../../sandbox/testing/checks.mts';
import { call, control } from '../../sandbox/testing/client.mts';
import { closingAfterEach } from '../support/closing.mts';
import { residentIdCard } from '../support/id-cards.mts';
import { RECEIVED, Receiver, type Received } from '../support/callback-receiver.mts';

const TOMORROW = DateTime.now().setZone('Asia/Shanghai').plus({ days: 1 }).toFormat('yyyy-MM-dd');

let sandbox: Sandbox;
let receiver: Receiver;
let checks: ContractChecks;
let url: string;
let orderNumber = 0;

beforeAll(async () => {
	checks = await createContractChecks();
});

const closing = closingAfterEach();

beforeEach(async () => {
	receiver = await closing(Receiver.start());
	({ url } = receiver);
	sandbox = await closing(
		startSandbox({
			callback: { url },
			settings: { issueDelayMs: 5, reviewDelayMs: 5, callbackBackoffMs: 5 },
		}),
	);
});

async function until(condition: () => boolean): Promise<void> {
	const deadline = performance.now() + 4000;
	while (!condition()) {
		if (performance.now() > deadline) throw new Error('It did not happen in time');
		await wait(2);
	}
}

/** Waits for the callbacks that are due and holds each against the contract. */
async function callbacks(count: number): Promise<Received[]> {
	await until(() => sandbox.callbacks.deliveries().filter(isSettled).length >= count);
	for (const { text, headers } of receiver.received) {
		expect(checks.callback(text, headers)).toEqual([]);
	}
	return receiver.received;
}

function isSettled({ state }: { state: string }): boolean {
	return state === 'delivered' || state === 'failed';
}

async function post(path: string, body: object): Promise<JsonObject> {
	const answer = await call(sandbox, { path, body: { PartnerId: 9258, ...body } });
	if (!isJsonObject(answer.body.Data)) throw new Error(answer.text);
	return answer.body.Data;
}

async function paidOrder(productId: number, quantity = 2) {
	orderNumber += 1;
	const people = Array.from({ length: quantity }, (_, index) => ({
		Name: `游客${index + 1}`,
		Mobile: '13812345678',
		IdCard: residentIdCard(index),
	}));
	const OriginOrderId = `C${orderNumber}`;
	const { OrderId } = await post('/order/Create', {
		OriginOrderId,
		ContactPerson: people[0],
		ProductId: productId,
		OrderQuantity: quantity,
		VisitDate: TOMORROW,
		VisitPerson: people,
	});
	const paid = await post('/order/Pay', { OrderId });
	return { OrderId, OriginOrderId, paid };
}

const act = (path: string, body?: object) => control(sandbox, 'POST', path, body);

describe('the sandbox sends', () => {
	it('tickets that are issued later', async () => {
		const { OrderId, OriginOrderId, paid } = await paidOrder(20006);
		expect(paid.OrderStatus).toBe(1);
		const [{ service, notice }] = await callbacks(1);
		expect(service).toBe('order_ticket_notify');
		expect(notice).toMatchObject({
			OrderId,
			OriginOrderId,
			TicketStatus: 1,
			VoucherCode: {
				OrderVoucherCode: '',
				OrderUserVouchers: [
					{ IDCardNo: residentIdCard(0), VoucherCode: expect.stringMatching(/^\d{19}-1$/) },
					{ IDCardNo: residentIdCard(1), VoucherCode: expect.stringMatching(/^\d{19}-2$/) },
				],
			},
		});
	});

	it('that issuance failed', async () => {
		await paidOrder(20007);
		const [{ notice }] = await callbacks(1);
		expect(notice).toMatchObject({ TicketStatus: 2, Memo: '库存不足，出票失败' });
	});

	it('redemptions, each with the number redeemed so far', async () => {
		const { OrderId, paid } = await paidOrder(165325, 3);
		const codes = Array.isArray(paid.OrderUserVouchers)
			? paid.OrderUserVouchers.map((voucher) => (isJsonObject(voucher) ? voucher.VoucherCode : ''))
			: [];
		await act(`/orders/${OrderId}/redeem`, { count: 1 });
		await callbacks(1);
		await act(`/orders/${OrderId}/redeem`);
		const [first, second] = await callbacks(2);
		expect(first.notice).toMatchObject({
			OrderTotal: 3,
			CheckedNumber: 1,
			VoucherCode: codes.slice(0, 1),
		});
		expect(second.notice).toMatchObject({ CheckedNumber: 3, VoucherCode: codes.slice(1) });
	});

	it.each([
		[3, 1, ''],
		[20010, 2, '已超过退款时限'],
	])('the verdict on a refund of product %s', async (productId, RefundStatus, RefundReason) => {
		const { OrderId } = await paidOrder(productId);
		const request = { OrderId, RefundCount: 1, RefundId: '1522870740750303232' };
		expect((await post('/order/Refund', request)).RefundStatus).toBe(0);
		const [{ service, notice }] = await callbacks(1);
		expect(service).toBe('order_refund_notify');
		expect(notice).toMatchObject({
			OrderId,
			RefundApplyNo: '1522870740750303232',
			RefundStatus,
			RefundReason,
		});
	});

	it('a refund that the supplier forced, without a number', async () => {
		const { OrderId } = await paidOrder(20003);
		await act(`/orders/${OrderId}/force-refund`, { reason: '台风闭园' });
		const [{ notice }] = await callbacks(1);
		expect(notice).toMatchObject({
			OrderId,
			RefundApplyNo: '',
			RefundStatus: 1,
			RefundReason: '台风闭园',
		});
	});

	it.each([
		['off-shelf', 0],
		['on-shelf', 1],
		['details-changed', 2],
		['price-changed', 3],
	])('that a product is %s', async (event, Status) => {
		await act(`/products/11063/${event}`);
		const [{ service, notice }] = await callbacks(1);
		expect(service).toBe('order_product_notify');
		expect(notice).toEqual({ ProductId: 11063, Status });
	});

	it('vouchers as numbers of all their digits', async () => {
		sandbox.settings.numericVouchers = true;
		const { OrderId } = await paidOrder(3);
		await act(`/orders/${OrderId}/redeem`);
		const [{ text }] = await callbacks(1);
		expect(text).toMatch(/\\"VoucherCode\\":\[\d{21}\]/);
	});
});

describe('a callback', () => {
	const change = () => act('/products/3/details-changed');

	function expectSigned({ headers }: Received, apiPath: string): void {
		const { timestamp, partnerid: partnerId, authorization } = headers;
		const sign = computeSignature(sandbox.identity.signKey, { partnerId, timestamp, apiPath });
		expect(authorization).toBe(`Bearer ZZY-OPENAPI:9258:${sign}`);
	}

	it("is signed for the URL's own path", async () => {
		await change();
		const [received] = await callbacks(1);
		expectSigned(received, '/webhook/zzy');
	});

	it('is signed for another path where a proxy rewrites it', async () => {
		await act('/callback-url', { url, signedPath: '/public/webhook/zzy' });
		await change();
		const [received] = await callbacks(1);
		expect(received.path).toBe('/webhook/zzy');
		expectSigned(received, '/public/webhook/zzy');
	});

	it('is repeated until it is acknowledged', async () => {
		receiver.replies = [
			{ status: 500, text: RECEIVED },
			{ status: 200, text: 'OK' },
			{ status: 200, text: '{"Code":1000,"IsSuccess":false}' },
			{ status: 200, text: '{"Code":0,"IsSuccess":true}' },
		];
		await change();
		await callbacks(1);
		const [{ attempts, state }] = sandbox.callbacks.deliveries();
		expect(state).toBe('delivered');
		expect(attempts.map(({ status }) => status)).toEqual([500, 200, 200, 200, 200]);
		const gaps = attempts.slice(1).map(({ at }, index) => at - attempts[index].at);
		for (const [index, backoff] of [5, 10, 20, 40].entries()) {
			expect(gaps[index]).toBeGreaterThanOrEqual(backoff - 1);
		}
		expect(new Set(receiver.received.map(({ notice }) => JSON.stringify(notice))).size).toBe(1);
		expect(new Set(receiver.received.map(({ headers }) => headers.timestamp)).size).toBe(5);
	});

	it('keeps its timestamp when repeated, if told so', async () => {
		sandbox.settings.keepCallbackTimestamp = true;
		receiver.replies = [{ status: 500, text: '' }];
		await change();
		await callbacks(1);
		const [first, second] = receiver.received.map(({ headers }) => headers.timestamp);
		expect(second).toBe(first);
	});

	it('is given up after enough attempts, the reason logged', async () => {
		sandbox.settings.callbackMaxAttempts = 2;
		await receiver.close();
		await change();
		await callbacks(1);
		const { body } = await control(sandbox, 'GET', '/deliveries');
		expect(body.deliveries).toMatchObject([
			{
				service: 'order_product_notify',
				body: '{"ProductId":3,"Status":2}',
				state: 'failed',
				attempts: [
					{ error: expect.stringContaining('ECONNREFUSED') },
					{ error: expect.stringContaining('ECONNREFUSED') },
				],
			},
		]);
	});

	it('is logged only where no URL is registered', async () => {
		await act('/callback-url', {});
		await change();
		expect(sandbox.callbacks.deliveries()).toMatchObject([{ state: 'no-url', attempts: [] }]);
	});

	it('comes twice by a fault', async () => {
		await act('/faults', { kind: 'duplicateCallback', copies: 3 });
		await change();
		const received = await callbacks(3);
		expect(new Set(received.map(({ text }) => text)).size).toBe(1);
		expect(sandbox.callbacks.deliveries().map(({ copyOf }) => copyOf)).toEqual([undefined, 1, 1]);
	});

	it('is overtaken by the next one by a fault', async () => {
		await act('/faults', { kind: 'reorderCallback' });
		await act('/products/3/off-shelf');
		await act('/products/3/on-shelf');
		const received = await callbacks(2);
		expect(received.map(({ notice }) => notice.Status)).toEqual([1, 0]);
	});

	it('is not sent after a reset', async () => {
		receiver.replies = [{ status: 500, text: '' }];
		sandbox.settings.callbackBackoffMs = 50;
		await change();
		await until(() => receiver.received.length === 1);
		await act('/reset');
		await wait(100);
		expect(receiver.received).toHaveLength(1);
		expect(sandbox.callbacks.deliveries()).toEqual([]);
	});
});
