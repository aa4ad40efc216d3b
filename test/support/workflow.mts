import { randomUUID } from 'node:crypto';

import { DEFAULT_PARTNER_ID, DEFAULT_SIGN_KEY } from '../../sandbox/defaults.mts';
import { type Sandbox, startSandbox, type SandboxOptions } from '../../sandbox/server.mts';
import { packageName, type N8n, startN8n, type StartOptions } from './n8n.mts';

/** A node of a workflow under test. */
export interface TestNode {
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	id: string;
	[setting: string]: unknown;
}

/** A real n8n with the nodes, the sandbox, and a credential that fits. */
export interface Stage {
	n8n: N8n;
	sandbox: Sandbox;
	credentialId: string;
	close(): Promise<void>;
}

export async function openStage(
	options: StartOptions = {},
	sandboxOptions: SandboxOptions = {},
): Promise<Stage> {
	const sandbox = await startSandbox(sandboxOptions);
	const n8n = await startN8n(options);
	const credentialId = await n8n.createCredential(
		'Zhongzhiyou account',
		'zhongzhiyouApi',
		credentialData(sandbox.baseUrl),
	);
	return {
		n8n,
		sandbox,
		credentialId,
		close: async () => {
			await n8n.stop();
			await sandbox.close();
		},
	};
}

export function credentialData(baseUrl: string): Record<string, string> {
	return { baseUrl, partnerId: DEFAULT_PARTNER_ID, signKey: DEFAULT_SIGN_KEY, previousSignKey: '' };
}

export function node(
	name: string,
	type: string,
	parameters: Record<string, unknown> = {},
	settings: Record<string, unknown> = {},
): TestNode {
	return {
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		id: randomUUID(),
		...settings,
	};
}

/** The action node, with the stage's credential. */
export function zhongzhiyou(
	stage: Stage,
	name: string,
	parameters: Record<string, unknown>,
	settings: Record<string, unknown> = {},
): TestNode {
	return node(name, `${packageName}.zhongzhiyou`, parameters, {
		credentials: credentialOf(stage.credentialId),
		...settings,
	});
}

export function credentialOf(id: string): Record<string, unknown> {
	return { zhongzhiyouApi: { id, name: 'Zhongzhiyou account' } };
}

/** A manual trigger. */
export const START = (): TestNode => node('Start', 'n8n-nodes-base.manualTrigger');

/** A Code node that gives these items. */
export function items(list: object[], name = 'Items'): TestNode {
	const jsCode = `return ${JSON.stringify(list.map((json) => ({ json })))};`;
	return node(name, 'n8n-nodes-base.code', { jsCode }, { typeVersion: 2 });
}

/** A product by its number, as the editor stores the choice. */
export function byId(value: number | string): object {
	return { __rl: true, mode: 'id', value };
}

type Connections = Record<string, { main: Array<Array<{ node: string; type: 'main'; index: 0 }>> }>;

/** A workflow whose nodes follow one another; `branches` adds outputs by number. */
export function chain(
	nodes: TestNode[],
	settings: Record<string, unknown> = {},
	branches: Array<[from: string, output: number, to: string]> = [],
): { name: string; nodes: TestNode[]; connections: Connections; settings: object } {
	const connections: Connections = {};
	const connect = (from: string, output: number, to: string): void => {
		const { main } = (connections[from] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output]?.push({ node: to, type: 'main', index: 0 });
	};
	const branched = new Set(branches.map(([, , to]) => to));
	const line = nodes.filter(({ name }) => !branched.has(name));
	line.slice(1).forEach(({ name }, index) => connect(line[index]?.name ?? '', 0, name));
	for (const [from, output, to] of branches) connect(from, output, to);
	return { name: 'Test', nodes, connections, settings: { executionOrder: 'v1', ...settings } };
}
