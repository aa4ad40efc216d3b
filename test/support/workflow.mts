// Workflows built in a few words, and a real n8n beside a sandbox to run them in.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { DateTime } from 'luxon';

import type { Execution, Item, NodeError } from '../../harness/n8n/execution-data.mts';
import { startN8n, type N8n, type StartOptions } from '../../harness/n8n/n8n.mts';
import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import { packageName } from '../../harness/package/pack.mts';
import { asRecord, type JsonRecord } from '../../harness/records.mts';
import type { LoggedRequest } from '../../sandbox/control/request-log.mts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.mts';
import { residentIdCard } from './id-cards.mts';

export const actionType = `${packageName}.zhongzhiyou`;
export const credentialType = 'zhongzhiyouApi';

const CHINA = 'Asia/Shanghai';

export interface NodeDefinition extends JsonRecord {
	name: string;
	type: string;
	parameters: JsonRecord;
}

export function node(
	name: string,
	type: string,
	parameters: JsonRecord = {},
	settings: JsonRecord = {},
): NodeDefinition {
	return {
		id: randomUUID(),
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		...settings,
	};
}

export function manualTrigger(name = 'Start'): NodeDefinition {
	return node(name, 'n8n-nodes-base.manualTrigger');
}

/** A Code node that runs once for all items. */
export function code(name: string, jsCode: string): NodeDefinition {
	return node(name, 'n8n-nodes-base.code', { jsCode }, { typeVersion: 2 });
}

/** A Code node that puts out these items. */
export function items(list: JsonRecord[], name = 'Items'): NodeDefinition {
	return code(name, `return ${JSON.stringify(list)}.map((json) => ({ json }));`);
}

/** Connects nodes by their first outputs, one after the other. */
export function chain(...nodes: NodeDefinition[]): WorkflowDefinition {
	const connections = Object.fromEntries(
		nodes.slice(1).map(({ name }, index) => [nodes[index].name, { main: [[target(name)]] }]),
	);
	const placed = nodes.map((one, index) => ({ ...one, position: [index * 220, 0] }));
	return { name: 'Test', nodes: placed, connections, settings: { executionOrder: 'v1' } };
}

/** The end of a connection. */
export function target(name: string): JsonRecord {
	return { node: name, type: 'main', index: 0 };
}

/** What the resource locators of the editor hold. */
export function byId(value: string | number): JsonRecord {
	return { __rl: true, mode: 'id', value: String(value) };
}

/** A day from today in China, as `yyyy-MM-dd`. */
export function day(daysAhead: number): string {
	return DateTime.now().setZone(CHINA).plus({ days: daysAhead }).toFormat('yyyy-MM-dd');
}

/** A visitor, each index with an ID card of their own. */
export function visitor(index: number): { name: string; mobile: string; idCard: string } {
	const digits = String(index).padStart(3, '0');
	return {
		name: `游客${index}`,
		mobile: `18102623${digits}`,
		idCard: residentIdCard(index),
	};
}

export function jsonOf(list: Item[]): JsonRecord[] {
	return list.map(({ json }) => json);
}

/** The items that outputs are paired with, as n8n stores it. */
export function pairsOf(list: Item[]): unknown[] {
	return list.map(({ pairedItem }) => asRecord(pairedItem).item);
}

/** The body of a request, parsed; the digits of long numbers are for `body` itself. */
export function bodyOf({ body }: LoggedRequest): JsonRecord {
	return asRecord(JSON.parse(body));
}

/** Fails with the execution's own words unless it succeeded. */
export function assertSucceeded(execution: Execution): void {
	const { error } = execution;
	assert.equal(execution.status, 'success', `${error?.message}: ${String(error?.description)}`);
}

/** The error of a node that failed the execution. */
export function errorOf(execution: Execution, name: string): NodeError {
	assert.equal(execution.status, 'error');
	const error = execution.nodes[name]?.at(-1)?.error;
	assert.ok(error, `${name} has no error`);
	return error;
}

