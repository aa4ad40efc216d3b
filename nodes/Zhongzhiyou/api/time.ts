import { DateTime } from 'luxon';

import { trimmed } from './blank.ts';
import { anyOf, CLOCK, DAY, whole } from './patterns.ts';

/** The zone of every date and time that the API sends or expects. */
export const CHINA_ZONE = 'Asia/Shanghai';

const DATE_FORMAT = 'yyyy-MM-dd';

const DATE_TIME_FORMAT = 'yyyy-MM-dd HH:mm:ss';

/** A day as the API writes it, `yyyy-MM-dd`. */
export function wireDate(moment: DateTime<true>): string {
	return moment.toFormat(DATE_FORMAT);
}

/** A moment as the API writes it, `yyyy-MM-dd HH:mm:ss`. */
export function wireDateTime(moment: DateTime<true>): string {
	return moment.toFormat(DATE_TIME_FORMAT);
}

/**
 * A day as `wireDate` writes it.
 *
 * @param daysAhead counted from today in China
 */
export function wireDateFromToday(daysAhead: number): string {
	return wireDate(DateTime.local({ zone: CHINA_ZONE }).plus({ days: daysAhead }));
}

/** The same as the expression that a field holds by default. */
export function wireDateFromTodayExpression(daysAhead: number): string {
	const later = daysAhead === 0 ? '' : `.plus({ days: ${daysAhead} })`;
	return `={{ $now.setZone('${CHINA_ZONE}')${later}.toFormat('${DATE_FORMAT}') }}`;
}

/** What a Luxon DateTime from any copy of Luxon offers; n8n's own copy is not always ours. */
interface DateTimeLike {
	toMillis(): number;
	isValid: boolean;
}

function isDateTimeLike(value: unknown): value is DateTimeLike {
	return (
		typeof value === 'object' &&
		value !== null &&
		'toMillis' in value &&
		typeof value.toMillis === 'function' &&
		'isValid' in value
	);
}

/** From here on China has had one offset all year, and a year of four digits until there. */
const FIXED_OFFSET_SINCE = Date.UTC(1992, 0, 1);
const FIXED_OFFSET_UNTIL = Date.UTC(9999, 11, 31);
const CHINA_OFFSET = 8 * 3_600_000;

/**
 * A moment as ISO 8601 with the offset of China, to the millisecond.
 *
 * @param milliseconds Unix time
 * @returns empty when no calendar reaches that far
 */
