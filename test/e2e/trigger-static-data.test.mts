// The duplicates' memory and what a Code node keeps with $getWorkflowStaticData stand in one row of
// n8n's database, which each of them writes as a whole: who overwrites whom, and what comes of it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { isRecord, type JsonRecord } from '../../harness/records.mts';
import { until } from '../../harness/until.mts';
import {
	activated,
	noOp,
	ownOrder,
	receiver,
	startingEvents,
	triggerNode,
	type Receiver,
	type TriggerParameters,
} from '../support/trigger.mts';
import {
	type Bench,
	chain,
	code,
	node,
	type NodeDefinition,
	startBench,
	target,
	usingCredential,
} from '../support/workflow.mts';

let bench: Bench;

before(async () => {
	bench = await startBench();
});

after(() => bench.close());

/** Waits for as many seconds as the callback says. */
function waitAsSent(): NodeDefinition {
	const parameters = {
		resume: 'timeInterval',
		amount: '={{ $json.body.CheckedNumber }}',
		unit: 'seconds',
	};
	return node('Wait', 'n8n-nodes-base.wait', parameters, { typeVersion: 1.1 });
}

/** Counts the executions that came this far, as workflows do. */
function counter(): NodeDefinition {
	return code(
		'Count',
		`const kept = $getWorkflowStaticData('global');
kept.runs = (kept.runs ?? 0) + 1;
$getWorkflowStaticData('node').last = $input.first().json.eventId;
return $input.all();`,
	);
}

/** The first row of an answer of n8n's database. */
function row(query: string, ...values: string[]): JsonRecord {
	const file = join(bench.n8n.userFolder, '.n8n/database.sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		const found: unknown = database.prepare(query).get(...values);
		return isRecord(found) ? found : {};
	} finally {
		database.close();
	}
}

/** What n8n has stored of a workflow's static data. */
function storedData({ id }: Receiver): JsonRecord {
	const { staticData } = row('SELECT staticData FROM workflow_entity WHERE id = ?', id);
	const stored: unknown = JSON.parse(String(staticData ?? '{}'));
	return isRecord(stored) ? stored : {};
}

/** Whether the execution of this order has ended; n8n stores its static data before that. */
function hasEnded({ id }: Receiver, order: number): boolean {
	const { count } = row(
		`SELECT count(*) AS count FROM execution_entity AS execution
		JOIN execution_data AS data ON data.executionId = execution.id
		WHERE execution.workflowId = ? AND execution.status = 'success' AND data.data LIKE ?`,
		id,
		`%"${ownOrder(order).OriginOrderId}"%`,
	);
	return Number(count) > 0;
}

function counted(to: Receiver): number {
	const { global } = storedData(to);
	return isRecord(global) ? Number(global.runs) : 0;
}

async function send(to: Receiver, order: number, seconds = 0): Promise<void> {
	await to.deliver('order.redeemed', { body: { ...ownOrder(order), CheckedNumber: seconds } });
}

/** How often each of these orders has started the workflow. */
async function runs(to: Receiver, ...orders: number[]): Promise<number[]> {
	const started = await startingEvents(bench, to);
	return orders.map(
		(order) => started.filter((one) => one.order === String(ownOrder(order).OrderId)).length,
	);
}

async function ended(to: Receiver, count: number): Promise<void> {
	await bench.n8n.executions.waitForCount(to.id, count, 60_000);
}

async function killedAndRestarted(to: Receiver): Promise<void> {
	await bench.n8n.kill9();
	await bench.n8n.restart();
	await bench.n8n.workflows.webhookUrls(to.id);
}

describe('executions one after the other', () => {
	it('keep the count and the memory, over a crash too', async () => {
		const to = await receiver(bench, {}, counter());
		const orders = [1, 2, 3, 4, 5];
		for (const order of orders) {
			await send(to, order);
			await ended(to, order);
		}
		assert.equal(counted(to), orders.length);
		await killedAndRestarted(to);
		for (const order of orders) await send(to, order);
		await pause(500);
		assert.deepEqual(await runs(to, ...orders), [1, 1, 1, 1, 1]);
		assert.equal(counted(to), orders.length);
	});
});

describe('an execution that began before a callback and writes after it', () => {
	/** The second callback comes and is done while the first is worked on. */
	async function overwritten(first: number, second: number): Promise<Receiver> {
		const to = await receiver(bench, {}, waitAsSent(), counter());
		await send(to, first, 4);
		await pause(1_000);
		await send(to, second);
		await ended(to, 2);
		return to;
	}

	it('takes the callback out of what is stored, not out of the memory of the process', async () => {
		const to = await overwritten(11, 12);
		assert.equal(counted(to), 1, 'so it does with the other execution’s count');
		await send(to, 12);
		await pause(500);
		assert.deepEqual(await runs(to, 11, 12), [1, 1]);
	});

	it('does no harm when another callback comes before a crash', async () => {
		const to = await overwritten(21, 22);
		await send(to, 23);
		await ended(to, 3);
		await killedAndRestarted(to);
		for (const order of [21, 22, 23]) await send(to, order);
		await pause(500);
		assert.deepEqual(await runs(to, 21, 22, 23), [1, 1, 1]);
	});

	it('lets the callback run again when n8n crashes before the next comes', async () => {
		const to = await overwritten(31, 32);
		await killedAndRestarted(to);
		for (const order of [31, 32]) await send(to, order);
		await ended(to, 3);
		await pause(500);
		assert.deepEqual(await runs(to, 31, 32), [1, 2]);
	});
});

describe('a count that only some executions write', () => {
	const WRITERS = 20;

	/** Redeemed tickets are counted, a while after they came; of others nothing is written. */
	async function counting(parameters: TriggerParameters): Promise<Receiver> {
		const trigger = triggerNode(
			{ outputMode: 'byKind', ...parameters },
			usingCredential(bench.credentialId),
		);
		const workflow = chain(trigger, waitAsSent(), counter(), noOp());
		workflow.connections[trigger.name] = { main: [[target('Done')], [target('Wait')]] };
		return await activated(bench, workflow);
	}

	/** How many of the counts are missing when other callbacks keep coming. */
	async function lost(parameters: TriggerParameters): Promise<number> {
		const to = await counting(parameters);
		const others: Array<Promise<void>> = [];
		for (let order = 100; order < 100 + WRITERS; order++) {
			await send(to, order, 0.2);
			await until('it is counted', 20_000, async () => {
				others.push(to.deliver('order.issued', { body: ownOrder(1_000 + others.length) }));
				await pause(30);
				return hasEnded(to, order) ? true : undefined;
			});
			await Promise.all(others);
		}
		await pause(1_000);
		return WRITERS - counted(to);
	}

	it('loses some to the memory, which is written for each callback', async (test) => {
		const missing = await lost({});
		test.diagnostic(`${missing} of ${WRITERS} counts were overwritten by the memory`);
		assert.ok(missing >= 0 && missing <= WRITERS);
	});

	it('loses none where the memory is not stored', async () => {
		assert.equal(await lost({ responseMode: 'lastNode' }), 0);
		assert.equal(await lost({ options: { deduplicate: false } }), 0);
	});
});
