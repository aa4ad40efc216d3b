import { randomUUID } from 'node:crypto';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export interface JsonObject {
	[key: string]: JsonValue;
}

/** An entry voucher's code (入园凭证): what `numericVouchers` turns into a JSON number. */
export class Voucher {
	readonly code: string;

	constructor(code: string) {
		this.code = code;
	}
}

/** A whole number of any length, written and read with all its digits. */
export class ExactNumber {
	readonly digits: string;

	constructor(digits: string) {
		this.digits = digits;
	}
}

const WHOLE_NUMBER = /^(0|[1-9]\d*)$/;

// Only texts with a number this long can lose a digit; the others are only parsed.
const LONG_NUMBER = /\d{16}/;

// A string, which is passed over, or a number; one before a colon would be a name and no JSON.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(\s*:)?/g;

// Stands before digits in a string that is to become a number, or was one. Nobody can guess it.
const MARK = `#${randomUUID()}#`;

const MARKED = new RegExp(`"${MARK}(\\d+)"`, 'g');

/**
 * JSON in which whole numbers that a double cannot hold are strings of their digits.
 *
 * Node 20 tells a reviver nothing of a number's text and has no JSON.rawJSON: such numbers go through
 * the parser and the writer as strings.
 *
 * @param mark stands before the digits
 */
export function quoteLongNumbers(text: string, mark = ''): string {
	return text.replace(TOKEN, (token, number?: string, colon?: string) => {
		const isLong =
			number !== undefined &&
			colon === undefined &&
			WHOLE_NUMBER.test(number) &&
			!Number.isSafeInteger(Number(number));
		return isLong ? `"${mark}${number}"` : token;
	});
}

/**
 * Parses JSON; a whole number that a double cannot hold becomes a string of its digits.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): JsonValue {
	const parsed: JsonValue = JSON.parse(LONG_NUMBER.test(text) ? quoteLongNumbers(text) : text);
	return parsed;
}

/**
 * The same, but such a number becomes an `ExactNumber`, so that it can be told from a text.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseExactly(text: string): unknown {
	return JSON.parse(quoteLongNumbers(text, MARK), (_key, value: unknown) =>
		typeof value === 'string' && value.startsWith(MARK)
			? new ExactNumber(value.slice(MARK.length))
			: value,
	);
}

/** A whole number with all its digits, for `writeJson`; undefined for a text that is none. */
export function exactNumber(text: string): ExactNumber | undefined {
	return WHOLE_NUMBER.test(text) ? new ExactNumber(text) : undefined;
}

/** Writes JSON; vouchers become strings, or numbers of all their digits where that is possible. */
export function writeJson(value: unknown, numericVouchers = false): string {
	let hasExact = false;
	const text = JSON.stringify(value, (_key, member: unknown) => {
		const own = member instanceof Voucher && numericVouchers ? exactNumber(member.code) : member;
		if (own instanceof ExactNumber) {
			hasExact = true;
			return `${MARK}${own.digits}`;
		}
		return member instanceof Voucher ? member.code : member;
	});
	return hasExact ? text.replace(MARKED, '$1') : text;
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonObject(value: unknown): value is JsonObject {
	return isObject(value);
}
