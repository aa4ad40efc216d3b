import { isBlank, trimmed } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';

/**
 * Reads what a user gives, whether in a parameter, in JSON or in a field of the input item.
 *
 * @param name the name under which the user knows the value
 * @throws InputError that starts with this name
 */
export type Reader<Value> = (value: unknown, name: string) => Value;

function withoutBigInts(_name: string, value: unknown): unknown {
	return typeof value === 'bigint' ? String(value) : value;
}

function inWords(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value);
	try {
		return JSON.stringify(value, withoutBigInts) ?? typeof value;
	} catch {
		// What holds itself has no JSON.
		return Object.prototype.toString.call(value);
	}
}

/** A value as an error quotes it, cut off where it is long. */
export function shown(value: unknown): string {
	const text = inWords(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What an expression leaves in a text where it found no value. */
const NO_VALUE = /^(?:undefined|null|NaN)$|\[object [A-Za-z]+\]/;

function readNumber(value: number, name: string): string {
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		throw new InputError(
			name,
			'was given as a number so long that it has already lost digits',
			'Pass it as text (in quotes), where every digit is kept.',
		);
	}
	const text = String(value);
	// With an exponent it has other digits than those that somebody meant.
	if (Number.isFinite(value) && !text.includes('e')) return text;
	throw new InputError(
		name,
		`must be text, but it is ${text}`,
		'Check that the expression finds a value, or pass it as text (in quotes).',
	);
}

/**
 * Text without anything invisible at its ends; a number is taken as its digits. Empty when blank.
 * What an expression makes of a missing value (NaN, "undefined", "[object Object]") is refused.
 */
export function readText(value: unknown, name: string): string {
	if (isBlank(value)) return '';
	if (typeof value === 'number') return readNumber(value, name);
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'string') {
		throw new InputError(
			name,
			`must be text, but it is ${shown(value)}`,
			'Give a text or a number.',
		);
	}
	const text = trimmed(value);
	if (NO_VALUE.test(text)) {
		throw new InputError(
			name,
			`is no value: "${shown(text)}"`,
			'Check that the expression finds a value.',
		);
	}
	return text;
}

/** Text that must be there. */
export function readRequiredText(value: unknown, name: string): string {
	const text = readText(value, name);
	if (text === '') {
		throw new InputError(
			name,
			'is empty',
			'Fill it in, or check that the expression finds a value.',
		);
	}
	return text;
}

/** What an expression without a value leaves in a part of a number, as in "SHOP-undefined". */
const PART_WITHOUT_VALUE =
	/undefined|Invalid Date|(?<![A-Za-z0-9])(?:null|NaN|Infinity)(?![A-Za-z0-9])/;

/**
 * A number of the user's own, such as an order's, which no other may have: where a part of it was
 * without a value it would soon be the number of every order.
 */
export function readOwnNumber(value: unknown, name: string): string {
	const text = readRequiredText(value, name);
	if (PART_WITHOUT_VALUE.test(text)) {
		throw new InputError(
			name,
			`has a part without a value: "${shown(text)}"`,
			'Check that the expression finds a value: the next order would have the same number.',
		);
	}
	return text;
}
