import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';

/**
 * Reads what a user gives, whether in a parameter, in JSON or in a field of the input item.
 *
 * @param name the name under which the user knows the value
 * @throws InputError that starts with this name
 */
export type Reader<Value> = (value: unknown, name: string) => Value;

/** A value as an error quotes it, cut off where it is long. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
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
