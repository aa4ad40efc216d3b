import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { types } from 'node:util';
import { runInThisContext } from 'node:vm';

import {
	CredentialTestContext,
	ExecuteContext,
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	HookContext,
	LoadOptionsContext,
	SupplyDataContext,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createEmptyRunExecutionData,
	createRunExecutionData,
	ICredentialsHelper,
	NodeConnectionTypes,
	NodeError,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialTestFunctions,
	type IDataObject,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { parse, stringify } from 'flatted';

import { ZhongzhiyouApi } from '../../credentials/ZhongzhiyouApi.credentials.ts';
import { DEFAULT_TIMEOUT } from '../../nodes/Zhongzhiyou/api/request.ts';
import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { ZhongzhiyouTrigger } from '../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';

/**
 * Runs the package's nodes in this process, through n8n-core's own contexts: parameters and their
 * expressions, credentials, HTTP and errors are n8n's; only what n8n keeps in its database is
 * replaced by objects.
 */

/**
 * In n8n there is one realm. Under Jest the errors of Node's own modules come from another one than
 * the code under test, and would not be `instanceof Error`.
 */
function joinRealms(): void {
	const ordinary = Function.prototype[Symbol.hasInstance];
	const outerAggregate: unknown = runInThisContext('AggregateError');
	const join = (own: object, isOne: (value: unknown) => boolean) => {
		Object.defineProperty(own, Symbol.hasInstance, {
			configurable: true,
			// Inherited by every subclass, where it has to mean what it always does.
			value(this: unknown, value: unknown): boolean {
				return ordinary.call(this, value) || (this === own && isOne(value));
			},
		});
	};
	join(Error, types.isNativeError);
	join(AggregateError, (value) => ordinary.call(outerAggregate, value));
}

joinRealms();

// n8n-core writes a settings file when it is first used.
const userFolder = mkdtempSync(join(tmpdir(), 'zhongzhiyou-unit-'));
process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'true';
// It also reports each error of a whole execution to the console.
process.env.N8N_LOG_LEVEL = 'silent';
afterAll(() => rmSync(userFolder, { recursive: true, force: true }));

export const PARTNER_ID = '9258';

export const SIGN_KEY = 'a-Key-that-must-never-be-shown-1a2b3c';

/** A credential's data, as n8n keeps it. */
export function credentialFor(
	baseUrl: string,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return { baseUrl, partnerId: PARTNER_ID, signKey: SIGN_KEY, previousSignKey: '', ...changes };
}

function unused(name: string): never {
	throw new Error(`${name} is not part of this test`);
}

/** n8n's store of credentials, of one credential; counts how often it was decrypted. */
export class Credentials extends ICredentialsHelper {
	/** Undefined: the credential is gone. */
	data: ICredentialDataDecryptedObject | undefined;

	decrypted = 0;

	constructor(data: ICredentialDataDecryptedObject | undefined) {
		super();
		this.data = data;
	}

	override getParentTypes(): string[] {
		return [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await new ZhongzhiyouApi().authenticate(credentials, request);
	}

	override async preAuthentication(): Promise<undefined> {}

	override async runPreAuthentication(): Promise<undefined> {}

	override async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		this.decrypted++;
		if (this.data === undefined) throw new Error('Credential with ID "1" does not exist');
		return { ...this.data };
	}

	override async getCredentials(): Promise<ICredentials> {
		return unused('getCredentials');
	}

	override async updateCredentials(): Promise<void> {
		unused('updateCredentials');
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		unused('updateCredentialsOauthTokenData');
	}

	override getCredentialsProperties(): INodeProperties[] {
		return new ZhongzhiyouApi().properties;
	}
}

/** The node types of this n8n: one. */
function onlyType(type: INodeType): INodeTypes {
	return {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
}

export interface WorkflowSettings {
	parameters?: INodeParameters;
	credentials?: Credentials;
	/** Without one the node has no credential chosen at all. */
	hasCredential?: boolean;
	workflowId?: string;
	nodeId?: string;
	executionId?: string;
	staticData?: IDataObject;
	/** Members of the node, such as onError. */
	node?: Partial<INode>;
	/** Of the workflow; n8n's own default is New York. */
	timezone?: string;
	/** The public address of webhooks. */
	webhookBaseUrl?: string;
}

export interface Stage {
	workflow: Workflow;
	node: INode;
	credentials: Credentials;
	additionalData: IWorkflowExecuteAdditionalData;
}

/** A workflow of one node, with n8n's defaults filled in for parameters that are not given. */
export function stage(type: INodeType, settings: WorkflowSettings = {}): Stage {
	const { name, version } = type.description;
	const given: INode = {
		id: settings.nodeId ?? 'b7d1f0aa-5e9c-4b07-9d2e-0c3a52f1e6d4',
		name: type.description.displayName,
		type: `n8n-nodes-zhongzhiyou.${name}`,
		typeVersion: typeof version === 'number' ? version : 1,
		position: [0, 0],
		webhookId: 'c0ffee00-0000-4000-8000-000000000001',
		parameters: settings.parameters ?? {},
		...(settings.hasCredential === false
			? {}
			: { credentials: { zhongzhiyouApi: { id: '1', name: 'Zhongzhiyou account' } } }),
		...settings.node,
	};
	const workflow = new Workflow({
		id: settings.workflowId ?? 'wF7kQ2',
		name: 'Test',
		nodes: [given],
		connections: {},
		active: false,
		nodeTypes: onlyType(type),
		staticData: settings.staticData,
		settings: { timezone: settings.timezone ?? 'America/New_York' },
	});
	const credentials = settings.credentials ?? new Credentials(credentialFor('http://127.0.0.1:9'));
	const node = workflow.getNode(given.name);
	if (node === null) throw new Error('The workflow has lost its node');
	return {
		workflow,
		node,
		credentials,
		additionalData: {
			credentialsHelper: credentials,
			externalSecretsProxy: new ExternalSecretsProxy(),
			executeWorkflow: async () => unused('executeWorkflow'),
			getRunExecutionData: async () => unused('getRunExecutionData'),
			getRuntimeCredential: async () => unused('getRuntimeCredential'),
			executionId: settings.executionId ?? '4711',
			currentNodeExecutionIndex: 0,
			restApiUrl: 'http://localhost:5678/rest',
			instanceBaseUrl: 'http://localhost:5678/',
			formBaseUrl: 'http://localhost:5678/form',
			formWaitingBaseUrl: 'http://localhost:5678/form-waiting',
			formTestBaseUrl: 'http://localhost:5678/form-test',
			webhookBaseUrl: settings.webhookBaseUrl ?? 'http://localhost:5678/webhook',
			webhookWaitingBaseUrl: 'http://localhost:5678/webhook-waiting',
			webhookTestBaseUrl: 'http://localhost:5678/webhook-test',
			mcpBaseUrl: 'http://localhost:5678/mcp',
			mcpTestBaseUrl: 'http://localhost:5678/mcp-test',
			variables: {},
			logAiEvent: () => unused('logAiEvent'),
			startRunnerTask: async () => unused('startRunnerTask'),
		},
	};
}

export interface RunSettings extends WorkflowSettings {
	/** Data of the input items; one empty item unless given. */
	items?: IDataObject[];
	signal?: AbortSignal;
	runIndex?: number;
	mode?: WorkflowExecuteMode;
}

/** The context in which n8n executes a node. */
export function executeContext(type: INodeType, settings: RunSettings = {}): ExecuteContext {
	const { workflow, node, additionalData } = stage(type, settings);
	const items = (settings.items ?? [{}]).map((json): INodeExecutionData => ({ json }));
	const data = { main: [items] };
	return new ExecuteContext(
		workflow,
		node,
		additionalData,
		settings.mode ?? 'trigger',
		createEmptyRunExecutionData(),
		settings.runIndex ?? 0,
		items,
		data,
		{ data, node, source: null },
		[],
		settings.signal,
	);
}

/** Executes a node as n8n does, for all its outputs. */
export async function execute(
	type: INodeType,
	settings: RunSettings = {},
): Promise<INodeExecutionData[][]> {
	if (type.execute === undefined) throw new Error('This node has no execute()');
	const outputs = await type.execute.call(executeContext(type, settings));
	if (!Array.isArray(outputs)) throw new Error('The node gave no list of outputs');
	return outputs;
}

/**
 * Executes a workflow of one node as n8n does, tries of Retry On Fail and all.
 *
 * @param data of a failed execution, to be retried
 */
export async function runInWorkflow(
	type: INodeType,
	settings: RunSettings = {},
	data?: IRunExecutionData,
): Promise<IRun> {
	const { workflow, node, additionalData } = stage(type, settings);
	const mode = settings.mode ?? 'trigger';
	const items = (settings.items ?? [{}]).map((json): INodeExecutionData => ({ json }));
	const start = { node, data: { main: [items] }, source: null };
	additionalData.hooks = new ExecutionLifecycleHooks(mode, additionalData.executionId ?? '', {
		id: workflow.id,
		name: 'Test',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: [node],
		connections: {},
	});
	return await new WorkflowExecute(
		additionalData,
		mode,
		data ?? createRunExecutionData({ executionData: { nodeExecutionStack: [start] } }),
	).processRunExecutionData(workflow);
}

/** The data of a failed execution as n8n starts its retry with it: stored, restored, without the error. */
export function retryDataOf({ data }: IRun): IRunExecutionData {
	const restored: IRunExecutionData = parse(stringify(data));
	const { runData, lastNodeExecuted } = restored.resultData;
	delete restored.resultData.error;
	const runs = runData[lastNodeExecuted ?? ''];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
	return restored;
}

/** Calls the action node as a tool, in the context in which n8n's MCP server and older agents do. */
export async function callTool(
	settings: RunSettings & { arguments: IDataObject },
): Promise<INodeExecutionData[]> {
	const type = new Zhongzhiyou();
	// n8n makes a type of its own of it; by the end of its name parameters are shown for a tool.
	type.description = { ...type.description, name: `${type.description.name}Tool` };
	const { workflow, node, additionalData } = stage(type, settings);
	const data = { main: [[{ json: {} }]] };
	const context = new SupplyDataContext(
		workflow,
		node,
		additionalData,
		'trigger',
		createRunExecutionData(),
		0,
		data.main[0],
		data,
		NodeConnectionTypes.AiTool,
		{ data, node, source: null },
		[],
	).cloneWith({
		runIndex: settings.runIndex ?? 0,
		inputData: [[{ json: settings.arguments }]],
	});
	// n8n makes up for what this context lacks of the other by proxies; the node needs none of it.
	const outputs: INodeExecutionData[][] = await Reflect.apply(type.execute, context, []);
	return outputs[0];
}

/** Executes the action node; its items. */
export async function runAction(settings: RunSettings): Promise<INodeExecutionData[]> {
	const outputs = await execute(new Zhongzhiyou(), settings);
	if (outputs.length !== 1) throw new Error(`${outputs.length} outputs instead of one`);
	return outputs[0];
}

/** Executes the trigger's part in the execution; its outputs. */
export async function runRoute(settings: RunSettings): Promise<INodeExecutionData[][]> {
	return await execute(new ZhongzhiyouTrigger(), settings);
}

/** The error that something fails with, which has to be one of n8n's. */
export async function nodeErrorOf(failing: Promise<unknown>): Promise<NodeError> {
	const error = await errorOf(failing);
	if (error instanceof NodeError) return error;
	throw new Error('Failed with an error that is not a NodeError', { cause: error });
}

/** The error that something fails with. */
export async function errorOf(failing: Promise<unknown>): Promise<Error> {
	const reached = Symbol('reached');
	const result = await failing.then(
		() => reached,
		(error: unknown) => error,
	);
	if (result instanceof Error) return result;
	throw new Error('Nothing was thrown, or not an error', { cause: result });
}

function textsOf(value: unknown, seen: Set<unknown>): string[] {
	if (typeof value !== 'object' || value === null) return [String(value)];
	if (seen.has(value)) return [];
	seen.add(value);
	return Reflect.ownKeys(value).flatMap((key) => {
		const member: unknown = Reflect.get(value, key);
		return typeof member === 'function' ? [] : [String(key), ...textsOf(member, seen)];
	});
}

/** All that an object holds, hidden members and causes included, as one text to search. */
export function everythingIn(value: unknown): string {
	return textsOf(value, new Set()).join('\n');
}

/** The context in which n8n's editor looks something up, with the parameters as the editor has them. */
export function editorContext(
	type: INodeType,
	settings: WorkflowSettings & { current?: INodeParameters } = {},
): ILoadOptionsFunctions {
	const { workflow, node, additionalData } = stage(type, settings);
	const context = { ...additionalData, currentNodeParameters: settings.current ?? {} };
	return new LoadOptionsContext(workflow, node, context, 'parameters');
}

/** The context in which n8n activates a trigger. */
export function hookContext(
	type: INodeType,
	settings: WorkflowSettings = {},
	activation: WorkflowActivateMode = 'activate',
): HookContext {
	const { workflow, node, additionalData } = stage(type, settings);
	return new HookContext(workflow, node, additionalData, 'trigger', activation);
}

/** The context in which n8n tests a credential. */
export function credentialTestContext(): ICredentialTestFunctions {
	return new CredentialTestContext();
}

/** The context in which n8n hands a call of its webhook to a trigger. */
export function webhookContext(
	{ workflow, node, additionalData }: Stage,
	type: INodeType,
	mode: WorkflowExecuteMode,
): WebhookContext {
	const webhookDescription = type.description.webhooks?.at(0);
	if (webhookDescription === undefined) throw new Error('This node has no webhook');
	const data: IWebhookData = {
		httpMethod: 'POST',
		node: node.name,
		path: String(webhookDescription.path),
		webhookDescription,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: additionalData,
		isTest: mode === 'manual',
	};
	return new WebhookContext(workflow, node, additionalData, mode, data, [], null);
}

/**
 * Lets pauses pass at once, and keeps how long they would have been. Only n8n's `sleep` is meant:
 * the bounds leave alone what is shorter, and the time limits of HTTP requests.
 *
 * @param below pauses of this many milliseconds and more are kept as they are
 */
export function skipPauses(below = DEFAULT_TIMEOUT): number[] {
	const pauses: number[] = [];
	const original = globalThis.setTimeout;
	const skipping = (callback: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) => {
		if (delay < 200 || delay >= below) return original(callback, delay, ...args);
		pauses.push(delay);
		return original(callback, 0, ...args);
	};
	jest.spyOn(globalThis, 'setTimeout').mockImplementation(Object.assign(skipping, original));
	return pauses;
}

/** Lets a pause that nobody waits for any more not keep the process of the tests alive. */
export function releasePauses(): void {
	const original = globalThis.setTimeout;
	const released = (callback: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) => {
		const timer = original(callback, delay, ...args);
		return delay >= DEFAULT_TIMEOUT ? timer.unref() : timer;
	};
	jest.spyOn(globalThis, 'setTimeout').mockImplementation(Object.assign(released, original));
}
