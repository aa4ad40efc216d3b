import { ExactNumber } from '../formats/json.mts';

/** Forms that have a name. */
const NAMED: ReadonlyArray<readonly [RegExp, string]> = [
	[/^$/, 'an empty text'],
	[/^\s+$/, 'a text of spaces'],
	[/^\/Date\(-?\d+\)\/$/, '/Date(ms)/'],
	[/^\/Date\(-?\d+[+-]\d{4}\)\/$/, '/Date(ms+hhmm)/'],
	[/^\d{4}-\d\d-\d\d$/, 'yyyy-MM-dd'],
	[/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'yyyy-MM-dd HH:mm:ss'],
	[/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/, 'yyyy-MM-ddTHH:mm:ss'],
	[
		/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/,
		'yyyy-MM-ddTHH:mm:ss with an offset',
	],
	[/^\d{4}\/\d{1,2}\/\d{1,2}$/, 'yyyy/M/d'],
	[/^\d{4}\/\d{1,2}\/\d{1,2} \d{1,2}:\d\d:\d\d$/, 'yyyy/M/d H:mm:ss'],
	[/^24:00$/, '24:00'],
	[/^\d{1,2}:\d\d$/, 'H:mm'],
	[/^\d{1,2}:\d\d:\d\d$/, 'H:mm:ss'],
	[/^-?\d+$/, 'digits'],
	[/^-?\d+\.\d+$/, 'a decimal number'],
	[/^(true|false)$/i, 'true or false'],
];

const LONGEST = 60;

/** Digits, letters and signs by kind and number, e.g. `d4-d2`, so that nothing can be read from it. */
function patternOf(text: string): string {
	const parts = text.slice(0, LONGEST).match(/\d+|[A-Za-z]+|\p{L}+|[-/:.,()+ ]|[^]/gu) ?? [];
	const written = parts.map((part) => {
		if (/^\d/.test(part)) return `d${part.length}`;
		if (/^[A-Za-z]/.test(part)) return `a${part.length}`;
		if (/^\p{L}/u.test(part)) return `x${part.length}`;
		return /^[-/:.,()+ ]$/.test(part) ? part : '?';
	});
	return `text like ${written.join('')}${text.length > LONGEST ? '…' : ''}`;
}

/** Codes are small; a larger number may be somebody's. */
const LARGEST_CODE = 999;

/** What a value looks like, without the value: for reports that strangers read. */
export function formOf(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (typeof value === 'string') {
		return NAMED.find(([pattern]) => pattern.test(value))?.[1] ?? patternOf(value);
	}
	if (typeof value === 'number') return Number.isInteger(value) ? 'a whole number' : 'a number';
	if (value instanceof ExactNumber) return 'a whole number';
	if (typeof value === 'boolean') return 'true or false';
	return Array.isArray(value) ? 'a list' : 'an object';
}

/** A code as it is, where it can be nothing else; its form otherwise. */
export function codeOf(value: unknown): string {
	const isCode = typeof value === 'number' && Number.isInteger(value);
	return isCode && Math.abs(value) <= LARGEST_CODE ? String(value) : formOf(value);
}

/** Words of which APIs make names; those of the contract's names are known besides. */
const COMMON_WORDS =
	'id ids no num number count total sum amount size length index page list items array map data info detail details result results content value values key type kind category class level group tag tags flag state status code codes error errors message msg tips notice rule rules remark note desc description title label text image images pic picture pictures photo icon url link path file address province city area district region street location longitude latitude distance channel source supplier vendor shop store platform system server service trace request response version create created update updated modify modified delete deleted start end begin first last next previous min max default extra ext other is has can need enable enabled support supported allow allowed visible valid invalid time date day days hour minute second week month year zone currency unit fee cost discount rate rating score sale sold refund rest left limit sort order by of and to from in on with for the';

const PART = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^]/g;

/** The words of a name, in lower case: ProductId → product, id. */
export function wordsOf(name: string): string[] {
	return (name.match(PART) ?? []).map((part) => part.toLowerCase());
}

const LONGEST_NAME = 60;

/**
 * The name of a member that is not known, of which only known words are shown: a number or a name of
 * somebody's may stand in the place of one.
 *
 * @param words what is known besides common words
 */
export function nameOf(name: string, words: ReadonlySet<string>): string {
	if (name.length > LONGEST_NAME) return `‹${formOf(name)}›`;
	const known = new Set([...COMMON_WORDS.split(' '), ...words]);
	return (name.match(PART) ?? [])
		.map((part) => {
			const isShown = known.has(part.toLowerCase()) || /^([0-9]{1,2}|_)$/.test(part);
			return isShown ? part : `‹${formOf(part)}›`;
		})
		.join('');
}
