// Callbacks to an n8n in queue mode: two webhook processes, two workers, PostgreSQL and Redis.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, it, type TestContext } from 'node:test';

import type { N8n } from '../../harness/n8n/n8n.mts';
import type { QueueMode } from '../../harness/queue-mode/queue-mode.mts';
import { until } from '../../harness/until.mts';
import { buildCallback, sendCallback } from '../../sandbox/callbacks/callback.mts';
import { type QueueBench, startQueueBench } from '../support/queue-bench.mts';
import {
	count,
	moreThanOnce,
	noOp,
	ownOrder,
	receiver,
	respondNode,
	startingEvents,
	work,
	worked,
	type Receiver,
} from '../support/trigger.mts';
import { type Bench, type NodeDefinition } from '../support/workflow.mts';

let started: QueueBench | undefined;
let queue: QueueMode;
let bench: Bench;

before(async () => {
	// What a dead worker held is given up soon, which takes one or two minutes otherwise.
	started = await startQueueBench({
		env: {
			QUEUE_WORKER_LOCK_DURATION: '6000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
			QUEUE_WORKER_STALLED_INTERVAL: '3000',
		},
	});
	({ queue, bench } = started);
});

after(async () => await started?.close());

beforeEach(() => bench.reset());

/** Sends one through a given process; tells whether it was acknowledged within 15 s. */
async function through(process: N8n, to: Receiver, order: number): Promise<boolean> {
	const url = process.baseUrl + new URL(to.url).pathname;
	const callback = buildCallback('order.issued', {
		...to.signing(),
		url,
		body: ownOrder(order),
	});
	const answer = await sendCallback(callback, AbortSignal.timeout(15_000)).catch(() => undefined);
	return answer?.acknowledged === true;
}

/** Waits until nothing runs any more, and returns how many executions each order has. */
async function ended(to: Receiver): Promise<Map<string, number>> {
	await until('all executions have ended', 180_000, async () => {
		const found = await bench.n8n.executions.of(to.id);
		return found.every(({ status }) => ['success', 'error', 'crashed'].includes(status))
			? true
			: undefined;
	});
	return count((await startingEvents(bench, to)).map(({ order }) => order));
}

it('acknowledges through a webhook process what a worker then runs, once for all copies', async () => {
	const to = await receiver(bench, {}, noOp());
	const [first] = queue.webhooks;
	const answers = await Promise.all(Array.from({ length: 50 }, () => through(first, to, 1)));
	assert.ok(answers.every(Boolean));
	assert.deepEqual([...(await ended(to)).values()], [1]);
});

it('knows in one process what another accepted before', async () => {
	const to = await receiver(bench, {}, noOp());
	const [first, second] = queue.webhooks;
	for (let order = 1; order <= 10; order++) {
		assert.ok(await through(first, to, order));
		assert.ok(await through(second, to, order));
	}
	const runs = await ended(to);
	assert.equal(runs.size, 10);
	assert.equal(moreThanOnce(runs), 0);
});

it('runs copies that two processes get at the same moment at most once each', async (test) => {
	const to = await receiver(bench, {}, noOp());
	const orders = Array.from({ length: 20 }, (_, index) => index);
	for (const order of orders) {
		const copies = Array.from({ length: 4 }, (_, index) => queue.webhooks[index % 2]);
		const answers = await Promise.all(copies.map((process) => through(process, to, order)));
		assert.ok(answers.every(Boolean));
	}
	const runs = await ended(to);
	assert.equal(runs.size, orders.length);
	assert.ok([...runs.values()].every((count) => count <= queue.webhooks.length));
	test.diagnostic(
		`${moreThanOnce(runs)} of ${orders.length} callbacks ran twice, 4 copies of each sent at once, 2 to either process`,
	);
});

