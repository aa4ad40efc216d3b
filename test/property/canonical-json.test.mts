import fc from 'fast-check';
import { parse, stringify } from 'flatted';

import { canonicalJson, parseJson } from '../../nodes/Zhongzhiyou/api/json.ts';
import type { JsonValue } from '../../nodes/Zhongzhiyou/api/types.ts';
import { runs } from '../support/runs.mts';

/** Data as a node may put it out: JSON, and what JSON leaves out or writes in its own way. */
const data = fc.anything({
	withDate: true,
	withNullPrototype: true,
	withSparseArray: true,
	withBoxedValues: true,
	withObjectString: true,
	maxDepth: 4,
});

/**
 * Whether flatted, by which n8n stores executions, can restore data: it writes a boxed number that
 * JSON has no text for as null, and fails when it reads that null as the object it was.
 */
function canBeRestored(value: unknown): boolean {
	let can = true;
	JSON.stringify(value, (_, own: unknown) => {
		if (own instanceof Number && !Number.isFinite(own.valueOf())) can = false;
		return own;
	});
	return can;
}

/** The same data with the members of every object in another order. */
function shuffled(value: unknown): unknown {
	if (Array.isArray(value)) return Array.from(value, shuffled);
	if (
		typeof value !== 'object' ||
		value === null ||
		Object.getPrototypeOf(value) !== Object.prototype
	) {
		return value;
	}
	const entries = Object.entries(value).map(([name, member]): [string, unknown] => [
		name,
		shuffled(member),
	]);
	return Object.fromEntries(entries.reverse());
}

/** Every data that differs from this in one leaf, or in one member more. */
function changes(value: JsonValue): JsonValue[] {
	if (Array.isArray(value)) {
		return [
			[...value, null],
			...value.flatMap((entry, index) =>
				changes(entry).map((changed) => value.with(index, changed)),
			),
		];
	}
	if (typeof value === 'object' && value !== null) {
		return [
			{ ...value, 'one more': null },
			...Object.entries(value).flatMap(([name, member]) =>
				changes(member ?? null).map((changed) => {
					// A member called __proto__ is one like any other.
					const entries = Object.entries(value).map(([each, own]): [string, JsonValue] => [
						each,
						each === name ? changed : (own ?? null),
					]);
					return Object.fromEntries(entries);
				}),
			),
		];
	}
	return value === null ? [false, '', 0, 'null', [], {}] : [null, `${String(value)}_`, [value]];
}

/** What an event's id was made of before there was one such text for everything. */
function formerly(value: JsonValue | undefined): string {
	if (Array.isArray(value)) return `[${value.map(formerly).join(',')}]`;
	if (typeof value === 'object' && value !== null) {
		const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
		return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${formerly(member)}`).join(',')}}`;
	}
	return JSON.stringify(value ?? null);
}

describe('the canonical text of data', () => {
	test('is JSON of what JSON keeps', () => {
		fc.assert(
			fc.property(data, (value) => {
				const kept: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
				expect(JSON.parse(canonicalJson(value))).toEqual(kept);
			}),
			{ numRuns: runs(100) },
		);
	});

	test('depends on no order of members', () => {
		fc.assert(
			fc.property(data, (value) => {
				expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
			}),
			{ numRuns: runs(100) },
		);
	});

	test('is the same when the data was stored and restored', () => {
		fc.assert(
			fc.property(data, (json) => {
				const item = { json };
				const text = canonicalJson(item);
				expect(canonicalJson(JSON.parse(JSON.stringify(item)))).toBe(text);
				if (canBeRestored(item)) expect(canonicalJson(parse(stringify(item)))).toBe(text);
			}),
			{ numRuns: runs(100), examples: [[Object(-Infinity)], [[Object(Number.NaN)]]] },
		);
	});

	test('is another one where anything differs', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
				const own: JsonValue = JSON.parse(JSON.stringify(value));
				const text = canonicalJson(own);
				for (const changed of changes(own)) {
					expect([changed, canonicalJson(changed)]).not.toEqual([changed, text]);
				}
			}),
			{ numRuns: runs(100) },
		);
	});

	test('is what the ids of events were always made of', () => {
		fc.assert(
			fc.property(fc.json({ maxDepth: 4 }), (source) => {
				const value = parseJson(source);
				expect(canonicalJson(value)).toBe(formerly(value));
			}),
			{ numRuns: runs(100) },
		);
	});

	test('is the same beside what JSON cannot read, for which it is made in another way', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
				const beside = canonicalJson([value, new Date(0)]);
				expect(beside).toBe(`[${canonicalJson(value)},"1970-01-01T00:00:00.000Z"]`);
			}),
			{ numRuns: runs(100) },
		);
	});

	test('is there for what contains itself, stored and restored too', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (own, levels) => {
				const item: Record<string, unknown> = { ...own };
				let inner = item;
				for (let level = 0; level < levels; level++) {
					const next = { level };
					inner.inner = next;
					inner = next;
				}
				inner.again = item;
				const text = canonicalJson(item);
				expect(text).toContain(`"again":^${levels + 1}`);
				expect(canonicalJson(parse(stringify(item)))).toBe(text);
			}),
			{ numRuns: runs(100) },
		);
	});
});
