import { DateTime } from 'luxon';

import { parseChinaTime } from '../../../nodes/Zhongzhiyou/api/time.ts';
import type { JsonObject, JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';
import { pricesByDay } from '../../../nodes/Zhongzhiyou/products/days.ts';

function day(text: string): DateTime<true> {
	const moment = parseChinaTime(text);
	if (moment === undefined) throw new Error(`${text} is no day`);
	return moment;
}

function byDay(rows: JsonObject[], start = '2026-04-29', end = '2026-05-03'): JsonObject[] {
	return pricesByDay(rows, day(start), day(end));
}

/** Day and price of what is laid out, for short. */
function prices(rows: JsonObject[], start?: string, end?: string): Record<string, unknown> {
	return Object.fromEntries(
		byDay(rows, start, end).map(({ date, Price }) => [String(date).slice(5), Price]),
	);
}

const given = (Price: number, date: string): JsonObject => ({
	PriceType: 2,
	Price,
	BeginTime: `${date} 00:00:00`,
	EndTime: `${date} 00:00:00`,
});
const period = (Price: number, begin: string, end: string | null): JsonObject => ({
	PriceType: 1,
	Price,
	BeginTime: begin,
	EndTime: end,
});
const from = (Price: number, begin: string): JsonObject => ({
	PriceType: 3,
	Price,
	BeginTime: begin,
	EndTime: '',
});

describe('the row that counts on a day', () => {
	test('is the narrowest, a given day before a period before an open end, in any order', () => {
		const rows = [
			from(30, '2026-04-01'),
			period(10, '2026-04-30', '2026-05-02'),
			given(20, '2026-05-01'),
		];
		const expected = { '04-29': 30, '04-30': 10, '05-01': 20, '05-02': 10, '05-03': 30 };
		expect(prices(rows)).toEqual(expected);
		expect(prices([...rows].reverse())).toEqual(expected);
	});

	test('of equally narrow ones is the first', () => {
		expect(prices([given(1, '2026-05-01'), given(2, '2026-05-01')])).toEqual({ '05-01': 1 });
	});

	test('covers a period from its first to its last day', () => {
		expect(prices([period(1, '2026-04-30', '2026-05-01')])).toEqual({ '04-30': 1, '05-01': 1 });
	});

	test('covers whole days, whatever the time beside them', () => {
		expect(prices([period(1, '2026-04-30 18:00:00', '2026-05-01T09:00:00')])).toEqual({
			'04-30': 1,
			'05-01': 1,
		});
	});

	test('of a period without an end goes on', () => {
		expect(Object.keys(prices([period(1, '2026-05-02', null)]))).toEqual(['05-02', '05-03']);
	});

	test('of an open end ignores an end that is given all the same', () => {
		const row = { ...from(1, '2026-05-01'), EndTime: '2026-05-01' };
		expect(Object.keys(prices([row]))).toEqual(['05-01', '05-02', '05-03']);
	});

	test('of a given day is nothing without the day', () => {
		expect(prices([{ PriceType: 2, Price: 1, BeginTime: null }])).toEqual({});
	});

	test('may have its type in quotes; other types count for nothing', () => {
		expect(prices([{ ...given(1, '2026-05-01'), PriceType: '2' }])).toEqual({ '05-01': 1 });
		expect(prices([{ ...from(1, '2026-04-01'), PriceType: 4 }, { Price: 2 }])).toEqual({});
	});
});

describe('prices by day', () => {
	test('leave out a day that no row covers', () => {
		expect(prices([given(1, '2026-04-29'), given(2, '2026-05-03')])).toEqual({
			'04-29': 1,
			'05-03': 2,
		});
		expect(byDay([])).toEqual([]);
	});

	test('include the first and the last day, and are those alone', () => {
		const open = [from(1, '2020-01-01')];
		expect(Object.keys(prices(open, '2026-05-01', '2026-05-01'))).toEqual(['05-01']);
		expect(Object.keys(prices(open, '2026-02-27', '2026-03-01'))).toEqual([
			'02-27',
			'02-28',
			'03-01',
		]);
		expect(prices(open, '2026-05-02', '2026-05-01')).toEqual({});
	});

	test('hold the whole row, and the sessions of the day alone', () => {
		const session = (time: JsonValue, code: string) => ({ Time: time, SeatsCode: code });
		const row: JsonObject = {
			...period(1, '2026-05-01', '2026-05-03'),
			DailyStock: 0,
			New: 'kept',
			ProductSeats: [
				session('2026-05-01 00:00:00', 'first'),
				session('2026-05-02', 'second'),
				session(null, 'every'),
				session('09:00', 'no day'),
				null,
			],
		};
		const days = byDay([row], '2026-05-01', '2026-05-03');
		expect(days[0]).toEqual({
			...row,
			date: '2026-05-01',
			ProductSeats: [
				session('2026-05-01 00:00:00', 'first'),
				session(null, 'every'),
				session('09:00', 'no day'),
			],
		});
		expect(days.map(({ ProductSeats }) => ProductSeats)).toMatchObject([
			[{ SeatsCode: 'first' }, { SeatsCode: 'every' }, { SeatsCode: 'no day' }],
			[{ SeatsCode: 'second' }, { SeatsCode: 'every' }, { SeatsCode: 'no day' }],
			[{ SeatsCode: 'every' }, { SeatsCode: 'no day' }],
		]);
	});

	test.each([undefined, null, {}, 'none'])('have an empty list for sessions %j', (seats) => {
		const row: JsonObject = { ...given(1, '2026-05-01'), ProductSeats: seats };
		expect(byDay([row])).toMatchObject([{ ProductSeats: [] }]);
	});
});
