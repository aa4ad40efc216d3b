import fc from 'fast-check';

import { isBlank, trimmed } from '../../nodes/Zhongzhiyou/api/blank.ts';
import { InputError } from '../../nodes/Zhongzhiyou/api/failures.ts';
import { parseJson, stringifyJson } from '../../nodes/Zhongzhiyou/api/json.ts';
import { readCodes } from '../../nodes/Zhongzhiyou/values/codes.ts';
import { readAmount, readId, readInteger } from '../../nodes/Zhongzhiyou/values/numbers.ts';
import { readOwnNumber, readRequiredText, readText } from '../../nodes/Zhongzhiyou/values/text.ts';
import { runs } from '../support/runs.mts';

const REFUSED = Symbol('refused');

/** What is sent, as JSON; what a reader refuses, it refuses in words. */
function sent(run: () => unknown): string | typeof REFUSED {
	try {
		return stringifyJson(run());
	} catch (error) {
		if (error instanceof InputError) return REFUSED;
		throw error;
	}
}

const numberText = fc.oneof(
	fc.stringMatching(/^[+-]?[0-9]{1,25}(\.[0-9]{1,20})?$/),
	fc.double().map(String),
	fc.integer().map((value) => `0x${value.toString(16)}`),
	fc.constantFrom(
		'1e3',
		'1E3',
		'0b1',
		'0o7',
		'1_000',
		'1,000',
		'１２',
		'٣',
		'Infinity',
		'NaN',
		'--1',
		'1.',
	),
);

const invisible = fc.constantFrom(
	'\u200b',
	'\ufeff',
	'\u00ad',
	'\u2060',
	' ',
	'\t',
	'\u3000',
	'\u200e',
	'\u0000',
);

const anything = fc.oneof(
	numberText,
	fc.double(),
	fc.integer(),
	fc.bigInt(),
	fc.string({ unit: 'binary' }),
	fc.anything({ withBigInt: true, withDate: true }),
);

/** A decimal's digits and point, without zeros that say nothing. */
function plain(decimal: string): string {
	const [, sign, whole, fraction = ''] = /^([+-]?)([0-9]*)(?:\.([0-9]*))?$/.exec(decimal) ?? [];
	if (whole === undefined) return `not a decimal: ${decimal}`;
	const bare = `${whole.replace(/^0+/, '') || '0'}.${fraction.replace(/0+$/, '')}`;
	return sign === '-' && bare !== '0.' ? `-${bare}` : bare;
}

describe('what is sent', () => {
	test.each<[string, (value: unknown) => unknown]>([
		['an id', (value) => readId(value, 'Field')],
		['a whole number', (value) => readInteger(value, 'Field', 0)],
		['an amount', (value) => readAmount(value, 'Field')],
	])('as %s has the digits that were given', (_name, read) => {
		fc.assert(
			fc.property(anything, (value) => {
				const json = sent(() => read(value));
				if (json === REFUSED) return;
				expect(['string', 'number', 'bigint']).toContain(typeof value);
				if (typeof value === 'number') expect(Number(json)).toBe(value === 0 ? 0 : value);
				else expect(plain(json)).toBe(plain(trimmed(String(value))));
			}),
			{ numRuns: runs(5000) },
		);
	});

	test.each<[string, (value: unknown) => unknown]>([
		['text', (value) => readText(value, 'Field')],
		['text that must be there', (value) => readRequiredText(value, 'Field')],
		['a number of one’s own', (value) => readOwnNumber(value, 'Field')],
	])('as %s is what was given, without what nobody sees at its ends', (_name, read) => {
		fc.assert(
			fc.property(anything, (value) => {
				const json = sent(() => read(value));
				if (json === REFUSED) return;
				const text: unknown = parseJson(json);
				if (isBlank(value)) return expect(text).toBe('');
				expect(['string', 'number', 'bigint']).toContain(typeof value);
				expect(text).toBe(trimmed(String(value)));
				expect(text).not.toMatch(/^(?:NaN|undefined|null)$/);
				if (typeof value === 'number') expect(text).toMatch(/^-?[0-9]+(?:\.[0-9]+)?$/);
			}),
			{ numRuns: runs(5000) },
		);
	});

	test('never is a number that no one wrote', () => {
		for (const value of [
			Number.NaN,
			Infinity,
			-Infinity,
			1e21,
			2 ** 53,
			1e-7,
			true,
			false,
			{},
			[],
			() => 1,
		]) {
			for (const read of [readText, readRequiredText, readOwnNumber, readId]) {
				expect(sent(() => read(value, 'Field'))).toBe(REFUSED);
			}
		}
	});
});

