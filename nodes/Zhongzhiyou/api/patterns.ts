/**
 * Patterns as text, so that one can be built into another and into the editor's own validation.
 * None of them holds an anchor or an open alternative.
 */

export const DIGITS = '[0-9]+';

const COLON = '[:：]';

/** A time of day as people and .NET write it, `H:mm` to `HH:mm:ss.fff`; whether it exists is not said. */
export const CLOCK = `[0-9]{1,2}${COLON}[0-9]{2}(?:${COLON}[0-9]{2}(?:[.,][0-9]{1,9})?)?`;

/** A day with its year first; the month is never guessed from an order of numbers. */
export const DAY = anyOf(
	'[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}',
	'[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}',
	'[0-9]{4}\\.[0-9]{1,2}\\.[0-9]{1,2}',
	'[0-9]{4} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号]',
);

/** A time of day of a session, on its own or with its day. */
export const SESSION_TIME = `(?:${DAY}(?:T|\\s{1,9}))?${CLOCK}`;

/** What stands between the start and the end of a session: any dash, a tilde, or a word for it. */
export const SESSION_DASH = '\\s{0,9}(?:[-－‐‑‒–—―−~～〜]{1,2}|至|到)\\s{0,9}';

/** Start and end of a session. */
export const SESSION = `${SESSION_TIME}${SESSION_DASH}${SESSION_TIME}`;

/** The pattern of a text that is this and nothing else, as the editor's validation takes it. */
export function wholeText(pattern: string): string {
	return `^${pattern}$`;
}

/** The same as a regular expression. */
export function whole(pattern: string): RegExp {
	return new RegExp(wholeText(pattern));
}

/** The pattern of any of these. */
export function anyOf(...patterns: string[]): string {
	return `(?:${patterns.join('|')})`;
}

/** How a code in words says that something failed. */
export const FAILURE_WORD = anyOf(
	'err',
	'fail',
	'exception',
	'invalid',
	'den(?:y|ied)',
	'refuse',
	'reject',
	'forbid',
	'unauthori[sz]ed',
	'time-?_?out',
	'失败',
	'错误',
	'异常',
);

/** What languages, databases and people write where there is no value. */
export const NO_VALUE_WORD = anyOf(
	'null',
	'none',
	'nil',
	'nan',
	'n/a',
	'false',
	'true',
	'无',
	'暂无',
);
