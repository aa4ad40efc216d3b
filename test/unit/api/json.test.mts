import {
	canonicalJson,
	Digits,
	parseJson,
	readJsonText,
	stringifyJson,
} from '../../../nodes/Zhongzhiyou/api/json.ts';
import type { JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';

/** Random numbers that are the same in every run (mulberry32). */
function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

describe('a number that is read', () => {
	test.each<[string, number]>([
		['0', 0],
		['-1', -1],
		['9258', 9258],
		['9007199254740991', Number.MAX_SAFE_INTEGER],
		['-9007199254740991', Number.MIN_SAFE_INTEGER],
		['88.5', 88.5],
		['88.50', 88.5],
		['-0.01', -0.01],
		['0.1', 0.1],
		['0.000000000000000000001', 1e-21],
		['123456789012.345', 123456789012.345],
		['0.30000000000000004', 0.1 + 0.2],
		['1e3', 1000],
		['1E+3', 1000],
		['25e-2', 0.25],
		['1.5e300', 1.5e300],
		['2.2250738585073e-308', 2.2250738585073e-308],
		['0e-400', 0],
		['100000000000000e-14', 1],
	])('stays a number where a double holds it: %s', (source, value) => {
		expect(parseJson(source)).toBe(value);
	});

	test.each([
		'3e-324',
		'1.1e-323',
		'2.2250738585072e-308',
		'9007199254740992',
		'9007199254740993',
		'-9007199254740993',
		'202052255633322222124',
		'100000000000000000000',
		'123456789012345678901',
		'99999999999999999999999999999999999999999',
		'0.12345678901234567',
		'123456.7890123456789',
		'9007199254740993.0',
		'1.2345678901234567e20',
		'12345678901234567e-2',
	])('becomes its own digits where a double does not hold it: %s', (source) => {
		expect(parseJson(source)).toBe(source);
	});

	test.each<[string, unknown]>([
		['{"VoucherCode":1e21}', { VoucherCode: '1e21' }],
		['{"vouchercode":1.0,"Price":1.0}', { vouchercode: '1.0', Price: 1 }],
		['{"VoucherCode":7}', { VoucherCode: 7 }],
		[
			'{"VoucherCode":[1.0,[-0,2],{"Price":1.0}]}',
			{ VoucherCode: ['1.0', ['-0', 2], { Price: 1 }] },
		],
		['{"Rows":[1.0,{"QrCode":[2.0]},3.0]}', { Rows: [1, { QrCode: ['2.0'] }, 3] }],
		['{"Data":1.0}', { Data: '1.0' }],
		['{"Data":[1.50,1.0]}', { Data: ['1.50', '1.0'] }],
		['{"Data":{"Price":1.0}}', { Data: { Price: 1 } }],
		['[1.0,{"voucher":1}]', [1, { voucher: 1 }]],
	])('keeps the very spelling of a code: %s', (text, value) => {
		expect(parseJson(text)).toEqual(value);
	});

	test('that stands in a text of its own is one of the member’s', () => {
		expect(parseJson('[1.0,1e21]', 'VoucherCode')).toEqual(['1.0', '1e21']);
		expect(parseJson('1.0', 'Price')).toBe(1);
		expect(readJsonText('[1.0]', 'QrCode')).toEqual(['1.0']);
		expect(readJsonText('[1.0', 'QrCode')).toBe('[1.0');
		expect(readJsonText('1.0', 'QrCode')).toBe('1.0');
	});

	test('keeps its digits at any depth', () => {
		expect(
			parseJson('{"a":[{"b":202052255633322222124,"c":[1,9007199254740993]}],"d":4553010}'),
		).toEqual({
			a: [{ b: '202052255633322222124', c: [1, '9007199254740993'] }],
			d: 4553010,
		});
	});

	test('does not change text that looks like a number', () => {
		expect(parseJson('{"a":"1e3","b":"202052255633322222124","c":"007"}')).toEqual({
			a: '1e3',
			b: '202052255633322222124',
			c: '007',
		});
	});
});

describe('all else that is read', () => {
	test.each<[string, JsonValue]>([
		['null', null],
		['true', true],
		['false', false],
		['""', ''],
		['"中智游 \\u0041\\n"', '中智游 A\n'],
		['[]', []],
		['{}', {}],
		[' [ 1 , null ] ', [1, null]],
	])('is as JSON has it: %s', (source, value) => {
		expect(parseJson(source)).toEqual(value);
	});

	test.each([
		'',
		' ',
		'x',
		'{',
		'{"a":1,}',
		"{'a':1}",
		'01',
		'1.',
		'.5',
		'NaN',
		'undefined',
		'1 2',
	])('is refused when it is not JSON: %p', (source) => {
		expect(() => parseJson(source)).toThrow(SyntaxError);
	});

	test('cannot change the prototype of anything', () => {
		const parsed = parseJson('{"__proto__":{"polluted":1},"constructor":2}');
		expect(Object.keys(parsed ?? {})).toEqual(['__proto__', 'constructor']);
		expect(parsed).not.toHaveProperty('polluted');
		expect({}).not.toHaveProperty('polluted');
	});
});

describe('digits', () => {
	test.each(['0', '9258', '9007199254740993', '202052255633322222124', '9'.repeat(400)])(
		'are written as a number, to the last one: %s',
		(digits) => {
			expect(stringifyJson(new Digits(digits))).toBe(digits);
			expect(stringifyJson({ id: [new Digits(digits)] })).toBe(`{"id":[${digits}]}`);
		},
	);

	test.each<[string, number | string]>([
		['0', 0],
		['4553010', 4553010],
		['9007199254740991', Number.MAX_SAFE_INTEGER],
		['9007199254740992', '9007199254740992'],
		['202052255633322222124', '202052255633322222124'],
	])('have the value with which they would be read: %s', (digits, value) => {
		expect(new Digits(digits).value).toBe(value);
		expect(parseJson(stringifyJson(new Digits(digits)))).toBe(value);
	});
});

describe('what is written', () => {
	test('leaves out members that are undefined, and no others', () => {
		expect(stringifyJson({ a: undefined, b: null, c: '', d: 0, e: false, f: [] })).toBe(
			'{"b":null,"c":"","d":0,"e":false,"f":[]}',
		);
	});

	test('keeps the places of a list', () => {
		expect(stringifyJson([1, undefined, null, 2])).toBe('[1,null,null,2]');
	});

	test('keeps the order of members', () => {
		expect(stringifyJson({ b: 1, a: { d: 1, c: 2 } })).toBe('{"b":1,"a":{"d":1,"c":2}}');
	});

	test('escapes names and texts', () => {
		expect(stringifyJson({ 'a"\n': '中"\\\u0000\u2028' })).toBe(
			JSON.stringify({ 'a"\n': '中"\\\u0000\u2028' }),
		);
	});
});

describe('random values', () => {
	const random = randomOf(20250701);

	function upTo(limit: number): number {
		return Math.floor(random() * limit);
	}

	function text(): string {
		return Array.from({ length: upTo(6) }, () => 'aB"\\\n中0-😀/'.charAt(upTo(10))).join('');
	}

	function digits(length: number): string {
		const rest = Array.from({ length: length - 1 }, () => String(upTo(10))).join('');
		return `${1 + upTo(9)}${rest}`;
	}

	function value(depth: number): JsonValue {
		switch (upTo(depth > 0 ? 8 : 6)) {
			case 0:
				return null;
			case 1:
				return random() < 0.5;
			case 2:
				return upTo(1e9) - 5e8;
			case 3:
				return upTo(1e7) / 100;
			case 4:
				return digits(22);
			case 5:
				return text();
			case 6:
				return Array.from({ length: upTo(4) }, () => value(depth - 1));
			default:
				return Object.fromEntries(
					Array.from({ length: upTo(4) }, () => [`k${text()}`, value(depth - 1)]),
				);
		}
	}

	test('are written as JSON.stringify writes them, and read as they were', () => {
		for (let run = 0; run < 500; run++) {
			const one = value(4);
			const json = stringifyJson(one);
			expect(json).toBe(JSON.stringify(one));
			expect(parseJson(json)).toEqual(one);
		}
	});

	test('of any double are read as the double they were', () => {
		for (let run = 0; run < 500; run++) {
			const double = (random() - 0.5) * 10 ** (upTo(30) - 20);
			const read = parseJson(JSON.stringify(double));
			expect(Number(read)).toBe(double);
		}
	});

	test('of any form are read digit by digit wherever they stand', () => {
		const around = ['%', ' % ', '[%]', '[0,%]', '{"a":%}', '{"a":\n\t%,"b":"x"}', '[{"a": [%]}]'];
		for (let run = 0; run < 2000; run++) {
			const fraction = random() < 0.3 ? `.${digits(1 + upTo(20))}` : '';
			const exponent = random() < 0.3 ? `e${random() < 0.5 ? '-' : '+'}${upTo(400)}` : '';
			const sign = random() < 0.3 ? '-' : '';
			const source = `${sign}${digits(1 + upTo(20))}${fraction}${exponent}`;
			const alone = parseJson(source);
			// Exact, or every digit of it.
			if (typeof alone === 'number') expect(alone).toBe(Number(source));
			else expect(alone).toBe(source);
			const text = around[upTo(around.length)];
			const expected = text.replace('%', JSON.stringify(alone));
			expect(parseJson(text.replace('%', source))).toEqual(JSON.parse(expected));
		}
	});

	test('of any number of digits are read with each of them', () => {
		for (let run = 0; run < 500; run++) {
			const whole = digits(1 + upTo(40));
			expect(String(parseJson(whole))).toBe(whole);
			expect(stringifyJson({ id: new Digits(whole) })).toBe(`{"id":${whole}}`);
		}
	});
});

describe('the canonical text', () => {
	test.each<[unknown, string]>([
		[{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
		[{ a: undefined, b: () => 1, c: Symbol('c') }, '{}'],
		[[undefined, () => 1, Number.NaN, Infinity], '[null,null,null,null]'],
		[new Date(0), '"1970-01-01T00:00:00.000Z"'],
		[{ at: new Date(Number.NaN) }, '{"at":null}'],
		[{ 10: 'a', 9: 'b' }, '{"10":"a","9":"b"}'],
		[Object('text'), '"text"'],
		[undefined, 'null'],
		[
			{ id: new Digits('123456789012345678901'), count: new Digits('7') },
			'{"count":7,"id":"123456789012345678901"}',
		],
		[{ long: 12345678901234567890n }, '{"long":12345678901234567890n}'],
	])('of %p', (value, text) => {
		expect(canonicalJson(value)).toBe(text);
	});

	test('tells what stands twice from what contains itself', () => {
		const shared = { a: 1 };
		expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
		const own: unknown[] = [];
		own.push(own, { own });
		expect(canonicalJson(own)).toBe('[^1,{"own":^2}]');
	});

	test('is there however deep the data is', () => {
		const depth = 200_000;
		let deep: unknown = 1;
		for (let level = 0; level < depth; level++) deep = [deep];
		expect(canonicalJson(deep)).toBe(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
	});
});
