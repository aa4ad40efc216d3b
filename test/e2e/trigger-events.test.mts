// The trigger in a real n8n: what the sandbox sends as an order lives, and what nobody should send.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import { asArray, asRecord } from '../../harness/records.mts';
import { until } from '../../harness/until.mts';
import { outputOf } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import {
	BAD_KINDS,
	buildCallback,
	composeCallback,
	isBadKind,
	sendCallback,
} from '../../sandbox/callbacks/callback.mts';
import { EVENT_NAMES, sampleOf } from '../../sandbox/callbacks/samples.mts';
import { Voucher } from '../../sandbox/formats/json.mts';
import { control } from '../../sandbox/testing/client.mts';
import {
	activated,
	byKind,
	eventOf,
	noOp,
	noticeOf,
	outputNames,
	receiver,
	triggerNode,
	type Receiver,
} from '../support/trigger.mts';
import { bench, useBench } from '../support/use-bench.mts';
import {
	assertSucceeded,
	chain,
	credentialData,
	credentialType,
	day,
	jsonOf,
	usingCredential,
	visitor,
} from '../support/workflow.mts';

useBench({ sandbox: { settings: { callbackBackoffMs: 100 } } });

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
	const { originOrderId } = bench.sandbox.upstream.orders.get(orderId);
	const bought = { OrderId: orderId, OriginOrderId: originOrderId };

	await act(`/orders/${orderId}/issue`);
	const issued = await nextEvent(to, 1);
	const codes = bench.sandbox.upstream.orders.get(orderId).tickets.map(({ code }) => code);
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
	const [{ refundId }] = bench.sandbox.upstream.refunds.all();
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

/** What n8n prints while `work` goes on, as far as it speaks of refused callbacks. */
async function refusalsLogged(work: () => Promise<unknown>): Promise<string[]> {
	const before = bench.n8n.log().length;
	await work();
	await pause(300);
	const lines = bench.n8n.log().slice(before).split('\n');
	return lines.filter((line) => line.includes('refused a callback'));
}

it('refuses what is wrong in any way, runs nothing and logs the reason', async () => {
	const to = await receiver(bench);
	const { signKey, partnerId } = bench.sandbox.identity;
	const reasons: Record<string, RegExp> = {
		'missing-authorization': /header Authorization is missing/i,
		'wrong-scheme': /Authorization is not "Bearer ZZY-OPENAPI/,
		'wrong-key': /signature does not match/,
		'other-partner': /partner in the token/,
		'body-partner': /partner in the body/,
		'too-old': /3[56]\d\d seconds in the past/,
		'no-body': /content is not a callback/,
	};
	const lines = await refusalsLogged(async () => {
		for (const [bad, httpStatus] of Object.entries(BAD_KINDS)) {
			assert.ok(isBadKind(bad));
			const answer = await to.send('order.redeemed', { bad });
			if (bad === 'not-json') {
				// n8n itself, before the node is asked.
				assert.equal(answer.status, 422, answer.text);
				continue;
			}
			assert.equal(answer.status, httpStatus, `${bad}: ${answer.text}`);
			assert.deepEqual(JSON.parse(answer.text), {
				Code: httpStatus,
				IsSuccess: false,
				LogId: '',
				Message: httpStatus === 401 ? 'Unauthorized' : 'Bad request',
			});
		}
		const text = buildCallback('order.redeemed', { ...to.signing(), bad: 'not-json' });
		const plain = { ...text, headers: { ...text.headers, 'Content-Type': 'text/plain' } };
		assert.equal((await sendCallback(plain)).status, 400);
	});
	for (const [bad, reason] of Object.entries(reasons)) {
		assert.ok(
			lines.some((line) => reason.test(line)),
			`${bad}: ${lines.join('\n')}`,
		);
	}
	const path = new URL(to.url).pathname;
	assert.ok(lines.some((line) => line.includes(`Tried the path ${path}`)));
	assert.deepEqual(await to.executions(), []);
	await to.deliver('order.redeemed');
	await to.finished(1);
	assert.ok(!bench.n8n.log().includes(signKey));
	assert.ok(!lines.some((line) => line.includes(`Bearer ZZY-OPENAPI:${partnerId}`)));
});

it('stays calm in a flood of forged calls', async () => {
	const to = await receiver(bench);
	const lines = await refusalsLogged(async () => {
		const calls = Array.from({ length: 200 }, () => to.send('order.issued', { bad: 'wrong-key' }));
		const answers = await Promise.all(calls);
		assert.ok(answers.every(({ status }) => status === 401));
	});
	assert.ok(lines.length >= 1 && lines.length <= 2, lines.join('\n'));
	assert.deepEqual(await to.executions(), []);
});

