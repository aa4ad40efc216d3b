import { BARE_CODES } from './bare-codes.mts';
import { CAMEL_CASE } from './camel-case.mts';
import type { Dialect } from './dialect.mts';
import { LISTED_DATA } from './listed-data.mts';
import { LOOSE_TIMES } from './loose-times.mts';
import { MS_DATES } from './ms-dates.mts';
import { NUMERIC_TEXT } from './numeric-text.mts';
import { PAGES_OF_20 } from './pages-of-20.mts';
import { SINGLE_OBJECTS } from './single-objects.mts';
import { SLASH_DATES } from './slash-dates.mts';
import { TEXT_NUMBERS } from './text-numbers.mts';
import { WRAPPED_CALLBACKS } from './wrapped-callbacks.mts';
import { WRAPPED_CODES } from './wrapped-codes.mts';

/** Every dialect. The order is the one in which shapes are changed where several are spoken. */
export const DIALECTS: readonly Dialect[] = [
	CAMEL_CASE,
	SLASH_DATES,
	MS_DATES,
	TEXT_NUMBERS,
	NUMERIC_TEXT,
	BARE_CODES,
	WRAPPED_CODES,
	SINGLE_OBJECTS,
	PAGES_OF_20,
	LOOSE_TIMES,
	// After the one that takes lists away.
	LISTED_DATA,
	WRAPPED_CALLBACKS,
];

export const DIALECT_NAMES: readonly string[] = DIALECTS.map(({ name }) => name);

/** All of them at once. */
export const ALL_DIALECTS = 'all';

/** A line for each dialect, for `--help`. */
export function dialectHelp(): string {
	const lines = [...DIALECTS, { name: ALL_DIALECTS, about: 'every one of them at once' }];
	return lines.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`).join('\n');
}

/**
 * Reads names of dialects, each text one or several with commas between; `all` is every one.
 *
 * @throws Error with a sentence for a name that is none
 */
export function readDialects(texts: readonly string[]): Dialect[] {
	if (texts.length === 0) return [];
	const names = texts.flatMap((text) => text.split(',')).map((name) => name.trim());
	const wanted = new Set(names.filter((name) => name !== ''));
	const unknown = [...wanted].find(
		(name) => name !== ALL_DIALECTS && !DIALECT_NAMES.includes(name),
	);
	if (unknown !== undefined) {
		throw new Error(`No dialect "${unknown}"; there are ${DIALECT_NAMES.join(', ')}, all`);
	}
	return DIALECTS.filter(({ name }) => wanted.has(ALL_DIALECTS) || wanted.has(name));
}