describe('invisible characters', () => {
	test('alone are blank, and at the ends change nothing', () => {
		const some = fc.array(invisible, { minLength: 1, maxLength: 5 }).map((all) => all.join(''));
		fc.assert(
			fc.property(some, some, fc.stringMatching(/^[1-9][0-9]{0,20}$/), (before, after, digits) => {
				expect(isBlank(before)).toBe(true);
				expect(readText(`${before}${digits}${after}`, 'Field')).toBe(digits);
				expect(readId(`${before}${digits}${after}`, 'Field').digits).toBe(digits);
				expect(readCodes(`${before}${digits}${after}`, 'Field')).toEqual([digits]);
			}),
			{ numRuns: runs(100) },
		);
	});

	test.each(['\u200b', ' ', '\ufe0f', '\u00ad'])('take no time, however many: %j', (character) => {
		const before = performance.now();
		const many = character.repeat(runs(300_000));
		isBlank(`${many}x`);
		isBlank(many);
		trimmed(`x${many}x`);
		expect(trimmed(`${many}x${many}`)).toContain('x');
		expect(performance.now() - before).toBeLessThan(500);
	});
});

describe('voucher codes', () => {
	const code = fc
		.oneof(
			fc.stringMatching(/^[0-9]{1,24}$/),
			fc.stringMatching(/^[0-9]{19}-[1-9]$/),
			fc.stringMatching(/^[A-Za-z0-9]{1,12}$/),
		)
		.filter((text) => !['null', 'undefined', 'NaN'].includes(text));
	const codes = fc.uniqueArray(code, { minLength: 1, maxLength: 8 });

	test('are the same in every shape, digit for digit', () => {
		fc.assert(
			fc.property(
				codes,
				fc.constantFrom(',', ' ', ';', '，', '；', '\n', ', '),
				(list, between) => {
					const objects = list.map((VoucherCode) => ({ VoucherCode, Mobile: '13800000000' }));
					const numbers = `[${list.map((each) => (/^[1-9][0-9]*$/.test(each) ? each : `"${each}"`)).join(',')}]`;
					const shapes: unknown[] = [
						list,
						list.join(between),
						JSON.stringify(list),
						numbers,
						objects,
						JSON.stringify(objects),
						{ OrderUserVouchers: objects },
						{ voucherCodes: list },
						JSON.stringify({ VoucherCode: list }),
					];
					for (const shape of shapes) expect(readCodes(shape, 'Field')).toEqual(list);
				},
			),
			{ numRuns: runs(100) },
		);
	});

	test('of anything at all are refused in words, or are a list of texts that were given', () => {
		const shapes = fc.oneof(anything, fc.json(), fc.array(anything), fc.object());
		fc.assert(
			fc.property(shapes, (value) => {
				const json = sent(() => readCodes(value, 'Field'));
				if (json === REFUSED) return;
				for (const each of JSON.parse(json)) {
					expect(typeof each).toBe('string');
					expect(each).not.toBe('');
					expect(each).not.toMatch(/[[\]{}"\s]/);
				}
			}),
			{ numRuns: runs(5000) },
		);
	});
});
