import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Context, Document } from 'openapi-backend';
import { checkSignature } from './http/signature-check.mts';
import { createBackend, readContract } from './http/contract.mts';
import { CONTROL_ROOT, createControl } from './control/api.mts';

import { type CallbackTarget, Dispatcher } from './callbacks/deliveries.mts';
import { type Answer, refused } from './http/envelope.mts';
import { Refusal } from './upstream/refusal.mts';
import { Faults } from './control/faults.mts';
import { listen, readBody, send, sendTruncated, singleHeaders } from './http/messages.mts';
import { DEFAULT_PARTNER_ID, DEFAULT_SIGN_KEY, type Identity } from './identity.mts';
import { type JsonValue, parseJson, writeJson } from './formats/json.mts';
import { type Route, routesOf, spellBody, spellQuery } from './http/names.mts';
import { createOperations } from './http/operations.mts';
import { type LoggedRequest, RequestLog } from './control/request-log.mts';
import { DEFAULT_SETTINGS, type Settings } from './settings.mts';
import { Upstream } from './upstream/upstream.mts';

export interface SandboxOptions {
	/** 0, the default, picks a free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	partnerId?: string;
	signKey?: string;
	/** Path of a gateway in front of the API, e.g. /gateway; not part of what is signed. */
	prefix?: string;
	/** Where callbacks go; settable later too. */
	callback?: CallbackTarget;
	settings?: Partial<Settings>;
	/** The clock, Unix time in milliseconds. */
	now?: () => number;
	/** The package's folder, where openapi.yaml is; the working directory unless given. */
	root?: string;
}

/** A running sandbox, open to whoever started it. */
export interface Sandbox {
	/** Scheme, host, port and prefix: what the credential's Base URL is. */
	baseUrl: string;
	/** The control API's root. */
	controlUrl: string;
	port: number;
	/** Partner and keys; changeable. */
	identity: Identity;
	/** Changeable. */
	settings: Settings;
	upstream: Upstream;
	/** Its `target` is the callback URL. */
	callbacks: Dispatcher;
	faults: Faults;
	requests: RequestLog;
	/** Ends everything: connections, callbacks under way, timers. */
	close(): Promise<void>;
}

const KEEP_ALIVE_MS = 65_000;
const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** What the handlers of the OpenAPI backend get besides the request. */
interface Exchange {
	incoming: IncomingMessage;
	apiPath: string;
	refusal: Refusal | undefined;
}

function normalisePrefix(prefix = ''): string {
	const trimmed = prefix.replace(/\/+$/, '');
	return trimmed === '' || trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
}

function withoutPrefix(path: string, prefix: string): string | undefined {
	if (prefix === '') return path;
	return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
}

function parseOrUndefined(text: string): JsonValue | undefined {
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}

function describeErrors({ validation }: Context): string {
	const errors = validation.errors ?? [];
	return errors
		.map(({ instancePath, message, params }) => {
			const extra: unknown = params.additionalProperty;
			return `${instancePath} ${message}${typeof extra === 'string' ? ` (${extra})` : ''}`;
		})
		.join('; ');
}

class SandboxServer {
	readonly identity: Identity;
	readonly settings: Settings;
	readonly faults = new Faults();
	readonly requests = new RequestLog();
	readonly callbacks: Dispatcher;
	readonly upstream: Upstream;
	readonly now: () => number;
	private readonly prefix: string;
	private readonly control: ReturnType<typeof createControl>;
	private readonly closing = new AbortController();

	constructor(options: SandboxOptions) {
		this.identity = {
			partnerId: options.partnerId ?? DEFAULT_PARTNER_ID,
			signKey: options.signKey ?? DEFAULT_SIGN_KEY,
		};
		this.settings = { ...DEFAULT_SETTINGS, ...options.settings };
		this.now = options.now ?? Date.now;
		this.prefix = normalisePrefix(options.prefix);
		const { settings, identity, faults, requests, now } = this;
		const dispatcher = new Dispatcher({ settings, identity, faults, now });
		dispatcher.target = options.callback;
		this.callbacks = dispatcher;
		this.upstream = new Upstream({
			settings,
			now,
			notify: (service, body) => dispatcher.notify(service, body),
		});
		const { upstream } = this;
		this.control = createControl({ upstream, dispatcher, faults, requests, settings, identity });
	}

