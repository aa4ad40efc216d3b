import { DIGITS, whole } from './patterns.ts';
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

/**
 * Parses JSON without losing a digit: a number that a double cannot hold exactly becomes a string
 * of its digits, so that voucher codes and order ids arrive as they were sent.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): JsonValue {
	// A reviver makes parsing several times as slow, and most texts need none.
	if (!MAY_LOSE_DIGITS.test(text)) return JSON.parse(text);
	const parsed: JsonValue = JSON.parse(
		text,
		(_key: string, value: JsonValue, context?: { source?: string }) => {
			if (typeof value !== 'number') return value;
			// Node.js 22 and newer give the text of each number; without it digits would be lost.
			const source = String(context?.source);
			return keepsDigits(value, source) ? value : source;
		},
	);
	return parsed;
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

/**
 * The same text for the same content, whatever the order of members: what `JSON.stringify` keeps,
 * and nothing else, so that data has the same text when n8n has stored and restored it. Of any
 * depth; what contains itself and integers of any length, which JSON cannot hold, have a text too.
 */
export function canonicalJson(value: unknown): string {
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
