/** What shows nothing and joins nothing: spaces, controls, zero-width and direction characters. */
const INVISIBLE =
	/[\u034f\s\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0]/u;

/** The same and what belongs to the character before it, where there is one: selectors and tags. */
const NOTHING_TO_SEE = /^[\s\p{Cc}\p{DI}\u2800]*$/u;

/** Text without what nobody sees at its ends, such as the zero-width space of a copied number. */
export function trimmed(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && INVISIBLE.test(text.charAt(start))) start++;
	while (end > start && INVISIBLE.test(text.charAt(end - 1))) end--;
	return text.slice(start, end);
}

/** Whether a text holds a character that nobody sees, spaces included. */
export function hasInvisible(text: string): boolean {
	return INVISIBLE.test(text);
}

/** True for what counts as not given: undefined, null and text that shows nothing. */
export function isBlank(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		(typeof value === 'string' && NOTHING_TO_SEE.test(value))
	);
}

/** True for what is blank or has nothing in it. */
export function holdsNothing(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return isBlank(value);
	return Object.keys(value).length === 0;
}
