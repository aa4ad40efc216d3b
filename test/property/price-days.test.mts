import fc from 'fast-check';
import { DateTime } from 'luxon';

import { parseChinaTime } from '../../nodes/Zhongzhiyou/api/time.ts';
import type { JsonObject } from '../../nodes/Zhongzhiyou/api/types.ts';
import { pricesByDay } from '../../nodes/Zhongzhiyou/products/days.ts';
import { runs } from '../support/runs.mts';

const FIRST = '2026-04-20';
const ZONE = 'Asia/Shanghai';

function dayText(offset: number): string {
	return DateTime.fromISO(FIRST, { zone: ZONE }).plus({ days: offset }).toFormat('yyyy-MM-dd');
}

function moment(offset: number): DateTime<true> {
	const read = parseChinaTime(dayText(offset));
	if (read === undefined) throw new Error(`${offset} is no day`);
	return read;
}

function layOut(rows: JsonObject[], first: number, last: number): JsonObject[] {
	return pricesByDay(rows, moment(first), moment(last));
}

const spelledDay = fc
	.tuple(
		fc.integer({ min: 0, max: 30 }),
		fc.constantFrom('yyyy-MM-dd', 'yyyy/M/d H:mm:ss', "yyyy'年'M'月'd'日'", 'yyyy-MM-dd HH:mm'),
	)
	.map(([offset, format]) => ({
		offset,
		text: DateTime.fromISO(dayText(offset), { zone: ZONE }).toFormat(format),
	}));

interface Known {
	row: JsonObject;
	kind: number;
	begin: number;
	end: number;
}

const seats = fc.array(
	fc.record({
		SeatsStartTime: fc.constantFrom('09:00', '9:00', '10:00:00', 'early'),
		SeatsEndTime: fc.constantFrom('11:00', '24:00'),
		SeatsNum: fc.integer({ min: 0, max: 2 }),
	}),
	{ maxLength: 3 },
);

const known: fc.Arbitrary<Known> = fc
	.record({
		kind: fc.constantFrom(1, 2, 3),
		days: fc.tuple(spelledDay, spelledDay),
		Price: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constantFrom('2', 'free', null)),
		DailyStock: fc.integer({ min: 0, max: 1 }),
		ProductSeats: seats,
	})
	.map(({ kind, days, Price, DailyStock, ProductSeats }) => {
		const [begin, end] = [...days].sort((one, other) => one.offset - other.offset);
		const row: JsonObject = {
			PriceType: kind,
			BeginTime: begin.text,
			EndTime: kind === 1 ? end.text : '',
			Price,
			DailyStock,
			ProductSeats,
		};
		return { row, kind, begin: begin.offset, end: end.offset };
	});

/** The days and, of the rows that are equally narrow on each, all that may be the one that counts. */
function slowly(rows: Known[], first: number, last: number): Map<string, JsonObject[]> {
	const days = new Map<string, JsonObject[]>();
	for (let day = first; day <= last; day++) {
		const covering = rows.filter(({ kind, begin, end }) => {
			if (kind === 2) return day === begin;
			return kind === 1 ? begin <= day && day <= end : begin <= day;
		});
		for (const kind of [2, 1, 3]) {
			let narrow = covering.filter((row) => row.kind === kind);
			if (narrow.length === 0) continue;
			if (kind === 1) {
				const shortest = Math.min(...narrow.map(({ begin, end }) => end - begin));
				narrow = narrow.filter(({ begin, end }) => end - begin === shortest);
			}
			const latest = Math.max(...narrow.map(({ begin }) => begin));
			narrow = narrow.filter(({ begin }) => begin === latest);
			const price = ({ row }: Known) => {
				const cost = row.Price === null ? 0 : Number(row.Price);
				return Number.isNaN(cost) ? -1 : cost;
			};
			const dearest = Math.max(...narrow.map(price));
			days.set(
				dayText(day),
				narrow.filter((row) => price(row) === dearest).map(({ row }) => row),
			);
			if (kind === 2) {
				const all = narrow.flatMap(({ row }) => row.ProductSeats);
				joinedSeats.set(dayText(day), narrow.length === 1 ? [] : all);
			}
			break;
		}
	}
	return days;
}

