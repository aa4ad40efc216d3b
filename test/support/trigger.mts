// The trigger in a real n8n: workflows that start with it, and callbacks sent to them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import {
	unflatten,
	type Execution,
	type ExecutionSummary,
} from '../../harness/n8n/execution-data.mts';
import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import { packageName } from '../../harness/package/pack.mts';
import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../../harness/records.mts';
import type { EventName } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import {
	buildCallback,
	sendCallback,
	type CallbackAnswer,
	type CallbackOptions,
	type SampleOptions,
} from '../../sandbox/callbacks/callback.mts';
import {
	type Bench,
	byId,
	chain,
	node,
	type NodeDefinition,
	target,
	usingCredential,
} from './workflow.mts';

export const triggerType = `${packageName}.zhongzhiyouTrigger`;

export const outputNames = ['Issued', 'Redeemed', 'Refund', 'Product', 'Other'];

/** What a trigger is tried with: the events and options that are not the default. */
export type TriggerParameters = JsonRecord & { options?: JsonRecord };

/** A trigger node, with the parameters that the editor would store. */
export function triggerNode(
	parameters: TriggerParameters = {},
	settings: JsonRecord = {},
): NodeDefinition {
	const stored = { events: ['*'], outputMode: 'single', responseMode: 'onReceived', options: {} };
	return node(
		'Trigger',
		triggerType,
		{ ...stored, ...parameters },
		{ typeVersion: 1.1, webhookId: randomUUID(), ...settings },
	);
}

export function noOp(name = 'Done'): NodeDefinition {
	return node(name, 'n8n-nodes-base.noOp');
}

/** Waits for so many seconds, in the running process. */
export function waitNode(seconds: number, name = 'Wait'): NodeDefinition {
	const parameters = { resume: 'timeInterval', amount: seconds, unit: 'seconds' };
	return node(name, 'n8n-nodes-base.wait', parameters, {
		typeVersion: 1.1,
		webhookId: randomUUID(),
	});
}

/**
 * The last node of a workflow that answers for itself; `code` is what the vendor is told. From
 * version 1.1 on it fails unless a node of n8n's own that has a webhook is before it.
 */
export function respondNode(
	code: number | string = 1000,
	{ name = 'Respond', typeVersion = 1 } = {},
): NodeDefinition {
	const responseBody = `{ "Code": ${code}, "IsSuccess": ${code === 1000}, "LogId": "", "Message": "收到通知" }`;
	return node(
		name,
		'n8n-nodes-base.respondToWebhook',
		{ respondWith: 'json', responseBody, options: {} },
		{ typeVersion },
	);
}

/** Trigger with one output a kind of event, each leading to a node of the output's name. */
export function byKind(trigger: NodeDefinition, executionOrder = 'v1'): WorkflowDefinition {
	return {
		name: 'By kind',
		nodes: [trigger, ...outputNames.map((name) => noOp(name))],
		connections: { [trigger.name]: { main: outputNames.map((name) => [target(name)]) } },
		settings: { executionOrder },
	};
}

/** What is sent: as `buildCallback` takes it, where what is left out is the sandbox's own. */
export type SendOptions = Partial<SampleOptions>;

/** An active workflow that starts with the trigger. */
export class Receiver {
	readonly id: string;
	readonly url: string;
	private readonly bench: Bench;

	constructor(bench: Bench, id: string, url: string) {
		this.bench = bench;
		this.id = id;
		this.url = url;
	}

	/** Who signs, and for which URL, unless told otherwise. */
	signing(): CallbackOptions {
		const { partnerId, signKey } = this.bench.sandbox.identity;
		return { url: this.url, partnerId, signKey };
	}

	async send(event: EventName, options: SendOptions = {}): Promise<CallbackAnswer> {
		return await sendCallback(buildCallback(event, { ...this.signing(), ...options }));
	}

	/** Sends one and gives the bare response. */
	async raw(event: EventName, options: SendOptions = {}): Promise<Response> {
		const { url, headers, body } = buildCallback(event, { ...this.signing(), ...options });
		return await fetch(url, { method: 'POST', headers, body });
	}

	/** Sends one and requires that it is acknowledged. */
	async deliver(event: EventName, options: SendOptions = {}): Promise<void> {
		const answer = await this.send(event, options);
		assert.ok(answer.acknowledged, `${event}: ${answer.status} ${answer.text}`);
	}

	/** From now on the sandbox sends its callbacks here. */
	register(signedPath?: string): void {
		this.bench.sandbox.callbacks.target = { url: this.url, signedPath };
	}

	/** Executions there are now, oldest first. */
	async executions(): Promise<ExecutionSummary[]> {
		return (await this.bench.n8n.executions.of(this.id)).reverse();
	}

