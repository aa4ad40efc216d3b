import type { DateTime } from 'luxon';

import { isBlank, trimmed } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { CLOCK, DAY, whole } from '../api/patterns.ts';
import { chinaDayNumber, dayNumber, parseChinaTime } from '../api/time.ts';
import { readRequiredText, refuseExpression, refuseIncomplete, shown } from './text.ts';

/** An order of numbers in which a month could be a day. */
const YEAR_LAST = /^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}(?:[^0-9]|$)/;

/** A day or a moment, in China Standard Time. */
export function readDate(value: unknown, name: string): DateTime<true> {
	if (isBlank(value)) {
		throw new InputError(name, 'is empty', 'Give a date such as 2026-05-01 (China time).');
	}
	refuseIncomplete(value, name);
	refuseExpression(value, name);
	const moment = parseChinaTime(value);
	if (moment === undefined) {
		throw new InputError(
			name,
			`is not a date: ${shown(value)}`,
			typeof value === 'string' && YEAR_LAST.test(trimmed(value))
				? 'Write the year first, such as 2026-05-01: which number is the month is never guessed.'
				: 'Use the date picker, a date such as 2026-05-01, an ISO time such as 2026-05-01T09:00:00+08:00, or an expression that gives a DateTime.',
		);
	}
	return moment;
}

/** The beginning of a day in China Standard Time. */
export function readDay(value: unknown, name: string): DateTime<true> {
	return readDate(value, name).startOf('day');
}

/** When a session starts or ends, China Standard Time. */
export interface SessionTime {
	/** As it is to be sent: in the spelling that was given, which is the product's own. */
	text: string;
	/** Seconds from the beginning of its day; 86,400 for the end of it. */
	seconds: number;
	/** The day, where one was given with it, as days since the epoch. */
	day: number | undefined;
}

export const DAY_SECONDS = 86_400;

const SESSION_TIME = whole(`(?:(?<day>${DAY})(?:T|\\s{1,9}))?(?<clock>${CLOCK})`);

/** The spellings that the API may have given, and so takes; others are written as HH:mm. */
const AS_THE_API_WRITES = /^[ -~]+$/;

const COLON = /[:：]/;

/** A moment as text always says a time of day, or .NET's; a bare day is no time. */
const SAYS_A_TIME = /[:：时点]|Date\(/;

/** A time as HH:mm, with its seconds where there are any. */
export function clockOf({ seconds }: Pick<SessionTime, 'seconds'>): string {
	const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	const shownParts = parts[2] === 0 ? parts.slice(0, 2) : parts;
	return shownParts.map((part) => String(part).padStart(2, '0')).join(':');
}

function secondsOf(clock: string): number | undefined {
	const [hour, minute, second = 0] = clock.split(COLON).map((part) => Math.floor(parseFloat(part)));
	const seconds = hour * 3600 + minute * 60 + second;
	return minute > 59 || second > 59 || seconds > DAY_SECONDS ? undefined : seconds;
}

function sessionTimeIn(text: string): SessionTime | undefined {
	const parts = SESSION_TIME.exec(text)?.groups;
	if (parts === undefined) return undefined;
	const seconds = secondsOf(parts.clock);
	const day = chinaDayNumber(parts.day);
	if (seconds === undefined) return undefined;
	if (parts.day !== undefined && day === undefined) return undefined;
	return { text: AS_THE_API_WRITES.test(text) ? text : clockOf({ seconds }), seconds, day };
}

function sessionTimeOf(value: unknown): SessionTime | undefined {
	const moment = parseChinaTime(value);
	if (moment === undefined) return undefined;
	const seconds = moment.hour * 3600 + moment.minute * 60 + moment.second;
	return { text: clockOf({ seconds }), seconds, day: dayNumber(moment) };
}

/**
 * A time of day of a session: `9:00`, `09:00:00`, up to 24:00, also with its day. What a product's
 * list may hold is kept to the letter; a full-width colon or a moment with a zone becomes `HH:mm`.
 */
export function readSessionTime(value: unknown, name: string): SessionTime {
	if (typeof value === 'object') {
		const time = sessionTimeOf(value);
		if (time !== undefined) return time;
	}
	const text = readRequiredText(value, name);
	const time = sessionTimeIn(text) ?? (SAYS_A_TIME.test(text) ? sessionTimeOf(text) : undefined);
	if (time === undefined) {
		throw new InputError(
			name,
			`must be a time of day as HH:mm, but it is "${shown(text)}"`,
			'Write hours and minutes, such as 09:00, as the product lists its sessions.',
		);
	}
	return time;
}
