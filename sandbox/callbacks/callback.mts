import type { Dialect } from '../dialects/dialect.mts';
import { speak } from '../dialects/speak.mts';
import { type JsonObject, isJsonObject, parseJson, Voucher, writeJson } from '../formats/json.mts';
import { type EventName, signedHeaders } from '../formats/shared.mts';
import type { RecordedCallback } from './recorded.mts';
import { sampleOf } from './samples.mts';

/** Ways to send a callback that a receiver must refuse, and the HTTP status that says so. */
export const BAD_KINDS = {
	'missing-authorization': 401,
	'wrong-scheme': 401,
	'wrong-auth-pub': 401,
	'wrong-key': 401,
	'other-partner': 401,
	'header-partner': 401,
	'body-partner': 401,
	'too-old': 401,
	'too-new': 401,
	'wrong-path': 401,
	'partial-signature': 401,
	'not-json': 400,
	'no-body': 400,
	'body-not-json': 400,
} as const;

export type BadKind = keyof typeof BAD_KINDS;

export function isBadKind(name: string): name is BadKind {
	return Object.hasOwn(BAD_KINDS, name);
}

/** Who signs a callback, for which path, and when. */
export interface CallbackOptions {
	/** Where it is sent to; its path is what is signed. */
	url: string;
	partnerId: string;
	signKey: string;
	/** The path to sign where a proxy in front of the receiver rewrites it. */
	signedPath?: string;
	/** Unix time in milliseconds; now unless given. */
	timestamp?: number;
	/** Codes of vouchers as JSON numbers. */
	numericVouchers?: boolean;
	/** How it is written; the document's way unless given. */
	dialects?: readonly Dialect[];
}

/** A callback ready to be sent. */
export interface Callback {
	url: string;
	headers: Record<string, string>;
	/** The exact text of the request's body. */
	body: string;
}

/** What the receiver answered. */
export interface CallbackAnswer {
	status: number;
	text: string;
	/** HTTP 200 with Code 1000 and IsSuccess true; anything else is sent again (API, Callbacks). */
	acknowledged: boolean;
}

const ONE_HOUR_MS = 3_600_000;
const OTHER_PARTNER = '99999999';
const MAX_ANSWER_CHARS = 100_000;

function partnerNumber(partnerId: string): number | string {
	const number = Number(partnerId);
	return Number.isSafeInteger(number) ? number : partnerId;
}

type Speech = Pick<CallbackOptions, 'numericVouchers' | 'dialects'>;

/** The text of OrderNotifyBody. */
export function noticeText(body: object, { numericVouchers, dialects = [] }: Speech): string {
	return writeJson(speak(dialects, body, 'OrderNotifyBody'), numericVouchers);
}

function envelope(
	partnerId: string,
	service: string,
	bodyText: string,
	{ dialects = [] }: Speech,
): string {
	const header = { PartnerId: partnerNumber(partnerId), NotifyServiceName: service };
	return writeJson(speak(dialects, { OrderNotifyHeader: header, OrderNotifyBody: bodyText }));
}

/** Signs a callback whose body is an exact text (API, Callbacks). */
export function signCallback(body: string, options: CallbackOptions): Callback {
	const { url, partnerId, signKey } = options;
	const apiPath = options.signedPath ?? new URL(url).pathname;
	const timestamp = options.timestamp ?? Date.now();
	return {
		url,
		headers: {
			'Content-Type': 'application/json; charset=utf-8',
			...signedHeaders(signKey, { partnerId, timestamp, apiPath }),
		},
		body,
	};
}

/** Builds and signs a callback around any body (API, Callbacks). */
export function composeCallback(service: string, body: object, options: CallbackOptions): Callback {
	const notice = noticeText(body, options);
	return signCallback(envelope(options.partnerId, service, notice, options), options);
}

