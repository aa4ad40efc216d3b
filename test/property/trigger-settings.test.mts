import fc from 'fast-check';

import { readSettings } from '../../nodes/Zhongzhiyou/trigger/parameters.ts';
import { runs } from '../support/runs.mts';

/** No value of a parameter, blank or odd, switches a check off that nobody switched off. */

const MINUTE = 60_000;
const DEFAULT_TOLERANCE = 10 * MINUTE;

/** What an expression may give. */
const odd = fc.oneof(
	fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
	fc.constantFrom('', ' ', '\t', '\u200B', '\u3000', 'null', 'undefined', 'NaN', '0x0', '-0', '.0'),
	fc.constantFrom('0e0', '1e400', 'Infinity', '１０', '10 min', '10,5', '+1', '--1', '0b0', '0_0'),
	fc.constantFrom([0], [''], ['0'], { valueOf: () => 0 }, false, null, undefined),
);

function settingsOf(options: unknown) {
	return readSettings({
		getNodeParameter: (name, fallback) => (name === 'options' ? options : fallback),
	});
}

/** What people write for none. */
function isZero(value: unknown): boolean {
	return value === 0 || (typeof value === 'string' && /^0+(\.0+)?$/.test(value.trim()));
}

test('the time of a callback is checked, whatever Timestamp Tolerance holds that is not 0', () => {
	fc.assert(
		fc.property(odd, (toleranceMinutes) => {
			const { tolerance } = settingsOf({ toleranceMinutes });
			if (isZero(toleranceMinutes)) expect(tolerance).toBe(0);
			else expect(tolerance).toBeGreaterThan(0);
			expect(Number.isFinite(tolerance)).toBe(true);
		}),
		{ numRuns: runs(5_000), examples: [[-0]] },
	);
});

test('a number that is written otherwise is the default', () => {
	fc.assert(
		fc.property(odd, (toleranceMinutes) => {
			const isNumber =
				typeof toleranceMinutes === 'number' ||
				(typeof toleranceMinutes === 'string' &&
					/^\s*[0-9]+(\.[0-9]+)?\s*$/.test(toleranceMinutes));
			fc.pre(!isNumber);
			expect(settingsOf({ toleranceMinutes }).tolerance).toBe(DEFAULT_TOLERANCE);
		}),
		{ numRuns: runs(100) },
	);
});

test('a number is what it says, also as text', () => {
	fc.assert(
		fc.property(fc.nat(1_000_000), (minutes) => {
			for (const toleranceMinutes of [minutes, String(minutes), ` ${minutes}.0 `]) {
				expect(settingsOf({ toleranceMinutes }).tolerance).toBe(minutes * MINUTE);
			}
		}),
		{ numRuns: runs(100) },
	);
});

test('options that are none are all at their default', () => {
	const defaults = settingsOf({});
	expect(defaults).toMatchObject({ tolerance: DEFAULT_TOLERANCE, deduplicate: true });
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), (options) => {
			expect(settingsOf(options)).toEqual(defaults);
		}),
		{ numRuns: runs(100) },
	);
});

test('no value of any option makes reading throw, or gives what the steps cannot use', () => {
	const names = [
		...['deduplicate', 'deduplicationHours', 'extraPath', 'fetchProduct', 'includeRaw'],
		...['priceDays', 'products', 'toleranceMinutes', 'unknownEvents'],
	];
	fc.assert(
		fc.property(fc.dictionary(fc.constantFrom(...names), odd), (options) => {
			const settings = settingsOf(options);
			expect(settings.window).toBeGreaterThanOrEqual(0);
			expect(typeof settings.extraPath).toBe('string');
			expect(typeof settings.deduplicate).toBe('boolean');
			expect(typeof settings.emitUnknown).toBe('boolean');
			for (const id of settings.products.ids) expect(id).toMatch(/^(?:0|[1-9][0-9]*)$/);
		}),
		{ numRuns: runs(5_000) },
	);
});

const id = fc.stringMatching(/^[1-9][0-9]{0,24}$/);

test('products are those that were named, however they are written', () => {
	fc.assert(
		fc.property(
			fc.array(id, { minLength: 1, maxLength: 5 }),
			fc.constantFrom(',', '，', '\n', '; ', ' '),
			(ids, between) => {
				for (const products of [
					ids,
					ids.join(between),
					JSON.stringify(ids),
					`[${ids.join(',')}]`,
					[ids],
					ids.map((ProductId) => ({ ProductId })),
				]) {
					expect(settingsOf({ products }).products).toEqual({ ids, unreadable: [] });
				}
			},
		),
		{ numRuns: runs(100) },
	);
});

/** What an expression leaves that found nothing, and other things that are no product's ID. */
const noId = fc.oneof(
	fc.constantFrom('undefined', 'null', 'NaN', '[object Object]', 'P-1', '1.5', '-1', '１'),
	fc.constantFrom(Number.NaN, 1.5, -1, Infinity, 2 ** 60, true, { id: 1 }),
	fc.string({ minLength: 1 }).filter((text) => !/[[0-9\s,;，；、\p{C}\p{DI}\u2800]/u.test(text)),
);

test('what is no ID never filters, alone or among IDs, but is told', () => {
	const among = fc.tuple(fc.array(id, { maxLength: 3 }), noId, fc.nat({ max: 3 }));
	fc.assert(
		fc.property(among, ([ids, odd, at]) => {
			const products = [...ids.slice(0, at), odd, ...ids.slice(at)];
			expect(settingsOf({ products }).products.unreadable).not.toEqual([]);
			if (typeof odd !== 'string') return;
			const { unreadable } = settingsOf({ products: products.join(', ') }).products;
			expect(unreadable).not.toEqual([]);
		}),
		{ numRuns: runs(2_000) },
	);
});
