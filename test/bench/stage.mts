import { join } from 'node:path';

import { root } from '../../harness/base/paths.mjs';
import { startN8n, type N8n } from '../../harness/n8n/n8n.mts';
import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import { startSandboxProcess, type SandboxProcess } from '../../harness/sandbox-process.mts';
import type { NodeDefinition } from '../support/workflow.mts';

/** n8n's expression engine settings under which the contestants meet. */
export const ENGINES = {
	default: {},
	lazy: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	legacy: { N8N_EXPRESSION_ENGINE: 'legacy' },
} as const satisfies Record<string, Record<string, string>>;

export type Engine = keyof typeof ENGINES;

/** A fresh n8n and a fresh sandbox, with the credentials the contestants need. */
export interface Stage {
	engine: Engine;
	n8n: N8n;
	sandbox: SandboxProcess;
	/** What nodes refer to their credential by. */
	credentials: Record<string, { id: string; name: string }>;
	/** Stores a workflow, activates it and gives its id and the URL of its one webhook. */
	publish(workflow: WorkflowDefinition): Promise<{ id: string; url: string }>;
	close(): Promise<void>;
}

export async function openStage(
	engine: Engine,
	environment: Record<string, string> = {},
): Promise<Stage> {
	const sandbox = await startSandboxProcess();
	const env = {
		N8N_CUSTOM_EXTENSIONS: join(root, 'test/bench/floor-node'),
		...ENGINES[engine],
		...environment,
	};
	const n8n = await startN8n({ env }).catch(async (error: unknown) => {
		await sandbox.close();
		throw error;
	});
	const { baseUrl, partnerId, signKey } = sandbox;
	const close = async (): Promise<void> => {
		await n8n.stop();
		await sandbox.close();
	};
	const store = async (name: string, type: string, data: Record<string, unknown>) => ({
		[type]: { id: await n8n.credentials.create(name, type, data), name },
	});
	try {
		const own = { baseUrl, partnerId, signKey, previousSignKey: '' };
		return {
			engine,
			n8n,
			sandbox,
			credentials: {
				...(await store('ZZY', 'zhongzhiyouApi', own)),
				...(await store('HMAC', 'crypto', { hmacSecret: signKey })),
			},
			async publish(workflow) {
				const id = await n8n.workflows.create(workflow);
				const [url] = await n8n.workflows.activate(id);
				return { id, url };
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/** A node that uses one of the stage's credentials. */
export function withCredential(stage: Stage, type: string, node: NodeDefinition): NodeDefinition {
	return { ...node, credentials: { [type]: stage.credentials[type] } };
}
