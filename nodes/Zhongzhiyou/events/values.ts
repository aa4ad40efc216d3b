import { isBlank, trimmed } from '../api/blank.ts';
import type { JsonValue } from '../api/types.ts';

/** A value that is usually this; one that cannot be read as it stays as it came. */
export type Usually<Value extends JsonValue> = Value | JsonValue;

/** An id: the number, or the text that came. */
export type Id = number | string;

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Empty where there is neither text nor number. */
export function text(value: JsonValue | undefined): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const ZEROS = /^0+$/;

/** A number or text by which something is told apart; empty where there is none, as for 0. */
export function numberOf(value: JsonValue | undefined): string {
	const given = text(value);
	const own = isBlank(given) ? '' : trimmed(given);
	return ZEROS.test(own) ? '' : own;
}

/** A number, also where it is sent as text; null where there is nothing, and anything else as it came. */
export function numberOrAsSent(value: JsonValue | undefined): Usually<number | null> {
	const digits = text(value).trim();
	const number = Number(digits);
	if (DECIMAL.test(digits) && Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number;
	return value === undefined || isBlank(value) ? null : value;
}

/** An id as it came; empty where there is none. */
export function idOrAsSent(value: JsonValue | undefined): Usually<Id> {
	return value ?? '';
}
