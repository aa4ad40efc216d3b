import { isBlank } from '../../../nodes/Zhongzhiyou/api/blank.ts';
import { InputError } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { readCodes } from '../../../nodes/Zhongzhiyou/values/codes.ts';
import { readAmount, readId, readInteger } from '../../../nodes/Zhongzhiyou/values/numbers.ts';
import { readRequiredText, readText } from '../../../nodes/Zhongzhiyou/values/text.ts';
import { readClock, readDate } from '../../../nodes/Zhongzhiyou/values/times.ts';

const NAME = 'Field';

/** What is refused, as the sentence that the user reads; it always starts with the field's name. */
function refusalOf(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		expect(error.parameter).toBe(NAME);
		expect(error.description).not.toBe('');
		return error.message;
	}
	return 'nothing was refused';
}

describe('blank', () => {
	test.each([undefined, null, '', ' ', '\t\n', '\u3000'])('is %j', (value) => {
		expect(isBlank(value)).toBe(true);
	});

	test.each([0, false, '0', 'x', [], {}, Number.NaN])('is not %j', (value) => {
		expect(isBlank(value)).toBe(false);
	});
});

describe('text', () => {
	test.each<[unknown, string]>([
		[' a b ', 'a b'],
		['', ''],
		[undefined, ''],
		[null, ''],
		[0, '0'],
		[13800000000, '13800000000'],
		[1.5, '1.5'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		[12345678901234567890123n, '12345678901234567890123'],
	])('of %p is %p', (value, text) => {
		expect(readText(value, NAME)).toBe(text);
	});

	test.each([Number.MAX_SAFE_INTEGER + 1, 1e21, -1e17])(
		'is refused of a number that has lost digits: %p',
		(value) => {
			expect(refusalOf(() => readText(value, NAME))).toBe(
				'Field was given as a number so long that it has already lost digits',
			);
		},
	);

	test.each<[unknown, string]>([
		[true, 'true'],
		[{ a: 1 }, '{"a":1}'],
		[['x'], '["x"]'],
		[Symbol('s'), 'Symbol(s)'],
	])('is refused of what is no text: %p', (value, shown) => {
		expect(refusalOf(() => readText(value, NAME))).toBe(`Field must be text, but it is ${shown}`);
	});

	test('shows no more than 60 characters of what it refuses', () => {
		const sentence = refusalOf(() => readText(['x'.repeat(500)], NAME));
		expect(sentence).toBe(`Field must be text, but it is ["${'x'.repeat(55)}…`);
	});

	test.each([undefined, null, '', '  '])('that must be there is refused when it is %j', (value) => {
		expect(refusalOf(() => readRequiredText(value, NAME))).toBe('Field is empty');
	});

	test('that must be there may be a zero', () => {
		expect(readRequiredText(0, NAME)).toBe('0');
	});
});

describe('an id', () => {
	test.each<[unknown, string]>([
		[165325, '165325'],
		[' 165325 ', '165325'],
		['123456789012345678901', '123456789012345678901'],
		[4553010n, '4553010'],
		// JSON has no numbers with zeros in front.
		['007', '7'],
		['0', '0'],
		['000', '0'],
	])('of %p has the digits %p', (value, digits) => {
		expect(readId(value, NAME).digits).toBe(digits);
	});

	test.each(['A1', '-1', '1.0', '1e3', '0x10', '1 2', '１２', 1.5, -1])(
		'is digits only, not %p',
		(value) => {
			expect(refusalOf(() => readId(value, NAME))).toBe(
				`Field must be a number, but it is "${value}"`,
			);
		},
	);

	test('must be there', () => {
		expect(refusalOf(() => readId('', NAME))).toBe('Field is empty');
	});
});

describe('a whole number', () => {
	test.each<[unknown, number]>([
		[1, 1],
		['12', 12],
		[' 3 ', 3],
		[2n, 2],
		[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	])('of %p is %p', (value, expected) => {
		expect(readInteger(value, NAME, 1)).toBe(expected);
	});

	test.each<[unknown, string]>([
		[1.5, '1.5'],
		['1.5', '1.5'],
		['two', 'two'],
		['9007199254740993', '9007199254740993'],
		[Number.MAX_SAFE_INTEGER + 1, '9007199254740992'],
	])('is refused of %p', (value, shown) => {
		expect(refusalOf(() => readInteger(value, NAME, 1))).toBe(
			`Field must be a whole number, but it is ${shown}`,
		);
	});

	test('is not NaN', () => {
		expect(refusalOf(() => readInteger(Number.NaN, NAME, 1))).toMatch(
			/^Field must be a whole number/,
		);
	});

	test('is never below its minimum, and may be the minimum', () => {
		expect(readInteger(0, NAME, 0)).toBe(0);
		expect(readInteger('5', NAME, 5)).toBe(5);
		expect(refusalOf(() => readInteger(-1, NAME, 0))).toBe(
			'Field must be at least 0, but it is -1',
		);
		expect(refusalOf(() => readInteger('4', NAME, 5))).toBe(
			'Field must be at least 5, but it is 4',
		);
	});

	test.each([undefined, null, ' '])('must be there, not %j', (value) => {
		expect(refusalOf(() => readInteger(value, NAME, 0))).toBe('Field is empty');
	});

	test.each([true, [1], {}])('is not made of %j', (value) => {
		expect(refusalOf(() => readInteger(value, NAME, 0))).toMatch(/^Field must be text, but it is /);
	});
});

describe('an amount', () => {
	test.each<[unknown, number]>([
		[88.5, 88.5],
		['88.50', 88.5],
		[0, 0],
		['0', 0],
	])('of %p is %p', (value, amount) => {
		expect(readAmount(value, NAME)).toBe(amount);
	});

	test.each([-0.01, '-1', 'free', '88,5', '¥88', Number.POSITIVE_INFINITY, Number.NaN, 'Infinity'])(
		'is refused of %p',
		(value) => {
			expect(refusalOf(() => readAmount(value, NAME))).toMatch(
				/^Field must be an amount in yuan, but it is /,
			);
		},
	);

	test('must be there', () => {
		expect(refusalOf(() => readAmount('', NAME))).toBe('Field is empty');
	});
});

describe('a date', () => {
	test('is taken to China', () => {
		expect(readDate('2026-04-30T23:30:00Z', NAME).toFormat('yyyy-MM-dd HH:mm')).toBe(
			'2026-05-01 07:30',
		);
	});

	test.each([undefined, null, ' '])('must be there, not %j', (value) => {
		expect(refusalOf(() => readDate(value, NAME))).toBe('Field is empty');
	});

	test.each<[unknown, string]>([
		['tomorrow', 'tomorrow'],
		['2026-13-01', '2026-13-01'],
		[1777564800000, '1777564800000'],
		[{ a: 1 }, '{"a":1}'],
	])('is refused of %p', (value, shown) => {
		expect(refusalOf(() => readDate(value, NAME))).toBe(`Field is not a date: ${shown}`);
	});
});

describe('a date that is none', () => {
	test('is a Date without a time, too', () => {
		expect(refusalOf(() => readDate(new Date(Number.NaN), NAME))).toMatch(/^Field is not a date/);
	});
});

describe('a time of day', () => {
	test.each(['00:00', '09:05', '19:59', '23:59', ' 09:00 '])('is %p', (value) => {
		expect(readClock(value, NAME)).toBe(value.trim());
	});

	test.each(['24:00', '9:00', '09:60', '09:00:00', '0900', '09：00', 'noon', '-9:00', '9'])(
		'is not %p',
		(value) => {
			expect(refusalOf(() => readClock(value, NAME))).toBe(
				`Field must be a time of day as HH:mm, but it is "${value}"`,
			);
		},
	);

	test('must be there', () => {
		expect(refusalOf(() => readClock('', NAME))).toBe('Field is empty');
	});
});

describe('voucher codes', () => {
	test.each<[unknown, string[]]>([
		['', []],
		[undefined, []],
		[[], []],
		['1', ['1']],
		['1, 2;3\n4，5；6  7', ['1', '2', '3', '4', '5', '6', '7']],
		[',1,,2,', ['1', '2']],
		[
			['1', ' 2 ', '', null, 3],
			['1', '2', '3'],
		],
		['202052255633322222124', ['202052255633322222124']],
		[['2020522556333222221-2'], ['2020522556333222221-2']],
		[[202052255633322222124n], ['202052255633322222124']],
	])('of %p are %p', (value, codes) => {
		expect(readCodes(value, NAME)).toEqual(codes);
	});

	test('are named once each', () => {
		expect(refusalOf(() => readCodes('1 2 1', NAME))).toBe('Field names 1 twice');
		expect(refusalOf(() => readCodes(['2', 2], NAME))).toBe('Field names 2 twice');
	});

	test('are refused as numbers that have lost digits, and as objects', () => {
		expect(refusalOf(() => readCodes([202052255633322222000], NAME))).toMatch(/lost digits$/);
		expect(refusalOf(() => readCodes([{ code: '1' }], NAME))).toMatch(/^Field must be text/);
	});
});