const joinedSeats = new Map<string, unknown[]>();

function sortedTexts(values: unknown): string[] {
	return [
		...new Set(Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : []),
	].sort();
}

const range = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));

describe('prices by day', () => {
	test('are those that a slow and plain reading of the rule gives', () => {
		fc.assert(
			fc.property(fc.array(known, { maxLength: 12 }), range, (rows, [one, other]) => {
				const [first, last] = [Math.min(one, other), Math.max(one, other)];
				joinedSeats.clear();
				const expected = slowly(rows, first, last);
				const laidOut = layOut(
					rows.map(({ row }) => row),
					first,
					last,
				);
				expect(laidOut.map(({ date }) => date)).toEqual([...expected.keys()]);
				for (const { date, ProductSeats, ...rest } of laidOut) {
					const candidates = expected.get(String(date)) ?? [];
					const withoutSeats = candidates.map(({ ProductSeats: _own, ...own }) => own);
					expect(withoutSeats).toContainEqual(rest);
					const joined = joinedSeats.get(String(date)) ?? [];
					const own = candidates.map((row) => sortedTexts(row.ProductSeats));
					if (joined.length > 0) expect(sortedTexts(ProductSeats)).toEqual(sortedTexts(joined));
					else expect(own).toContainEqual(sortedTexts(ProductSeats));
				}
			}),
			{ numRuns: runs(300) },
		);
	});

	test('do not depend on the order of the rows, nor of their members', () => {
		const shuffled = fc
			.array(known, { maxLength: 10 })
			.chain((rows) =>
				fc.tuple(
					fc.constant(rows),
					fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
				),
			);
		fc.assert(
			fc.property(shuffled, ([rows, others]) => {
				const reversed = others.map(({ row }) => Object.fromEntries(Object.entries(row).reverse()));
				expect(layOut(reversed, 0, 30)).toEqual(
					layOut(
						rows.map(({ row }) => row),
						0,
						30,
					),
				);
			}),
			{ numRuns: runs(300) },
		);
	});

	test('never come of a row whose date cannot be read', () => {
		const broken = fc.constantFrom('soon', '05/01/2026', '2026-02-30', '', null, {}, true, 7);
		fc.assert(
			fc.property(fc.array(known, { maxLength: 5 }), known, broken, (rows, { row }, date) => {
				const all = [...rows.map((each) => each.row), { ...row, BeginTime: date }];
				expect(() => layOut(all, 0, 30)).toThrow(/whose BeginTime is not a date: /);
			}),
			{ numRuns: runs(100) },
		);
	});

	const year = (make: (at: number) => JsonObject) =>
		Array.from({ length: 365 }, (_, at) => make(at));
	const row = (PriceType: number, begin: number, end: number, ProductSeats: JsonObject[] = []) => ({
		PriceType,
		BeginTime: dayText(begin),
		EndTime: dayText(end),
		Price: 1,
		ProductSeats,
	});
	const seatsOfAYear = year((at) => ({ Time: dayText(at), SeatsStartTime: '09:00' }));

	test.each<[string, JsonObject[]]>([
		['a given day each', year((at) => row(2, at, at, [seatsOfAYear[at]]))],
		[
			'one given day',
			year(() => row(2, 180, 180, [{ SeatsStartTime: '9:00', SeatsEndTime: '10:00' }])),
		],
		['nested periods', year((at) => row(1, Math.floor(at / 2), 364 - Math.floor(at / 2)))],
		['the same period', year(() => row(1, 0, 364))],
		['an open end each', year((at) => row(3, at, at))],
		['a period with the sessions of each day', [row(1, 0, 364, seatsOfAYear)]],
	])('of a year take no more than 50 ms: %s', (_name, rows) => {
		const times = Array.from({ length: 5 }, () => {
			const before = performance.now();
			layOut(rows, 0, 364);
			return performance.now() - before;
		});
		expect(Math.min(...times)).toBeLessThan(50);
	});
});
