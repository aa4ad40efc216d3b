import { createServer, type Server, type Socket } from 'node:net';

/**
 * How an answer comes to its end. The last three have sent the whole body; where it has no length,
 * only the end of the connection tells that it is whole.
 */
export type Ending =
	| 'no answer'
	| 'cut in the headers'
	| 'cut in the body'
	| 'reset after a body without length'
	| 'reset after the body'
	| 'complete';

export const ENDINGS: readonly Ending[] = [
	'no answer',
	'cut in the headers',
	'cut in the body',
	'reset after a body without length',
	'reset after the body',
	'complete',
];

export interface RawServer {
	port: number;
	/** Scheme, host and port. */
	url: string;
	/** The whole requests that came, as text. */
	requests: string[];
	/** Connections that were made. */
	connections: number;
	close(): Promise<void>;
}

const HEAD_END = '\r\n\r\n';

/** Whether this is a whole request, its body included. */
function isWhole(text: string): boolean {
	const end = text.indexOf(HEAD_END);
	if (end < 0) return false;
	const length = /^content-length: (\d+)/im.exec(text.slice(0, end))?.[1] ?? '0';
	return Buffer.byteLength(text) >= Buffer.byteLength(text.slice(0, end)) + 4 + Number(length);
}

/**
 * A TCP server on the loopback that does with each connection what a test says, so that it can
 * break off where an HTTP server would not.
 *
 * @param onRequest called for each whole request
 * @param onConnection called for each connection before anything is read
 */
export async function startRaw(
	onRequest: (socket: Socket, request: string) => void,
	onConnection: (socket: Socket) => void = () => {},
): Promise<RawServer> {
	const sockets = new Set<Socket>();
	const server: Server = createServer((socket) => {
		raw.connections++;
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		// The client breaks off as well; that is no error of the test.
		socket.on('error', () => {});
		let text = '';
		socket.on('data', (chunk) => {
			text += chunk.toString();
			if (!isWhole(text)) return;
			raw.requests.push(text);
			const request = text;
			text = '';
			onRequest(socket, request);
		});
		onConnection(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	const raw: RawServer = {
		port: address.port,
		url: `http://127.0.0.1:${address.port}`,
		requests: [],
		connections: 0,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return raw;
}

/** Milliseconds after which what was written has been read on the loopback. */
const READ = 30;

/** Answers in this way, and closes the connection. */
export function answerAndEnd(socket: Socket, status: number, body: string, ending: Ending): void {
	const hasLength = ending !== 'reset after a body without length';
	const length = hasLength ? `Content-Length: ${Buffer.byteLength(body)}\r\n` : '';
	const head = `HTTP/1.1 ${status} Answer\r\nContent-Type: application/json\r\n${length}Connection: close\r\n\r\n`;
	const written = {
		'no answer': '',
		'cut in the headers': head.slice(0, 30),
		'cut in the body': head + body.slice(0, 12),
		'reset after a body without length': head + body,
		'reset after the body': head + body,
		complete: head + body,
	}[ending];
	if (ending === 'complete') {
		socket.end(written);
		return;
	}
	const over = () => {
		if (ending.startsWith('reset')) socket.resetAndDestroy();
		else socket.destroy();
	};
	if (written === '') over();
	else socket.write(written, () => setTimeout(over, READ));
}
