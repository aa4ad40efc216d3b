import type { DateTime } from 'luxon';

import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { CLOCK, whole } from '../api/patterns.ts';
import { parseChinaTime } from '../api/time.ts';
import { readRequiredText, shown } from './text.ts';

const TIME_OF_DAY = whole(CLOCK);

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

/** The beginning of a day in China Standard Time. */
export function readDay(value: unknown, name: string): DateTime<true> {
	return readDate(value, name).startOf('day');
}

/** A time of day, `HH:mm` in China Standard Time. */
export function readClock(value: unknown, name: string): string {
	const text = readRequiredText(value, name);
	if (!TIME_OF_DAY.test(text)) {
		throw new InputError(
			name,
			`must be a time of day as HH:mm, but it is "${shown(text)}"`,
			'Write hours and minutes with two digits each, such as 09:00.',
		);
	}
	return text;
}
