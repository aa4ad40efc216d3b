import { createHmac } from 'crypto';

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
