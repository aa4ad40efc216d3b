/**
 * Patterns as text, so that one can be built into another and into the editor's own validation.
 * None of them holds an anchor or an open alternative.
 */

export const DIGITS = '[0-9]+';

/** A time of day, `HH:mm`. */
export const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';

/** Start and end of a session, `HH:mm-HH:mm`. */
export const SESSION = `${CLOCK} ?- ?${CLOCK}`;

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