/** What an error item of Continue On Fail says. */
export function errorIn(item: Item): JsonRecord {
	return asRecord(item.json.error);
}

/** A running n8n and a sandbox that a credential in it points at. */
export class Bench {
	readonly n8n: N8n;
	readonly sandbox: Sandbox;
	readonly credentialId: string;

	constructor(n8n: N8n, sandbox: Sandbox, credentialId: string) {
		this.n8n = n8n;
		this.sandbox = sandbox;
		this.credentialId = credentialId;
	}

	async close(): Promise<void> {
		try {
			await this.n8n.stop();
		} finally {
			await this.sandbox.close();
		}
	}

	/** The sandbox as new: no orders, no logged requests, no faults, nowhere to call back. */
	reset(): void {
		this.sandbox.upstream.reset();
		this.sandbox.requests.reset();
		this.sandbox.faults.clear();
		this.sandbox.callbacks.reset();
		this.sandbox.callbacks.target = undefined;
	}

	/** A Zhongzhiyou node; `operation` is written as `order.create`. */
	zhongzhiyou(
		name: string,
		operation: string,
		parameters: JsonRecord = {},
		settings: JsonRecord = {},
	): NodeDefinition {
		const [resource, value] = operation.split('.');
		return node(
			name,
			actionType,
			{ resource, operation: value, ...parameters },
			{ ...usingCredential(this.credentialId), ...settings },
		);
	}

	/** A credential for the sandbox with other fields. */
	async credential(changes: Record<string, string> = {}): Promise<string> {
		const data = { ...credentialData(this.sandbox), ...changes };
		return await this.n8n.credentials.create('ZZY', credentialType, data);
	}

	/** Runs manual trigger → items → these nodes. */
	async run(input: JsonRecord[], ...nodes: NodeDefinition[]): Promise<Execution> {
		return await this.n8n.workflows.run(chain(manualTrigger(), items(input), ...nodes));
	}

	/** Requests of one operation (operationId), oldest first; all without a name. */
	requests(operation?: string): LoggedRequest[] {
		return this.sandbox.requests.list({ operation });
	}

	/** Places orders without n8n, one for each quantity, and returns their numbers. */
	placeOrders(productId: number, ...quantities: number[]): number[] {
		return quantities.map(
			(quantity) =>
				this.sandbox.upstream.orders.create({
					productId,
					visitDate: day(3),
					beginTime: undefined,
					quantity,
					visitors: Array.from({ length: quantity }, (_, index) => visitor(index)),
					originOrderId: randomUUID(),
					contact: visitor(0),
					content: '',
				}).orderId,
		);
	}
}

/** The node setting that chooses a credential. */
export function usingCredential(id: string): JsonRecord {
	return { credentials: { [credentialType]: { id, name: 'ZZY' } } };
}

/** What the credential of a sandbox holds. */
export function credentialData(sandbox: Sandbox): Record<string, string> {
	const { baseUrl, identity } = sandbox;
	return { baseUrl, partnerId: identity.partnerId, signKey: identity.signKey, previousSignKey: '' };
}

export interface BenchOptions {
	n8n?: StartOptions;
	sandbox?: SandboxOptions;
}

/** Starts both; `close()` ends them. */
export async function startBench(options: BenchOptions = {}): Promise<Bench> {
	const sandbox = await startSandbox({
		...options.sandbox,
		settings: { issueDelayMs: null, reviewDelayMs: null, ...options.sandbox?.settings },
	});
	let n8n: N8n | undefined;
	try {
		n8n = await startN8n(options.n8n);
		const id = await n8n.credentials.create('ZZY', credentialType, credentialData(sandbox));
		return new Bench(n8n, sandbox, id);
	} catch (error) {
		// An open server or a running n8n would keep the test process alive for ever.
		await n8n?.kill9();
		await sandbox.close();
		throw error;
	}
}
