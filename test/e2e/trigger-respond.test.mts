// The answers at the end of the workflow: what fails is sent again and runs again.
import assert from 'node:assert/strict';
import { it } from 'node:test';

import { asArray, asRecord, type JsonRecord } from '../../harness/records.mts';
import { until } from '../../harness/until.mts';
import { control } from '../../sandbox/testing/client.mts';
import { codeBlock, READMES } from '../support/readme.mts';
import {
	activated,
	byKind,
	eventOf,
	noOp,
	noticeOf,
	ownOrder,
	receiver,
	respondNode,
	triggerNode,
	waitNode,
	type Receiver,
} from '../support/trigger.mts';
import { bench, useBench } from '../support/use-bench.mts';
import { byId, chain, node, usingCredential } from '../support/workflow.mts';

useBench({ sandbox: { settings: { callbackBackoffMs: 200 } } });

const atEnd = { responseMode: 'lastNode' };
const later = { responseMode: 'responseNode' };

/** Fetches a product; fails as often as the sandbox is told to. */
function fetching() {
	return bench.zhongzhiyou('Get', 'product.get', { productId: byId(3) });
}

function failFetching(count: number): void {
	bench.sandbox.faults.add({
		kind: 'malformed',
		operation: 'getProductByDistributor',
		count,
		processed: false,
	});
}

/** An order that is paid and waits for its tickets. */
function waitingOrder(): number {
	const [orderId] = bench.placeOrders(20005, 1);
	bench.sandbox.upstream.tickets.pay({ orderId, unitPrice: undefined, ticketCount: undefined });
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

/** The event of the first execution. */
async function firstEvent(to: Receiver, count: number): Promise<JsonRecord> {
	const [execution] = await to.finished(count);
	return eventOf(execution);
}

it('acknowledges in the vendor’s words when the last node has finished', async () => {
	const to = await receiver(bench, atEnd, waitNode(1), noOp());
	const started = Date.now();
	const answer = await to.raw('order.issued');
	assert.ok(Date.now() - started >= 1000, 'not before its end');
	assert.equal(answer.status, 200);
	assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
	const { eventId } = await firstEvent(to, 1);
	assert.deepEqual(await answer.json(), {
		Code: 1000,
		IsSuccess: true,
		LogId: eventId,
		Message: '收到通知',
	});
	await to.deliver('order.issued');
	await to.finished(1);
	assert.equal((await to.send('order.redeemed', { bad: 'wrong-key' })).status, 401);
});

it('acknowledges at the end what put out nothing, and a trigger alone', async () => {
	const unequal = {
		id: '1',
		leftValue: '={{ $json.event }}',
		rightValue: 'x',
		operator: { type: 'string', operation: 'equals' },
	};
	const conditions = {
		options: { caseSensitive: true, typeValidation: 'strict', version: 2 },
		conditions: [unequal],
		combinator: 'and',
	};
	const parameters = { conditions, options: {} };
	const empty = node('Nothing', 'n8n-nodes-base.filter', parameters, { typeVersion: 2.2 });
	for (const rest of [[empty, noOp()], []]) {
		const to = await receiver(bench, atEnd, ...rest);
		await to.deliver('order.issued');
		await to.finished(1);
	}
});

it('acknowledges when every branch has ended, and only once for copies', async () => {
	const trigger = triggerNode(
		{ ...atEnd, outputMode: 'byKind' },
		usingCredential(bench.credentialId),
	);
	const to = await activated(bench, byKind(trigger));
	const answers = await Promise.all(Array.from({ length: 20 }, () => to.send('order.redeemed')));
	assert.ok(answers.every(({ acknowledged }) => acknowledged));
	await to.finished(1);
});

it('has a failed workflow sent again until its last node finishes', async () => {
	const to = await receiver(bench, atEnd, fetching(), noOp());
	to.register();
	const orderId = waitingOrder();
	failFetching(2);
	await control(bench.sandbox, 'POST', `/orders/${orderId}/issue`);
	assert.deepEqual(await attempts('delivered'), [500, 500, 200]);
	const executions = await to.finished(3);
	assert.deepEqual(
		executions.map(({ status }) => status),
		['error', 'error', 'success'],
	);
});

it('refuses in the vendor’s words when the workflow failed, or its last node went on in spite of an error', async () => {
	const stop = (settings: JsonRecord) =>
		node('Stop', 'n8n-nodes-base.stopAndError', { errorMessage: 'no' }, settings);
	for (const settings of [{}, { onError: 'continueRegularOutput' }]) {
		const to = await receiver(bench, atEnd, stop(settings));
		const answer = await to.send('order.issued');
		assert.equal(answer.status, 500);
		assert.deepEqual(JSON.parse(answer.text), {
			Code: 500,
			IsSuccess: false,
			LogId: '',
			Message: 'The workflow failed',
		});
	}
});

// n8n puts such an execution away. Should this begin to fail, n8n has become better: say so.
it('takes a Wait node of more than 65 seconds for the end', async () => {
	const to = await receiver(bench, atEnd, waitNode(70), noOp());
	const started = Date.now();
	await to.deliver('order.issued');
	assert.ok(Date.now() - started < 60_000);
	assert.deepEqual(
		(await to.executions()).map(({ status }) => status),
		['waiting'],
	);
});

it('does not acknowledge an execution that is stopped', async () => {
	const to = await receiver(bench, atEnd, waitNode(30), noOp());
	const answer = to.send('order.issued');
	const running = await until('it runs', 10_000, async () => (await to.executions()).at(0));
	await bench.n8n.rest.call('POST', `/executions/${running.id}/stop`);
	assert.equal((await answer).acknowledged, false);
});

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

it('is told the event’s id by the node that the README prints', async () => {
	for (const readme of READMES) {
		const printed = asRecord(JSON.parse(await codeBlock(readme, 'json', 'respondToWebhook')));
		const [pasted] = asArray(printed.nodes).map(asRecord);
		// The README's node refers to the trigger by the name that the editor gives it.
		const name = 'Zhongzhiyou Trigger';
		const trigger = { ...triggerNode(later, usingCredential(bench.credentialId)), name };
		const respond = { ...respondNode(), ...pasted };
		const to = await activated(bench, chain(trigger, respond));
		const answer = await to.send('order.issued');
		const [execution] = await to.finished(1);
		const [{ json }] = execution.items(name);
		assert.deepEqual(JSON.parse(answer.text), {
			Code: 1000,
			IsSuccess: true,
			LogId: json.eventId,
			Message: '收到通知',
		});
	}
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
	const to = await receiver(bench, later, fetching(), respondNode());
	to.register();
	const orderId = waitingOrder();
	failFetching(2);
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
	const to = await receiver(bench, later, waitNode(2), fetching(), respondNode());
	failFetching(1);
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
