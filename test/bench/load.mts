import { Agent, request } from 'node:http';

import type { SandboxProcess } from '../../harness/sandbox-process.mts';
import { buildCallback } from '../../sandbox/callbacks/callback.mts';

const CONNECTIONS = 10;

/** What a burst of callbacks came to. */
export interface Burst {
	acknowledged: number;
	/** Until the last of them was answered. */
	perSecond: number;
}

let sequence = 0;

/** A callback that has not been sent before: another order's tickets are issued. */
function uniqueCallback(url: string, { partnerId, signKey }: SandboxProcess) {
	const OrderId = 5_000_000 + ++sequence;
	const body = { OrderId, OriginOrderId: `bench-${process.pid}-${OrderId}` };
	return buildCallback('order.issued', { url, partnerId, signKey, body });
}

function send(agent: Agent, url: string, sandbox: SandboxProcess): Promise<void> {
	const { headers, body } = uniqueCallback(url, sandbox);
	return new Promise((done, fail) => {
		const outgoing = request(
			url,
			{
				method: 'POST',
				agent,
				headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
			},
			(answer) => {
				let text = '';
				answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
				answer.on('end', () => {
					const acknowledged = answer.statusCode === 200 && /"Code":\s*1000/.test(text);
					if (acknowledged) done();
					else fail(new Error(`Not acknowledged: ${answer.statusCode} ${text}`));
				});
			},
		);
		outgoing.on('error', fail);
		outgoing.end(body);
	});
}

/**
 * Sends callbacks over ten connections, each the next one once its last is answered. What is under
 * way when the time is over is waited for and counts: n8n answers in clusters, and a hard end
 * would count one cluster more or less.
 *
 * @param seconds for how long callbacks are sent
 * @throws when one is not acknowledged
 */
export async function sendBurst(
	url: string,
	sandbox: SandboxProcess,
	seconds: number,
): Promise<Burst> {
	const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
	const start = performance.now();
	let acknowledged = 0;
	const worker = async (): Promise<void> => {
		while (performance.now() < start + seconds * 1000) {
			await send(agent, url, sandbox);
			acknowledged++;
		}
	};
	try {
		await Promise.all(Array.from({ length: CONNECTIONS }, worker));
	} finally {
		agent.destroy();
	}
	return { acknowledged, perSecond: (acknowledged * 1000) / (performance.now() - start) };
}

/** The HTTP status that a callback with a wrong signature is answered with. */
export async function statusOfForged(url: string, sandbox: SandboxProcess): Promise<number> {
	const { partnerId, signKey } = sandbox;
	const { headers, body } = buildCallback('order.issued', {
		url,
		partnerId,
		signKey,
		bad: 'wrong-key',
	});
	const answer = await fetch(url, { method: 'POST', headers, body });
	await answer.text();
	return answer.status;
}
