import type { JsonObject, JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';
import { compareSeats, saysNoDay, timesOf } from '../../../nodes/Zhongzhiyou/products/seats.ts';

const seat = (begin: JsonValue, end: JsonValue = '23:00'): JsonObject => ({
	SeatsStartTime: begin,
	SeatsEndTime: end,
});

describe('the order of sessions on a day', () => {
	test.each([
		['by their begin', seat('9:00'), seat('13:00', '14:00')],
		['of one begin by their end', seat('13:00', '14:00'), seat('13:00', '14:30')],
		['with those last that cannot be read', seat('13:00'), seat('')],
		['with those last whose end alone cannot be read', seat('13:00'), seat('09:00', 'soon')],
	])('is %s', (_name, first, second) => {
		expect(compareSeats(first, second)).toBeLessThan(0);
		expect(compareSeats(second, first)).toBeGreaterThan(0);
	});

	test('is none where both say the same, or neither can be read', () => {
		expect(compareSeats(seat('9:00'), seat('09:00:00'))).toBe(0);
		expect(compareSeats(seat('soon'), seat(''))).toBe(0);
	});
});

test('the times of a session are read both, or it has none', () => {
	expect(timesOf(seat('9:00', '11:00'))).toMatchObject({
		begin: { seconds: 9 * 3600 },
		end: { seconds: 11 * 3600 },
	});
	expect(timesOf(seat('9:00', null))).toBeUndefined();
});

test.each<[JsonValue | undefined, boolean]>([
	['09:00', true],
	[' 9:00:00 ', true],
	['09:00-11:00', true],
	['2026-05-01 09:00', false],
	['09:00-11:00-13:00', false],
	['', true],
	[undefined, true],
	['0001-01-01T00:00:00', true],
	[['09:00'], false],
])('a session dated %j says no day: %s', (time, saysNone) => {
	expect(saysNoDay(time)).toBe(saysNone);
});
