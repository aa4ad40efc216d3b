// Values in spellings that lie at the edge of what is read, and what is said of those beyond it.
import { InputError } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { readCodes } from '../../../nodes/Zhongzhiyou/values/codes.ts';
import { clockOf, readDate, readSessionTime } from '../../../nodes/Zhongzhiyou/values/times.ts';
import { refusalOf } from '../refusal-of.mts';

const NINE = 9 * 3600;

function refused(run: () => unknown): InputError {
	try {
		run();
	} catch (error) {
		if (error instanceof InputError) return error;
	}
	throw new Error('It was not refused in words');
}

test.each([
	[NINE, '09:00'],
	[NINE + 5, '09:00:05'],
	[NINE + 30 * 60 + 59, '09:30:59'],
	[86_400, '24:00'],
])('%d seconds of a day are %s', (seconds, clock) => {
	expect(clockOf({ seconds })).toBe(clock);
});

test('a session may start in the last second of a minute', () => {
	expect(readSessionTime('09:00:59', 'Session')).toMatchObject({ seconds: NINE + 59 });
	expect(() => readSessionTime('09:00:60', 'Session')).toThrow(InputError);
});

test('a moment is the time of day in China, to the second', () => {
	const moment = new Date('2026-05-01T01:30:15Z');
	expect(readSessionTime(moment, 'Session')).toMatchObject({
		text: '09:30:15',
		seconds: NINE + 30 * 60 + 15,
	});
});

test('only a date that ends with its year is told to begin with it', () => {
	expect(refused(() => readDate('05/01/2026', 'Date'))).toMatchObject({
		description: expect.stringContaining('Write the year first'),
	});
	for (const value of ['2026-02-30', ['05/01/2026']]) {
		expect(refused(() => readDate(value, 'Date'))).toMatchObject({
			description: expect.stringContaining('Use the date picker'),
		});
	}
});

test('codes under the name that an order has for them are codes', () => {
	expect(readCodes({ OrderVoucherCode: '123' }, 'Codes')).toEqual(['123']);
});

test.each([
	['["1, 2', '["1, 2'],
	['1, 2{3', '2{3'],
])('what is no code is quoted: %j', (text, quoted) => {
	expect(refusalOf(() => readCodes(text, 'Codes'))).toBe(
		`Codes must be text or hold voucher codes, but it is ${quoted}`,
	);
});
