import assert from 'node:assert/strict';

import { verifySignature } from '../../nodes/Zhongzhiyou/api/signature.ts';
import { decodeEvent, readCallback } from '../../nodes/Zhongzhiyou/events/decode.ts';
import { buildCallback } from '../../sandbox/callbacks/callback.mts';
import { DEFAULT_PARTNER_ID, DEFAULT_SIGN_KEY } from '../../sandbox/identity.mts';
import { summarize, type Summary } from './statistics.mts';

const CALLBACKS = 20_000;

/** Microseconds to verify and decode one callback, in this process. */
export function benchVerify(rounds: number): Summary {
	const url = 'http://127.0.0.1/webhook/bench/webhook';
	const partnerId = DEFAULT_PARTNER_ID;
	const timestamp = Date.now();
	const paths = [new URL(url).pathname];
	const secrets = { partnerId, signKeys: [DEFAULT_SIGN_KEY, ''], tolerance: 600_000 };
	const callbacks = Array.from({ length: CALLBACKS }, (_, index) => {
		const { headers, body } = buildCallback('order.issued', {
			url,
			partnerId,
			signKey: DEFAULT_SIGN_KEY,
			timestamp: timestamp + (index % 1000),
			body: { OrderId: index, OriginOrderId: String(index) },
		});
		const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
		return { headers: Object.fromEntries(lower), raw: Buffer.from(body) };
	});

	const once = (): number => {
		const start = performance.now();
		for (const { headers, raw } of callbacks) {
			const verified = verifySignature(headers, paths, secrets, timestamp);
			assert.ok(verified.ok);
			const callback = readCallback(raw.toString('utf8'));
			assert.ok(callback);
			assert.equal(decodeEvent(callback, verified.timestamp, timestamp).event, 'order.issued');
		}
		return ((performance.now() - start) * 1000) / CALLBACKS;
	};
	once();
	const summary = summarize(Array.from({ length: rounds }, once));
	console.log(`\nVerify and decode one callback: median ${summary.median} µs`);
	return summary;
}
