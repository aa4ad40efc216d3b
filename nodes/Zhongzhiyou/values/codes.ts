import { hasInvisible, isBlank } from '../api/blank.ts';
import { VOUCHER_MEMBERS } from '../api/codeMembers.ts';
import { InputError } from '../api/failures.ts';
import { parseJson } from '../api/json.ts';
import { readText, readWhole, refuseIncomplete, shown } from './text.ts';

/** What stands between two codes in a text: space, a comma or a semicolon, Chinese ones too. */
const BETWEEN_CODES = /[\s,;，；、]+/;

const STARTS_LIKE_JSON = /^[[{"]/;

/** Left over from JSON or from a list as text; no code has them. */
const BRACKETS_AND_QUOTES = /[[\]{}"'“”]/;

function notCodes(value: unknown, name: string): InputError {
	return new InputError(
		name,
		`must be text or hold voucher codes, but it is ${shown(value)}`,
		'Give the codes with commas between, or a list of them.',
	);
}

/** What a text holds: codes one after the other, or JSON. */
function partsOf(text: string, name: string): unknown {
	if (!STARTS_LIKE_JSON.test(text)) return text.split(BETWEEN_CODES);
	try {
		return parseJson(text);
	} catch {
		throw notCodes(text, name);
	}
}

/** The codes of an object as the API gives them, each once. */
function codesOf(source: object, name: string): string[] {
	const members = Object.entries(source)
		.filter(([member]) => VOUCHER_MEMBERS.has(member.toLowerCase()))
		.flatMap(([, value]: [string, unknown]) => (Array.isArray(value) ? value : [value]));
	const codes = members.flatMap((entry: unknown) => codesIn(entry, name));
	if (codes.length === 0) throw notCodes(source, name);
	return [...new Set(codes)];
}

function codesIn(entry: unknown, name: string): string[] {
	if (isBlank(entry)) return [];
	refuseIncomplete(entry, name);
	if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) {
		return codesOf(entry, name);
	}
	const code = readWhole(entry, name);
	if (hasInvisible(code) || BRACKETS_AND_QUOTES.test(code)) throw notCodes(code, name);
	return [code];
}

/**
 * Voucher codes, each to the last digit: as a list, as an object of the API's that holds some, as
 * either in JSON text, or as text with one code a line or commas between.
 *
 * @returns none when blank, which stands for any of the order
 */
export function readCodes(value: unknown, name: string): string[] {
	if (isBlank(value)) return [];
	const isText = typeof value === 'string';
	const given = isText ? partsOf(readText(value, name), name) : value;
	const entries: unknown[] = Array.isArray(given) ? given : [given];
	// None at all would mean any of the order, and one too few another ticket than meant.
	if (!isText && entries.some(isBlank)) {
		throw new InputError(
			name,
			'has an entry without a value',
			'Check that the expression finds a code for each.',
		);
	}
	const codes = entries.flatMap((entry) => codesIn(entry, name));
	const seen = new Set<string>();
	const repeated = codes.find((code) => seen.size === seen.add(code).size);
	if (repeated !== undefined) {
		throw new InputError(name, `names ${repeated} twice`, 'Name each voucher code once.');
	}
	return codes;
}
