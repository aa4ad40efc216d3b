import { createHash } from 'crypto';

import { isJsonObject } from '../api/envelope.ts';
import { canonicalJson, parseJson } from '../api/json.ts';
import { naming } from '../api/names.ts';
import { chinaIso } from '../api/time.ts';
import type { JsonObject, JsonValue } from '../api/types.ts';
import { kindOf, UNKNOWN_EVENT, type ZhongzhiyouEvent } from './catalog.ts';
import { text } from './values.ts';

const BYTE_ORDER_MARK = /^\uFEFF/;

/** A callback's outer part, read. */
export interface Callback {
	partnerId: string;
	/** In lower case: the vendor's spelling varies. */
	service: string;
	/** As the vendor sent it; of a known service with the names of the source. */
	body: JsonObject;
}

const nameOuter = naming({ OrderNotifyHeader: {}, OrderNotifyBody: {} });

const nameHeader = naming({ PartnerId: {}, NotifyServiceName: {} });

/** How deep a callback may be nested, which is read by functions that call themselves. */
const DEEPEST = 200;

/** Texts up to this length cannot be nested so deeply that reading them fails. */
const SHALLOW_LENGTH = 1_000;

function isTooDeep(value: JsonValue): boolean {
	let level: JsonValue[] = [value];
	for (let depth = 0; depth <= DEEPEST; depth++) {
		level = level.flatMap((entry) =>
			typeof entry === 'object' && entry !== null
				? Object.values(entry).filter((inner) => inner !== undefined)
				: [],
		);
		if (level.length === 0) return false;
	}
	return true;
}

function parseText(json: string): JsonValue | undefined {
	try {
		const parsed = parseJson(json.replace(BYTE_ORDER_MARK, ''));
		return json.length > SHALLOW_LENGTH && isTooDeep(parsed) ? undefined : parsed;
	} catch {
		return undefined;
	}
}

/** How often an object may be wrapped: a text of JSON, in a text, in a list of one. */
const MOST_LAYERS = 4;

/**
 * The object that was sent, also as JSON text, as such a text written as JSON once more, or as the
 * only entry of a list. Several entries are several things, and none of them is chosen.
 */
function unwrapped(sent: JsonValue | undefined): JsonObject | undefined {
	let value = sent;
	for (let layers = 0; layers <= MOST_LAYERS; layers++) {
		if (isJsonObject(value)) return value;
		if (typeof value === 'string') value = parseText(value);
		else if (Array.isArray(value) && value.length === 1) [value] = value;
		else return undefined;
	}
	return undefined;
}

/**
 * Reads the outer part of a callback (API, Callbacks): liberal in what it takes, digit-exact.
 *
 * @param raw the request's body as received
 * @returns undefined when it is not a callback
 */
export function readCallback(raw: string): Callback | undefined {
	const sent = unwrapped(raw);
	if (sent === undefined) return undefined;
	const named = nameOuter(sent);
	const header = unwrapped(named.OrderNotifyHeader);
	const body = unwrapped(named.OrderNotifyBody);
	if (header === undefined || body === undefined) return undefined;
	const { PartnerId, NotifyServiceName } = nameHeader(header);
	const service = text(NotifyServiceName).trim().toLowerCase();
	if (service === '') return undefined;
	return {
		partnerId: text(PartnerId).trim(),
		service,
		body: kindOf(service)?.name(body) ?? body,
	};
}

/** Characters of an id, and of what it is about: two orders with one subject lose nothing by it. */
const ID_LENGTH = 22;
const SUBJECT_LENGTH = 6;

function hashed(parts: string[], length: number): string {
	return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, length);
}

function namesOccurrence({ service, body }: Callback): boolean {
	return kindOf(service)?.namesOccurrence(body) ?? false;
}

/**
 * Identifies a callback: the same one sent again has the same id, a different one another. Only
 * what is provably the same counts as such, since better run twice than lose one.
 *
 * @param timestamp the Timestamp header, part of the identity where the body names no occurrence
 */
export function eventIdOf(callback: Callback, timestamp: string): string {
	const identity = [callback.partnerId, callback.service, canonicalJson(callback.body)];
	if (!namesOccurrence(callback)) identity.push(timestamp);
	return hashed(identity, ID_LENGTH);
}

/**
 * Identifies a state that has come back, such as an order that was issued, failed and is issued
 * again: another event than the first one, although all that was sent is the same.
 *
 * @param eventId of the state, as `eventIdOf` gives it
 * @param since what names the other state between the two
 */
export function idOfReturn(eventId: string, since: string): string {
	return hashed([eventId, since], ID_LENGTH);
}

/**
 * What a callback states the present state of, told apart from others; empty for one that reports
 * an occurrence, or does not say what it is about.
 */
export function subjectOf(callback: Callback): string {
	const subject = kindOf(callback.service)?.subject?.(callback.body) ?? '';
	if (subject === '' || !namesOccurrence(callback)) return '';
	return hashed([callback.service, subject], SUBJECT_LENGTH);
}

/**
 * Turns a callback into the event that the trigger emits. What the catalogue does not know, a
 * service or a status of a known one, is named unknown and keeps its body as it came.
 *
 * @param timestamp the Timestamp header, Unix time in milliseconds
 * @param now Unix time in milliseconds
 */
export function decodeEvent(callback: Callback, timestamp: string, now: number): ZhongzhiyouEvent {
	const { service, body } = callback;
	return {
		notifyServiceName: service,
		eventId: eventIdOf(callback, timestamp),
		partnerId: callback.partnerId,
		sentAt: chinaIso(Number(timestamp)),
		receivedAt: chinaIso(now),
		...(kindOf(service)?.nameOf(body) ?? { event: UNKNOWN_EVENT, body }),
	};
}
