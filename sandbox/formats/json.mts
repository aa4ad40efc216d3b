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

/** Writes JSON; vouchers become strings, or numbers of all their digits where that is possible. */
export function writeJson(value: unknown, numericVouchers = false): string {
	return JSON.stringify(value, (_key, member: unknown) => {
		if (!(member instanceof Voucher)) return member;
		return numericVouchers && WHOLE_NUMBER.test(member.code)
			? JSON.rawJSON(member.code)
			: member.code;
	});
}

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
