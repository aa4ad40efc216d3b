import type { DateTime } from 'luxon';

import { InputError } from '../api/failures';
import { Digits } from '../api/json';
import { parseChinaTime } from '../api/time';

/**
 * Readers for what a user gives, whether in a parameter, in JSON or in a field of the input item.
 * Each takes the value and the name under which the user knows it, and throws an InputError that
 * starts with this name.
 */

function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** True for what counts as not given: undefined, null and blank text. */
export function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

/** Whether two values mean the same: a number and its digits as text do. */
export function sameValue(one: unknown, other: unknown): boolean {
	const form = (value: unknown) =>
		typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
	return form(one) === form(other);
}

/** Text without surrounding space; a number is taken as its digits. Empty when blank. */
export function readText(value: unknown, name: string): string {
	if (isBlank(value)) return '';
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'bigint') {
		if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
			throw new InputError(
				name,
				'was given as a number so long that it has already lost digits',
				'Pass it as text (in quotes), where every digit is kept.',
			);
		}
		return String(value);
	}
	throw new InputError(name, `must be text, but it is ${shown(value)}`, 'Give a text or a number.');
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

/** A whole number of any length, such as a product or order id; kept to the last digit. */
export function readId(value: unknown, name: string): Digits {
	const text = readRequiredText(value, name);
	if (!/^\d+$/.test(text)) {
		throw new InputError(
			name,
			`must be a number, but it is "${shown(text)}"`,
			'Give the number that ZhongZhiYou uses: digits only.',
		);
	}
	return new Digits(text.replace(/^0+(?=\d)/, ''));
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

/** A day or a moment, in China Standard Time. */
export function readDate(value: unknown, name: string): DateTime<true> {
	if (isBlank(value)) {
		throw new InputError(name, 'is empty', 'Give a date such as 2026-05-01 (China time).');
	}
	const moment = parseChinaTime(value);
	if (moment === undefined) {
		throw new InputError(
			name,
			`is not a date: ${shown(value)}`,
			'Use the date picker, a date such as 2026-05-01, an ISO time such as 2026-05-01T09:00:00+08:00, or an expression that gives a DateTime.',
		);
	}
	return moment;
}

/** A time of day, `HH:mm` in China Standard Time. */
export function readClock(value: unknown, name: string): string {
	const text = readRequiredText(value, name);
	if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) {
		throw new InputError(
			name,
			`must be a time of day as HH:mm, but it is "${shown(text)}"`,
			'Write hours and minutes with two digits each, such as 09:00.',
		);
	}
	return text;
}

/** Voucher codes as a list, or as text with one code a line or commas between; each to the last digit. */
export function readCodes(value: unknown, name: string): string[] {
	if (isBlank(value)) return [];
	const entries: unknown[] = Array.isArray(value)
		? value
		: readText(value, name).split(/[\s,;，；]+/);
	const codes = entries.map((entry) => readText(entry, name)).filter((code) => code !== '');
	const repeated = codes.find((code, index) => codes.indexOf(code) !== index);
	if (repeated !== undefined) {
		throw new InputError(name, `names ${repeated} twice`, 'Name each voucher code once.');
	}
	return codes;
}
