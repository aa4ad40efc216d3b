import { DateTime } from 'luxon';

import { ApiFailure } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { parseChinaTime } from '../../../nodes/Zhongzhiyou/api/time.ts';
import type { JsonObject, JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';
import { pricesByDay } from '../../../nodes/Zhongzhiyou/products/days.ts';

function day(text: string): DateTime<true> {
	const moment = parseChinaTime(text);
	if (moment === undefined) throw new Error(`${text} is no day`);
	return moment;
}

function caught(run: () => unknown): unknown {
	try {
		return run();
	} catch (error) {
		return error;
	}
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
	test('is none of a day before or after, of which it has no session either', () => {
		const seats = (time: string) => [{ SeatsStartTime: time, SeatsEndTime: '18:00' }];
		const rows = [
			{ ...given(1, '2026-04-28'), ProductSeats: seats('08:00') },
			{ ...given(2, '2026-04-29'), ProductSeats: seats('09:00') },
			{ ...given(3, '2026-05-03'), ProductSeats: seats('10:00') },
			{ ...given(4, '2026-05-04'), ProductSeats: seats('11:00') },
		];
		expect(byDay(rows).map(({ Price, ProductSeats }) => [Price, ProductSeats])).toEqual([
			[2, [expect.objectContaining({ SeatsStartTime: '09:00' })]],
			[3, [expect.objectContaining({ SeatsStartTime: '10:00' })]],
		]);
	});

	test('may be of a period that began before any calendar of tickets', () => {
		expect(prices([period(10, '0001-01-01', '2026-04-30')])).toEqual({ '04-29': 10, '04-30': 10 });
	});

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

	test('of one kind is the shorter period, then the later begin', () => {
		const rows = [
			period(1, '2026-04-01', '2026-05-31'),
			period(2, '2026-04-29', '2026-05-02'),
			period(3, '2026-05-01', '2026-05-04'),
		];
		const expected = { '04-29': 2, '04-30': 2, '05-01': 3, '05-02': 3, '05-03': 3 };
		expect(prices(rows)).toEqual(expected);
		expect(prices([...rows].reverse())).toEqual(expected);
	});

	test('of open ends is the one that began last', () => {
		const rows = [from(1, '2026-05-01'), from(2, '2020-01-01'), from(3, '2026-05-03')];
		const expected = { '04-29': 2, '04-30': 2, '05-01': 1, '05-02': 1, '05-03': 3 };
		expect(prices(rows)).toEqual(expected);
		expect(prices([...rows].reverse())).toEqual(expected);
	});

	test('of the very same days is the dearest, in any order', () => {
		for (const make of [
			(price: number) => given(price, '2026-05-01'),
			(price: number) => period(price, '2026-05-01', '2026-05-01'),
			(price: number) => from(price, '2026-05-01'),
		]) {
			expect(prices([make(1), make(2)], '2026-05-01', '2026-05-01')).toEqual({ '05-01': 2 });
			expect(prices([make(2), make(1)], '2026-05-01', '2026-05-01')).toEqual({ '05-01': 2 });
		}
	});

	test('is the same of two that cost the same, in any order of rows and members', () => {
		const one = { ...given(1, '2026-05-01'), DailyStock: 3, ProductSeats: [] };
		const other = { ProductSeats: [], DailyStock: 4, ...given(1, '2026-05-01') };
		expect(byDay([one, other])).toEqual(byDay([other, one]));
		const words = { ...one, Price: 'free' };
		expect(byDay([one, words])).toEqual(byDay([words, one]));
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

	test('of an open end ignores an end that is given all the same', () => {
		const row = { ...from(1, '2026-05-01'), EndTime: '2026-05-01' };
		expect(Object.keys(prices([row]))).toEqual(['05-01', '05-02', '05-03']);
	});

	test('may be dated in any way that the API has', () => {
		expect(prices([period(1, '2026/4/30', '/Date(1777593600000+0800)/')])).toEqual({
			'04-30': 1,
			'05-01': 1,
		});
		expect(
			prices(
				[given(2, '2026/5/1 0:00:00')].map((row) => ({ ...row, BeginTime: '2026/5/1 0:00:00' })),
			),
		).toEqual({ '05-01': 2 });
	});

	test.each(['2', ' 2 ', '2.0', '2.00', '02', '\u200B2', 2.0])(
		'may have its type written otherwise: %j',
		(PriceType) => {
			expect(prices([{ ...given(1, '2026-05-01'), PriceType }])).toEqual({ '05-01': 1 });
		},
	);
});

describe('a row whose days cannot be told', () => {
	test.each<[string, JsonObject, string]>([
		['a given day', given(1, 'soon'), 'whose BeginTime is not a date: soon 00:00:00'],
		['no given day', { PriceType: 2, Price: 1 }, 'whose BeginTime is not a date: null'],
		['no begin', period(1, '', '2026-05-01'), 'whose BeginTime is not a date: '],
		['no end', period(1, '2026-05-01', null), 'whose EndTime is not a date: null'],
		[
			'an end that is none',
			period(1, '2026-05-01', '2026-02-30'),
			'whose EndTime is not a date: 2026-02-30',
		],
		['no begin of an open end', from(1, '05/01/2026'), 'whose BeginTime is not a date: 05/01/2026'],
		[
			'an end before the begin',
			period(1, '2026-05-02', '2026-05-01'),
			'that ends before it begins: 2026-05-02 to 2026-05-01',
		],
		[
			'a given day that stands for none',
			given(1, '0001-01-01'),
			'whose BeginTime stands for no day: 0001-01-01 00:00:00',
		],
		[
			'a period of days that stand for none',
			period(1, '1900-01-01', '1900-01-01'),
			'whose BeginTime stands for no day: 1900-01-01',
		],
		...[4, 0, null, true, [2], '0x2', 'two', '1.5', 1.5].map(
			(PriceType): [string, JsonObject, string] => [
				`the kind ${JSON.stringify(PriceType)}`,
				{ ...from(1, '2026-05-01'), PriceType },
				`whose PriceType is not known: ${typeof PriceType === 'string' ? PriceType : JSON.stringify(PriceType)}`,
			],
		),
		[
			'no kind',
			{ ...from(1, '2026-05-01'), PriceType: undefined },
			'whose PriceType is not known: null',
		],
	])('is an error that quotes them: %s', (_name, row, problem) => {
		const run = () =>
			pricesByDay([from(1, '2020-01-01'), row], day('2026-05-01'), day('2026-05-01'), 'log-7');
		expect(run).toThrow(
			new ApiFailure(`ZhongZhiYou sent a price row ${problem}`, { description: '' }),
		);
		expect(caught(run)).toMatchObject({
			logId: 'log-7',
			description: expect.stringMatching(/Price Rows of Get Prices .* LogId log-7 /),
		});
	});

	test('says no LogId where there is none', () => {
		expect(caught(() => byDay([given(1, 'x')]))).toMatchObject({
			description: expect.not.stringContaining('LogId'),
		});
	});

	test('is an error too where it is a session', () => {
		const row = { ...given(1, '2026-05-01'), ProductSeats: [{ Time: '01/05/2026' }] };
		expect(() => byDay([row])).toThrow(
			'ZhongZhiYou sent a session whose Time is not a date: 01/05/2026',
		);
	});
});

describe('rows of one given day', () => {
	const session = (begin: string, end = '23:00', num = 1): JsonObject => ({
		SeatsStartTime: begin,
		SeatsEndTime: end,
		SeatsNum: num,
	});
	const row = (price: number, ...seats: JsonObject[]): JsonObject => ({
		...given(price, '2026-05-01'),
		ProductSeats: seats,
	});
	const seatsOf = (rows: JsonObject[]) => byDay(rows).map(({ ProductSeats }) => ProductSeats);

	test('join their sessions, in the order of their times, each once', () => {
		const rows = [
			row(1, session('13:00'), session('odd')),
			row(2, session('9:00', '11:00'), session('13:00')),
			row(1, session('09:00:00', '10:00')),
		];
		const expected = [
			[session('09:00:00', '10:00'), session('9:00', '11:00'), session('13:00'), session('odd')],
		];
		expect(seatsOf(rows)).toEqual(expected);
		expect(seatsOf([...rows].reverse())).toEqual(expected);
		expect(prices(rows)).toEqual({ '05-01': 2 });
	});

	test('keep the sessions of one row in the order in which they came', () => {
		expect(seatsOf([row(1, session('13:00'), session('09:00'))])).toEqual([
			[session('13:00'), session('09:00')],
		]);
	});

	test('keep two sessions that differ in anything', () => {
		const seats = [session('09:00', '10:00', 1), session('09:00', '10:00', 2)];
		expect(seatsOf([row(1, seats[1]), row(1, seats[0])])).toEqual([seats]);
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

	test.each([
		...['0001-01-01', '0001-01-01T00:00:00', '1900-01-01 09:00:00', '1900/1/1', '1970-01-01'],
		...['/Date(-62135596800000)/', '1753-01-01', '0000-00-00 00:00:00', '9999-12-31T23:59:59'],
		...['', ' ', '\u200B', null, '2000-01-01'],
	])('have a session on every day whose date stands for none: %j', (Time) => {
		const row = { ...period(1, '2026-05-01', '2026-05-02'), ProductSeats: [{ Time }] };
		expect(byDay([row])).toMatchObject([
			{ date: '2026-05-01', ProductSeats: [{ Time }] },
			{ date: '2026-05-02', ProductSeats: [{ Time }] },
		]);
	});

	test.each(['0000-13-40', '0001-02-30', '01/01/0001', 0])(
		'are an error where the date of a session is none at all: %j',
		(Time) => {
			const row = { ...period(1, '2026-05-01', '2026-05-02'), ProductSeats: [{ Time }] };
			expect(() => byDay([row])).toThrow(`a session whose Time is not a date: ${Time}`);
		},
	);

	test.each([undefined, null, {}, 'none'])('have an empty list for sessions %j', (seats) => {
		const row: JsonObject = { ...given(1, '2026-05-01'), ProductSeats: seats };
		expect(byDay([row])).toMatchObject([{ ProductSeats: [] }]);
	});
});
