import { DateTime, FixedOffsetZone } from 'luxon';

// China has had one zone and no summer time since 1992; a fixed offset costs a fraction of a named
// zone, which matters where benchmarks measure against the sandbox.
const ZONE = FixedOffsetZone.instance(8 * 60);

/** The day in China, yyyy-MM-dd. */
export function chinaDate(millis: number): string {
	return DateTime.fromMillis(millis, { zone: ZONE }).toFormat('yyyy-MM-dd');
}

/** The moment in China, yyyy-MM-dd HH:mm:ss. */
export function chinaDateTime(millis: number): string {
	return DateTime.fromMillis(millis, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm:ss');
}

/** The moment in China as digits only, to the millisecond: yyyyMMddHHmmssSSS. */
export function chinaDigits(millis: number): string {
	return DateTime.fromMillis(millis, { zone: ZONE }).toFormat('yyyyMMddHHmmssSSS');
}

/** Unix time in milliseconds of a day's begin or a moment in China, yyyy-MM-dd or yyyy-MM-dd HH:mm:ss. */
export function chinaMillis(text: string): number {
	return DateTime.fromSQL(text, { zone: ZONE }).toMillis();
}

/** Whether a yyyy-MM-dd names a day that exists. */
export function isDay(date: string): boolean {
	return DateTime.fromISO(date, { zone: ZONE }).isValid;
}

/** The day so many days after another, yyyy-MM-dd. */
export function addDays(date: string, days: number): string {
	return DateTime.fromISO(date, { zone: ZONE }).plus({ days }).toFormat('yyyy-MM-dd');
}
