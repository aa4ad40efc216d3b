import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	chinaDayNumber,
	dayNumber,
	parseChinaTime,
	wireDate,
	wireDateOfDay,
	wireDateTime,
} from '../../nodes/Zhongzhiyou/api/time.ts';
import { runs } from '../support/runs.mts';

const DAY = 86_400_000;
const FIRST = Date.UTC(2000, 0, 1) / DAY;
const END = Date.UTC(2101, 0, 1) / DAY;

function two(number: number): string {
	return String(number).padStart(2, '0');
}

/** Every spelling of a day that is read. */
function spellings(day: number): unknown[] {
	const date = new Date(day * DAY);
	const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
	const midnight = day * DAY - 8 * 3_600_000;
	const serial = day + 25_569;
	return [
		...[`${y}-${two(m)}-${two(d)}`, `${y}-${m}-${d}`, `${y}/${m}/${d}`, `${y}/${two(m)}/${two(d)}`],
		...[`${y}.${m}.${d}`, `${y}年${m}月${d}日`, `${y}年${two(m)}月${two(d)}号`],
		...[`${y}/${m}/${d} 23:59:59`, `${y}-${m}-${d}T00:00`, `${y}年${m}月${d}日23时59分`],
		...[`/Date(${midnight})/`, `/Date(${midnight + DAY - 1}+0800)/`, serial, String(serial)],
		...[serial + 0.999, `${serial}.5`, new Date(midnight).toISOString(), new Date(midnight)],
	];
}

const day = fc.integer({ min: FIRST, max: END - 1 });

describe('a date', () => {
	test('of 2000 to 2100 is the same day in every spelling', () => {
		const wrong: unknown[] = [];
		for (let number = FIRST; number < END; number++) {
			for (const spelling of spellings(number)) {
				if (chinaDayNumber(spelling) !== number) wrong.push(spelling);
			}
		}
		expect(wrong).toEqual([]);
	});

	test('is the same day to both readers, and the beginning of it where it says no time', () => {
		fc.assert(
			fc.property(day, (number) => {
				const text = new Date(number * DAY).toISOString().slice(0, 10);
				expect(wireDateOfDay(number)).toBe(text);
				const read = spellings(number).map((spelling) => {
					const moment = parseChinaTime(spelling);
					return moment === undefined ? undefined : [wireDate(moment), dayNumber(moment)];
				});
				expect(read).toEqual(read.map(() => [text, number]));
				expect(parseChinaTime(text)?.toMillis()).toBe(number * DAY - 8 * 3_600_000);
			}),
			{ numRuns: runs(500) },
		);
	});

	test('and time come back to the second', () => {
		const seconds = fc.integer({ min: 0, max: 86_399 });
		fc.assert(
			fc.property(day, seconds, (number, second) => {
				const utc = DateTime.fromMillis(number * DAY + second * 1000, { zone: 'utc' });
				const expected = utc.toFormat('yyyy-MM-dd HH:mm:ss');
				const formats = [
					'yyyy-MM-dd HH:mm:ss',
					'yyyy/M/d H:mm:ss',
					"yyyy'年'M'月'd'日' H'时'm'分's'秒'",
				];
				const texts = formats.map((format) => utc.toFormat(format));
				const serial = number + 25_569 + second / 86_400;
				const instant = number * DAY + second * 1000 - 8 * 3_600_000;
				for (const value of [
					...texts,
					serial,
					`/Date(${instant})/`,
					new Date(instant).toISOString(),
				]) {
					const moment = parseChinaTime(value);
					expect(moment === undefined ? undefined : wireDateTime(moment)).toBe(expected);
				}
			}),
			{ numRuns: runs(500) },
		);
	});

	test('that is not in the calendar is refused, whatever stands in each place', () => {
		const part = fc.integer({ min: 0, max: 99 });
		const separator = fc.constantFrom('-', '/', '.');
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 9999 }), part, part, separator, (y, m, d, between) => {
				const text = [String(y).padStart(4, '0'), m, d].join(between);
				const luxon = DateTime.fromObject({ year: y, month: m, day: d }, { zone: 'utc' });
				const exists = y > 0 && luxon.isValid;
				expect(parseChinaTime(text) !== undefined).toBe(exists);
				expect(chinaDayNumber(text) !== undefined).toBe(exists);
			}),
			{ numRuns: runs(2000) },
		);
	});

	test('is never made of an order in which a month could be a day', () => {
		const part = fc.integer({ min: 0, max: 31 });
		fc.assert(
			fc.property(part, part, fc.integer({ min: 0, max: 2100 }), (one, other, year) => {
				for (const between of ['-', '/', '.']) {
					expect(parseChinaTime([two(one), two(other), year].join(between))).toBeUndefined();
				}
			}),
			{ numRuns: runs(100) },
		);
	});

	const piece = fc.constantFrom(
		...['2026', '5', '01', '-', '/', '.', ' ', 'T', ':', '：', '年', '月', '日', '时', '分', 'Z'],
		...['+08', '/Date(', ')/', '9', '\\', 'e', '46143', '\u200b', '\u3000', '99', '0'],
	);
	const anything = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 80 }),
		fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
		fc.anything({ withBigInt: true, withDate: true }),
	);

	test('read from anything at all never throws, and has four digits in its year', () => {
		fc.assert(
			fc.property(anything, (value) => {
				const moment = parseChinaTime(value);
				const number = chinaDayNumber(value);
				expect(number === undefined).toBe(moment === undefined);
				if (moment === undefined || number === undefined) return;
				expect(wireDate(moment)).toMatch(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);
				expect(wireDateOfDay(number)).toBe(wireDate(moment));
			}),
			{ numRuns: runs(5000) },
		);
	});

	test.each(['2026-05-01', '2026年5月1日', '9', ' ', '：', '46143.', '/Date(', '1:'])(
		'takes no time to refuse, however long the text: %j again and again',
		(unit) => {
			const text = unit.repeat(runs(1_000_000) / unit.length);
			const before = performance.now();
			for (const value of [text, `2026-05-01 ${text}`, `${text}x`]) parseChinaTime(value);
			expect(performance.now() - before).toBeLessThan(200);
		},
	);
});
