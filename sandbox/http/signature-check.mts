import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AUTH_PUB, computeSignature } from '../formats/shared.mts';
import type { Identity } from '../identity.mts';
import { Refusal } from '../upstream/refusal.mts';

export interface AuthInput {
	headers: IncomingHttpHeaders;
	/** The path as sent, a gateway's prefix removed. */
	apiPath: string;
	identity: Identity;
	now: number;
	/** How far Timestamp may be from now; 0 = any. */
	windowMs: number;
}

const UNAUTHORIZED = 401;
const TOKEN = /^Bearer ([^:]+):([^:]+):([^:]+)$/;

function equal(left: string, right: string): boolean {
	const a = Buffer.from(left);
	const b = Buffer.from(right);
	return a.length === b.length && timingSafeEqual(a, b);
}

function single(value: string | string[] | undefined): string {
	return typeof value === 'string' ? value : '';
}

/** Why a request is refused (API, Authentication); undefined when it is what it says it is. */
export function checkSignature(input: AuthInput): Refusal | undefined {
	const { headers, apiPath, identity, now, windowMs } = input;
	const refuse = (message: string) => new Refusal(message, UNAUTHORIZED);
	const timestamp = single(headers.timestamp);
	const partnerId = single(headers.partnerid);
	const token = TOKEN.exec(single(headers.authorization));
	if (!/^\d{13}$/.test(timestamp)) return refuse('时间戳格式错误');
	if (token === null || token[1] !== AUTH_PUB) return refuse('授权信息格式错误');
	if (partnerId !== identity.partnerId || token[2] !== partnerId) return refuse('分销商不存在');
	if (windowMs > 0 && Math.abs(now - Number(timestamp)) > windowMs) return refuse('时间戳已过期');
	const keys = [identity.signKey, identity.previousSignKey];
	const matches = keys.some(
		(key) =>
			key !== undefined &&
			equal(token[3], computeSignature(key, { partnerId, timestamp, apiPath })),
	);
	return matches ? undefined : refuse('签名错误');
}
