import { NAMING_MEMBERS } from './codeMembers.ts';
import { anyOf, DIGITS, whole } from './patterns.ts';
import type { JsonValue } from './types.ts';

const INTEGER = whole(`-?${DIGITS}`);

const EXPONENT = /e.*$/i;

const SIGN_AND_POINT = /[-.]/g;

const LEADING_ZEROS = /^0+/;

/** Digits a double always keeps: every decimal of up to 15 significant digits survives. */
const SAFE_SIGNIFICANT_DIGITS = 15;

/** Below it a double keeps ever fewer digits, down to none. */
const SMALLEST_WITH_ALL_DIGITS = 2 ** -1022;

function keepsDigits(value: number, source: string): boolean {
	if (INTEGER.test(source)) return Number.isSafeInteger(value);
	const mantissa = source
		.replace(EXPONENT, '')
		.replace(SIGN_AND_POINT, '')
		.replace(LEADING_ZEROS, '');
	if (mantissa === '') return true;
	// Beyond a double's range everything becomes Infinity or 0.
	if (!Number.isFinite(value) || Math.abs(value) < SMALLEST_WITH_ALL_DIGITS) return false;
	return mantissa.length <= SAFE_SIGNIFICANT_DIGITS || String(value) === source;
}

/** Whether a text may hold a number that a double cannot: of 16 characters, or with an exponent. */
const MAY_LOSE_DIGITS = /(?:^|[:[,\s])-?\d(?:[\d.]{15}|[\d.]*[eE])/;

/** Whether a text may hold a short number that a double would be written unlike: 1.0, or -0. */
const MAY_BE_RESPELLED = /(?:^|[:[,\s])(?:-?\d+\.\d*0|-0)(?![\d.])/;

/** Whether a text may hold codes: by name, or as all that an answer has for its data. */
const MAY_HOLD_CODES = new RegExp(
	anyOf(
		// Letter by letter: to ignore case costs five times as much, and this is asked of every text.
		'[Vv][Oo][Uu][Cc][Hh]',
		'[Qq][Rr][Cc][Oo]',
		'"[Cc][Oo][Dd][Ee][Ss]"',
		String.raw`"[Dd][Aa][Tt][Aa]"\s*:\s*(?:-?\d|\[\s*[^\s{])`,
	),
);

/** A number in a list of which it is not known yet whose it is. */
class Respelled {
	readonly value: number;

	readonly source: string;

	constructor(value: number, source: string) {
		this.value = value;
		this.source = source;
	}
}

/**
 * Gives the numbers of a list, and of lists in it, the form that its member asks for.
 *
 * @returns how many they were
 */
function settle(list: unknown[], asSource: boolean): number {
	let settled = 0;
	const lists = [list];
	for (let open = lists.pop(); open !== undefined; open = lists.pop()) {
		for (const [index, entry] of open.entries()) {
			if (Array.isArray(entry)) {
				lists.push(entry);
			} else if (entry instanceof Respelled) {
				open[index] = asSource ? entry.source : entry.value;
				settled++;
			}
		}
	}
	return settled;
}

/**
 * Parses JSON whose numbers a double cannot all hold, or of which some are codes. Numbers in lists
 * wait for the list's own name, because a reviver sees what is inside first.
 */
function parseExactly(text: string, member: string): JsonValue {
	let waiting = 0;
	function revive(
		this: unknown,
		key: string,
		value: unknown,
		context?: { source?: string },
	): unknown {
		const isEntry = Array.isArray(this);
		const isNamed = () => NAMING_MEMBERS.has((key === '' ? member : key).toLowerCase());
		if (typeof value !== 'number') {
			if (waiting > 0 && !isEntry && Array.isArray(value)) waiting -= settle(value, isNamed());
			return value;
		}
		// Node.js 22 and newer give the text of each number; without it digits would be lost.
		const source = context?.source;
		if (source === undefined) return value;
		if (!keepsDigits(value, source)) return source;
		if (source === String(value)) return value;
		if (!isEntry) return isNamed() ? source : value;
		waiting++;
		return new Respelled(value, source);
	}
	const parsed: JsonValue = JSON.parse(text, revive);
	return parsed;
}

/**
 * Parses JSON without losing a digit: a number that a double cannot hold exactly becomes a string
 * of its digits, so that voucher codes and order ids arrive as they were sent. A number that is a
 * code and that a double would be written unlike, such as 1e21, becomes a string as well.
 *
 * @param member the name of the member whose value the text is, when it is one's
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string, member = ''): JsonValue {
	// A reviver makes parsing several times as slow, and most texts need none.
	if (MAY_LOSE_DIGITS.test(text)) return parseExactly(text, member);
	const mayHoldCodes = member !== '' || MAY_HOLD_CODES.test(text);
	return mayHoldCodes && MAY_BE_RESPELLED.test(text)
		? parseExactly(text, member)
		: JSON.parse(text);
}

const STARTS_LIKE_JSON = /^\s*[[{"]/;

/**
 * What a text of JSON says; anything else as it is. Never throws.
 *
 * @param member the name of the member whose value it is
 */
export function readJsonText(value: JsonValue | undefined, member: string): JsonValue | undefined {
	if (typeof value !== 'string' || !STARTS_LIKE_JSON.test(value)) return value;
	try {
		return parseJson(value.trim(), member);
	} catch {
		return value;
	}
}

/** A whole number written with all its digits, for a body in which the API wants a JSON number. */
export class Digits {
	readonly digits: string;

	constructor(digits: string) {
		this.digits = digits;
	}

	/** As `parseJson` would read it: a number, or the digits where a double cannot hold them. */
	get value(): number | string {
		const value = Number(this.digits);
		return Number.isSafeInteger(value) ? value : this.digits;
	}

	toJSON(): number | string {
		return this.value;
	}
}

/**
 * Writes JSON for a request. `Digits` become JSON numbers of any length; members that are
 * undefined are left out.
 */
export function stringifyJson(value: unknown): string {
	if (value instanceof Digits) return value.digits;
	if (Array.isArray(value)) {
		return `[${value.map((entry: unknown) => stringifyJson(entry ?? null)).join(',')}]`;
	}
	if (typeof value === 'object' && value !== null) {
		const members = Object.entries(value)
			.filter(([, member]) => member !== undefined)
			.map(([key, member]) => `${JSON.stringify(key)}:${stringifyJson(member)}`);
		return `{${members.join(',')}}`;
	}
	return JSON.stringify(value);
}

type Member = [lead: string, value: unknown];

/** A value as JSON keeps it; undefined for what JSON leaves out. */
function kept(value: unknown, key: string): unknown {
	let own = value;
	if (typeof own === 'object' && own !== null && 'toJSON' in own) {
		if (typeof own.toJSON === 'function') own = own.toJSON(key);
	}
	if (own instanceof Number || own instanceof String || own instanceof Boolean) own = own.valueOf();
	return typeof own === 'function' || typeof own === 'symbol' ? undefined : own;
}

function membersOf(source: object): Member[] {
	if (Array.isArray(source)) {
		return Array.from(
			source,
			(entry: unknown, index): Member => ['', kept(entry, String(index)) ?? null],
		);
	}
	return Object.keys(source)
		.sort()
		.map((key): Member => [`${JSON.stringify(key)}:`, kept(Reflect.get(source, key), key)])
		.filter(([, value]) => value !== undefined);
}

/** A list or an object that is being written. */
interface Open {
	source: object;
	members: Member[];
	written: number;
	end: ']' | '}';
}

/** How deep `sorted` goes; JSON of any depth is left to `anyText`. */
const PLAIN_DEPTH = 50;

const NOT_PLAIN = Symbol('not plain');

/** Names that an object would not keep in the order in which they are given to it, or not at all. */
const OUT_OF_ORDER = /^(?:[0-9]|__proto__$)/;

/**
 * What JSON itself can read, its members sorted: what callbacks and items nearly always are. Written
 * at once it takes half the time.
 *
 * @returns NOT_PLAIN where there is anything else in it
 */
function sorted(value: unknown, depth = 0): unknown {
	if (typeof value !== 'object' || value === null) {
		return typeof value === 'bigint' ? NOT_PLAIN : value;
	}
	if (depth > PLAIN_DEPTH || 'toJSON' in value) return NOT_PLAIN;
	if (Array.isArray(value)) {
		const list: unknown[] = [];
		for (const entry of value) {
			const own = sorted(entry, depth + 1);
			if (own === NOT_PLAIN) return NOT_PLAIN;
			list.push(own);
		}
		return list;
	}
	if (Object.getPrototypeOf(value) !== Object.prototype) return NOT_PLAIN;
	const copy: Record<string, unknown> = {};
	for (const key of Object.keys(value).sort()) {
		if (OUT_OF_ORDER.test(key)) return NOT_PLAIN;
		const own = sorted(Reflect.get(value, key), depth + 1);
		if (own === NOT_PLAIN) return NOT_PLAIN;
		copy[key] = own;
	}
	return copy;
}

/**
 * The same text for the same content, whatever the order of members: what `JSON.stringify` keeps,
 * and nothing else, so that data has the same text when n8n has stored and restored it. Of any
 * depth; what contains itself and integers of any length, which JSON cannot hold, have a text too.
 */
export function canonicalJson(value: unknown): string {
	const plain = sorted(value);
	return (plain === NOT_PLAIN ? undefined : JSON.stringify(plain)) ?? anyText(value);
}

function anyText(value: unknown): string {
	const opened: Open[] = [];
	const depths = new Map<object, number>();
	let text = '';

	function write(own: unknown): void {
		if (typeof own !== 'object' || own === null) {
			text += typeof own === 'bigint' ? `${own}n` : JSON.stringify(own ?? null);
			return;
		}
		const depth = depths.get(own);
		if (depth !== undefined) {
			text += `^${opened.length - depth}`;
			return;
		}
		depths.set(own, opened.length);
		const [start, end] = Array.isArray(own) ? (['[', ']'] as const) : (['{', '}'] as const);
		text += start;
		opened.push({ source: own, members: membersOf(own), written: 0, end });
	}

	write(kept(value, ''));
	for (let innermost = opened.at(-1); innermost !== undefined; innermost = opened.at(-1)) {
		const member = innermost.members.at(innermost.written);
		if (member === undefined) {
			text += innermost.end;
			depths.delete(innermost.source);
			opened.pop();
		} else {
			text += `${innermost.written === 0 ? '' : ','}${member[0]}`;
			innermost.written++;
			write(member[1]);
		}
	}
	return text;
}
