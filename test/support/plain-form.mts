// One form for what dialects write in many: two messages are the same when their plain forms are.
import { DateTime } from 'luxon';

const CHINA = 'Asia/Shanghai';
const DAY = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2})(:\d\d:\d\d))?$/;
const MILLIS = /^\/Date\((\d+)\)\/$/;
const CLOCK = /^(\d{1,2}):(\d\d)$/;

function two(digits: string): string {
	return digits.padStart(2, '0');
}

/** A number, boolean or text as text; days as yyyy-MM-dd, with a time of day unless it is midnight. */
export function plainText(value: string | number | boolean): string {
	const text = String(value);
	const millis = MILLIS.exec(text);
	const day = DAY.exec(
		millis === null
			? text
			: DateTime.fromMillis(Number(millis[1])).setZone(CHINA).toFormat('yyyy-MM-dd HH:mm:ss'),
	);
	if (day !== null) {
		const [, year, month, date, hour = '00', rest = ':00:00'] = day;
		const time = `${two(hour)}${rest}`;
		return `${year}-${two(month)}-${two(date)}${time === '00:00:00' ? '' : ` ${time}`}`;
	}
	const clock = CLOCK.exec(text);
	if (clock === null) return text;
	return clock[1] === '24' ? '00:00' : `${two(clock[1])}:${clock[2]}`;
}

/** How strict a comparison is. */
export interface PlainFormOptions {
	/** Names in lower case: compared without regard to it. */
	lowerNames?: boolean;
	/** A list of one entry and the entry alone are the same. */
	unwrapSingles?: boolean;
}

/** A message with nothing left of how it was written. */
export function plainForm(value: unknown, options: PlainFormOptions = {}): unknown {
	if (Array.isArray(value)) {
		const list = value.map((entry: unknown) => plainForm(entry, options));
		return options.unwrapSingles === true && list.length === 1 ? list[0] : list;
	}
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([name, member]) => [
				options.lowerNames === true ? name.toLowerCase() : name,
				plainForm(member, options),
			]),
		);
	}
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? plainText(value)
		: value;
}