it('takes a changed key at once, and the previous one while it is kept', async () => {
	const name = 'ZZY that changes';
	const change = async (changes: Record<string, string>): Promise<void> => {
		const data = { ...credentialData(bench.sandbox), ...changes };
		await bench.n8n.credentials.update(id, name, credentialType, data);
	};
	const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
	const id = await bench.credential({ signKey: first });
	const trigger = triggerNode({}, usingCredential(id));
	const to = await activated(bench, chain(trigger, noOp()));
	const send = async (number: number, signKey: string): Promise<number> =>
		(await to.send('order.redeemed', { signKey, body: { CheckedNumber: number } })).status;

	assert.equal(await send(1, first), 200);
	await change({ signKey: second });
	assert.equal(await send(2, second), 200, 'the new key');
	assert.equal(await send(3, first), 401, 'the old key');
	await change({ signKey: second, previousSignKey: first });
	// A signature that does not match has the credential read anew, once a second at the most.
	await pause(1000);
	assert.equal(await send(3, first), 200, 'the previous key');
	assert.equal(await send(4, second), 200, 'the new key');
	await to.finished(4);
});

for (const executionOrder of ['v1', 'v0']) {
	it(`leads each event to its output, in execution order ${executionOrder}`, async () => {
		const trigger = triggerNode(
			{ outputMode: 'byKind', options: { unknownEvents: 'emit' } },
			usingCredential(bench.credentialId),
		);
		const to = await activated(bench, byKind(trigger, executionOrder));
		const expected: string[] = [];
		for (const event of EVENT_NAMES) {
			await to.deliver(event);
			expected.push(`${event} → ${outputOf(event)}`);
			await to.finished(expected.length);
		}
		const executions = await to.finished(EVENT_NAMES.length);
		const reached = executions.map((execution) => {
			assertSucceeded(execution);
			const outputs = outputNames.filter((name) => execution.items(name).length > 0);
			return `${String(eventOf(execution).event)} → ${outputs.join(', ')}`;
		});
		assert.deepEqual(reached, expected);
	});
}

it('acknowledges events that nobody selected and runs nothing', async () => {
	const few = await receiver(bench, { events: ['order.redeemed', 'product.offShelf'] });
	const unknown = await receiver(bench, { options: { unknownEvents: 'emit' } });
	const products = await receiver(bench, { options: { products: ['165325', '3'] } });
	for (const event of EVENT_NAMES) await few.deliver(event);
	await unknown.deliver('unknown');
	await products.deliver('product.offShelf', { body: { ProductId: 11063 } });
	await products.deliver('product.offShelf', { body: { ProductId: 165325 } });
	await products.deliver('order.issued');

	const names = (await few.events(2)).map(({ event }) => event);
	assert.deepEqual(names.sort(), ['order.redeemed', 'product.offShelf']);
	const [event] = await unknown.events(1);
	assert.equal(event.event, 'unknown');
	assert.equal(event.notifyServiceName, 'order_settlement_notify');
	assert.deepEqual(event.body, { SettlementNo: '20250729001', Amount: 2 });
	const selected = await products.events(2);
	assert.deepEqual(
		selected.map((one) => [one.event, noticeOf(one).ProductId]),
		[
			['product.offShelf', 165325],
			['order.issued', undefined],
		],
	);
});

it('reads names in any case, and has every code whatever holds it', async () => {
	const to = await receiver(bench);
	const body = {
		originOrderId: 'a',
		ORDERID: 4553010,
		ticketStatus: '1',
		voucherCode: ['202052255633322222124', { voucherCode: '2020522556333222221-2' }],
		addedLater: { orderId: 1 },
	};
	const signed = composeCallback('order_ticket_notify', body, to.signing());
	const text = signed.body
		.replace('OrderNotifyHeader', 'orderNotifyHeader')
		.replace('OrderNotifyBody', 'ordernotifybody')
		.replace('PartnerId', 'partnerId')
		.replace('NotifyServiceName', 'NOTIFYSERVICENAME');
	assert.ok((await sendCallback({ ...signed, body: text })).acknowledged);
	const [event] = await to.events(1);
	assert.equal(event.event, 'order.issued');
	const visitor = { IDCardNo: '', Mobile: '' };
	assert.deepEqual(event.body, {
		OriginOrderId: 'a',
		OrderId: 4553010,
		TicketStatus: 1,
		VoucherCode: {
			OrderVoucherCode: '',
			OrderUserVouchers: [
				{ ...visitor, VoucherCode: '202052255633322222124' },
				{ ...visitor, VoucherCode: '2020522556333222221-2' },
			],
		},
		voucherCodes: ['202052255633322222124', '2020522556333222221-2'],
		ProductName: '',
		Memo: '',
		addedLater: { orderId: 1 },
	});
});

