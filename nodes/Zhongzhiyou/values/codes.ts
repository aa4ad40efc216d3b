import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { readText } from './text.ts';

/** What stands between two codes in a text: space, a comma or a semicolon, Chinese ones too. */
const BETWEEN_CODES = /[\s,;，；]+/;

/** Voucher codes as a list, or as text with one code a line or commas between; each to the last digit. */
export function readCodes(value: unknown, name: string): string[] {
	if (isBlank(value)) return [];
	const entries: unknown[] = Array.isArray(value)
		? value
		: readText(value, name).split(BETWEEN_CODES);
	const codes = entries.map((entry) => readText(entry, name)).filter((code) => code !== '');
	const repeated = codes.find((code, index) => codes.indexOf(code) !== index);
	if (repeated !== undefined) {
		throw new InputError(name, `names ${repeated} twice`, 'Name each voucher code once.');
	}
	return codes;
}
