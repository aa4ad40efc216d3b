import fc from 'fast-check';
import { parse, stringify } from 'flatted';
import type { IDataObject } from 'n8n-workflow';

import { Digits } from '../../nodes/Zhongzhiyou/api/json.ts';
import { automaticNumber, type Origin } from '../../nodes/Zhongzhiyou/orders/automaticNumber.ts';
import { runs } from '../support/runs.mts';

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

const item: fc.Arbitrary<IDataObject> = fc.dictionary(
	fc.string(),
	fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.string(), scalar)),
);

const origin: fc.Arbitrary<Origin> = fc.record({
	workflowId: fc.option(fc.string(), { nil: undefined }),
	nodeId: fc.string(),
	isTool: fc.boolean(),
	runIndex: fc.nat(),
	itemIndex: fc.nat(),
	json: item,
});

const digits = fc.stringMatching(/^[1-9][0-9]{0,24}$/).map((text): Digits => new Digits(text));

const request = fc.record({
	path: fc.constantFrom('/order/Create', '/order/Refund'),
	body: fc.dictionary(fc.string(), fc.oneof(scalar, digits, fc.constant(undefined))),
});

function turned<Value>(value: Record<string, Value>): Record<string, Value> {
	return Object.fromEntries(Object.entries(value).reverse());
}

describe('an automatic number', () => {
	test('is a function of what it is made of, of few and plain characters', () => {
		fc.assert(
			fc.property(origin, request, (from, wish) => {
				const number = automaticNumber(from, wish);
				expect(number).toMatch(/^[0-9a-z]{1,40}$/);
				const other = { ...from, json: turned(from.json) };
				expect(automaticNumber(other, { ...wish, body: turned(wish.body) })).toBe(number);
				const stored: { json: IDataObject } = parse(stringify({ json: from.json }));
				expect(automaticNumber({ ...from, ...stored }, wish)).toBe(number);
				const json: IDataObject = JSON.parse(JSON.stringify(from.json));
				expect(automaticNumber({ ...from, json }, wish)).toBe(number);
			}),
			{ numRuns: runs(100) },
		);
	});

	test('is another one where anything differs that it is made of', () => {
		fc.assert(
			fc.property(origin, request, scalar, fc.string(), (from, wish, value, name) => {
				const number = automaticNumber(from, wish);
				const differing = [
					automaticNumber({ ...from, workflowId: `${from.workflowId ?? ''}x` }, wish),
					automaticNumber({ ...from, nodeId: `${from.nodeId}x` }, wish),
					automaticNumber({ ...from, json: { ...from.json, [`${name}+`]: [value, 'new'] } }, wish),
					automaticNumber(from, { ...wish, path: `${wish.path}x` }),
					automaticNumber(from, { ...wish, body: { ...wish.body, [`${name}+`]: 'new', more: 1 } }),
					automaticNumber({ ...from, isTool: !from.isTool }, wish),
				];
				expect(new Set([number, ...differing]).size).toBe(differing.length + 1);
			}),
			{ numRuns: runs(100) },
		);
	});

	test('depends on place and run, but not where a tool is called', () => {
		fc.assert(
			fc.property(origin, request, fc.nat(), fc.nat(), (from, wish, runIndex, itemIndex) => {
				const elsewhere = { ...from, runIndex, itemIndex };
				const same = runIndex === from.runIndex && itemIndex === from.itemIndex;
				const equal = automaticNumber(elsewhere, wish) === automaticNumber(from, wish);
				expect(equal).toBe(same || from.isTool);
			}),
			{ numRuns: runs(100) },
		);
	});

	test('of a tool depends on nothing that tells one call from the next', () => {
		const call = fc.record({
			toolCallId: fc.string(),
			chatInput: fc.string(),
			action: fc.string(),
		});
		fc.assert(
			fc.property(origin, request, call, call, (from, wish, first, second) => {
				const of = (json: IDataObject) =>
					automaticNumber({ ...from, json: { ...from.json, ...json } }, wish);
				const same = JSON.stringify(first) === JSON.stringify(second);
				expect(of({ ...first }) === of({ ...second })).toBe(same || from.isTool);
			}),
			{ numRuns: runs(100) },
		);
	});
});