it('passes on a status that it does not know on Other, and says so in the log', async () => {
	const trigger = triggerNode({ outputMode: 'byKind' }, usingCredential(bench.credentialId));
	const to = await activated(bench, byKind(trigger));
	const few = await receiver(bench, { events: ['order.issued'] });
	const logged = bench.n8n.log().length;
	for (const one of [to, few]) await one.deliver('order.issued', { body: { TicketStatus: 4 } });
	const [execution] = await to.finished(1);
	assert.equal(eventOf(execution).event, 'unknown');
	assert.equal(execution.items('Other').length, 1);
	await few.finished(0);
	await pause(300);
	const lines = bench.n8n.log().slice(logged);
	assert.match(lines, /TicketStatus that it does not know \(4\).* It started the workflow/);
	assert.match(lines, /TicketStatus that it does not know \(4\).* It was acknowledged and started/);
});

it('takes options from expressions: products as text, and a blank tolerance as its default', async () => {
	const options = {
		products: '={{ "3, 165325" }}',
		toleranceMinutes: '={{ "" }}',
		extraPath: '={{ "//回调/zzy" }}',
	};
	const to = await receiver(bench, { options });
	await to.deliver('product.offShelf', { body: { ProductId: 11063 } });
	await to.deliver('product.offShelf', { body: { ProductId: 165325 } });
	const old = await to.send('order.issued', { timestamp: Date.now() - 3_600_000 });
	assert.equal(old.status, 401);
	await to.deliver('order.issued', { signedPath: '//回调/zzy' });
	assert.deepEqual(
		(await to.events(2)).map((event) => event.event),
		['product.offShelf', 'order.issued'],
	);
});

it('keeps every digit of codes and ids that come as numbers', async () => {
	const to = await receiver(bench, { options: { includeRaw: true } });
	const { service, body } = sampleOf('order.redeemed');
	const codes = ['202052255633322222123', '202052255633322222124'];
	const vouchers = { VoucherCode: codes.map((code) => new Voucher(code)) };
	const sending = { ...to.signing(), numericVouchers: true };
	const callback = composeCallback(service, { ...body, ...vouchers }, sending);
	assert.match(callback.body, /\[202052255633322222123,202052255633322222124\]/);
	assert.ok((await sendCallback(callback)).acknowledged);
	const [redeemed] = await to.events(1);
	assert.deepEqual(noticeOf(redeemed).VoucherCode, codes);
	assert.equal(asRecord(redeemed.raw).body, callback.body);
	assert.ok(!JSON.stringify(redeemed.raw).includes('ZZY-OPENAPI'));

	bench.sandbox.settings.numericVouchers = true;
	to.register();
	const orderId = await buy(20005, 2);
	await act(`/orders/${orderId}/issue`);
	const issued = (await to.events(2))[1];
	bench.sandbox.settings.numericVouchers = false;
	const [{ code }] = bench.sandbox.upstream.orders.get(orderId).tickets;
	const [{ body: sent }] = bench.sandbox.callbacks.deliveries();
	assert.ok(/^\d{21}$/.test(code) && sent.includes(`"OrderVoucherCode":${code}`), sent);
	assert.equal(asRecord(noticeOf(issued).VoucherCode).OrderVoucherCode, code);
});

/** Activates a workflow and returns why that failed. */
async function activationFailure(workflow: WorkflowDefinition): Promise<string> {
	const id = await bench.n8n.workflows.create(workflow);
	const { versionId } = await bench.n8n.workflows.get(id);
	const answer = await bench.n8n.rest.request('POST', `/workflows/${id}/activate`, { versionId });
	// n8n finds some reasons at once; the node is asked afterwards, and n8n tries a few times.
	if (!answer.ok) return String(asRecord(await answer.json()).message);
	return await until('the activation failed', 60_000, async () => {
		const state = asRecord(await bench.n8n.rest.call('GET', `/workflows/${id}/publication-status`));
		if (state.status === 'in_progress') return undefined;
		assert.equal(state.status, 'failed');
		return String(asRecord(asArray(state.triggers)[0]).errorMessage);
	});
}

it('cannot be activated without a key to check with, or without an event', async () => {
	const keyless = await bench.n8n.credentials.create('Keyless', credentialType, {
		...credentialData(bench.sandbox),
		signKey: '',
	});
	const deleted = { credentials: { [credentialType]: { id: 'deleted', name: 'Deleted' } } };
	const failures = await Promise.all([
		activationFailure(chain(triggerNode(), noOp())),
		activationFailure(chain(triggerNode({}, deleted), noOp())),
		activationFailure(chain(triggerNode({}, usingCredential(keyless)), noOp())),
		activationFailure(
			chain(triggerNode({ events: [] }, usingCredential(bench.credentialId)), noOp()),
		),
	]);
	assert.match(failures[0], /Missing required credential: zhongzhiyouApi/);
	assert.match(failures[1], /^Callbacks cannot be checked: Credential .* does not exist/);
	assert.match(
		failures[2],
		/^Callbacks cannot be checked: 'Sign Key' is empty\. Enter the signkey/,
	);
	assert.match(failures[3], /required parameters: events/);
});
