import { isJsonObject, openEnvelope } from '../../nodes/Zhongzhiyou/api/envelope.ts';
import type { JsonObject, JsonValue } from '../../nodes/Zhongzhiyou/api/types.ts';
import { eventNameOf } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import {
	decodeEvent,
	eventIdOf,
	readCallback,
	type Callback,
} from '../../nodes/Zhongzhiyou/events/decode.ts';
import { BODY_NAMES, NOW, TIMESTAMP } from './words.mts';

export { words } from './words.mts';

/** The same content with the members of every object the other way round. */
export function reversed(value: JsonValue | undefined): JsonValue {
	if (Array.isArray(value)) return value.map(reversed);
	if (!isJsonObject(value)) return value ?? null;
	const members = Object.entries(value).reverse();
	return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]));
}

function reversedObject(body: JsonObject): JsonObject {
	const value = reversed(body);
	return isJsonObject(value) ? value : {};
}

/** Every name at the top of a body that is none of the source's, in any case. */
function isUnknown(name: string): boolean {
	return !KNOWN_NAMES.has(name.toLowerCase());
}

/** The members of an event's body that may differ from what was sent, in lower case. */
const KNOWN_NAMES = new Set(
	[...BODY_NAMES, 'checkTimeIso', 'voucherCodes'].map((name) => name.toLowerCase()),
);

/**
 * Checks a callback that was read: it makes an event, with the id of its content, and what the
 * source does not name is kept.
 *
 * @throws Error saying which rule is broken
 */
export function checkCallback(callback: Callback): void {
	const event = decodeEvent(callback, TIMESTAMP, NOW);
	if (eventNameOf(event.event) !== event.event) throw new Error(`No such event: ${event.event}`);
	if (!/^[\w-]{22}$/.test(event.eventId)) throw new Error(`No id: ${event.eventId}`);
	const turned = { ...callback, body: reversedObject(callback.body) };
	if (eventIdOf(turned, TIMESTAMP) !== event.eventId) {
		throw new Error('The order of the members changes the id');
	}
	const kept = new Map<string, unknown>(Object.entries(event.body));
	for (const [name, member] of Object.entries(callback.body).filter(([key]) => isUnknown(key))) {
		if (JSON.stringify(kept.get(name)) !== JSON.stringify(member)) {
			throw new Error(`${JSON.stringify(name)} is dropped or changed`);
		}
	}
}

/**
 * Whatever the bytes: neither a callback nor an answer makes the reader throw, and a callback
 * becomes an event as `checkCallback` says.
 *
 * @throws Error saying which rule is broken
 */
export function fuzz(data: Buffer): void {
	const text = data.toString('utf8');
	openEnvelope(text);
	const callback = readCallback(text);
	if (callback !== undefined) checkCallback(callback);
}
