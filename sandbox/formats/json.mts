declare global {
	interface JSON {
		/** In Node since 21, in TypeScript's library not yet. */
		rawJSON(text: string): object;
	}
}

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

const WHOLE_NUMBER = /^(0|[1-9]\d*)$/;

// Only texts with a number this long can lose a digit; the others are spared the reviver.
const LONG_NUMBER = /\d{16}/;

function keepDigits(_key: string, value: JsonValue, context?: { source?: string }): JsonValue {
	const source = context?.source;
	return typeof value === 'number' && source !== undefined && !Number.isSafeInteger(value)
		? WHOLE_NUMBER.test(source)
			? source
			: value
		: value;
}

/**
 * Parses JSON; a whole number that a double cannot hold becomes a string of its digits.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): JsonValue {
	const parsed: JsonValue = LONG_NUMBER.test(text)
		? JSON.parse(text, keepDigits)
		: JSON.parse(text);
	return parsed;
}

/** A whole number with all its digits, for `writeJson`; undefined for a text that is none. */
export function exactNumber(text: string): object | undefined {
	return WHOLE_NUMBER.test(text) ? JSON.rawJSON(text) : undefined;
}

/** Writes JSON; vouchers become strings, or numbers of all their digits where that is possible. */
export function writeJson(value: unknown, numericVouchers = false): string {
	return JSON.stringify(value, (_key, member: unknown) => {
		if (!(member instanceof Voucher)) return member;
		return (numericVouchers ? exactNumber(member.code) : undefined) ?? member.code;
	});
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonObject(value: unknown): value is JsonObject {
	return isObject(value);
}