	/** Waits for this many executions to end, requires that there are no more, oldest first. */
	async finished(count: number, timeout = 30_000): Promise<Execution[]> {
		const { n8n } = this.bench;
		if (count > 0) await n8n.executions.waitForCount(this.id, count, timeout);
		const summaries = await this.executions();
		assert.equal(summaries.length, count, `${count} executions: ${JSON.stringify(summaries)}`);
		return await Promise.all(summaries.map(async ({ id }) => await n8n.executions.waitFor(id)));
	}

	/** What the trigger put out in each of this many executions, oldest first. */
	async events(count: number): Promise<JsonRecord[]> {
		return (await this.finished(count)).map(eventOf);
	}
}

/** The event that started an execution, whichever output it left by. */
export function eventOf(execution: Execution): JsonRecord {
	const outputs = execution.nodes.Trigger?.at(0)?.outputs ?? [];
	const items = outputs.flat();
	assert.equal(items.length, 1, `one item: ${JSON.stringify(outputs)} ${execution.status}`);
	return items[0].json;
}

/** The vendor's part of an event. */
export function noticeOf(event: JsonRecord): JsonRecord {
	return asRecord(event.body);
}

/** Creates and activates a workflow that starts with the trigger. */
export async function receiver(
	bench: Bench,
	parameters: TriggerParameters = {},
	...nodes: NodeDefinition[]
): Promise<Receiver> {
	const trigger = triggerNode(parameters, usingCredential(bench.credentialId));
	return await activated(bench, chain(trigger, ...nodes));
}

/** Activates a workflow of any shape that starts with the trigger. */
export async function activated(bench: Bench, workflow: WorkflowDefinition): Promise<Receiver> {
	const id = await bench.n8n.workflows.create(workflow);
	const [url] = await bench.n8n.workflows.activate(id);
	return new Receiver(bench, id, url);
}

/** The body of one event that no other callback has: an order of its own. */
export function ownOrder(number: number): { OrderId: number; OriginOrderId: string } {
	return { OrderId: 9_000_000 + number, OriginOrderId: `T-${number}` };
}

/** An execution, and the order of the callback that started it. */
export interface Started {
	id: string;
	status: string;
	/** The OrderId; empty where n8n has kept nothing of what started the execution. */
	order: string;
}

function itemsIn(taskData: unknown): JsonRecord[] {
	const data = isRecord(taskData) && isRecord(taskData.data) ? taskData.data : {};
	const outputs = Array.isArray(data.main) ? data.main : [];
	return outputs.flatMap((items) => (Array.isArray(items) ? items.map(asRecord) : []));
}

/**
 * The event an execution started with. Of one that n8n recovered after a crash, only what was to
 * be run still holds it: n8n puts an empty item in the place of what the trigger put out.
 */
function startingEvent(data: JsonRecord): JsonRecord | undefined {
	const { resultData, executionData } = data;
	const runs = isRecord(resultData) && isRecord(resultData.runData) ? resultData.runData : {};
	const ran = Array.isArray(runs.Trigger) ? runs.Trigger : [];
	const stack = isRecord(executionData) ? asArray(executionData.nodeExecutionStack) : [];
	const events = [...ran, ...stack].flatMap(itemsIn).map(({ json }) => asRecord(json));
	return events.find(({ body }) => isRecord(body));
}

/** All executions of a receiver by the order they are about, whatever became of them. */
export async function startingEvents(bench: Bench, { id }: Receiver): Promise<Started[]> {
	const started: Started[] = [];
	for (const summary of await bench.n8n.executions.of(id)) {
		const stored = asRecord(await bench.n8n.rest.call('GET', `/executions/${summary.id}`));
		const event = startingEvent(asRecord(unflatten(asString(stored.data))));
		started.push({
			id: summary.id,
			status: asString(stored.status),
			order: event === undefined ? '' : asString(noticeOf(event).OrderId),
		});
	}
	return started;
}

/** How often each value is there. */
export function count(values: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return counts;
}

/** How many of what was counted are there more than once. */
export function moreThanOnce(counts: Map<string, number>): number {
	return [...counts.values()].filter((times) => times > 1).length;
}

/** A workflow's work on an event, which the sandbox sees; and a second before it, to die in. */
export function work(bench: Bench): NodeDefinition[] {
	const productId = byId('={{ $json.body.OrderId }}');
	return [
		waitNode(1),
		bench.zhongzhiyou('Work', 'product.get', { productId }, { onError: 'continueRegularOutput' }),
	];
}

/** How often each order was worked on. */
export function worked(bench: Bench): Map<string, number> {
	const urls = bench.requests('getProductByDistributor').map(({ url }) => new URL(url, 'http://x'));
	return count(urls.map(({ searchParams }) => searchParams.get('productId') ?? ''));
}
