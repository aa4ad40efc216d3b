import { DateTime } from 'luxon';

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

// A full date must be there: Luxon alone would also take "2026", a week or a bare time.
const STARTS_WITH_DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/;

/** What a Luxon DateTime from any copy of Luxon offers; n8n's own copy is not always ours. */
interface DateTimeLike {
	toMillis(): number;
	isValid: boolean;
}

function isValid(moment: DateTime): moment is DateTime<true> {
	return moment.isValid;
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

/**
 * Reads a date or a date and time in any form that n8n gives: the date picker's string, an ISO
 * string, `yyyy-MM-dd`, `yyyy-MM-dd HH:mm:ss`, a Date or a Luxon DateTime.
 *
 * A text without an offset is China time: what the person who picked the day meant is the day at
 * the scenic spot, wherever n8n runs. Anything with an offset is moved to China time.
 *
 * @returns the moment in China Standard Time, or undefined when it is not a date
 */
export function parseChinaTime(value: unknown): DateTime<true> | undefined {
	const parsed = readDateTime(value);
	return parsed !== undefined && isValid(parsed) ? parsed : undefined;
}

/** The day in China of anything that `parseChinaTime` reads, as `wireDate` writes it. */
export function chinaDay(value: unknown): string | undefined {
	const moment = parseChinaTime(value);
	return moment === undefined ? undefined : wireDate(moment);
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
		return new Date(milliseconds + CHINA_OFFSET).toISOString().replace('Z', '+08:00');
	}
	return DateTime.fromMillis(milliseconds, { zone: CHINA_ZONE }).toISO() ?? '';
}

function readDateTime(value: unknown): DateTime | undefined {
	if (value instanceof Date) return DateTime.fromJSDate(value, { zone: CHINA_ZONE });
	if (isDateTimeLike(value)) {
		return value.isValid ? DateTime.fromMillis(value.toMillis(), { zone: CHINA_ZONE }) : undefined;
	}
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (!STARTS_WITH_DATE.test(text)) return undefined;
	const iso = DateTime.fromISO(text, { zone: CHINA_ZONE });
	return iso.isValid ? iso : DateTime.fromSQL(text, { zone: CHINA_ZONE });
}
