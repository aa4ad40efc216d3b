import { isJsonObject } from '../api/envelope.ts';
import type { JsonObject, JsonValue } from '../api/types.ts';

/** An id that is a number while a double can hold it, and its digits otherwise. */
export type Id = number | string;

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Empty where there is neither text nor number. */
export function text(value: JsonValue | undefined): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Null where there is no number, as number or as text. */
export function number(value: JsonValue | undefined): number | null {
	const digits = text(value).trim();
	return DECIMAL.test(digits) ? Number(digits) : null;
}

export function id(value: JsonValue | undefined): Id {
	return typeof value === 'number' ? value : text(value);
}

function list(value: JsonValue | undefined): JsonValue[] {
	return Array.isArray(value) ? value : [];
}

/** The objects of a list that the vendor may leave out or send as null. */
export function objects(value: JsonValue | undefined): JsonObject[] {
	return list(value).filter(isJsonObject);
}

/** A list of codes; a single one that is sent without a list counts as one. */
export function texts(value: JsonValue | undefined): string[] {
	return text(value) === '' ? list(value).map(text) : [text(value)];
}