	async start(options: SandboxOptions): Promise<Sandbox> {
		const document = await readContract(options.root);
		const handle = await this.createHandler(document, options.root);
		const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, response) => {
			handle(incoming, response).catch((error: unknown) => {
				// A client that went away, or a mistake of the sandbox's own: neither may end it.
				if (response.headersSent || response.destroyed) response.destroy();
				else send(response, 500, writeJson({ error: String(error) }));
			});
		});
		const host = options.host ?? '127.0.0.1';
		const port = await listen(server, options.port ?? 0, host);
		const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
		const { identity, settings, upstream, callbacks, faults, requests } = this;
		return {
			baseUrl: `${origin}${this.prefix}`,
			controlUrl: `${origin}${CONTROL_ROOT}`,
			port,
			identity,
			settings,
			upstream,
			callbacks,
			faults,
			requests,
			close: () => this.close(server),
		};
	}

	private async close(server: Server): Promise<void> {
		this.upstream.close();
		this.callbacks.close();
		this.closing.abort();
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	}

	private async createHandler(
		document: Document,
		root: string | undefined,
	): Promise<(incoming: IncomingMessage, response: ServerResponse) => Promise<void>> {
		const { upstream, identity, settings, now } = this;
		const refuse = (refusal: Refusal, status: number): Answer => ({
			status,
			body: refused(refusal, now()),
		});
		const backend = await createBackend(
			{
				definition: document,
				handlers: {
					...createOperations({ upstream, identity, now }),
					unauthorizedHandler: (_context: Context, exchange: Exchange) =>
						refuse(exchange.refusal ?? new Refusal('签名错误', 401), settings.authFailureStatus),
					validationFail: (context: Context) =>
						refuse(new Refusal(`参数错误：${describeErrors(context)}`, 400), 200),
					// The default answers of ASP.NET, on which the vendor's server runs.
					notFound: ({ request }: Context): Answer => ({
						status: 404,
						body: { Message: `No HTTP resource was found for '${request.path}'.` },
					}),
					methodNotAllowed: ({ request }: Context): Answer => ({
						status: 405,
						body: { Message: `The resource does not support http method '${request.method}'.` },
					}),
				},
				securityHandlers: {
					signature: (_context: Context, exchange: Exchange) => {
						exchange.refusal = checkSignature({
							headers: exchange.incoming.headers,
							apiPath: exchange.apiPath,
							identity,
							now: now(),
							windowMs: settings.timestampWindowMs,
						});
						return exchange.refusal === undefined;
					},
				},
			},
			root,
		);
		const routes = routesOf(backend);

		const perform = async (
			incoming: IncomingMessage,
			apiPath: string,
			query: string,
			text: string,
			route: Route | undefined,
		): Promise<Answer> => {
			const exchange: Exchange = { incoming, apiPath, refusal: undefined };
			const body = text === '' ? undefined : parseOrUndefined(text);
			const answer: Answer = await backend.handleRequest(
				{
					method: incoming.method ?? 'GET',
					path: route?.path ?? apiPath,
					headers: singleHeaders(incoming),
					query: spellQuery(new URLSearchParams(query), route?.queryNames ?? new Map()),
					body: body === undefined ? undefined : spellBody(body, route?.bodyNames),
				},
				exchange,
			);
			return answer;
		};

		return async (incoming, response) => {
			const url = incoming.url ?? '/';
			const queryStart = url.indexOf('?');
			const path = queryStart === -1 ? url : url.slice(0, queryStart);
			const query = queryStart === -1 ? '' : url.slice(queryStart + 1);
			const text = await readBody(incoming);
			if (text === undefined) {
				send(response, 413, writeJson({ Message: 'Request entity too large.' }), {
					Connection: 'close',
				});
				return;
			}
			if (path.startsWith(`${CONTROL_ROOT}/`)) {
				this.answerControl(incoming, response, path, query, text);
				return;
			}
			const apiPath = withoutPrefix(path, this.prefix);
			const route = apiPath === undefined ? undefined : routes.get(apiPath.toLowerCase());
			const logged = this.requests.begin({
				at: now(),
				operation: route?.operationId ?? '',
				method: incoming.method ?? '',
				url,
				headers: incoming.headers,
				body: settings.logBodies ? text : '',
			});
			try {
				await this.answerFaultily(logged, incoming, response, () =>
					apiPath === undefined
						? Promise.resolve({ status: 404, body: { Message: 'Not behind the gateway.' } })
						: perform(incoming, apiPath, query, text, route),
				);
			} finally {
				this.requests.end();
			}
		};
	}

	private answerControl(
		incoming: IncomingMessage,
		response: ServerResponse,
		path: string,
		query: string,
		text: string,
	): void {
		if (!LOOPBACK.test(incoming.socket.remoteAddress ?? '')) {
			send(response, 403, writeJson({ error: 'The control API is for this machine only' }));
			return;
		}
		const body = text === '' ? {} : parseOrUndefined(text);
		if (body === undefined) {
			send(response, 400, writeJson({ error: 'The body is not JSON' }));
			return;
		}
		const { status, body: answer } = this.control({
			method: incoming.method ?? 'GET',
			path: path.slice(CONTROL_ROOT.length),
			query: new URLSearchParams(query),
			body,
		});
		send(response, status, writeJson(answer));
	}

	/** Answers a request unless a fault that is set gets in the way. */
	private async answerFaultily(
		logged: LoggedRequest,
		incoming: IncomingMessage,
		response: ServerResponse,
		perform: () => Promise<Answer>,
	): Promise<void> {
		const faults = this.faults.takeRequest(logged.operation);
		logged.faults = Object.keys(faults);
		if (faults.latency !== undefined) {
			await wait(faults.latency.ms ?? 1000, undefined, { signal: this.closing.signal });
		}
		if (faults.resetBefore !== undefined) {
			incoming.socket.resetAndDestroy();
			return;
		}
		const { status: fault } = faults;
		const processed = fault === undefined || fault.processed === true;
		const answer = processed ? await perform() : undefined;
		if (faults.resetAfter !== undefined) {
			incoming.socket.resetAndDestroy();
			return;
		}
		if (fault !== undefined || answer === undefined) {
			const status = fault?.status ?? 503;
			logged.status = status;
			const headers =
				fault?.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
			send(response, status, writeJson({ Message: 'An error has occurred.' }), headers);
			return;
		}
		const numericVouchers = this.settings.numericVouchers || faults.numericVouchers !== undefined;
		const text = writeJson(answer.body, numericVouchers);
		logged.status = answer.status;
		if (this.settings.logBodies) logged.answer = text;
		if (faults.truncate !== undefined) sendTruncated(response, answer.status, text);
		else if (faults.malformed !== undefined) send(response, answer.status, text.slice(0, -1));
		else send(response, answer.status, text);
	}
}

/**
 * Starts a stateful stand-in of the upstream.
 *
 * @throws when the port is taken (EADDRINUSE) or openapi.yaml cannot be read
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	return await new SandboxServer(options).start(options);
}
