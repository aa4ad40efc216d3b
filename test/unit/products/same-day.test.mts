// What becomes of several rows of one given day, where they are alike and where they only look so.
import { parseChinaTime } from '../../../nodes/Zhongzhiyou/api/time.ts';
import type { JsonObject, JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';
import { pricesByDay } from '../../../nodes/Zhongzhiyou/products/days.ts';

function laidOut(...rows: JsonObject[]): JsonObject {
	const day = parseChinaTime('2026-05-01');
	if (day === undefined) throw new Error('It is no day');
	return pricesByDay(rows, day, day)[0];
}

const row = (Price: JsonValue, ...ProductSeats: JsonObject[]): JsonObject => ({
	PriceType: 2,
	Price,
	BeginTime: '2026-05-01',
	ProductSeats,
});

test.each<[JsonValue, JsonValue]>([
	[[1, 2], [12]],
	[[1], [2]],
	[[1], { 0: 1 }],
	[{ a: 1 }, { a: 2 }],
	[{}, []],
	[null, 'null'],
	['a', 'b'],
	[1, '1'],
])('sessions that differ in %j and %j are two', (one, other) => {
	const seat = (value: JsonValue) => ({ SeatsStartTime: '9:00', SeatsCode: value });
	const { ProductSeats } = laidOut(row(1, seat(one)), row(1, seat(other)));
	expect(ProductSeats).toHaveLength(2);
});

test('sessions that differ in the order of their members alone are one', () => {
	const one = { SeatsStartTime: '9:00', SeatsCode: { a: [1, { b: null, c: 2 }], d: 3 } };
	const other = { SeatsCode: { d: 3, a: [1, { c: 2, b: null }] }, SeatsStartTime: '9:00' };
	expect(laidOut(row(1, one), row(1, other)).ProductSeats).toHaveLength(1);
});

test('sessions are in the order of their times, whatever their texts', () => {
	const morning = { SeatsEndTime: '23:00', SeatsStartTime: '9:00' };
	const noon = { SeatsEndTime: '14:00', SeatsStartTime: '13:00' };
	expect(laidOut(row(1, noon), row(1, morning)).ProductSeats).toEqual([morning, noon]);
});

test('a price that is none is not the dearest', () => {
	expect(laidOut(row('free'), row(1)).Price).toBe(1);
	expect(laidOut(row(1), row('free')).Price).toBe(1);
});

test('a row that cannot be read is told in whole sentences, without a LogId where there is none', () => {
	expect(() => laidOut({ ...row(1), BeginTime: 'soon' })).toThrow(
		expect.objectContaining({
			description:
				'Its days cannot be told, so nothing is laid out by day. The output Price Rows of Get Prices gives the rows as they came.',
		}),
	);
});
