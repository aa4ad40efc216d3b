import {
	createServer,
	type IncomingHttpHeaders,
	type Server,
	type ServerResponse,
} from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { listen, readBody, send, sendTruncated } from '../../sandbox/http/messages.mts';

/** One request as a scripted server saw it. */
export interface SeenRequest {
	method: string;
	/** Path and query. */
	url: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	/** The exact text of the body. */
	body: string;
}

/** What a scripted server does with a request. */
export type Reply =
	/** Answers with this text, after a pause. */
	| { status?: number; headers?: Record<string, string>; text: string; after?: number }
	/** Resets the connection. */
	| 'reset'
	/** Ends the connection in the middle of the answer. */
	| 'truncate'
	/** Never answers. */
	| 'silence';

export interface ScriptedServer {
	/** Scheme, host and port. */
	url: string;
	/** Requests so far, in the order in which they came. */
	requests: SeenRequest[];
	/** Most requests that were under way at once. */
	peak: number;
	close(): Promise<void>;
}

/** A success of the API around this Data. */
export function success(data?: unknown, message = '成功'): Reply {
	return {
		text: JSON.stringify({
			Code: 1000,
			IsSuccess: true,
			LogId: 'log-1',
			Message: message,
			Data: data,
		}),
	};
}

/** A refusal by the API, at HTTP 200 unless another status is given. */
export function refusal(message: string, code = 0, status = 200): Reply {
	return {
		status,
		text: JSON.stringify({ Code: code, IsSuccess: false, LogId: 'log-2', Message: message }),
	};
}

function reply(response: ServerResponse, how: Reply): void {
	if (how === 'silence') return;
	if (how === 'reset') {
		response.socket?.resetAndDestroy();
		return;
	}
	if (how === 'truncate') {
		sendTruncated(response, 200, JSON.stringify({ Code: 1000, IsSuccess: true, LogId: 'x' }));
		return;
	}
	send(response, how.status ?? 200, how.text, how.headers);
}

/**
 * An HTTP server on the loopback that does with each request what the script says.
 *
 * @param port a free one unless given
 */
export async function startScripted(
	script: (request: SeenRequest, index: number) => Reply,
	port = 0,
): Promise<ScriptedServer> {
	let underWay = 0;
	const server = createServer((incoming, response) => {
		underWay++;
		scripted.peak = Math.max(scripted.peak, underWay);
		void readBody(incoming).then(async (body = '') => {
			const url = incoming.url ?? '';
			const { pathname, searchParams } = new URL(url, 'http://localhost');
			const request: SeenRequest = {
				method: incoming.method ?? '',
				url,
				path: pathname,
				query: searchParams,
				headers: incoming.headers,
				body,
			};
			scripted.requests.push(request);
			const how = script(request, scripted.requests.length - 1);
			if (typeof how === 'object' && how.after !== undefined) await wait(how.after);
			// Before the answer, or the client's next request may come first.
			underWay--;
			reply(response, how);
		});
	});
	const { port: taken, close } = await opened(server, port);
	const scripted: ScriptedServer = {
		url: `http://127.0.0.1:${taken}`,
		requests: [],
		peak: 0,
		close,
	};
	return scripted;
}

/** Has a server listen on the loopback; `close` also ends its connections. */
export async function opened(server: Server, port = 0) {
	return {
		port: await listen(server, port, '127.0.0.1'),
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

/** An address on which nothing listens. */
export async function unusedUrl(): Promise<string> {
	const server = createServer();
	const { port, close } = await opened(server);
	await close();
	return `http://127.0.0.1:${port}`;
}
