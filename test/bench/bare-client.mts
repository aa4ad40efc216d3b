import { Agent, request } from 'node:http';

import type { JsonRecord } from '../../harness/records.mts';
import type { SandboxProcess } from '../../harness/sandbox-process.mts';
import { signedHeaders } from '../../nodes/Zhongzhiyou/api/signature.ts';

const PATH = '/order/Create';

function post(agent: Agent, { baseUrl, partnerId, signKey }: SandboxProcess, order: JsonRecord) {
	const body = JSON.stringify(order);
	const signed = signedHeaders(signKey, { partnerId, timestamp: Date.now(), apiPath: PATH });
	return new Promise<void>((done, fail) => {
		const outgoing = request(
			`${baseUrl}${PATH}`,
			{
				method: 'POST',
				agent,
				headers: {
					'Content-Type': 'application/json',
					'Content-Length': Buffer.byteLength(body),
					...signed,
				},
			},
			(answer) => {
				let text = '';
				answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
				answer.on('end', () =>
					text.includes('"IsSuccess":true') ? done() : fail(new Error(`Refused: ${text}`)),
				);
			},
		);
		outgoing.on('error', fail);
		outgoing.end(body);
	});
}

/**
 * Places orders over ten connections that stay open, with nothing in between: what the upstream
 * itself needs. Gives milliseconds from the first request to the last answer.
 */
export async function placeOrders(sandbox: SandboxProcess, orders: JsonRecord[]): Promise<number> {
	const connections = 10;
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const queue = orders.values();
	const start = performance.now();
	const worker = async (): Promise<void> => {
		for (const order of queue) await post(agent, sandbox, order);
	};
	await Promise.all(Array.from({ length: connections }, worker));
	const elapsed = performance.now() - start;
	agent.destroy();
	return elapsed;
}