it('may forget across processes what both accepted at the same moment, never in one', async (test) => {
	const to = await receiver(bench, {}, noOp());
	const orders = Array.from({ length: 40 }, (_, index) => index);
	const send = async (swap: number): Promise<void> => {
		const answers = await Promise.all(
			orders.map((order) => through(queue.webhooks[(order + swap) % 2], to, order)),
		);
		assert.ok(answers.every(Boolean));
	};
	await send(0);
	await send(0);
	assert.equal(moreThanOnce(await ended(to)), 0, 'the same process forgets nothing');
	await send(1);
	const runs = await ended(to);
	assert.equal(runs.size, orders.length);
	assert.ok([...runs.values()].every((count) => count <= 2));
	test.diagnostic(
		`${moreThanOnce(runs)} of ${orders.length} callbacks sent at once ran again when repeated to the other process`,
	);
});

interface Outcome {
	accepted: number;
	lost: string[];
	workedTwice: number;
	/** Executions of which n8n has kept no event. */
	empty: number;
}

/** Kills a worker in the middle of many callbacks, then repeats until all are acknowledged. */
async function killWorker(to: Receiver, total: number): Promise<Outcome> {
	const left = Array.from({ length: total }, (_, index) => index);
	let killed: Promise<void> | undefined;
	let accepted = 0;
	const sender = async (process: N8n): Promise<void> => {
		for (let next = left.shift(); next !== undefined; next = left.shift()) {
			if (await through(process, to, next)) accepted++;
			else left.push(next);
			if (accepted >= total / 3) killed ??= queue.workers[0].kill9();
		}
	};
	const senders = Array.from({ length: 16 }, (_, index) => sender(queue.webhooks[index % 2]));
	await Promise.all(senders);
	await killed;
	const runs = await ended(to);
	queue.workers[0] = await queue.another('worker');
	const counts = worked(bench);
	const orders = Array.from({ length: total }, (_, index) => String(ownOrder(index).OrderId));
	return {
		accepted,
		lost: orders.filter((order) => !counts.has(order)),
		workedTwice: moreThanOnce(counts),
		empty: runs.get('') ?? 0,
	};
}

function report(test: TestContext, answer: string, { lost, workedTwice, empty }: Outcome): void {
	test.diagnostic(
		`answer ${answer}: of 60 callbacks ${lost.length} were never worked on, ${workedTwice} twice; ` +
			`of ${empty} executions n8n has kept no event`,
	);
}

const late: Array<[string, string, NodeDefinition[]]> = [
	['when its last node finishes', 'lastNode', []],
	['by a Respond to Webhook node at its end', 'responseNode', [respondNode()]],
];

for (const [name, responseMode, last] of late) {
	it(`loses nothing to a killed worker when the workflow answers ${name}`, async (test) => {
		const to = await receiver(bench, { responseMode }, ...work(bench), ...last);
		const outcome = await killWorker(to, 60);
		report(test, name, outcome);
		assert.deepEqual(outcome.lost, []);
	});
}

it('may lose to a killed worker what was acknowledged at once', async (test) => {
	const to = await receiver(bench, {}, ...work(bench));
	const outcome = await killWorker(to, 60);
	report(test, 'at once', outcome);
	assert.ok(outcome.lost.length <= outcome.empty, 'only what n8n itself has dropped');
});

/** Starts a process anew without the package. */
async function withoutPackage(process: N8n): Promise<void> {
	await rm(join(process.userFolder, '.n8n/nodes'), { recursive: true });
	await process.restart();
}

it('needs the package in every process, or what was acknowledged does not run', async () => {
	const to = await receiver(bench, {}, noOp());
	const [webhook] = queue.webhooks;
	for (const worker of queue.workers) await withoutPackage(worker);
	assert.ok(await through(webhook, to, 1), 'the webhook process has it and acknowledges');
	await ended(to);
	const [{ status }] = await bench.n8n.executions.of(to.id);
	assert.equal(status, 'error');
	await withoutPackage(webhook);
	assert.equal(await through(webhook, to, 2), false);
	assert.match(webhook.log(), /Unrecognized node type: n8n-nodes-zhongzhiyou\.zhongzhiyouTrigger/);
	assert.equal((await bench.n8n.executions.of(to.id)).length, 1);
});
