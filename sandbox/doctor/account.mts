import { writeJson } from '../formats/json.mts';
import { signedHeaders } from '../formats/shared.mts';
import type { OperationId } from '../http/contract.mts';

/** Whose API is asked. */
export interface Account {
	/** Scheme, host and an optional prefix, which is not signed. */
	baseUrl: string;
	partnerId: string;
	signKey: string;
}

/** One call of the API, before it is signed. */
export interface Call {
	operation: OperationId;
	method: 'GET' | 'POST';
	/** The path that is signed and sent. */
	path: string;
	query?: Record<string, string>;
	body?: object;
}

/** How a call is signed otherwise than it should be. */
export interface Signing {
	signKey?: string;
	/** Unix time in milliseconds. */
	timestamp?: number;
}

export interface Answer {
	status: number;
	text: string;
	/** The Date header; empty where there is none. */
	date: string;
	/** Unix time in milliseconds, half way between question and answer. */
	askedAt: number;
}

/** There was no complete answer: the host could not be reached, or the connection broke. */
export class NoAnswer extends Error {}

const TIMEOUT_MS = 30_000;

function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { cause } = error;
	return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}

/**
 * Asks once, signed as the API wants it. Redirects are not followed.
 *
 * @throws NoAnswer when no complete answer came
 */
export async function ask(account: Account, call: Call, signing: Signing = {}): Promise<Answer> {
	const { method, path, query, body } = call;
	const { partnerId } = account;
	const began = Date.now();
	const timestamp = signing.timestamp ?? began;
	const question = query === undefined ? '' : `?${new URLSearchParams(query)}`;
	try {
		const response = await fetch(`${account.baseUrl.replace(/\/+$/, '')}${path}${question}`, {
			method,
			headers: {
				...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
				...signedHeaders(signing.signKey ?? account.signKey, {
					partnerId,
					timestamp,
					apiPath: path,
				}),
			},
			body: body === undefined ? undefined : writeJson(body),
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		const date = response.headers.get('date') ?? '';
		const text = await response.text();
		return { status: response.status, text, date, askedAt: (began + Date.now()) / 2 };
	} catch (error) {
		throw new NoAnswer(reasonOf(error), { cause: error });
	}
}

const AT_ONCE = 4;

/** Does something for each entry, a few at a time. */
export async function forEach<Entry>(
	entries: readonly Entry[],
	work: (entry: Entry) => Promise<void>,
): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < entries.length) await work(entries[next++]);
	};
	await Promise.all(Array.from({ length: Math.min(AT_ONCE, entries.length) }, worker));
}
