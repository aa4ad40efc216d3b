import fc from 'fast-check';

import type { JsonObject } from '../../nodes/Zhongzhiyou/api/types.ts';
import { KINDS } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import {
	decodeEvent,
	eventIdOf,
	readCallback,
	type Callback,
} from '../../nodes/Zhongzhiyou/events/decode.ts';
import { checkCallback, fuzz } from '../fuzz/decoder.mts';
import { BODY_NAMES, CODE_NAMES, NOW, ODD_NAMES, TIMESTAMP } from '../fuzz/words.mts';
import { runs } from '../support/runs.mts';

const service = fc.constantFrom(...KINDS.map((kind) => kind.service));

const names = fc.oneof(
	fc.constantFrom(...BODY_NAMES),
	fc.constantFrom(...CODE_NAMES, ...ODD_NAMES),
	fc.string({ maxLength: 6 }),
);

const scalar = fc.oneof(
	fc.constantFrom(null, true, false, 0, 1, 2, 3, '', '1', ' 2 ', '4553010'),
	fc.string({ maxLength: 8 }),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.bigInt({ min: 0n }).map(String),
);

/** Any JSON, with the names and values of callbacks more often than others. */
const { object } = fc.letrec<{ object: JsonObject }>((tie) => ({
	object: fc
		.array(
			fc.tuple(
				names,
				fc.oneof(
					{ maxDepth: 4, depthIdentifier: 'body' },
					scalar,
					fc.array(fc.oneof(scalar, tie('object')), { maxLength: 3 }),
					tie('object'),
				),
			),
			{ maxLength: 6 },
		)
		.map((members) => Object.fromEntries(members)),
}));

const callback: fc.Arbitrary<Callback> = fc.record({
	partnerId: fc.constant('9258'),
	service: fc.oneof(service, fc.string({ minLength: 1, maxLength: 12 })),
	body: object,
});

test('whatever the bytes, there is no error', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => fuzz(Buffer.from(bytes))),
		{ numRuns: runs(5_000) },
	);
});

test('whatever the JSON, there is no error', () => {
	const part = fc.oneof(object, scalar, fc.array(scalar));
	const outer = fc.record(
		{
			OrderNotifyHeader: fc.oneof(
				part,
				fc.record({ PartnerId: part, NotifyServiceName: fc.oneof(service, part) }),
			),
			OrderNotifyBody: fc.oneof(
				part,
				part.map((body) => JSON.stringify(body)),
			),
		},
		{ requiredKeys: [] },
	);
	fc.assert(
		fc.property(fc.oneof(outer, part), (value) => fuzz(Buffer.from(JSON.stringify(value)))),
		{ numRuns: runs(10_000) },
	);
});

test('a body makes one event, with all that the source does not name, in any order', () => {
	fc.assert(fc.property(callback, checkCallback), { numRuns: runs(20_000) });
});

/** Content as a plain comparison sees it: members in order of their names. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return members.map(([name, member]) => [name, sorted(member)]);
}

/** Callbacks that differ in next to nothing. */
const neighbours = fc
	.tuple(callback, fc.nat(), fc.constantFrom(0, 1, '', '1', null, '0', ',', '":"', '],['))
	.map(([one, at, value]): [Callback, Callback] => {
		const members = Object.keys(one.body);
		const name = members.length === 0 ? 'x' : members[at % members.length];
		return [one, { ...one, body: { ...one.body, [name]: value } }];
	});

test('different content has another id, the same content the same', () => {
	const pairs = fc.oneof(fc.tuple(callback, callback), neighbours);
	fc.assert(
		fc.property(pairs, ([one, other]) => {
			const content = ({ service: name, body }: Callback) => JSON.stringify([name, sorted(body)]);
			const same = content(one) === content(other);
			expect(eventIdOf(one, TIMESTAMP) === eventIdOf(other, TIMESTAMP)).toBe(same);
		}),
		{ numRuns: runs(20_000) },
	);
});

/** Lists and members whose texts, written without care for what stands between, are alike. */
test.each<[JsonObject, JsonObject]>([
	[{ a: [1, 23] }, { a: [12, 3] }],
	[{ a: [1, 2] }, { a: ['1', '2'] }],
	[
		{ a: [1], b: [] },
		{ a: [], b: [1] },
	],
	[{ a: [[], 1] }, { a: [[1]] }],
	[{ a: [[1], [2]] }, { a: [[1, 2]] }],
	[{ a: { b: 1 } }, { a: { b: '1' } }],
	[{ a: { b: 1 }, c: 2 }, { a: { b: 1, c: 2 } }],
	[{ a: {} }, { a: [] }],
	[{ a: null }, { a: 'null' }],
	[{ a: null }, {}],
	[{ a: 1, b: 2 }, { 'a":1,"b': 2 }],
])('%j is another callback than %j', (one, other) => {
	const id = (body: JsonObject) =>
		eventIdOf({ partnerId: '9258', service: 'a_new_notify', body }, TIMESTAMP);
	expect(id(one)).not.toBe(id(other));
});

test.each([
	[100, true],
	[100_000, false],
])('a body nested %d deep is read: %s, and nothing overflows', (depth, isRead) => {
	for (const [open, close] of [
		['[', ']'],
		['{"a":', '}'],
	]) {
		const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
		for (const kind of KINDS) {
			for (const body of [`{"Extra":${deep}}`, `{"VoucherCode":${deep}}`]) {
				const read = readCallback(
					`{"OrderNotifyHeader":{"PartnerId":9258,"NotifyServiceName":"${kind.service}"},"OrderNotifyBody":${body}}`,
				);
				expect(read !== undefined).toBe(isRead);
				if (read !== undefined) {
					expect(decodeEvent(read, TIMESTAMP, NOW).eventId).toHaveLength(22);
				}
			}
		}
	}
});

test('a callback of a megabyte makes an event at once', () => {
	const codes = JSON.stringify(Array.from({ length: 40_000 }, (_, at) => `${20_205_225_563 + at}`));
	for (const kind of KINDS) {
		const text = JSON.stringify({
			OrderNotifyHeader: { PartnerId: 9258, NotifyServiceName: kind.service },
			OrderNotifyBody: `{"OrderId":1,"VoucherCode":${codes}}`,
		});
		const start = performance.now();
		const read = readCallback(text);
		if (read === undefined) throw new Error('It was not read');
		decodeEvent(read, TIMESTAMP, NOW);
		expect(performance.now() - start).toBeLessThan(2_000);
	}
});
