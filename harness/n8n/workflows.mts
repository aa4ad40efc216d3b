import { asArray, asRecord, asString } from '../records.mts';
import { until } from '../until.mts';
import type { Execution } from './execution-data.mts';
import type { Executions } from './executions.mts';
import type { RestClient } from './rest.mts';
import { triggerNode, webhookPaths, type WorkflowDefinition } from './workflow-definition.mts';

/** A preflight names the methods of a webhook that is there. */
async function answersWebhooks(url: string): Promise<boolean> {
	const answer = await fetch(url, {
		method: 'OPTIONS',
		headers: { origin: 'http://localhost', 'access-control-request-method': 'POST' },
	}).catch(() => undefined);
	await answer?.arrayBuffer();
	const methods = answer?.headers.get('access-control-allow-methods') ?? '';
	return /GET|POST|PUT|PATCH|DELETE|HEAD/.test(methods);
}

/** The workflows of an n8n. */
export class Workflows {
	private readonly baseUrl: string;
	private readonly rest: RestClient;
	private readonly executions: Executions;

	constructor(baseUrl: string, rest: RestClient, executions: Executions) {
		this.baseUrl = baseUrl;
		this.rest = rest;
		this.executions = executions;
	}

	/** Stores a workflow, inactive, and returns its id. */
	async create(workflow: WorkflowDefinition): Promise<string> {
		const complete = {
			name: 'Test',
			settings: { executionOrder: 'v1' },
			...workflow,
			active: false,
		};
		return asString(asRecord(await this.rest.call('POST', '/workflows', complete)).id);
	}

	async update(id: string, workflow: WorkflowDefinition): Promise<void> {
		const { versionId } = await this.get(id);
		await this.rest.call('PATCH', `/workflows/${id}`, { ...workflow, versionId });
	}

	/** The ids of the workflows with a name. */
	async named(name: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const found = asArray(await this.rest.call('GET', `/workflows?filter=${filter}`)).map(asRecord);
		return found.filter((one) => one.name === name).map(({ id }) => asString(id));
	}

	/** A workflow as stored, or `RestError` 404. */
	async get(id: string): Promise<WorkflowDefinition> {
		const stored = asRecord(await this.rest.call('GET', `/workflows/${id}`));
		return {
			...stored,
			nodes: asArray(stored.nodes).map(asRecord),
			connections: asRecord(stored.connections),
		};
	}

	/**
	 * Activates a workflow, waits until its webhooks answer (activation returns earlier),
	 * and returns their production URLs, in the order of the nodes.
	 */
	async activate(id: string): Promise<string[]> {
		const workflow = await this.get(id);
		await this.rest.call('POST', `/workflows/${id}/activate`, { versionId: workflow.versionId });
		return await this.waitForWebhooks(workflow);
	}

	async deactivate(id: string): Promise<void> {
		await this.rest.call('POST', `/workflows/${id}/deactivate`, {});
	}

	/** The production URLs of an active workflow's webhooks, once they answer. Of use after a restart. */
	async webhookUrls(id: string): Promise<string[]> {
		return await this.waitForWebhooks(await this.get(id));
	}

	private async waitForWebhooks(
		workflow: WorkflowDefinition,
		prefix = 'webhook',
	): Promise<string[]> {
		const urls = webhookPaths(workflow).map(
			async (candidates) =>
				await until(`a webhook answers at one of ${candidates.join(', ')}`, 30_000, async () => {
					for (const path of candidates) {
						const url = `${this.baseUrl}/${prefix}/${path}`;
						if (await answersWebhooks(url)) return url;
					}
					return undefined;
				}),
		);
		return await Promise.all(urls);
	}

	/** n8n 1 and 2.0 run the workflow as the editor sends it, newer ones what they have stored. */
	private async start(id: string, workflowData: WorkflowDefinition, name: string) {
		const body = { workflowData, triggerToStartFrom: { name } };
		return asRecord(await this.rest.call('POST', `/workflows/${id}/run`, body));
	}

	/** "Listen for test event": returns the test URLs. The next call to one of them runs the workflow. */
	async listenForTestEvent(id: string): Promise<string[]> {
		const workflow = await this.get(id);
		const answer = await this.start(id, workflow, triggerNode(workflow));
		if (answer.waitingForWebhook !== true)
			throw new Error('The workflow does not wait for a webhook');
		return await this.waitForWebhooks(workflow, 'webhook-test');
	}

	/**
	 * "Execute workflow" for one that starts with a manual trigger: runs it to its end.
	 * A definition is stored first. A workflow with several triggers needs `trigger`, a node's name.
	 */
	async run(
		workflow: string | WorkflowDefinition,
		{ trigger, timeout = 60_000 }: { trigger?: string; timeout?: number } = {},
	): Promise<Execution> {
		const id = typeof workflow === 'string' ? workflow : await this.create(workflow);
		const stored = await this.get(id);
		const started = await this.start(id, stored, trigger ?? triggerNode(stored));
		if (started.executionId === undefined)
			throw new Error('The workflow waits for a webhook instead of running');
		return await this.executions.waitFor(asString(started.executionId), timeout);
	}
}
