// The sandbox seen through a server that changes its answers: an API that is not as it should be.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer on its way. */
export interface Passing {
	/** The path without the query. */
	path: string;
	query: URLSearchParams;
	/** Counted from 1, of all requests. */
	number: number;
	status: number;
	text: string;
	headers: Record<string, string>;
}

/** What becomes of an answer; undefined breaks the connection. */
export type Change = (answer: Passing) => Partial<Passing> | undefined;

export interface AlteringProxy {
	baseUrl: string;
	/** Changes every answer from now on. */
	change(change: Change): void;
	close(): Promise<void>;
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks).toString('utf8');
}

/** Starts the server in front of another. */
export async function alteringProxy(target: string): Promise<AlteringProxy> {
	let alter: Change = () => ({});
	let number = 0;
	const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
		const url = new URL(incoming.url ?? '/', target);
		const body = await bodyOf(incoming);
		const { authorization = '', timestamp, partnerid } = incoming.headers;
		number += 1;
		const passed: Passing = {
			path: url.pathname,
			query: url.searchParams,
			number,
			status: 0,
			text: '',
			headers: {},
		};
		const answer = await fetch(url, {
			method: incoming.method,
			headers: {
				'Content-Type': 'application/json',
				Authorization: authorization,
				Timestamp: String(timestamp),
				PartnerId: String(partnerid),
			},
			body: body === '' ? undefined : body,
		});
		passed.status = answer.status;
		passed.text = await answer.text();
		const changes = alter(passed);
		if (changes === undefined) {
			incoming.socket.resetAndDestroy();
			return;
		}
		const { status, text, headers } = { ...passed, ...changes };
		response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
	};
	const server = createServer((incoming, response) => {
		pass(incoming, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		baseUrl: `http://127.0.0.1:${port}`,
		change(next) {
			alter = next;
			number = 0;
		},
		async close() {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}
