import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const MAX_BODY_BYTES = 1024 * 1024;
const JSON_TYPE = 'application/json; charset=utf-8';

/** Reads a request's body; undefined when it is too large. */
export async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of incoming) {
		const bytes = Buffer.from(chunk);
		size += bytes.length;
		if (size > MAX_BODY_BYTES) return undefined;
		chunks.push(bytes);
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** The headers that came once. */
export function singleHeaders(incoming: IncomingMessage): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(incoming.headers)) {
		if (typeof value === 'string') headers[name] = value;
	}
	return headers;
}

/** Answers with JSON. */
export function send(response: ServerResponse, status: number, text: string, headers = {}): void {
	response.writeHead(status, {
		'Content-Type': JSON_TYPE,
		'Content-Length': Buffer.byteLength(text),
		...headers,
	});
	response.end(text);
}

/** Answers with half of the text under the length of all of it, then ends the connection. */
export function sendTruncated(response: ServerResponse, status: number, text: string): void {
	const bytes = Buffer.from(text);
	response.writeHead(status, { 'Content-Type': JSON_TYPE, 'Content-Length': bytes.length });
	response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

/**
 * Starts to listen.
 *
 * @returns the port, which the system picked where 0 was asked for
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			const address = server.address();
			resolve(typeof address === 'object' && address !== null ? address.port : port);
		});
	});
}
