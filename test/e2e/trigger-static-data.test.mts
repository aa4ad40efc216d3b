// The duplicates' memory and what a Code node keeps with $getWorkflowStaticData stand in one row of
// n8n's database, which each of them writes as a whole: who overwrites whom, and what comes of it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
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
import { bench, useBench } from '../support/use-bench.mts';
import {
	chain,
	code,
	node,
	type NodeDefinition,
	target,
	usingCredential,
} from '../support/workflow.mts';

useBench();

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

/** The memory as n8n has stored it; empty where there is none. */
function storedMemory(to: Receiver): string {
	const { 'node:Trigger': own } = storedData(to);
	return isRecord(own) ? String(own.accepted ?? '') : '';
}

describe('executions that write static data', () => {
	// Each began with what was stored before its callback was, and puts that back at its end.
	it('keep the count, and take the memory out of what is stored, not out of the process', async () => {
		const to = await receiver(bench, {}, counter());
		const orders = [1, 2, 3, 4, 5];
		for (const order of orders) {
			await send(to, order);
			await ended(to, order);
		}
		assert.equal(counted(to), orders.length);
		assert.equal(storedMemory(to), '');
		for (const order of orders) await send(to, order);
		await pause(500);
		assert.deepEqual(await runs(to, ...orders), [1, 1, 1, 1, 1]);
	});

	it('let callbacks run again that come once more after a crash', async () => {
		const to = await receiver(bench, {}, counter());
		await send(to, 11);
		await ended(to, 1);
		await send(to, 12);
		await ended(to, 2);
		await killedAndRestarted(to);
		for (const order of [11, 12]) await send(to, order);
		await ended(to, 4);
		assert.deepEqual(await runs(to, 11, 12), [2, 2]);
	});

	it('overwrite one another when they overlap, as in any workflow', async () => {
		const to = await receiver(bench, {}, waitAsSent(), counter());
		await send(to, 21, 4);
		await pause(1_000);
		await send(to, 22);
		await ended(to, 2);
		assert.equal(counted(to), 1);
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
