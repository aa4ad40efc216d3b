import { isBlank, trimmed } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { NO_VALUE_WORD } from '../api/patterns.ts';

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

/**
 * A text made by a template with a placeholder that gave nothing, such as "SHOP-" of
 * `SHOP-{{ $json.no }}`. Only texts that nothing depends on are read all the same.
 */
export class Incomplete {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** @throws InputError where a part of a template found no value */
export function refuseIncomplete(value: unknown, name: string): void {
	if (value instanceof Incomplete) throw withoutPart(value.text, name);
}

function withoutPart(text: string, name: string): InputError {
	return new InputError(
		name,
		`has a part without a value: "${shown(text)}"`,
		'Check that every expression in it finds a value.',
	);
}

/** An expression in a field that is fixed: n8n gives it as it stands, the same for every item. */
const EXPRESSION = /\{\{[\s\S]*?\}\}/;

/** @throws InputError where a text is an expression that n8n was not told to evaluate */
export function refuseExpression(value: unknown, name: string): void {
	if (typeof value !== 'string' || !EXPRESSION.test(value)) return;
	throw new InputError(
		name,
		`looks like an expression that was not evaluated: "${shown(value)}"`,
		'Switch the field from Fixed to Expression.',
	);
}

/** What an expression leaves in a text where it found no value. */
const NO_VALUE = /^(?:undefined|null|NaN)$|\[object [A-Za-z]+\]/;

/** The same of a text of several: nothing but such words. */
const NO_VALUES = /^(?:(?:undefined|null|NaN)(?:[^\p{L}\p{N}]+|$))+$/u;

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

/** Text as it came, but for what nobody sees at its ends; a number is taken as its digits. */
function readWords(value: unknown, name: string): string {
	if (isBlank(value)) return '';
	if (typeof value === 'number') return readNumber(value, name);
	if (typeof value === 'bigint') return String(value);
	refuseIncomplete(value, name);
	if (typeof value !== 'string') {
		throw new InputError(
			name,
			`must be text, but it is ${shown(value)}`,
			'Give a text or a number.',
		);
	}
	return trimmed(value);
}

function noValue(text: string, name: string): InputError {
	return new InputError(
		name,
		`is no value: "${shown(text)}"`,
		'Check that the expression finds a value.',
	);
}

/**
 * Text without anything invisible at its ends; a number is taken as its digits. Empty when blank.
 * What an expression makes of a missing value (NaN, "undefined", "[object Object]") is refused, and
 * so is one that was not evaluated.
 */
export function readText(value: unknown, name: string): string {
	const text = readWords(value, name);
	refuseExpression(text, name);
	if (NO_VALUE.test(text)) throw noValue(text, name);
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

/**
 * Remarks and notes: nothing depends on them, so a template may lack a part, and words stay words,
 * braces and a single "null" too. Nothing but what code leaves in place of a value is refused.
 */
export function readRemark(value: unknown, name: string): string {
	const text = readWords(value instanceof Incomplete ? value.text : value, name);
	if (text === 'null') return text;
	if (NO_VALUE.test(text)) throw noValue(text, name);
	if (NO_VALUES.test(text)) throw withoutPart(text, name);
	return text;
}

/**
 * What code leaves in a part of a number, as in "SHOP-undefined": nobody's is called so, while
 * "Annullo" goes on.
 */
const PART_WITHOUT_VALUE =
	/undefined|Invalid Date|(?<![A-Za-z0-9])(?:null|NaN|Infinity)(?![A-Za-z0-9])/;

/**
 * The same of a name, as in "张undefined". The family name Null is not written without a capital, a
 * double name may have any words, and nothing counts people up to Infinity.
 */
const NAME_WITHOUT_PART = /undefined|Invalid Date|(?<![A-Za-z0-9-])(?:null|NaN)(?![A-Za-z0-9])/;

function readWithout(form: RegExp, value: unknown, name: string): string {
	const text = readText(value, name);
	if (form.test(text)) throw withoutPart(text, name);
	return text;
}

/** A number of somebody's or something's, none of whose parts may be without a value. */
export function readWhole(value: unknown, name: string): string {
	return readWithout(PART_WITHOUT_VALUE, value, name);
}

/** A name, none of whose parts may be without a value. */
export function readName(value: unknown, name: string): string {
	return readWithout(NAME_WITHOUT_PART, value, name);
}

/** The same that must be there. */
export function readRequiredName(value: unknown, name: string): string {
	return readName(readRequiredText(value, name), name);
}

/**
 * What is left of a number when its changing part is blank: no letter or digit at all, or a word, a
 * year or both with a mark after it. Random identifiers, which may end so, mix capitals and digits.
 */
const BEFORE_A_NUMBER =
	/^(?:(?:\p{Lu}+|\p{Lu}?\p{Ll}+|\p{Lo}+)?\p{N}*[-_/#:.：|+~]+|[^\p{L}\p{N}]+)$/u;

/** What code adds to a text where it found nothing, as in "SHOPnull". */
const NOTHING_ADDED = /(?:null|NaN)$/;

/** Words that stand for no value, and what a spreadsheet writes then. */
const NO_NUMBER = new RegExp(
	String.raw`(?:^|[^\p{L}\p{N}])${NO_VALUE_WORD}$|#[A-Z\d/]+[!?]$|^0+$`,
	'iu',
);

/**
 * A number of the user's own, such as an order's, which no other may have: where a part of it was
 * without a value it would soon be the number of every order.
 */
export function readOwnNumber(value: unknown, name: string): string {
	const text = value instanceof Incomplete ? value.text : readRequiredText(value, name);
	const isLost =
		value instanceof Incomplete ||
		[PART_WITHOUT_VALUE, NOTHING_ADDED, BEFORE_A_NUMBER, NO_NUMBER].some((form) => form.test(text));
	if (!isLost) return text;
	throw new InputError(
		name,
		`has a part without a value: "${shown(text)}"`,
		'Check that the expression finds a value: the next order would have the same number.',
	);
}
