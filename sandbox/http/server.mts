import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { CONTROL_ROOT, type ControlRequest } from '../control/api.mts';
import type { Faults } from '../control/faults.mts';
import type { RequestLog } from '../control/request-log.mts';
import { writeJson } from '../formats/json.mts';
import type { Settings } from '../settings.mts';
import { type Api, parseOrUndefined } from './api.mts';
import type { Answer } from './envelope.mts';
import { answerFaultily } from './faulty-answer.mts';
import { readBody, send } from './messages.mts';

export interface ServerOptions {
	api: Api;
	control: (request: ControlRequest) => Answer;
	faults: Faults;
	requests: RequestLog;
	settings: Settings;
	now: () => number;
	/** Path of a gateway in front of the API, as `normalisePrefix` gives it. */
	prefix: string;
	/** Aborted when the sandbox closes. */
	closing: AbortSignal;
}

const KEEP_ALIVE_MS = 65_000;
const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** A path with a slash before and none behind; empty for none. */
export function normalisePrefix(prefix = ''): string {
	const trimmed = prefix.replace(/\/+$/, '');
	return trimmed === '' || trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
}

function withoutPrefix(path: string, prefix: string): string | undefined {
	if (prefix === '') return path;
	return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
}

class RequestHandler {
	private readonly options: ServerOptions;

	constructor(options: ServerOptions) {
		this.options = options;
	}

	async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
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
		await this.answerApi(incoming, response, path, query, text);
	}

	private async answerApi(
		incoming: IncomingMessage,
		response: ServerResponse,
		path: string,
		query: string,
		text: string,
	): Promise<void> {
		const { api, requests, settings, now, prefix } = this.options;
		const apiPath = withoutPrefix(path, prefix);
		const route = apiPath === undefined ? undefined : api.routeOf(apiPath);
		const logged = requests.begin({
			at: now(),
			operation: route?.operationId ?? '',
			method: incoming.method ?? '',
			url: incoming.url ?? '/',
			headers: incoming.headers,
			body: settings.logBodies ? text : '',
		});
		try {
			await answerFaultily(this.options, logged, incoming, response, () =>
				apiPath === undefined
					? Promise.resolve({ status: 404, body: { Message: 'Not behind the gateway.' } })
					: api.perform({ incoming, apiPath, query, text, route }),
			);
		} finally {
			requests.end();
		}
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
		const { status, body: answer } = this.options.control({
			method: incoming.method ?? 'GET',
			path: path.slice(CONTROL_ROOT.length),
			query: new URLSearchParams(query),
			body,
		});
		send(response, status, writeJson(answer));
	}
}

/** The HTTP server of the API and the control API; it does not listen yet. */
export function createHttpServer(options: ServerOptions): Server {
	const handler = new RequestHandler(options);
	return createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, response) => {
		handler.handle(incoming, response).catch((error: unknown) => {
			// A client that went away, or a mistake of the sandbox's own: neither may end it.
			if (response.headersSent || response.destroyed) response.destroy();
			else send(response, 500, writeJson({ error: String(error) }));
		});
	});
}
