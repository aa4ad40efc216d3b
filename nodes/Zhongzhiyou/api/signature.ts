import { createHmac, timingSafeEqual } from 'crypto';

/** The scheme's public name, in front of partner id and signature in every token (API, Authentication). */
export const AUTH_PUB = 'ZZY-OPENAPI';

/** What is signed besides the key: who, when and which path. */
export interface SignatureInput {
	/** The distributor's id, decimal digits. */
	partnerId: string;
	/** Unix time in milliseconds, as sent in the Timestamp header. */
	timestamp: number | string;
	/** The path as sent: no host, port or query; its case is kept. */
	apiPath: string;
}

/**
 * The signature of one request or callback (API, Authentication).
 *
 * @param signKey the key that the vendor gave the distributor
 * @returns base64 of HMAC-SHA1 over partner id, timestamp and path, with nothing between them
 */
export function computeSignature(
	signKey: string,
	{ partnerId, timestamp, apiPath }: SignatureInput,
): string {
	return createHmac('sha1', signKey)
		.update(`${partnerId}${timestamp}${apiPath}`, 'utf8')
		.digest('base64');
}

/** The three headers that every request and every callback carries. */
export interface SignedHeaders {
	Timestamp: string;
	PartnerId: string;
	Authorization: string;
}

/**
 * Signs a request or a callback: the same scheme in both directions (API, Authentication).
 *
 * @param signKey the key that the vendor gave the distributor
 * @param input partner id, Unix time in milliseconds, and the path as it will be sent
 */
export function signedHeaders(signKey: string, input: SignatureInput): SignedHeaders {
	return {
		Timestamp: String(input.timestamp),
		PartnerId: input.partnerId,
		Authorization: `Bearer ${AUTH_PUB}:${input.partnerId}:${computeSignature(signKey, input)}`,
	};
}

/** Header names in lower case, as Node gives them. */
export type IncomingHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Who may call, and with which keys. */
export interface VerifierSecrets {
	partnerId: string;
	/** Keys of which one must match: the current one, and the previous one while it changes. */
	signKeys: readonly string[];
	/** Milliseconds by which Timestamp may differ from now, either way; 0 accepts any. */
	tolerance: number;
}

/** Why a callback was refused; for the log, never for the caller. */
export type RefusalReason =
	| { kind: 'noKey' }
	| { kind: 'missingHeader'; header: string }
	| { kind: 'scheme' }
	| { kind: 'partner'; where: 'token' | 'header' }
	| { kind: 'timestampFormat' }
	| { kind: 'timestampWindow'; seconds: number }
	| { kind: 'signature'; paths: readonly string[] };

export type Verification = { ok: true; timestamp: string } | { ok: false; reason: RefusalReason };

const TOKEN = /^Bearer (?<scheme>[^:\s]+):(?<partnerId>[^:\s]+):(?<signature>\S+)$/i;

const UNIX_MILLISECONDS = /^\d{1,16}$/;

function single(value: string | string[] | undefined): string {
	return typeof value === 'string' ? value.trim() : '';
}

function equalInConstantTime(one: string, other: string): boolean {
	const first = Buffer.from(one);
	const second = Buffer.from(other);
	return first.length === second.length && timingSafeEqual(first, second);
}

function refuse(reason: RefusalReason): Verification {
	return { ok: false, reason };
}

/**
 * Checks the headers of a callback (API, Authentication). Pure, and never throws.
 *
 * @param paths every path the sender may have signed: the public one, the one that reached n8n …
 * @param now Unix time in milliseconds
 */
export function verifySignature(
	headers: IncomingHeaders,
	paths: readonly string[],
	{ partnerId, signKeys, tolerance }: VerifierSecrets,
	now: number,
): Verification {
	const keys = signKeys.filter((key) => key !== '');
	if (keys.length === 0) return refuse({ kind: 'noKey' });
	const missing = ['Authorization', 'PartnerId', 'Timestamp'].find(
		(name) => single(headers[name.toLowerCase()]) === '',
	);
	if (missing !== undefined) return refuse({ kind: 'missingHeader', header: missing });
	const token = TOKEN.exec(single(headers.authorization))?.groups;
	if (token?.scheme !== AUTH_PUB) return refuse({ kind: 'scheme' });
	if (token.partnerId !== partnerId) return refuse({ kind: 'partner', where: 'token' });
	if (single(headers.partnerid) !== partnerId) return refuse({ kind: 'partner', where: 'header' });
	const timestamp = single(headers.timestamp);
	if (!UNIX_MILLISECONDS.test(timestamp)) return refuse({ kind: 'timestampFormat' });
	const lead = Number(timestamp) - now;
	if (tolerance > 0 && Math.abs(lead) > tolerance) {
		return refuse({ kind: 'timestampWindow', seconds: Math.round(lead / 1000) });
	}
	const matches = keys.some((key) =>
		paths.some((apiPath) =>
			equalInConstantTime(
				token.signature,
				computeSignature(key, { partnerId, timestamp, apiPath }),
			),
		),
	);
	return matches ? { ok: true, timestamp } : refuse({ kind: 'signature', paths });
}
