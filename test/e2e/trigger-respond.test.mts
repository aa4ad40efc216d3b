// The answer by a Respond to Webhook node at the end: what fails is sent again and runs again.
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';

import { control } from '../../sandbox/client.mts';
import { until } from '../support/n8n.mts';
import {
	noOp,
	noticeOf,
	eventOf,
	ownOrder,
	receiver,
	respondNode,
	waitNode,
} from '../support/trigger.mts';
import { type Bench, byId, startBench } from '../support/workflow.mts';

let bench: Bench;

before(async () => {
	bench = await startBench({ sandbox: { settings: { callbackBackoffMs: 200 } } });
});

after(() => bench.close());

beforeEach(() => {
	bench.reset();
	bench.sandbox.callbacks.reset();
	bench.sandbox.callbacks.target = undefined;
});

const later = { responseMode: 'responseNode' };

/** An order that is paid and waits for its tickets. */
function waitingOrder(): number {
	const [orderId] = bench.placeOrders(20005, 1);
	bench.sandbox.upstream.pay({ orderId, unitPrice: undefined, ticketCount: undefined });
	return orderId;
}

async function attempts(state: string): Promise<Array<number | undefined>> {
	const { callbacks } = bench.sandbox;
	return await until(
		() => `the callback is ${state}: ${JSON.stringify(callbacks.deliveries())}`,
		30_000,
		async () => {
			const [delivery] = callbacks.deliveries();
			return delivery.state === state ? delivery.attempts.map(({ status }) => status) : undefined;
		},
	);
}

it('tells the vendor that it was received when the workflow has ended', async () => {
	const to = await receiver(bench, later, waitNode(1), respondNode());
	const started = Date.now();
	const answer = await to.send('order.issued');
	assert.ok(Date.now() - started >= 1000, 'not before its end');
	assert.equal(answer.status, 200);
	assert.deepEqual(JSON.parse(answer.text), {
		Code: 1000,
		IsSuccess: true,
		LogId: '',
		Message: '收到通知',
	});
	await to.finished(1);
	await to.deliver('order.issued');
	await to.finished(1);
});

it('acknowledges at once what starts nothing', async () => {
	const to = await receiver(bench, { ...later, events: ['order.redeemed'] }, respondNode());
	await to.deliver('order.issued');
	await to.deliver('unknown');
	assert.deepEqual(await to.executions(), []);
	assert.equal((await to.send('order.redeemed', { bad: 'wrong-key' })).status, 401);
	assert.deepEqual(await to.executions(), []);
});

it('runs again when the workflow failed, until it succeeds', async () => {
	const fetching = bench.zhongzhiyou('Get', 'product.get', { productId: byId(3) });
	const to = await receiver(bench, later, fetching, respondNode());
	to.register();
	const orderId = waitingOrder();
	bench.sandbox.faults.add({
		kind: 'malformed',
		operation: 'getProductByDistributor',
		count: 2,
		processed: false,
	});
	await control(bench.sandbox, 'POST', `/orders/${orderId}/issue`);
	assert.deepEqual(await attempts('delivered'), [500, 500, 200]);
	const executions = await to.finished(3);
	assert.deepEqual(
		executions.map(({ status }) => status),
		['error', 'error', 'success'],
	);
	const events = executions.map(eventOf);
	assert.equal(new Set(events.map(({ eventId }) => eventId)).size, 1, 'the same event');
	assert.ok(events.every((event) => noticeOf(event).OrderId === orderId));
});

it('runs again when the node answers another Code', async () => {
	const to = await receiver(bench, later, respondNode(2));
	for (let time = 1; time <= 3; time++) {
		const answer = await to.send('order.issued');
		assert.deepEqual([answer.status, answer.acknowledged], [200, false]);
		await to.finished(time);
	}
});

it('a copy waits for the first one and is acknowledged without a run of its own', async () => {
	const to = await receiver(bench, later, waitNode(3), respondNode());
	const started = Date.now();
	const answers = await Promise.all(
		Array.from({ length: 5 }, async () => await to.send('order.redeemed')),
	);
	assert.ok(Date.now() - started >= 3000);
	assert.ok(answers.every(({ acknowledged }) => acknowledged));
	await to.finished(1);
});

it('a copy that waited runs itself when the first one fails', async () => {
	const fetching = bench.zhongzhiyou('Get', 'product.get', { productId: byId(3) });
	const to = await receiver(bench, later, waitNode(2), fetching, respondNode());
	bench.sandbox.faults.add({
		kind: 'malformed',
		operation: 'getProductByDistributor',
		count: 1,
		processed: false,
	});
	const answers = await Promise.all(
		Array.from({ length: 3 }, async () => await to.send('order.redeemed', { body: ownOrder(1) })),
	);
	assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 500]);
	await to.finished(2);
});

it('a workflow without the node acknowledges nothing', async () => {
	const to = await receiver(bench, later, noOp());
	const answer = await to.send('order.issued');
	assert.equal(answer.acknowledged, false, `${answer.status} ${answer.text}`);
});

// The editor adds the newest version. Should this begin to fail, n8n has changed: tell the user so.
it('newer versions of the node refuse a workflow without a webhook node of n8n’s own', async () => {
	for (const typeVersion of [1.1, 1.5]) {
		const to = await receiver(bench, later, respondNode(1000, { typeVersion }));
		assert.equal((await to.send('order.issued')).status, 500);
		const [execution] = await to.finished(1);
		assert.match(execution.error?.message ?? '', /No Webhook node found in the workflow/);
	}
	const idle = { ...waitNode(0), disabled: true };
	const to = await receiver(bench, later, idle, respondNode(1000, { typeVersion: 1.5 }));
	await to.deliver('order.issued');
	await to.finished(1);
});
