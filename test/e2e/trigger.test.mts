// The trigger in a real n8n: what the sandbox sends as an order lives, and what nobody should send.
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';

import { control } from '../../sandbox/client.mts';
import { asArray, asRecord } from '../support/n8n-data.mts';
import { noticeOf, receiver, type Receiver } from '../support/trigger.mts';
import {
	assertSucceeded,
	type Bench,
	startBench,
	visitor,
	day,
	jsonOf,
} from '../support/workflow.mts';

let bench: Bench;

before(async () => {
	bench = await startBench({ sandbox: { settings: { callbackBackoffMs: 100 } } });
});

after(() => bench.close());

beforeEach(() => {
	bench.reset();
	bench.sandbox.callbacks.target = undefined;
	bench.sandbox.callbacks.reset();
});

/** Makes something happen at the vendor's. */
async function act(path: string, body?: object): Promise<void> {
	const answer = await control(bench.sandbox, 'POST', path, body);
	assert.equal(answer.status, 200, answer.text);
}

/** Orders and pays with the action node. */
async function buy(productId: number, quantity: number): Promise<number> {
	const visitors = Array.from({ length: quantity }, (_, index) => visitor(index));
	const order = { productId, visitDate: day(2), quantity, contact: visitor(0), visitors };
	const execution = await bench.run(
		[{}],
		bench.zhongzhiyou('Create', 'order.create', {
			orderFrom: 'json',
			orderJson: JSON.stringify(order),
		}),
		bench.zhongzhiyou('Pay', 'order.pay', { orderId: '={{ $json.OrderId }}' }),
	);
	assertSucceeded(execution);
	return Number(jsonOf(execution.items('Create'))[0].OrderId);
}

/** What the sandbox was answered, delivery by delivery; requires that each took one attempt. */
function answers(): unknown[] {
	return bench.sandbox.callbacks.deliveries().map(({ attempts, state, body }) => {
		assert.deepEqual([state, attempts.length], ['delivered', 1], body);
		return JSON.parse(attempts[0].answer ?? '');
	});
}

async function nextEvent(to: Receiver, count: number) {
	return (await to.events(count))[count - 1];
}

it('runs once for each thing that happens in the life of an order', async () => {
	const to = await receiver(bench);
	to.register();
	const orderId = await buy(20006, 3);
	const { originOrderId } = bench.sandbox.upstream.order(orderId);
	const bought = { OrderId: orderId, OriginOrderId: originOrderId };

	await act(`/orders/${orderId}/issue`);
	const issued = await nextEvent(to, 1);
	const codes = bench.sandbox.upstream.order(orderId).tickets.map(({ code }) => code);
	assert.equal(issued.event, 'order.issued');
	assert.equal(issued.notifyServiceName, 'order_ticket_notify');
	assert.equal(issued.partnerId, '9258');
	assert.match(String(issued.sentAt), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/);
	assert.match(String(issued.receivedAt), /\+08:00$/);
	const { VoucherCode, ...issuedOrder } = noticeOf(issued);
	assert.deepEqual({ ...issuedOrder, ...bought, TicketStatus: 1 }, issuedOrder);
	assert.deepEqual(
		asArray(asRecord(VoucherCode).OrderUserVouchers).map((one) => asRecord(one).VoucherCode),
		codes,
	);

	await act(`/orders/${orderId}/redeem`, { count: 1 });
	await nextEvent(to, 2);
	await act(`/orders/${orderId}/redeem`);
	const [, first, rest] = await to.events(3);
	assert.deepEqual([first.event, rest.event], ['order.redeemed', 'order.redeemed']);
	assert.deepEqual([noticeOf(first).CheckedNumber, noticeOf(rest).CheckedNumber], [1, 3]);
	assert.deepEqual(noticeOf(first).VoucherCode, codes.slice(0, 1));
	assert.deepEqual(noticeOf(rest).VoucherCode, codes.slice(1));
	assert.match(String(noticeOf(rest).checkTimeIso), /\+08:00$/);

	const refunding = await buy(20008, 2);
	const refund = await bench.run(
		[{}],
		bench.zhongzhiyou('Refund', 'order.refund', { orderId: String(refunding), refundCount: 1 }),
	);
	assertSucceeded(refund);
	const [{ refundId }] = bench.sandbox.upstream.allRefunds();
	await act(`/refunds/${refundId}/reject`, { reason: '已过退款期限' });
	const rejected = await nextEvent(to, 4);
	assert.equal(rejected.event, 'order.refundRejected');
	assert.equal(noticeOf(rejected).RefundApplyNo, refundId);
	assert.equal(noticeOf(rejected).RefundReason, '已过退款期限');
	assert.ok(Array.isArray(noticeOf(rejected).VoucherCode));

	await act(`/orders/${refunding}/force-refund`, { reason: '景区临时关闭' });
	const forced = await nextEvent(to, 5);
	assert.equal(forced.event, 'order.refundForced');
	assert.equal(noticeOf(forced).OrderId, refunding);
	assert.equal(noticeOf(forced).RefundApplyNo, '');

	const changes = ['off-shelf', 'on-shelf', 'details-changed', 'price-changed'];
	for (const [index, change] of changes.entries()) {
		await act(`/products/3/${change}`);
		assert.deepEqual(noticeOf(await nextEvent(to, 6 + index)), { ProductId: 3, Status: index });
	}
	const events = await to.events(9);
	assert.deepEqual(
		events.slice(5).map(({ event }) => event),
		['product.offShelf', 'product.onShelf', 'product.detailsChanged', 'product.priceStockChanged'],
	);
	assert.equal(new Set(events.map(({ eventId }) => eventId)).size, 9);
	assert.deepEqual(
		answers(),
		events.map(({ eventId }) => ({
			Code: 1000,
			IsSuccess: true,
			LogId: eventId,
			Message: '收到通知',
		})),
	);
	const { status, headers } = await to.raw('product.onShelf');
	assert.equal(status, 200);
	assert.match(headers.get('content-type') ?? '', /^application\/json/);
});