export function chinaIso(milliseconds: number): string {
	// Luxon's time zones cost more than all the rest of decoding a callback.
	if (milliseconds >= FIXED_OFFSET_SINCE && milliseconds < FIXED_OFFSET_UNTIL) {
		return `${new Date(milliseconds + CHINA_OFFSET).toISOString().slice(0, -1)}+08:00`;
	}
	return DateTime.fromMillis(milliseconds, { zone: CHINA_ZONE }).toISO() ?? '';
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY_LENGTH = 24 * HOUR;

/**
 * A moment before its zone is settled: Unix milliseconds, or the same of a clock in China as if it
 * ran in UTC, which makes days and times of day plain arithmetic.
 */
type Moment = { instant: number } | { wallClock: number };

const CHINESE_CLOCK = '[0-9]{1,2}[时点](?:[0-9]{1,2}分?(?:[0-9]{1,2}秒?)?)?';

/** Where a zone is named, the time is an instant; without one it is China's. */
const ZONE = ' ?(?:[Zz]|(?<sign>[+-])(?<zoneHours>[0-9]{2})(?::?(?<zoneMinutes>[0-9]{2}))?)';

const DATE_AND_TIME = whole(
	`(?<day>${DAY})(?:(?:[Tt]| |(?<=[日号]))(?<time>${anyOf(CLOCK, CHINESE_CLOCK)})(?<zone>${ZONE})?)?`,
);

/** What .NET writes; the offset beside it says how the moment was shown, not when it was. */
const DOT_NET_DATE = /^\\?\/Date\((?<instant>-?[0-9]{1,16})(?:[+-][0-9]{4})?\)\\?\/$/;

const SERIAL_NUMBER = /^[0-9]{5}(?:\.[0-9]{1,20})?$/;

/** Day 0 of a spreadsheet's serial numbers, in the system that begins in 1900. */
const SERIAL_EPOCH = Date.UTC(1899, 11, 30);

/** Only these years of serial numbers are plausible; other numbers are something else. */
const FIRST_SERIAL = (Date.UTC(2000, 0, 1) - SERIAL_EPOCH) / DAY_LENGTH;
const SERIAL_END = (Date.UTC(2101, 0, 1) - SERIAL_EPOCH) / DAY_LENGTH;

const NUMBERS = /[0-9]+/g;

const SPACES = /\s+/g;

/** Longer than any date; what is longer is not looked at. */
const LONGEST_DATE = 64;

/** The clock's time of a day that is in the calendar; undefined for one that is not. */
function dayStart(day: string): number | undefined {
	const [year, month, date] = (day.match(NUMBERS) ?? []).map(Number);
	// Date.UTC would take the years 0 to 99 for those of the last century.
	const start = new Date(0).setUTCFullYear(year, month - 1, date);
	const found = new Date(start);
	const exists = year > 0 && found.getUTCMonth() === month - 1 && found.getUTCDate() === date;
	return exists ? start : undefined;
}

/**
 * Milliseconds since midnight of a time such as 9:00, 09:00:00.123 or 9时30分, as far as there are
 * any: 24:00 is none, and nothing says whether it means this day or the next.
 */
function timeOfDay(time: string): number | undefined {
	const [clock, fraction = ''] = time.split(/[.,]/);
	const [hour, minute = 0, second = 0] = (clock.match(NUMBERS) ?? []).map(Number);
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
	return hour * HOUR + minute * MINUTE + second * SECOND + milliseconds;
}

function readZoned(
	wallClock: number,
	parts: Record<string, string | undefined>,
): Moment | undefined {
	const hours = Number(parts.zoneHours ?? 0);
	const minutes = Number(parts.zoneMinutes ?? 0);
	if (hours > 23 || minutes > 59) return undefined;
	const offset = (parts.sign === '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
	return { instant: wallClock - offset };
}

/** A spreadsheet's number of a day; what follows the point is the time of day, to the second. */
function readSerial(serial: number): Moment | undefined {
	if (!(serial >= FIRST_SERIAL && serial < SERIAL_END)) return undefined;
	const day = Math.floor(serial);
	const seconds = Math.min(Math.round((serial - day) * 86_400), 86_399);
	return { wallClock: SERIAL_EPOCH + day * DAY_LENGTH + seconds * SECOND };
}

function readText(given: string): Moment | undefined {
	if (given.length > LONGEST_DATE) return undefined;
	const text = trimmed(given).replace(SPACES, ' ');
	const dotNet = DOT_NET_DATE.exec(text)?.groups?.instant;
	if (dotNet !== undefined) return { instant: Number(dotNet) };
	if (SERIAL_NUMBER.test(text)) return readSerial(Number(text));
	const parts = DATE_AND_TIME.exec(text)?.groups;
	if (parts === undefined) return undefined;
	const start = dayStart(parts.day);
	const time = parts.time === undefined ? 0 : timeOfDay(parts.time);
	if (start === undefined || time === undefined) return undefined;
	return parts.zone === undefined ? { wallClock: start + time } : readZoned(start + time, parts);
}

function readInstant(instant: number): Moment | undefined {
	return Number.isFinite(instant) ? { instant } : undefined;
}

function readMoment(value: unknown): Moment | undefined {
	if (typeof value === 'string') return readText(value);
	if (typeof value === 'number') return readSerial(value);
	if (value instanceof Date) return readInstant(value.getTime());
	return isDateTimeLike(value) && value.isValid ? readInstant(value.toMillis()) : undefined;
}

function isValid(moment: DateTime): moment is DateTime<true> {
	return moment.isValid;
}

/** The API writes years with four digits. */
function hasWireYear(year: number): boolean {
	return year >= 1 && year <= 9999;
}

function inChina(moment: Moment): DateTime {
	if ('instant' in moment) return DateTime.fromMillis(moment.instant, { zone: CHINA_ZONE });
	return DateTime.fromMillis(moment.wallClock, { zone: 'utc' }).setZone(CHINA_ZONE, {
		keepLocalTime: true,
	});
}

/**
 * Reads a date or a date and time in any form that n8n, the API, a spreadsheet or a person gives:
 * the year first with dashes, slashes, points or 年月日, an ISO time, .NET's `/Date(…)/`, a
 * spreadsheet's serial number (1900 system, years 2000 to 2100), a Date or a Luxon DateTime. What
 * is not in the calendar is refused, and so is every order of numbers in which a month could be a
 * day.
 *
 * A text without an offset is China time: what the person who picked the day meant is the day at
 * the scenic spot, wherever n8n runs. Anything with an offset is moved to China time.
 *
 * @returns the moment in China Standard Time, or undefined when it is not a date
 */
export function parseChinaTime(value: unknown): DateTime<true> | undefined {
	const moment = readMoment(value);
	if (moment === undefined) return undefined;
	const parsed = inChina(moment);
	return isValid(parsed) && hasWireYear(parsed.year) ? parsed : undefined;
}

/** What a clock in China shows, in milliseconds since the epoch as if it ran in UTC. */
function wallClockOf(value: unknown): number | undefined {
	const moment = readMoment(value);
	if (moment === undefined) return undefined;
	if ('wallClock' in moment) return moment.wallClock;
	const { instant } = moment;
	if (instant >= FIXED_OFFSET_SINCE && instant < FIXED_OFFSET_UNTIL) return instant + CHINA_OFFSET;
	const parsed = parseChinaTime(value);
	return parsed === undefined ? undefined : parsed.toMillis() + parsed.offset * MINUTE;
}

/**
 * The day in China of anything that `parseChinaTime` reads, as a number: days since the epoch. For
 * the many dates of price rows, which Luxon would take long to read.
 */
export function chinaDayNumber(value: unknown): number | undefined {
	const wallClock = wallClockOf(value);
	return wallClock === undefined ? undefined : Math.floor(wallClock / DAY_LENGTH);
}

/** Days until here stand for none in what .NET and databases write: 0001, 1753, 1900, 1970, 2000. */
const LAST_PLACEHOLDER_DAY = Date.UTC(2000, 0, 1) / DAY_LENGTH;

/** The last day that .NET has, which stands for none as well. */
const LAST_DAY = Date.UTC(9999, 11, 31) / DAY_LENGTH;

/** Whether a day is only there because a date and time had to have one. */
export function isPlaceholderDay(day: number): boolean {
	return day <= LAST_PLACEHOLDER_DAY || day >= LAST_DAY;
}

/** The year 0 of databases, which no calendar has. */
const YEAR_ZERO = /^0{4}(?:[-/.]0{1,2}){2}(?:[T ]|$)/;

/** Whether a date, such as 0001-01-01 or 0000-00-00, stands for none. */
export function isPlaceholder(value: unknown): boolean {
	const day = chinaDayNumber(value);
	if (day !== undefined) return isPlaceholderDay(day);
	return typeof value === 'string' && YEAR_ZERO.test(trimmed(value));
}

/** Whether a value says when something happened: neither a placeholder does, nor a bare day. */
export function isTimeOfEvent(value: unknown): boolean {
	const wallClock = wallClockOf(value);
	if (wallClock === undefined || wallClock % DAY_LENGTH === 0) return false;
	return !isPlaceholderDay(Math.floor(wallClock / DAY_LENGTH));
}

/** The number of a moment's day, as `chinaDayNumber` gives it. */
export function dayNumber(moment: DateTime<true>): number {
	return Math.floor((moment.toMillis() + moment.offset * MINUTE) / DAY_LENGTH);
}

/** The day of this number as `wireDate` writes it. */
export function wireDateOfDay(day: number): string {
	return new Date(day * DAY_LENGTH).toISOString().slice(0, 10);
}