/** Signs a recorded callback anew; what it says stays to the letter. */
export function repeatCallback(recorded: RecordedCallback, options: CallbackOptions): Callback {
	const { text, service, notice } = recorded;
	return signCallback(text ?? envelope(options.partnerId, service, notice, {}), options);
}

export interface SampleOptions extends CallbackOptions {
	/** Members that replace the sample's. */
	body?: JsonObject;
	/** What to do wrong. */
	bad?: BadKind;
}

/** Marks the codes of a sample's vouchers as such: texts under the API's names for them. */
function markVouchers(body: object): object {
	const mark = (value: unknown, isCode: boolean): unknown => {
		if (typeof value === 'string' && isCode) return new Voucher(value);
		if (Array.isArray(value)) return value.map((entry) => mark(entry, isCode));
		return typeof value === 'object' && value !== null ? markVouchers(value) : value;
	};
	return Object.fromEntries(
		Object.entries(body).map(([name, value]) => [name, mark(value, name.endsWith('VoucherCode'))]),
	);
}

/** Builds a signed sample callback for an event, good or wrong in one deliberate way. */
export function buildCallback(event: EventName, options: SampleOptions): Callback {
	const { service, body: sample } = sampleOf(event);
	const body = markVouchers({ ...sample, ...options.body });
	return options.bad === undefined
		? composeCallback(service, body, options)
		: spoil(options.bad, service, body, options);
}

function spoil(bad: BadKind, service: string, body: object, options: SampleOptions): Callback {
	const now = options.timestamp ?? Date.now();
	const compose = (changes: Partial<CallbackOptions>) =>
		composeCallback(service, body, { ...options, ...changes });
	const good = compose({});
	const authorization = good.headers.Authorization;
	const withHeader = (name: string, value: string): Callback => ({
		...good,
		headers: { ...good.headers, [name]: value },
	});
	switch (bad) {
		case 'missing-authorization': {
			const { Authorization: _left, ...headers } = good.headers;
			return { ...good, headers };
		}
		case 'wrong-scheme':
			return withHeader('Authorization', authorization.replace('Bearer', 'Basic'));
		case 'wrong-auth-pub':
			return withHeader('Authorization', authorization.replace('ZZY-OPENAPI', 'ABC-OPENAPI'));
		case 'wrong-key':
			return compose({ signKey: `${options.signKey}x` });
		case 'other-partner': {
			const other = compose({ partnerId: OTHER_PARTNER }).headers.Authorization;
			return withHeader('Authorization', other);
		}
		case 'header-partner':
			return withHeader('PartnerId', OTHER_PARTNER);
		case 'body-partner':
			return {
				...good,
				body: envelope(OTHER_PARTNER, service, noticeText(body, options), options),
			};
		case 'too-old':
			return compose({ timestamp: now - ONE_HOUR_MS });
		case 'too-new':
			return compose({ timestamp: now + ONE_HOUR_MS });
		case 'wrong-path':
			return compose({ signedPath: '/not/the/path' });
		case 'partial-signature':
			return withHeader('Authorization', authorization.slice(0, -8));
		case 'not-json':
			return { ...good, body: good.body.slice(0, -1) };
		case 'no-body':
			return { ...good, body: '' };
		case 'body-not-json':
			return { ...good, body: envelope(options.partnerId, service, '{"OrderId":', options) };
	}
}

function isAcknowledged(status: number, text: string): boolean {
	if (status !== 200) return false;
	try {
		const answer = parseJson(text);
		return isJsonObject(answer) && answer.Code === 1000 && answer.IsSuccess === true;
	} catch {
		return false;
	}
}

/**
 * Sends a callback once.
 *
 * @throws when there is no answer: connection refused or reset, or the signal aborted
 */
export async function sendCallback(
	{ url, headers, body }: Callback,
	signal?: AbortSignal,
): Promise<CallbackAnswer> {
	const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
	const text = (await response.text()).slice(0, MAX_ANSWER_CHARS);
	return { status: response.status, text, acknowledged: isAcknowledged(response.status, text) };
}
