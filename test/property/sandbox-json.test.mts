// The sandbox's own reader and writer of JSON, against plain JSON.parse and the reference reader.
import fc from 'fast-check';

import { ExactNumber, parseExactly, parseJson, writeJson } from '../../sandbox/formats/json.mts';
import { NumberText, referenceJson } from '../support/reference-json.mts';
import { runs } from '../support/runs.mts';

const numberText = fc.oneof(
	fc.stringMatching(/^-?(?:0|[1-9][0-9]{0,40})$/),
	fc.stringMatching(/^-?(?:0|[1-9][0-9]{0,20})(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?$/),
);

const string = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.stringMatching(/^[0-9":,\\]{0,24}$/),
	fc.stringMatching(/^[0-9]{16,24}$/),
);

const space = fc.constantFrom('', '', ' ', '\n\t');

const { text } = fc.letrec<{ text: string }>((tie) => ({
	text: fc.oneof(
		{ maxDepth: 4 },
		numberText,
		fc.constantFrom('true', 'null'),
		string.map((value) => JSON.stringify(value)),
		fc
			.tuple(space, fc.array(tie('text'), { maxLength: 4 }))
			.map(([gap, entries]) => `[${gap}${entries.join(`${gap},${gap}`)}]`),
		fc
			.tuple(space, fc.array(fc.tuple(string, tie('text')), { maxLength: 4 }))
			.map(
				([gap, members]) =>
					`{${members.map(([name, value]) => `${JSON.stringify(name)}${gap}:${gap}${value}`).join(',')}}`,
			),
	),
}));

const LONG = /^(?:0|[1-9]\d*)$/;

function isLong(source: string): boolean {
	return LONG.test(source) && !Number.isSafeInteger(Number(source));
}

type Reference = ReturnType<typeof referenceJson>;

/** What the reference reader found as the sandbox gives it, long numbers by `long`. */
function given(value: Reference, long: (digits: string) => unknown): unknown {
	if (value instanceof NumberText) {
		return isLong(value.source) ? long(value.source) : Number(value.source);
	}
	if (Array.isArray(value)) return value.map((entry) => given(entry, long));
	if (!(value instanceof Map)) return value;
	return Object.fromEntries([...value].map(([name, entry]) => [name, given(entry, long)]));
}

test('every digit of a long number is kept, and nothing else changes', () => {
	fc.assert(
		fc.property(text, (json) => {
			const reference = referenceJson(json);
			expect(parseJson(json)).toEqual(given(reference, (digits) => digits));
			expect(parseExactly(json)).toEqual(given(reference, (digits) => new ExactNumber(digits)));
		}),
		{ numRuns: runs(5_000) },
	);
});

test('what is no JSON is refused, whatever long numbers stand in it', () => {
	const broken = fc
		.tuple(
			text,
			fc.nat(),
			fc.constantFrom('', '"', ':', ',', '9', '-', '}', '\\', '12345678901234567890'),
		)
		.map(([json, at, insert]) => {
			const place = at % (json.length + 1);
			return json.slice(0, place) + insert + json.slice(place + (insert === '' ? 1 : 0));
		});
	const accepts = (read: (json: string) => unknown, json: string): boolean => {
		try {
			read(json);
			return true;
		} catch {
			return false;
		}
	};
	fc.assert(
		fc.property(broken, (json) => {
			const isJson = accepts(JSON.parse, json);
			expect([accepts(parseJson, json), accepts(parseExactly, json)]).toEqual([isJson, isJson]);
		}),
		{ numRuns: runs(5_000) },
	);
});

function exactIn(value: unknown): string[] {
	if (value instanceof ExactNumber) return [value.digits];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(exactIn) : [];
}

test('exact numbers are written as they were read', () => {
	fc.assert(
		fc.property(text, (json) => {
			const value = parseExactly(json);
			const written = writeJson(value);
			expect(writeJson(parseExactly(written))).toBe(written);
			for (const digits of exactIn(value)) expect(written).toContain(digits);
		}),
		{ numRuns: runs(2_000) },
	);
});
