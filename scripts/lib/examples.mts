import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { root } from '../../harness/base/paths.mjs';
import type { Execution } from '../../harness/n8n/execution-data.mts';
import type { N8n } from '../../harness/n8n/n8n.mts';
import { RestError } from '../../harness/n8n/rest.mts';
import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../../harness/records.mts';

/** What nodes refer to a credential by. */
export interface CredentialReference {
	id: string;
	name: string;
}

/** A workflow that n8n has. */
export interface StoredWorkflow extends WorkflowDefinition {
	id: string;
	name: string;
	/** The id of the example that it is. */
	example: string;
}

interface Example extends WorkflowDefinition {
	id: string;
	name: string;
	meta: { exampleDigest: string };
}

const credentialType = 'zhongzhiyouApi';

function withCredential(node: JsonRecord, credential: CredentialReference): JsonRecord {
	const { credentials } = node;
	return isRecord(credentials) && credentials[credentialType]
		? { ...node, credentials: { ...credentials, [credentialType]: credential } }
		: node;
}

/** What the editor adds, and n8n from 2.x on where it is missing: the part of the URL that is its own. */
function withWebhookId(node: JsonRecord, example: string): JsonRecord {
	if (!asString(node.type).endsWith('.zhongzhiyouTrigger')) return node;
	const digest = createHash('sha256')
		.update(`${example} ${asString(node.name)}`)
		.digest('hex');
	const webhookId = digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
	return { webhookId, ...node };
}

/** The workflows in `examples/`, each with an id that stays the same from one start to the next. */
export async function readExamples(credential: CredentialReference): Promise<Example[]> {
	const folder = join(root, 'examples');
	const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
	return await Promise.all(
		files.map(async (file) => {
			const text = await readFile(join(folder, file), 'utf8');
			const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
			const workflow = asRecord(JSON.parse(text));
			const id = `example-${basename(file, '.json')}`;
			const nodes = asArray(workflow.nodes).map((node) =>
				withWebhookId(withCredential(asRecord(node), credential), id),
			);
			return {
				...workflow,
				name: asString(workflow.name),
				nodes,
				connections: asRecord(workflow.connections),
				id,
				meta: { exampleDigest: digest },
			};
		}),
	);
}

/** Stores the one credential the examples use, or points it at where the sandbox is now. */
export async function seedCredential(
	n8n: N8n,
	name: string,
	data: Record<string, unknown>,
): Promise<CredentialReference> {
	const stored = asArray(await n8n.rest.call('GET', '/credentials')).map(asRecord);
	const known = stored.find((one) => one.type === credentialType && one.name === name);
	if (!known) return { id: await n8n.credentials.create(name, credentialType, data), name };
	const id = asString(known.id);
	await n8n.credentials.update(id, name, credentialType, data);
	return { id, name };
}

/** The id under which n8n keeps an example: its own, or one of n8n 1's choice. */
async function find(n8n: N8n, { id, name }: Example): Promise<string | undefined> {
	try {
		await n8n.workflows.get(id);
		return id;
	} catch (error) {
		if (!(error instanceof RestError && [403, 404].includes(error.status))) throw error;
		return (await n8n.workflows.named(name)).at(0);
	}
}

/** Stores an example unless it is there; an example that was changed in the package replaces it. */
export async function importExample(n8n: N8n, workflow: Example): Promise<StoredWorkflow> {
	const { id: example, meta } = workflow;
	const id = (await find(n8n, workflow)) ?? (await n8n.workflows.create(workflow));
	const stored = await n8n.workflows.get(id);
	if (!isRecord(stored.meta) || stored.meta.exampleDigest !== meta.exampleDigest) {
		await n8n.workflows.update(id, { ...workflow, id });
	}
	const now = await n8n.workflows.get(id);
	return { ...now, id, example, name: asString(now.name) };
}

export function hasTrigger({ nodes }: WorkflowDefinition): boolean {
	return nodes.some(
		({ type, disabled }) => asString(type).endsWith('.zhongzhiyouTrigger') && !disabled,
	);
}

/** The texts and numbers under names that match, at any depth. */
function collect(value: unknown, key: RegExp): string[] {
	if (Array.isArray(value)) return value.flatMap((inner) => collect(inner, key));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		key.test(name) && ['string', 'number'].includes(typeof inner) && inner !== ''
			? [String(inner)]
			: collect(inner, key),
	);
}

/** What `describeOrder` finds. */
export interface OrderSummary {
	products: string[];
	orderIds: string[];
	statuses: string[];
	issued: boolean;
	vouchers: string[];
	qrCodes: Array<{ name: string; code: string }>;
}

/** What an execution of an order workflow did, read from what its nodes put out. */
export function describeOrder(execution: Execution, workflow: WorkflowDefinition): OrderSummary {
	const outputs = (...operations: unknown[]): JsonRecord[] =>
		workflow.nodes
			.filter(({ parameters }) => isRecord(parameters) && operations.includes(parameters.operation))
			.flatMap(({ name }) => execution.items(asString(name)).map(({ json }) => json));
	const unique = (values: string[]): string[] => [...new Set(values)];
	const order = outputs('create', 'pay');
	const qrCodes = outputs('getQrCodes');
	return {
		products: unique(
			collect([...outputs('get', 'getMany'), ...order, ...qrCodes], /^ProductName$/i),
		),
		orderIds: unique(collect(order, /^OrderId$/i)),
		statuses: unique(collect(order, /^status$/)),
		issued: order.some(({ status }) => status === 'issued'),
		vouchers: unique(collect(order, /Voucher(Code|No)?$/i)),
		qrCodes: qrCodes
			.filter(({ QrCode }) => QrCode)
			.map(({ Name, QrCode }) => ({ name: String(Name ?? ''), code: String(QrCode) })),
	};
}
