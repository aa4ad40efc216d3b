import fc from 'fast-check';

import { openEnvelope } from '../../nodes/Zhongzhiyou/api/envelope.ts';
import { disagreement, referenceJson } from '../support/reference-json.mts';
import { runs } from '../support/runs.mts';

const text = fc.string({ unit: 'binary', maxLength: 20 });

/** Not blank: those are as good as missing. */
const words = fc.string({ minLength: 1, maxLength: 20 }).filter((value) => value.trim() !== '');

test('whatever the bytes, there is an envelope or none, and no error', () => {
	fc.assert(
		fc.property(fc.oneof(text, fc.json()), (body) => {
			const envelope = openEnvelope(body);
			expect(envelope === undefined || typeof envelope.succeeded === 'boolean').toBe(true);
		}),
		{ numRuns: runs(10_000) },
	);
});

test('IsSuccess says whether a read succeeded, whatever the code and whatever else is there', () => {
	const members = fc.record(
		{
			Code: fc.oneof(fc.integer(), words, fc.constant(null)),
			Data: fc.jsonValue({ maxDepth: 3 }),
			Message: words,
			LogId: words,
			Extra: fc.jsonValue({ maxDepth: 2 }),
		},
		{ requiredKeys: [] },
	);
	fc.assert(
		fc.property(members, fc.boolean(), (given, IsSuccess) => {
			const body = JSON.stringify({ ...given, IsSuccess });
			const envelope = openEnvelope(body);
			if (envelope === undefined) throw new Error('No envelope');
			expect(envelope.succeeded).toBe(IsSuccess);
			expect(envelope.message).toBe(given.Message ?? '');
			expect(envelope.logId).toBe(given.LogId ?? '');
			const reference = referenceJson(body);
			const data = reference instanceof Map ? reference.get('Data') : undefined;
			if (data === undefined) expect(envelope.data).toBeUndefined();
			else expect(disagreement(envelope.data, data)).toBe('');
		}),
		{ numRuns: runs(5_000) },
	);
});

test('without IsSuccess only the code 1000 is a success', () => {
	fc.assert(
		fc.property(fc.oneof(fc.integer(), fc.integer().map(String), words), (Code) => {
			const succeeded = openEnvelope(JSON.stringify({ Code }))?.succeeded;
			expect(succeeded).toBe(String(Code).trim() === '1000');
		}),
		{ numRuns: runs(5_000) },
	);
	expect(openEnvelope('{"Code":1000}')?.succeeded).toBe(true);
	expect(openEnvelope('{"Code":"1000"}')?.succeeded).toBe(true);
});

test('what is no object, or names neither IsSuccess nor Code, is no envelope', () => {
	const other = fc.oneof(
		fc.array(fc.jsonValue(), { maxLength: 3 }),
		fc.constantFrom(null, true, 1000, 'IsSuccess'),
		fc.dictionary(
			words.map((name) => `x${name}`),
			fc.jsonValue(),
			{ maxKeys: 4 },
		),
	);
	fc.assert(
		fc.property(other, (value) => {
			expect(openEnvelope(JSON.stringify(value))).toBeUndefined();
		}),
		{ numRuns: runs(2_000) },
	);
});
