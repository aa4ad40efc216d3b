import fc from 'fast-check';

import {
	chinaDayNumber,
	chinaIso,
	parseChinaTime,
	wireDate,
	wireDateOfDay,
	wireDateTime,
} from '../../nodes/Zhongzhiyou/api/time.ts';
import { runs } from '../support/runs.mts';

/** The day that a value is on in China, as the API writes it. */
function chinaDay(value: unknown): string | undefined {
	const number = chinaDayNumber(value);
	return number === undefined ? undefined : wireDateOfDay(number);
}

const two = (value: number) => String(value).padStart(2, '0');

/** How long the months are, said once more, without a calendar of anybody's. */
function daysIn(year: number, month: number): number {
	if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
	return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A day of the calendar, or none: days and months one too many are as frequent as others. */
const day = fc.record({
	year: fc.integer({ min: 1992, max: 2099 }),
	month: fc.integer({ min: 0, max: 14 }),
	date: fc.integer({ min: 0, max: 33 }),
});

const clock = fc.record({
	hour: fc.integer({ min: 0, max: 23 }),
	minute: fc.integer({ min: 0, max: 59 }),
	second: fc.integer({ min: 0, max: 59 }),
});

type Day = typeof day extends fc.Arbitrary<infer Value> ? Value : never;

function exists({ year, month, date }: Day): boolean {
	return month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month);
}

function written({ year, month, date }: Day): string {
	return `${year}-${two(month)}-${two(date)}`;
}

test('a day that there is reads as itself, and one that there is not reads as none', () => {
	fc.assert(
		fc.property(
			day,
			clock,
			fc.constantFrom('', ' ', '\n'),
			(given, { hour, minute, second }, gap) => {
				const text = written(given);
				const time = `${two(hour)}:${two(minute)}:${two(second)}`;
				const expected = exists(given) ? text : undefined;
				for (const form of [
					text,
					`${text} ${time}`,
					`${text}T${time}`,
					`${text} ${time.slice(0, 5)}`,
				]) {
					expect(chinaDay(`${gap}${form}${gap}`)).toBe(expected);
				}
				const moment = parseChinaTime(`${text} ${time}`);
				expect(moment === undefined ? undefined : wireDateTime(moment)).toBe(
					expected === undefined ? undefined : `${text} ${time}`,
				);
			},
		),
		{ numRuns: runs(10_000) },
	);
});

test('a moment with an offset is that moment, on the day that it is in China', () => {
	const offset = fc.integer({ min: -12 * 60, max: 14 * 60 });
	fc.assert(
		fc.property(day.filter(exists), clock, offset, (given, { hour, minute, second }, minutes) => {
			const ahead = Math.abs(minutes);
			const sign = minutes < 0 ? '-' : '+';
			const zone = `${sign}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
			const text = `${written(given)}T${two(hour)}:${two(minute)}:${two(second)}${zone}`;
			const moment = parseChinaTime(text);
			if (moment === undefined) throw new Error(`${text} was not read`);
			const milliseconds = Date.parse(text);
			expect(moment.toMillis()).toBe(milliseconds);
			const inChina = new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 10);
			expect(wireDate(moment)).toBe(inChina);
			expect(chinaDay(new Date(milliseconds))).toBe(inChina);
		}),
		{ numRuns: runs(5_000) },
	);
});

test('whatever the value, there is a valid moment or none, and no error', () => {
	const dateLike = fc
		.array(
			fc.constantFrom(
				...[
					'2026',
					'05',
					'1',
					'-',
					'/',
					':',
					' ',
					'T',
					'.',
					'年',
					'月',
					'日',
					'24',
					'00',
					'Z',
					'+08:00',
				],
				...['/Date(', ')/', 'W', 'PM', '\u0000'],
			),
			{ maxLength: 10 },
		)
		.map((parts) => parts.join(''));
	const anything = fc.oneof(
		dateLike,
		fc.string({ unit: 'binary' }),
		fc.anything(),
		fc.date({ noInvalidDate: false }),
	);
	fc.assert(
		fc.property(anything, (value) => {
			const moment = parseChinaTime(value);
			if (moment === undefined) return;
			expect(moment.isValid).toBe(true);
			expect(moment.offset).toBe(moment.setZone('Asia/Shanghai').offset);
			expect(chinaDay(value)).toBe(wireDate(moment));
		}),
		{ numRuns: runs(20_000) },
	);
});

test('reading a date takes time in proportion to its length', () => {
	for (const part of [
		'1',
		'-',
		'2026-05-01',
		' ',
		'2026-05-01T',
		':00',
		'年',
		'/Date(1',
		'2026/5/1 ',
	]) {
		const text = part.repeat(runs(100_000) / part.length);
		for (const value of [text, `2026-05-01 ${text}`, `2026-05-01T09:00:00${text}`]) {
			const start = performance.now();
			parseChinaTime(value);
			expect(performance.now() - start).toBeLessThan(500);
		}
	}
});

test('a Unix time written out is the same moment', () => {
	const since1992 = Date.UTC(1992, 0, 1);
	fc.assert(
		fc.property(fc.integer({ min: since1992, max: 8_639_999_000_000_000 }), (milliseconds) => {
			const iso = chinaIso(milliseconds);
			expect(iso).toMatch(/^(?:\d{4}|\+\d{6})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00$/);
			expect(Date.parse(iso)).toBe(milliseconds);
		}),
		{ numRuns: runs(10_000) },
	);
});

test('whatever the Timestamp header may hold, there is a text', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[0-9]{1,16}$/), (timestamp) => {
			expect(typeof chinaIso(Number(timestamp))).toBe('string');
		}),
		{ numRuns: runs(5_000) },
	);
});
