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

/** A whole number within a double's reach, such as a quantity. */
export function readInteger(value: unknown, name: string, minimum: number): number {
	const number = typeof value === 'number' ? value : Number(readRequiredText(value, name));
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

/** Reads a whole number of at least this. */
export function integerFrom(minimum: number): Reader<number> {
	return (value, name) => readInteger(value, name, minimum);
}

/** An amount in yuan, not negative. */
export function readAmount(value: unknown, name: string): number {
	const amount = typeof value === 'number' ? value : Number(readRequiredText(value, name));
	if (!Number.isFinite(amount) || amount < 0) {
		throw new InputError(
			name,
			`must be an amount in yuan, but it is ${shown(value)}`,
			'Give a number such as 88.5.',
		);
	}
	return amount;
}
