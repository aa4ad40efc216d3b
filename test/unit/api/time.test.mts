import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { DateTime, Settings } from 'luxon';

import {
	CHINA_ZONE,
	chinaDayNumber,
	chinaIso,
	dayNumber,
	parseChinaTime,
	wireDateFromToday,
	wireDateFromTodayExpression,
	wireDateOfDay,
	wireDateTime,
} from '../../../nodes/Zhongzhiyou/api/time.ts';

function inChina(value: unknown): string | undefined {
	const moment = parseChinaTime(value);
	return moment === undefined ? undefined : wireDateTime(moment);
}

describe('a day on the wire', () => {
	afterEach(() => jest.useRealTimers());

	test('is counted from today in China, wherever n8n runs', () => {
		jest.useFakeTimers({ now: Date.parse('2026-02-27T16:00:00Z') });
		expect([-1, 0, 1].map(wireDateFromToday)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
	});

	test('is the same as an expression of n8n', () => {
		const $now = DateTime.fromISO('2026-02-27T16:00:00Z', { zone: 'utc' });
		const valueOf = (expression: string): unknown =>
			Function('$now', `return ${expression.slice(3, -2)}`)($now);
		expect(valueOf(wireDateFromTodayExpression(0))).toBe('2026-02-28');
		expect(valueOf(wireDateFromTodayExpression(1))).toBe('2026-03-01');
	});
});

const HOST_ZONES = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Shanghai'];

/** Every form that n8n gives, and what it means in China. */
const FORMS: Array<[form: string, value: unknown, china: string]> = [
	['a bare day', '2026-05-01', '2026-05-01 00:00:00'],
	['a day with space around it', ' 2026-05-01\n', '2026-05-01 00:00:00'],
	['the date picker’s text', '2026-05-01T00:00:00', '2026-05-01 00:00:00'],
	['the API’s own date and time', '2026-05-01 10:36:09', '2026-05-01 10:36:09'],
	['date and time without seconds', '2026-05-01 10:36', '2026-05-01 10:36:00'],
	['an ISO time with fractions', '2026-05-01T10:36:09.123', '2026-05-01 10:36:09'],
	['an offset of UTC', '2026-04-30T23:30:00Z', '2026-05-01 07:30:00'],
	[
		'an offset of UTC, one second before the day changes',
		'2026-04-30T15:59:59Z',
		'2026-04-30 23:59:59',
	],
	['an offset of UTC, as the day changes', '2026-04-30T16:00:00Z', '2026-05-01 00:00:00'],
	['an offset of China', '2026-05-01T09:00:00+08:00', '2026-05-01 09:00:00'],
	['an offset to the west', '2026-04-30T20:00:00-04:00', '2026-05-01 08:00:00'],
	['an offset to the east', '2026-05-01T02:00:00+14:00', '2026-04-30 20:00:00'],
	['an offset after a space', '2026-04-30 23:30:00 +00:00', '2026-05-01 07:30:00'],
	['a Date', new Date('2026-04-30T23:30:00Z'), '2026-05-01 07:30:00'],
	[
		'a DateTime in UTC',
		DateTime.fromISO('2026-04-30T23:30:00Z', { zone: 'utc' }),
		'2026-05-01 07:30:00',
	],
	[
		'a DateTime of another zone',
		DateTime.fromISO('2026-05-01T00:00:00', { zone: 'America/New_York' }),
		'2026-05-01 12:00:00',
	],
	[
		'a DateTime of another copy of Luxon',
		{ isValid: true, toMillis: () => Date.UTC(2026, 3, 30, 23, 30) },
		'2026-05-01 07:30:00',
	],
	['a leap day', '2028-02-29', '2028-02-29 00:00:00'],
	['a day without zeros', '2026-5-1', '2026-05-01 00:00:00'],
	['a day with slashes', '2026/5/1', '2026-05-01 00:00:00'],
	['a day with slashes and zeros', '2026/05/01', '2026-05-01 00:00:00'],
	['a day with points', '2026.5.1', '2026-05-01 00:00:00'],
	['what .NET writes in China', '2026/5/1 9:05:03', '2026-05-01 09:05:03'],
	['the same without seconds', '2026/5/1 9:05', '2026-05-01 09:05:00'],
	['slashes and a zone', '2026/5/1 1:05:00Z', '2026-05-01 09:05:00'],
	['a full-width colon', '2026-5-1 9：05', '2026-05-01 09:05:00'],
	['an offset without a colon', '2026-05-01T01:00:00-0800', '2026-05-01 17:00:00'],
	['an offset of hours', '2026-05-01T01:00:00.5+08', '2026-05-01 01:00:00'],
	['seven places of a second', '2026-05-01T09:05:00.1234567', '2026-05-01 09:05:00'],
	['.NET’s date', '/Date(1777593600000)/', '2026-05-01 08:00:00'],
	['.NET’s date with an offset', '/Date(1777593600000+0800)/', '2026-05-01 08:00:00'],
	['.NET’s date, escaped', String.raw`\/Date(1777593600000-0500)\/`, '2026-05-01 08:00:00'],
	['the Chinese way', '2026年5月1日', '2026-05-01 00:00:00'],
	['the Chinese way with zeros', '2026年05月01号', '2026-05-01 00:00:00'],
	['the Chinese way with a clock', '2026年5月1日 9:30', '2026-05-01 09:30:00'],
	['the Chinese way with a clock at once', '2026年5月1日09:30:15', '2026-05-01 09:30:15'],
	['the Chinese way with its times', '2026年5月1日 9时30分15秒', '2026-05-01 09:30:15'],
	['the Chinese way with its hours', '2026年5月1日9点', '2026-05-01 09:00:00'],
	['spaces within', '2026 年 5 月 1 日　9:30', '2026-05-01 09:30:00'],
	['a spreadsheet’s number', 46143, '2026-05-01 00:00:00'],
	['a spreadsheet’s number as text', '46143', '2026-05-01 00:00:00'],
	['a spreadsheet’s day and time', 46143.395833333336, '2026-05-01 09:30:00'],
	['a spreadsheet’s day and time as short text', '46143.39583', '2026-05-01 09:30:00'],
	['a spreadsheet’s last moment of a day', 46143.999999, '2026-05-01 23:59:59'],
	['a spreadsheet’s first plausible day', 36526, '2000-01-01 00:00:00'],
	['a spreadsheet’s last plausible day', '73415', '2100-12-31 00:00:00'],
	['a day with invisible characters around it', '\u200b2026-05-01\ufeff', '2026-05-01 00:00:00'],
	['the first year', '0001-01-01', '0001-01-01 00:00:00'],
	['the last year', '9999-12-31 23:59:59', '9999-12-31 23:59:59'],
	['a day in a year with daylight saving in China', '1990-07-01', '1990-07-01 00:00:00'],
];

describe('a moment', () => {
	test.each(FORMS)('is read from %s', (_form, value, china) => {
		expect(inChina(value)).toBe(china);
		expect(parseChinaTime(value)?.zoneName).toBe(CHINA_ZONE);
	});

	test.each<[string, unknown]>([
		['a year', '2026'],
		['a month', '2026-05'],
		['a week', '2026-W18'],
		['a day of the year', '2026-121'],
		['a bare time', '09:00'],
		['a day without dashes', '20260501'],
		['the American order', '05-01-2026'],
		['the American order with slashes', '05/01/2026'],
		['the order of Europe', '1.5.2026'],
		['a year of two digits', '26-05-01'],
		['two separators', '2026-05/01'],
		['a month without a day', '2026年5月'],
		['the year 0', '0000-01-01'],
		['the end of a day, which may be the next', '2026-05-01 24:00'],
		['minute 60', '2026-05-01 09:60'],
		['second 60', '2026-05-01 09:00:60'],
		['an offset of a day', '2026-05-01 09:00:00+24:00'],
		['an offset of 60 minutes', '2026-05-01 09:00:00+08:60'],
		['a zone without a time', '2026-05-01Z'],
		['half a day', '2026-05-01 9:00 PM'],
		['April 31 in Chinese', '2026年4月31日'],
		['.NET’s date without a time', '/Date()/'],
		['.NET’s date beyond all calendars', '/Date(9999999999999999)/'],
		['.NET’s date after the last year', '/Date(253402300800000)/'],
		['full-width digits', '２０２６-05-01'],
		['a serial number before 2000', 36525.999],
		['a serial number after 2100', 73416],
		['a number that is infinite', Infinity],
		['a serial number with an exponent', '4.6e4'],
		['a text that is too long', `2026-05-01${' '.repeat(100)}`],
		['a day that is not in the calendar', '2026-02-30'],
		['the leap day of another year', '2026-02-29'],
		['month 13', '2026-13-01'],
		['hour 25', '2026-05-01 25:00:00'],
		['words after the day', '2026-05-01 morning'],
		['more digits', '2026-05-011'],
		['nothing', ''],
		['space', '  '],
		['a Unix time', 1777564800000],
		['null', null],
		['undefined', undefined],
		['a flag', true],
		['a plain object', {}],
		['an object without isValid', { toMillis: () => 0 }],
		['an object whose toMillis is a number', { isValid: true, toMillis: 0 }],
		['a Date that is none', new Date(Number.NaN)],
		['an object whose time is none', { isValid: true, toMillis: () => 'soon' }],
		['a DateTime that is none', DateTime.invalid('of no use')],
		['a DateTime of another copy of Luxon that is none', { isValid: false, toMillis: () => 0 }],
		[
			'a DateTime of another copy of Luxon without a time',
			{ isValid: true, toMillis: () => Number.MAX_SAFE_INTEGER },
		],
	])('is not read from %s', (_form, value) => {
		expect(parseChinaTime(value)).toBeUndefined();
	});

	test('has the number of its day, however it is given', () => {
		for (const [, value, china] of FORMS) {
			const number = chinaDayNumber(value) ?? Number.NaN;
			expect(wireDateOfDay(number)).toBe(china.slice(0, 10));
			const moment = parseChinaTime(value);
			if (moment !== undefined) expect(dayNumber(moment)).toBe(number);
		}
		expect(chinaDayNumber('/Date(9999999999999999)/')).toBeUndefined();
		expect(chinaDayNumber('soon')).toBeUndefined();
	});

	test('keeps its instant, to the millisecond', () => {
		const instant = Date.UTC(2026, 3, 30, 23, 30, 1, 234);
		expect(parseChinaTime(new Date(instant))?.toMillis()).toBe(instant);
		expect(parseChinaTime(new Date(instant).toISOString())?.toMillis()).toBe(instant);
		expect(parseChinaTime(DateTime.fromMillis(instant))?.toMillis()).toBe(instant);
	});
});

describe('the zone of the host', () => {
	const zoneBefore = Settings.defaultZone;

	afterEach(() => {
		Settings.defaultZone = zoneBefore;
	});

	test.each(HOST_ZONES)('does not matter as n8n sets it: %s', (zone) => {
		Settings.defaultZone = zone;
		expect(FORMS.map(([, value]) => inChina(value))).toEqual(FORMS.map(([, , china]) => china));
	});

	test.each(HOST_ZONES)('does not matter as the process has it: %s', (zone) => {
		const script = `
			import { parseChinaTime } from ${JSON.stringify(path.resolve('nodes/Zhongzhiyou/api/time.ts'))};
			const values = JSON.parse(process.argv[1]);
			const read = (value) => parseChinaTime(value)?.toFormat('yyyy-MM-dd HH:mm:ss');
			const local = new Date(2026, 4, 1).getTimezoneOffset();
			console.log(JSON.stringify([local, ...values.map(read), read(new Date('2026-04-30T23:30:00Z'))]));
		`;
		const texts = FORMS.filter(([, value]) => typeof value === 'string');
		const output = execFileSync(
			process.execPath,
			[
				'--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
				'--input-type=module',
				'-e',
				script,
				JSON.stringify(texts.map(([, value]) => value)),
			],
			{ env: { ...process.env, TZ: zone }, encoding: 'utf8' },
		);
		const [offset, ...read]: unknown[] = JSON.parse(output);
		expect(offset).toBe(
			-DateTime.fromObject({ year: 2026, month: 5, day: 1 }, { zone }).offset || 0,
		);
		expect(read).toEqual([...texts.map(([, , china]) => china), '2026-05-01 07:30:00']);
	});
});

describe('a moment as ISO text', () => {
	const HOUR = 3_600_000;

	test.each([
		['now', Date.UTC(2026, 4, 1, 2, 36, 9, 5), '2026-05-01T10:36:09.005+08:00'],
		['the next day in China', Date.UTC(2026, 11, 31, 16), '2027-01-01T00:00:00.000+08:00'],
		['when China had summer time', Date.UTC(1988, 6, 1), '1988-07-01T09:00:00.000+09:00'],
		['the epoch', 0, '1970-01-01T08:00:00.000+08:00'],
		['before the epoch', -1, '1970-01-01T07:59:59.999+08:00'],
		['beyond all calendars', 1e16, ''],
		['no time at all', Number.NaN, ''],
	])('%s', (_name, milliseconds, iso) => {
		expect(chinaIso(milliseconds)).toBe(iso);
	});

	test('is what the time zone of China says, at any time', () => {
		const edges = [Date.UTC(1992, 0, 1), Date.UTC(9999, 11, 31)];
		const around = edges.flatMap((edge) => [-HOUR, -1, 0, 1, HOUR].map((by) => edge + by));
		// A step that is no multiple of a day, from 1900 to 2400.
		const many = Array.from({ length: 5000 }, (_, step) => -2.2e12 + step * 3.1557e9);
		for (const milliseconds of [...around, ...many]) {
			const zoned = DateTime.fromMillis(milliseconds, { zone: CHINA_ZONE }).toISO();
			expect(chinaIso(milliseconds)).toBe(zoned);
		}
	});
});
