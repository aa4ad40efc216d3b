// A receiver of callbacks that is none of ours.
import { createServer, type Server } from 'node:http';

import { isJsonObject, parseJson, type JsonObject } from '../../sandbox/formats/json.mts';
import { listen } from '../../sandbox/http/messages.mts';

/** The answer that acknowledges. */
export const RECEIVED = JSON.stringify({
	Code: 1000,
	IsSuccess: true,
	LogId: '',
	Message: '收到通知',
});

/** A callback as it arrived. */
export interface Received {
	path: string;
	headers: Record<string, string>;
	text: string;
	service: string;
	notice: JsonObject;
}

interface Reply {
	status: number;
	text: string;
}

/** A receiver of callbacks that answers what it is told, then that it received them. */
export class Receiver {
	readonly received: Received[] = [];
	replies: Reply[] = [];
	/** Where it receives. */
	url = '';
	private readonly server: Server;

	private constructor() {
		this.server = createServer((incoming, response) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('end', () => {
				this.take(incoming.url ?? '', incoming.headers, Buffer.concat(chunks).toString('utf8'));
				const { status, text } = this.replies.shift() ?? { status: 200, text: RECEIVED };
				response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
			});
		});
	}

	static async start(): Promise<Receiver> {
		const receiver = new Receiver();
		const port = await listen(receiver.server, 0, '127.0.0.1');
		receiver.url = `http://127.0.0.1:${port}/webhook/zzy`;
		return receiver;
	}

	async close(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.server.close(() => resolve());
			this.server.closeAllConnections();
		});
	}

	private take(path: string, headers: Record<string, unknown>, text: string): void {
		const notify = text === '' ? undefined : parseJson(text);
		if (!isJsonObject(notify) || !isJsonObject(notify.OrderNotifyHeader)) return;
		const notice = parseJson(String(notify.OrderNotifyBody));
		this.received.push({
			path,
			headers: Object.fromEntries(
				Object.entries(headers).map(([name, value]) => [name, String(value)]),
			),
			text,
			service: String(notify.OrderNotifyHeader.NotifyServiceName),
			notice: isJsonObject(notice) ? notice : {},
		});
	}
}
