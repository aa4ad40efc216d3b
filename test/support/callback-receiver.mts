// A receiver of callbacks that is none of ours.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { isJsonObject, parseJson, type JsonObject } from '../../sandbox/formats/json.mts';

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
	private readonly server: Server;

	constructor() {
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

	async start(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		const { port } = this.server.address() as AddressInfo;
		return `http://127.0.0.1:${port}/webhook/zzy`;
	}

	async stop(): Promise<void> {
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
