import { InputError } from '../api/failures.ts';
import { Digits } from '../api/json.ts';
import { DIGITS, whole } from '../api/patterns.ts';
import { readRequiredText, shown, type Reader } from './text.ts';

const NUMBER = whole(DIGITS);

const LEADING_ZEROS = /^0+(?=[0-9])/;

/** A whole number of any length, such as a product or order id; kept to the last digit. */
export function readId(value: unknown, name: string): Digits {
	const text = readRequiredText(value, name);
	if (!NUMBER.test(text)) {
		throw new InputError(
			name,
			`must be a number, but it is "${shown(text)}"`,
			'Give the number that ZhongZhiYou uses: digits only.',
		);
	}
	return new Digits(text.replace(LEADING_ZEROS, ''));
}

/** A whole number as text; neither `0x10` nor `1e3`, of which nobody means what they stand for. */
const WHOLE = whole(`[+-]?${DIGITS}(?:\\.0+)?`);

/** A whole number within a double's reach, such as a quantity. */
export function readInteger(value: unknown, name: string, minimum: number): number {
	const number = typeof value === 'number' ? value : numberIn(value, name, WHOLE);
	if (!Number.isSafeInteger(number)) {
		throw new InputError(
			name,
			`must be a whole number, but it is ${shown(value)}`,
			`Give a whole number of at least ${minimum}.`,
		);
	}
	if (number < minimum) {
		throw new InputError(
			name,
			`must be at least ${minimum}, but it is ${number}`,
			`Give a whole number of at least ${minimum}.`,
		);
	}
	return number;
}

/** The number that a text of this form stands for; NaN where it is of another. */
function numberIn(value: unknown, name: string, form: RegExp): number {
	const text = readRequiredText(value, name);
	return form.test(text) ? Number(text) : Number.NaN;
}

/** Reads a whole number of at least this. */
export function integerFrom(minimum: number): Reader<number> {
	return (value, name) => readInteger(value, name, minimum);
}

/** A decimal of no more digits than a double keeps exactly. */
const DECIMAL = whole('(?=(?:\\.?[0-9]){1,15}$)[0-9]*\\.?[0-9]+');

/** An amount in yuan, not negative. */
export function readAmount(value: unknown, name: string): number {
	const amount = typeof value === 'number' ? value : numberIn(value, name, DECIMAL);
	if (!Number.isFinite(amount) || amount < 0) {
		throw new InputError(
			name,
			`must be an amount in yuan, but it is ${shown(value)}`,
			'Give a number such as 88.5.',
		);
	}
	return amount;
}
