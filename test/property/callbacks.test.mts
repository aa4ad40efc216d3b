import fc from 'fast-check';

import type { JsonObject, JsonValue } from '../../nodes/Zhongzhiyou/api/types.ts';
import { openEnvelope } from '../../nodes/Zhongzhiyou/api/envelope.ts';
import { CATALOG } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import { decodeEvent, readCallback } from '../../nodes/Zhongzhiyou/events/decode.ts';
import { runs } from '../support/runs.mts';

/** What is read of callbacks and answers, whatever their bytes and the case of their names. */

const TIMESTAMP = '1753756569000';
const NOW = 1753756570500;

/** A name in which each letter is of either case. */
const recased = (name: string) =>
	fc
		.array(fc.boolean(), { minLength: name.length, maxLength: name.length })
		.map((upper) =>
			Array.from(name, (letter, at) =>
				upper[at] ? letter.toUpperCase() : letter.toLowerCase(),
			).join(''),
		);

/** The same value with every name in any case, at every depth. */
function recasedValue(value: JsonValue | undefined): fc.Arbitrary<JsonValue> {
	if (Array.isArray(value)) return fc.tuple(...value.map(recasedValue));
	if (typeof value !== 'object' || value === null) return fc.constant(value ?? null);
	const members = Object.entries(value).map(([name, inner]) =>
		fc.tuple(recased(name), recasedValue(inner)),
	);
	return fc.tuple(...members).map((entries) => Object.fromEntries(entries));
}

function jsonOf(value: object): JsonObject {
	return JSON.parse(JSON.stringify(value));
}

const status = fc.constantFrom<JsonValue>(0, 1, 2, 3, 4, '1', '2', null, '');

/** A callback of any kind with any status, and the same with its names in any case. */
const callbacks = fc
	.record({ entry: fc.constantFrom(...CATALOG), status, inText: fc.boolean() })
	.chain(({ entry, status: sent, inText }) => {
		const body = jsonOf(entry.sample);
		for (const name of ['TicketStatus', 'RefundStatus', 'Status']) {
			if (name in body) body[name] = sent;
		}
		const outer = (inner: JsonValue): JsonObject => ({
			OrderNotifyHeader: { PartnerId: 9258, NotifyServiceName: entry.service },
			OrderNotifyBody: inner,
		});
		return recasedValue(body)
			.chain((inner) => recasedValue(outer(inText ? JSON.stringify(inner) : inner)))
			.map((other) => ({ usual: JSON.stringify(outer(body)), other: JSON.stringify(other) }));
	});

function eventOf(raw: string) {
	const callback = readCallback(raw);
	if (callback === undefined) throw new Error('not a callback');
	return decodeEvent(callback, TIMESTAMP, NOW);
}

test('a callback is the same event with the same id, whatever the case of its names', () => {
	fc.assert(
		fc.property(callbacks, ({ usual, other }) => {
			expect(eventOf(other)).toEqual(eventOf(usual));
		}),
		{ numRuns: runs(2_000) },
	);
});

test('an answer says the same, whatever the case of its names', () => {
	const answer = {
		Data: { a: 1, B: [2] },
		Code: 1000,
		IsSuccess: true,
		LogId: '63775710736904140420211221191216904004',
		Message: '处理成功',
	};
	const { Data, ...rest } = answer;
	fc.assert(
		fc.property(recasedValue(rest), recased('Data'), (other, data) => {
			const opened = openEnvelope(JSON.stringify({ ...jsonOf(Object(other)), [data]: Data }));
			expect(opened).toEqual(openEnvelope(JSON.stringify(answer)));
		}),
		{ numRuns: runs(100) },
	);
});

const service = fc.oneof(
	fc.constantFrom(...CATALOG.map((entry) => entry.service)),
	fc.string({ minLength: 1 }),
);

/** Bytes, texts, and JSON of all kinds with a callback's members in it. */
const anything = fc.oneof(
	fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
	fc.string({ unit: 'binary' }),
	fc.json(),
	fc
		.record(
			{
				OrderNotifyHeader: fc.oneof(
					fc.record({ PartnerId: fc.jsonValue(), NotifyServiceName: service }),
					fc.jsonValue(),
				),
				OrderNotifyBody: fc.oneof(fc.json(), fc.jsonValue()),
			},
			{ requiredKeys: [] },
		)
		.map((outer) => JSON.stringify(outer)),
);

test('nothing makes the decoder throw', () => {
	fc.assert(
		fc.property(anything, (raw) => {
			const callback = readCallback(raw);
			if (callback === undefined) return;
			const event = decodeEvent(callback, TIMESTAMP, NOW);
			expect(event.eventId).toMatch(/^[\w-]{22}$/);
			expect(event.body).toEqual(expect.any(Object));
		}),
		{ numRuns: runs(5_000) },
	);
});

test.each(['[', '{"a":'])('%s as often as it fits does not overflow the stack', (opening) => {
	const closing = opening === '[' ? ']' : '}';
	for (const depth of [150, 100_000]) {
		const deep = `${opening.repeat(depth)}1${closing.repeat(depth)}`;
		const header = '{"PartnerId":1,"NotifyServiceName":"order_ticket_notify"}';
		for (const body of [`{"VoucherCode":${deep}}`, JSON.stringify(`{"VoucherCode":${deep}}`)]) {
			const raw = `{"OrderNotifyHeader":${header},"OrderNotifyBody":${body}}`;
			const callback = readCallback(raw);
			expect(callback === undefined).toBe(depth > 200);
			if (callback !== undefined) decodeEvent(callback, TIMESTAMP, NOW);
		}
	}
});
