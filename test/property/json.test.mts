import fc from 'fast-check';

import { Digits, parseJson, stringifyJson } from '../../nodes/Zhongzhiyou/api/json.ts';
import { fuzz } from '../fuzz/json.mts';
import {
	decimalForm,
	disagreement,
	NumberText,
	referenceJson,
} from '../support/reference-json.mts';
import { runs } from '../support/runs.mts';

const digits = fc.stringMatching(/^(?:0|[1-9][0-9]{0,40})$/);

const space = fc.constantFrom('', '', ' ', '\n', '\t', '\r\n');

/** Numbers as JSON writes them, of any length and size. */
const numberText = fc
	.tuple(
		fc.constantFrom('', '-'),
		digits,
		fc.option(fc.stringMatching(/^\.[0-9]{1,30}$/), { nil: '' }),
		fc.option(fc.stringMatching(/^[eE][+-]?[0-9]{1,4}$/), { nil: '' }),
	)
	.map((parts) => parts.join(''));

/** Texts of JSON with such numbers in it, laid out with and without space. */
const { jsonText } = fc.letrec<{ jsonText: string }>((tie) => ({
	jsonText: fc.oneof(
		{ maxDepth: 6, depthIdentifier: 'json' },
		numberText,
		fc.constantFrom('true', 'false', 'null'),
		fc.string({ unit: 'binary', maxLength: 20 }).map((text) => JSON.stringify(text)),
		fc
			.tuple(space, fc.array(tie('jsonText'), { maxLength: 5 }))
			.map(([gap, entries]) => `[${gap}${entries.join(`,${gap}`)}${gap}]`),
		fc
			.tuple(
				space,
				fc.array(
					fc.tuple(
						fc.oneof(
							fc.string({ maxLength: 8 }),
							fc.constantFrom('__proto__', 'toJSON', 'length'),
							fc.constantFrom('VoucherCode', 'orderUserVouchers', 'QRCODE', 'data'),
						),
						tie('jsonText'),
					),
					{ maxLength: 5 },
				),
			)
			.map(
				([gap, members]) =>
					`{${gap}${members.map(([name, text]) => `${JSON.stringify(name)}${gap}:${gap}${text}`).join(`${gap},`)}}`,
			),
	),
}));

test('JSON reads as a plain reader reads it, every number to its last digit', () => {
	fc.assert(
		fc.property(jsonText, (text) => fuzz(Buffer.from(text))),
		{ numRuns: runs(20_000) },
	);
});

test('any bytes are JSON or a SyntaxError, and nothing else happens', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => fuzz(Buffer.from(bytes))),
		{ numRuns: runs(20_000) },
	);
});

test('text with one character changed is JSON or a SyntaxError', () => {
	fc.assert(
		fc.property(jsonText, fc.nat(), fc.string({ maxLength: 1 }), (text, at, character) => {
			const place = at % (text.length + 1);
			fuzz(Buffer.from(text.slice(0, place) + character + text.slice(place + 1)));
		}),
		{ numRuns: runs(20_000) },
	);
});

test('a number alone keeps its digits, as a number where a double holds them', () => {
	fc.assert(
		fc.property(numberText, (source) => {
			const value = parseJson(source);
			expect(disagreement(value, new NumberText(source))).toBe('');
		}),
		{ numRuns: runs(20_000) },
	);
});

test('whole numbers around the largest that a double holds keep their digits', () => {
	const largest = BigInt(Number.MAX_SAFE_INTEGER);
	fc.assert(
		fc.property(fc.bigInt(-5_000n, 5_000n), fc.boolean(), (offset, negative) => {
			const number = (negative ? -largest : largest) + offset;
			const value = parseJson(`[${number}]`);
			const held = number <= largest && number >= -largest;
			expect(value).toEqual([held ? Number(number) : String(number)]);
		}),
		{ numRuns: runs(5_000) },
	);
});

test('what is written reads as what was given, at any depth', () => {
	fc.assert(
		fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
			expect(parseJson(stringifyJson(value))).toEqual(parseJson(JSON.stringify(value)));
		}),
		{ numRuns: runs(10_000) },
	);
});

test('digits of any length are written as a number, anywhere', () => {
	fc.assert(
		fc.property(digits, fc.array(digits), fc.string(), (one, list, name) => {
			const text = stringifyJson({
				one: new Digits(one),
				list: list.map((entry) => new Digits(entry)),
				inside: { [`_${name}`]: [new Digits(one)], left: undefined },
			});
			const expected = new Map<string, unknown>([
				['one', one],
				['list', list],
				['inside', [one]],
			]);
			const written = referenceJson(text);
			if (!(written instanceof Map)) throw new Error('No object was written');
			const inside = written.get('inside');
			if (!(inside instanceof Map)) throw new Error('No object was written inside');
			expect([...inside.keys()]).toEqual([`_${name}`]);
			expect(written.get('one')).toEqual(new NumberText(one));
			expect(written.get('list')).toEqual(list.map((entry) => new NumberText(entry)));
			expect(inside.get(`_${name}`)).toEqual([new NumberText(one)]);
			expect([...written.keys()]).toEqual([...expected.keys()]);
		}),
		{ numRuns: runs(2_000) },
	);
});

test('reading takes time in proportion to the length, whatever the text looks like', () => {
	const patterns = ['1', '1.', '-', ' ', '[1,', '"1', '0.1', '1e', '\\"', '{"1":', '9.9.'];
	patterns.push('1.0,', '1.00', '"data":', '"data":[ ', 'voucher', '{"VoucherCode":[1.0,');
	const millisecondsFor = (text: string) => {
		const start = performance.now();
		try {
			parseJson(text);
		} catch {
			// Most of these are no JSON; how long it takes to see that is what counts.
		}
		return performance.now() - start;
	};
	for (const pattern of patterns) {
		const text = pattern.repeat(runs(1_000_000) / pattern.length);
		expect(millisecondsFor(text)).toBeLessThan(2_000);
	}
});

test('the second opinion reads the same as JSON.parse wherever a double holds the numbers', () => {
	fc.assert(
		fc.property(fc.json({ noUnicodeString: false }), (text) => {
			expect(disagreement(JSON.parse(text), referenceJson(text))).toBe('');
		}),
		{ numRuns: runs(2_000) },
	);
});

test.each([
	['1', '1e0'],
	['100', '1e2'],
	['0.0010', '1e-3'],
	['-12.50E+3', '-125e2'],
	['0e99', '0'],
	['-0.00', '0'],
	['1e-320', '1e-320'],
])('%s is %s, for the second opinion', (source, form) => {
	expect(decimalForm(source)).toBe(form);
});
