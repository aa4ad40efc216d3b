import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import type {
	IDataObject,
	INodeType,
	IWebhookFunctions,
	Logger,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { EventName } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import { ZhongzhiyouTrigger } from '../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';
import {
	buildCallback,
	sendCallback,
	type CallbackAnswer,
	type SampleOptions,
} from '../../sandbox/callbacks/callback.mts';
import { opened } from './http.mts';
import {
	credentialFor,
	Credentials,
	PARTNER_ID,
	SIGN_KEY,
	stage,
	webhookContext,
	type WorkflowSettings,
} from './in-process.mts';

/**
 * A published trigger in this process: a real HTTP server that does around `webhook()` what n8n's
 * webhook server does, in its order.
 */

/** What a workflow answers at its end, or through its Respond to Webhook node. */
export interface WorkflowAnswer {
	status: number;
	/** Undefined is n8n's own answer at the end of a workflow that succeeded. */
	body: object | undefined;
}

export interface TriggerSettings extends WorkflowSettings {
	mode?: WorkflowExecuteMode;
	/** Stores the execution in the database; what it throws is answered with HTTP 500. */
	store?: (item: IDataObject, attempt: number) => Promise<void>;
	/** With a later answer: runs the workflow to it. */
	answer?: (item: IDataObject, attempt: number) => Promise<WorkflowAnswer>;
	/** Bytes that n8n takes of a body. */
	maxBody?: number;
}

export interface RunningTrigger {
	/** Where callbacks reach n8n. */
	url: string;
	/** Items of the executions that were stored. */
	runs: IDataObject[];
	/** How often an execution was to be stored. */
	attempts: number;
	/** Lines of the log. */
	log: string[];
	credentials: Credentials;
	/** The node static data in the database. */
	stored: IDataObject;
	/** The node as this process has loaded it. */
	type: INodeType;
	/** Sends a signed sample callback, as `npm run send` does. */
	send(event: EventName, options?: Partial<SampleOptions>): Promise<CallbackAnswer>;
	close(): Promise<void>;
}

/** Express' two methods of a response, on Node's own. */
function asExpress(response: ServerResponse) {
	return Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return response;
		},
		json(body: object | undefined) {
			response.setHeader('Content-Type', 'application/json; charset=utf-8');
			if (body === undefined) return response.end();
			// A Buffer, as Express gives when it makes ETags.
			return response.end(Buffer.from(JSON.stringify(body)));
		},
	});
}

/** What n8n's middleware adds to a request. */
function asN8nRequest(incoming: IncomingMessage, maxBody: number) {
	const request = Object.assign(incoming, {
		originalUrl: incoming.url ?? '',
		params: {},
		query: {},
		body: {},
		rawBody: undefined as Buffer | undefined,
		async readRawBody(): Promise<void> {
			if (request.rawBody !== undefined) return;
			const chunks: Buffer[] = [];
			let size = 0;
			for await (const chunk of incoming) {
				const bytes = Buffer.from(chunk);
				size += bytes.length;
				if (size > maxBody) throw new Error('request entity too large');
				chunks.push(bytes);
			}
			request.rawBody = Buffer.concat(chunks);
		},
	});
	return request;
}

let started = 0;

/** Publishes a trigger. Nothing is shared with the triggers of other calls unless ids are given. */
export async function startTrigger(settings: TriggerSettings = {}): Promise<RunningTrigger> {
	const number = ++started;
	const { mode = 'webhook', maxBody = 16 * 1024 * 1024 } = settings;
	const log: string[] = [];
	const write = (line: string) => void log.push(line);
	const logger: Logger = { debug: write, info: write, warn: write, error: write };
	const credentials = settings.credentials ?? new Credentials(credentialFor('http://127.0.0.1:9'));
	const fixed: WorkflowSettings = {
		workflowId: `workflow-${number}`,
		nodeId: `node-${number}`,
		node: { credentials: { zhongzhiyouApi: { id: `credential-${number}`, name: 'Account' } } },
		...settings,
		credentials,
	};

	async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		const request = asN8nRequest(incoming, maxBody);
		const answer = asExpress(response);
		const json = (status: number, body: object | undefined) =>
			answer.status(status) && answer.json(body);
		if (incoming.headers['content-type']?.startsWith('application/json')) {
			await request.readRawBody();
			const text = request.rawBody?.toString() ?? '';
			try {
				if (text !== '') request.body = JSON.parse(text);
			} catch {
				json(422, { code: 422, message: 'Failed to parse request body' });
				return;
			}
		}
		const current = stage(trigger.type, {
			...fixed,
			staticData: JSON.parse(JSON.stringify(database)),
		});
		current.additionalData.httpRequest = request;
		current.additionalData.httpResponse = answer;
		const context = webhookContext(current, trigger.type, mode);
		Object.defineProperty(context, 'logger', { value: logger });
		const result = await call(trigger.type, context);
		const { staticData } = current.workflow;
		const save = () => {
			if (Reflect.get(staticData, '__dataChanged') !== true) return;
			database = JSON.parse(JSON.stringify(staticData));
		};
		if (result.noWebhookResponse === true) {
			save();
			return;
		}
		const item = result.workflowData?.at(0)?.at(0)?.json;
		if (item === undefined) {
			const body = result.webhookResponse;
			save();
			json(200, body);
			return;
		}
		const attempt = ++trigger.attempts;
		await settings.store?.(item, attempt);
		trigger.runs.push(item);
		// Starting an execution takes back the mark that static data changed.
		Reflect.set(staticData, '__dataChanged', false);
		// Read with either answer: what n8n may read must not do harm.
		const acknowledgement = result.webhookResponse;
		const later = await settings.answer?.(item, attempt);
		const { status, body } = later ?? { status: 200, body: acknowledgement };
		save();
		json(status, body);
	}

	let database: IDataObject = settings.staticData ?? {};
	const server = createServer((incoming, response) => {
		handle(incoming, response).catch((error: unknown) => {
			asExpress(response).status(500);
			asExpress(response).json({ code: 0, message: String(error) });
		});
	});
	const { port, close } = await opened(server);
	const webhookId = 'c0ffee00-0000-4000-8000-000000000001';
	const root = mode === 'manual' ? 'webhook-test' : 'webhook';
	const trigger: RunningTrigger = {
		url: `http://127.0.0.1:${port}/${root}/${webhookId}/webhook`,
		runs: [],
		attempts: 0,
		log,
		credentials,
		get stored() {
			return database;
		},
		type: new ZhongzhiyouTrigger(),
		send: async (event, options = {}) =>
			await sendCallback(
				buildCallback(event, {
					url: trigger.url,
					partnerId: PARTNER_ID,
					signKey: SIGN_KEY,
					...options,
				}),
			),
		close,
	};
	return trigger;
}

async function call(type: INodeType, context: IWebhookFunctions) {
	if (type.webhook === undefined) throw new Error('This node has no webhook()');
	return await type.webhook.call(context);
}
