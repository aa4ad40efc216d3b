import { isBlank } from '../../../nodes/Zhongzhiyou/api/blank.ts';
import { InputError } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { readCodes } from '../../../nodes/Zhongzhiyou/values/codes.ts';
import {
	integerFrom,
	readAmount,
	readId,
	readInteger,
} from '../../../nodes/Zhongzhiyou/values/numbers.ts';
import {
	Incomplete,
	readName,
	readOwnNumber,
	readRemark,
	readRequiredName,
	readRequiredText,
	readText,
	readWhole,
} from '../../../nodes/Zhongzhiyou/values/text.ts';
import { readDate, readDay, readSessionTime } from '../../../nodes/Zhongzhiyou/values/times.ts';

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

const holdsItself: Record<string, unknown> = {};
holdsItself.self = holdsItself;

function caught(run: () => unknown): InputError {
	try {
		run();
	} catch (error) {
		if (error instanceof InputError) return error;
	}
	throw new Error('Nothing was refused');
}

describe('blank', () => {
	test.each([
		...[undefined, null, '', ' ', '\t\n', '\u3000', '\u200b', '\ufeff \u2060', '\u00ad', '\u0000'],
		...['\u200e\u200f', '\u3164', '\u2800', '\ufe0f', '\u{e0067}'],
	])('is %j', (value) => {
		expect(isBlank(value)).toBe(true);
	});

	test.each([0, false, '0', 'x', [], {}, Number.NaN])('is not %j', (value) => {
		expect(isBlank(value)).toBe(false);
	});
});

describe('text', () => {
	test.each<[unknown, string]>([
		[' a b ', 'a b'],
		['\u200b1522870633233514497\ufeff\u200e ', '1522870633233514497'],
		['靠窗❤\ufe0f', '靠窗❤\ufe0f'],
		['张\u200b三', '张\u200b三'],
		['nullable', 'nullable'],
		['\u200b\u200d', ''],
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
		[{ big: 1n }, '{"big":"1"}'],
		[{ toJSON: () => undefined }, 'object'],
		[holdsItself, '[object Object]'],
		[Number.NaN, 'NaN'],
		[Number.POSITIVE_INFINITY, 'Infinity'],
		[Number.NEGATIVE_INFINITY, '-Infinity'],
		[1e-7, '1e-7'],
	])('is refused of what is no text: %p', (value, shown) => {
		expect(refusalOf(() => readText(value, NAME))).toBe(`Field must be text, but it is ${shown}`);
	});

	test.each([
		'undefined',
		'null',
		'NaN',
		'[object Object]',
		' [object Undefined] ',
		'a [object Array]',
	])('is refused where it is what an expression made of no value: %p', (value) => {
		expect(refusalOf(() => readText(value, NAME))).toBe(`Field is no value: "${value.trim()}"`);
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

describe('a name or number of somebody', () => {
	const lacking = (value: string) => `Field has a part without a value: "${value}"`;

	test.each([
		...[
			'张undefined',
			'undefined三',
			'John undefined',
			'undefined undefined',
			'张null',
			'null null',
		],
		...['NaN 三', '张 (null)', '330103undefined', '+86undefined', 'Li Invalid Date'],
	])('is refused where a part has no value: %p', (value) => {
		expect(refusalOf(() => readWhole(value, NAME))).toBe(lacking(value));
		expect(refusalOf(() => readName(value, NAME))).toBe(lacking(value));
		expect(refusalOf(() => readRequiredName(value, NAME))).toBe(lacking(value));
	});

	test.each(['张三', 'Jennifer Null', 'Nan Li', 'NANNAN', 'Annullo Rossi', 'E12345678', '李null1'])(
		'may be %p',
		(value) => {
			expect(readWhole(value, NAME)).toBe(value);
			expect(readName(value, NAME)).toBe(value);
			expect(readRequiredName(value, NAME)).toBe(value);
		},
	);

	test.each(['Infinity Wang', 'Infinity泳池场', 'Jean-null', 'al-NaN'])(
		'may be %p where it is a name, not a number',
		(value) => {
			expect(readRequiredName(value, NAME)).toBe(value);
			expect(refusalOf(() => readWhole(value, NAME))).toBe(lacking(value));
		},
	);

	test('may be missing, or not', () => {
		expect(readWhole(' ', NAME)).toBe('');
		expect(readName(' ', NAME)).toBe('');
		expect(refusalOf(() => readRequiredName(' ', NAME))).toBe('Field is empty');
	});

	test('is refused where a template lacks a part', () => {
		expect(refusalOf(() => readWhole(new Incomplete('张'), NAME))).toBe(lacking('张'));
		expect(refusalOf(() => readId(new Incomplete('7'), NAME))).toBe(lacking('7'));
		expect(refusalOf(() => readInteger(new Incomplete('7'), NAME, 1))).toBe(lacking('7'));
		expect(refusalOf(() => readAmount(new Incomplete('7'), NAME))).toBe(lacking('7'));
		expect(refusalOf(() => readDate(new Incomplete('2026-05-01'), NAME))).toBe(
			lacking('2026-05-01'),
		);
		expect(refusalOf(() => readSessionTime(new Incomplete('09:00'), NAME))).toBe(lacking('09:00'));
		expect(refusalOf(() => readCodes(new Incomplete('111'), NAME))).toBe(lacking('111'));
		expect(refusalOf(() => readCodes(['222', new Incomplete('111')], NAME))).toBe(lacking('111'));
		expect(refusalOf(() => readCodes('111,V-undefined', NAME))).toBe(lacking('V-undefined'));
	});
});

describe('a remark', () => {
	test.each([
		...['the field was undefined', 'null und nichtig', '备注: null', 'undefinedly nice'],
		...['null', 'use {{ name }} here'],
	])('may have any words: %p', (value) => {
		expect(readRemark(value, NAME)).toBe(value);
	});

	test('may lack a part', () => {
		expect(readRemark(new Incomplete('备注：'), NAME)).toBe('备注：');
		expect(readRemark(undefined, NAME)).toBe('');
	});

	test.each(['undefined undefined', 'null, null', 'NaN-undefined '])(
		'is refused where it is nothing but what stands for no value: %p',
		(value) => {
			expect(refusalOf(() => readRemark(value, NAME))).toBe(
				`Field has a part without a value: "${value.trim()}"`,
			);
		},
	);

	test.each(['undefined', 'NaN', '[object Object]'])('or is %p', (value) => {
		expect(refusalOf(() => readRemark(value, NAME))).toBe(`Field is no value: "${value}"`);
	});
});

describe('a number of one’s own', () => {
	test.each([
		...['-', '--', '#', '/-/', 'SHOP-', 'shop_', 'Shop#', '订单-', '订单号：', 'WX--', 'ORDER|'],
		...['SHOP1-', '2026-', '20260501_', 'Shop12#', '订单2026-', '1-', '()', '[--]'],
	])('is refused where it is only what stands before a number: %p', (value) => {
		expect(refusalOf(() => readOwnNumber(value, NAME))).toBe(
			`Field has a part without a value: "${value}"`,
		);
	});

	// Also as makers of random identifiers give them, and shops' names for orders.
	test.each(['-Nabc12', 'V1StGXR8_Z5jdHi6B-', 'aBcDefGh-', 'SHOP', '#1001', 'S-1-', '订单'])(
		'is not refused for how it begins or ends: %p',
		(value) => {
			expect(readOwnNumber(value, NAME)).toBe(value);
		},
	);

	test('is refused where its template lacks a part, and says what would come of it', () => {
		const error = caught(() => readOwnNumber(new Incomplete('SHOP'), NAME));
		expect(error.message).toBe('Field has a part without a value: "SHOP"');
		expect(error.description).toMatch(/the next order would have the same number/);
	});

	test.each(['SHOP-undefined', 'null/7', 'a_1-NaN', 'undefined-undefined', '(Infinity)'])(
		'is refused where a part has no value: %p',
		(value) => {
			expect(refusalOf(() => readOwnNumber(value, NAME))).toBe(
				`Field has a part without a value: "${value}"`,
			);
		},
	);

	test.each([
		...['0', '000', 'NULL', 'None', 'nil', 'NaN', 'N/A', 'n/a', '#N/A', '#REF!', '#DIV/0!'],
		...[
			'#NAME?',
			'false',
			'True',
			'无',
			'暂无',
			'SHOP-None',
			'SHOP1-NULL',
			'SHOP#REF!',
			'A/nil',
			'SHOPnull',
			'WX2027null',
			'SHOPNaN',
		],
	])('is refused where it is or ends in what stands for no value: %p', (value) => {
		expect(refusalOf(() => readOwnNumber(value, NAME))).toMatch(
			/^Field (?:has a part without a value|is no value): "/,
		);
	});

	test('is refused of a number that is none', () => {
		expect(refusalOf(() => readOwnNumber(0, NAME))).toMatch(/^Field has a part without a value/);
	});

	test.each([
		...['SHOP-0', '100', '00A', 'None-7', 'Nonesuch', 'SHOP-nilo', '1001!', 'A#1!b', '有无'],
		...['SHOPNULL', 'Man/a', 'Falsetto'],
	])('may have such in it: %p', (value) => {
		expect(readOwnNumber(value, NAME)).toBe(value);
	});

	test.each(['SHOP-7', 'NAN-JING-1', 'annulled', 'nullify1', 'Undefined', '7'])(
		'may be %p',
		(value) => {
			expect(readOwnNumber(value, NAME)).toBe(value);
		},
	);

	test.each([undefined, '', '\u200b'])('must be there, not %j', (value) => {
		expect(refusalOf(() => readOwnNumber(value, NAME))).toBe('Field is empty');
	});
});

describe('an expression that n8n was not told to evaluate', () => {
	const FORGOTTEN = 'SHOP-{{ $json.no }}';

	test.each<[string, (value: unknown, name: string) => unknown]>([
		...Object.entries({ readText, readRequiredText, readWhole, readName, readRequiredName }),
		...Object.entries({ readOwnNumber, readId, readAmount, readDate, readDay, readSessionTime }),
		['readInteger', (value, name) => readInteger(value, name, 1)],
		['readCodes', readCodes],
	])('is refused by %s, with the remedy', (_reader, read) => {
		for (const value of [FORGOTTEN, '{{\n$json.no\n}}', '{{}}']) {
			const error = caught(() => read(value, NAME));
			expect(error.message).toBe(
				`Field looks like an expression that was not evaluated: "${value}"`,
			);
			expect(error.description).toBe('Switch the field from Fixed to Expression.');
		}
	});

	test('is not what has one in it but is no text', () => {
		expect(refusalOf(() => readDate(['{{ $json.day }}'], NAME))).toMatch(/^Field is not a date/);
	});

	test.each(['{a}', '{{', '}}', '}} {{', '{ {x} }'])(
		'is not what has other braces: %p',
		(value) => {
			expect(readText(value, NAME)).toBe(value);
		},
	);
});

test('a whole number may have any least value', () => {
	expect(integerFrom(2)('2', NAME)).toBe(2);
	expect(refusalOf(() => integerFrom(2)('1', NAME))).toBe('Field must be at least 2, but it is 1');
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

	test.each(['A1', '-1', '1.0', '1e3', '0x10', '1 2', '１２', '1\u200b2', 1.5, -1])(
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
		['+5', 5],
		['2.0', 2],
		['007', 7],
		['\u200b4\ufeff', 4],
		[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	])('of %p is %p', (value, expected) => {
		expect(readInteger(value, NAME, 1)).toBe(expected);
	});

	test.each<[unknown, string]>([
		[1.5, '1.5'],
		['1.5', '1.5'],
		['two', 'two'],
		['0x10', '0x10'],
		['1e3', '1e3'],
		['0b11', '0b11'],
		['３', '３'],
		[Number.NaN, 'NaN'],
		[Infinity, 'Infinity'],
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
		['.5', 0.5],
		['123456789012345', 123456789012345],
		['1234567890123.45', 1234567890123.45],
		[0, 0],
		['0', 0],
	])('of %p is %p', (value, amount) => {
		expect(readAmount(value, NAME)).toBe(amount);
	});

	test.each([
		...[-0.01, '-1', 'free', '88,5', '¥88', Number.POSITIVE_INFINITY, Number.NaN, 'Infinity'],
		...['0x10', '1e3', '8 8', '.', '1.', '1.2.3', '1234567890123456', '0.1234567890123456'],
	])('is refused of %p', (value) => {
		expect(refusalOf(() => readAmount(value, NAME))).toMatch(
			/^Field must be an amount in yuan, but it is /,
		);
	});

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

	test('is the beginning of its day where a day is asked for', () => {
		expect(readDay('2026/5/1 23:59', NAME).toISO()).toBe('2026-05-01T00:00:00.000+08:00');
	});

	test.each(['05/01/2026', '1.5.2026', '05-01-26 09:00'])(
		'whose month could be its day is refused with what to write: %p',
		(value) => {
			const error = caught(() => readDate(value, NAME));
			expect(error.message).toBe(`Field is not a date: ${value}`);
			expect(error.description).toMatch(/^Write the year first, such as 2026-05-01/);
		},
	);

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

describe('a session’s time', () => {
	test.each<[unknown, string, seconds: number]>([
		['00:00', '00:00', 0],
		['09:05', '09:05', 32_700],
		[' 09:00 ', '09:00', 32_400],
		['23:59', '23:59', 86_340],
		['24:00', '24:00', 86_400],
		// The spellings that a product's list may have are sent as they are.
		['9:00', '9:00', 32_400],
		['09:00:00', '09:00:00', 32_400],
		['09:00:30.5', '09:00:30.5', 32_430],
		['2026-05-01 09:00:00', '2026-05-01 09:00:00', 32_400],
		['2026/5/1 9:00', '2026/5/1 9:00', 32_400],
		['2026-05-01T09:00:00', '2026-05-01T09:00:00', 32_400],
		['0001-01-01T09:00:00', '0001-01-01T09:00:00', 32_400],
		['24:00:00', '24:00:00', 86_400],
		// Others become the API's.
		['9：00', '09:00', 32_400],
		['2026年5月1日 9:00:30', '09:00:30', 32_430],
		['2026-05-01T01:00:00Z', '09:00', 32_400],
		['/Date(1777597200000)/', '09:00', 32_400],
		[new Date('2026-05-01T01:00:00Z'), '09:00', 32_400],
		['2026年5月1日9点', '09:00', 32_400],
	])('of %p is sent as %p', (value, text, seconds) => {
		expect(readSessionTime(value, NAME)).toMatchObject({ text, seconds });
	});

	test('has its day where it was given with it', () => {
		const day = Date.UTC(2026, 4, 1) / 86_400_000;
		expect(readSessionTime('2026-5-1 09:00', NAME).day).toBe(day);
		expect(readSessionTime('2026-05-01T09:00:00+08:00', NAME).day).toBe(day);
		expect(readSessionTime('09:00', NAME).day).toBeUndefined();
	});

	test.each([
		...['24:01', '25:00', '09:60', '09:00:60', '0900', 'noon', '-9:00', '9', '9:0', '46143'],
		...['2026-05-01', '2026-02-30 09:00', '2026-05-01Z', '9:00 PM', '9:00-10:00'],
	])('is not %p', (value) => {
		expect(refusalOf(() => readSessionTime(value, NAME))).toBe(
			`Field must be a time of day as HH:mm, but it is "${value}"`,
		);
	});

	test.each<[unknown, string]>([
		[{ hour: 9 }, 'must be text, but it is {"hour":9}'],
		[46143, 'must be a time of day as HH:mm, but it is "46143"'],
	])('is not made of %j', (value, problem) => {
		expect(refusalOf(() => readSessionTime(value, NAME))).toBe(`Field ${problem}`);
	});

	test('must be there', () => {
		expect(refusalOf(() => readSessionTime('', NAME))).toBe('Field is empty');
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
			['1', ' 2 ', 3],
			['1', '2', '3'],
		],
		['202052255633322222124', ['202052255633322222124']],
		[['2020522556333222221-2'], ['2020522556333222221-2']],
		['["1","2"]', ['1', '2']],
		[' ["1", 202052255633322222124] ', ['1', '202052255633322222124']],
		['[]', []],
		['"1"', ['1']],
		['\u200b1\u200b,\u200b2', ['1', '2']],
		[{ VoucherCode: '1' }, ['1']],
		['{"VoucherCode":["1","2"]}', ['1', '2']],
		[
			[
				{ IDCardNo: '330103', VoucherCode: '1', Mobile: '2' },
				{ voucherCode: 3, mobile: '4' },
			],
			['1', '3'],
		],
		[
			{ OrderVoucherCode: '1', OrderUserVouchers: [{ VoucherCode: '1' }, { VoucherCode: '2' }] },
			['1', '2'],
		],
		[{ voucherCodes: ['1', '2'], OrderId: 9 }, ['1', '2']],
		['{"OrderUserVouchers":{"VoucherCode":202052255633322222124}}', ['202052255633322222124']],
		[[202052255633322222124n], ['202052255633322222124']],
	])('of %p are %p', (value, codes) => {
		expect(readCodes(value, NAME)).toEqual(codes);
	});

	test.each([[['1', null]], [[undefined]], [['', '1']], [[' ']]])(
		'of %j are refused: one too few would be another ticket than meant',
		(value) => {
			expect(refusalOf(() => readCodes(value, NAME))).toBe('Field has an entry without a value');
		},
	);

	test('are named once each', () => {
		expect(refusalOf(() => readCodes('1 2 1', NAME))).toBe('Field names 1 twice');
		expect(refusalOf(() => readCodes(['2', 2], NAME))).toBe('Field names 2 twice');
	});

	test.each([
		...['["1",', '{"VoucherCode":1', '["1" "2"]', '1,"2"', "['1']", '1]', '1\u200b2', '“1”'],
		...[{}, [{}], { VoucherCode: '' }, '[{"VoucherCode":null}]', { OrderUserVouchers: [] }],
	])('are refused where it is not plain which they are: %j', (value) => {
		expect(refusalOf(() => readCodes(value, NAME))).toMatch(
			/^Field must be text or hold voucher codes, but it is /,
		);
	});

	test.each([[['1', ['2']]], [true], [[Number.NaN]]])('are refused as %j', (value) => {
		expect(refusalOf(() => readCodes(value, NAME))).toMatch(/^Field must be text/);
	});

	test('are refused as numbers that have lost digits, and as objects', () => {
		expect(refusalOf(() => readCodes([202052255633322222000], NAME))).toMatch(/lost digits$/);
		expect(refusalOf(() => readCodes([{ code: '1' }], NAME))).toMatch(/^Field must be text/);
	});
});
