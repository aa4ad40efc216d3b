import fc from 'fast-check';

import { isBlank } from '../../nodes/Zhongzhiyou/api/blank.ts';
import { TemplateParameters } from '../../nodes/Zhongzhiyou/operations/templates.ts';
import { Incomplete } from '../../nodes/Zhongzhiyou/values/text.ts';
import { runs } from '../support/runs.mts';

/** The code of a placeholder: of this item, or of another node's. */
function codeOf(index: number): string {
	return index % 2 === 0 ? ` $json.p${index} ` : `$("Shop").item.json["p${index}"]`;
}

/** What stands between placeholders: visible, and without braces of its own. */
const literal = fc
	.string({ unit: fc.constantFrom('S', '-', '/', '7', '张', ' ', '"', '$', '.*'), maxLength: 6 })
	.filter((text) => !isBlank(text));

const blank = fc.constantFrom('', ' ', '\u200b', '\t\u3000');

const part = fc
	.string({
		unit: fc.constantFrom('S', '-', '/', '7', '张', ' ', '"', 'x'),
		minLength: 1,
		maxLength: 8,
	})
	.filter((text) => !isBlank(text));

/** A part that no literal can be taken for. */
const plainPart = fc.stringMatching(/^[a-z]{1,6}$/);

interface Filled {
	raw: string;
	text: string;
}

/** A template as it is set up, and what n8n makes of it with these parts. */
function filled(literals: readonly string[], parts: readonly string[]): Filled {
	const raw = literals
		.map((text, index) => (index === 0 ? text : `{{${codeOf(index - 1)}}}${text}`))
		.join('');
	const text = literals
		.map((each, index) => (index === 0 ? each : parts[index - 1] + each))
		.join('');
	return { raw: `=${raw}`, text };
}

/** Templates of one placeholder and more, each with a part; between two there is always something. */
const template = (parts: fc.Arbitrary<string>) =>
	fc
		.tuple(
			fc.oneof(literal, fc.constant('')),
			fc.array(fc.tuple(parts, literal), { minLength: 1, maxLength: 4 }),
			fc.oneof(literal, fc.constant('')),
		)
		.map(([first, rest, last]) => {
			const literals = [first, ...rest.slice(0, -1).map(([, text]) => text), last];
			return { literals, parts: rest.map(([each]) => each) };
		})
		.filter(({ literals, parts: all }) => all.length > 1 || literals.join('') !== '');

/** Evaluates the placeholders of a template that was filled with these. */
function evaluating(parts: readonly unknown[]) {
	return (code: string): unknown => {
		const index = parts.findIndex((_, at) => codeOf(at) === code);
		if (index < 0) throw new Error(`Nobody asked for ${code}`);
		return parts[index];
	};
}

function unasked(code: string): never {
	throw new Error(`${code} is evaluated`);
}

function judged(raw: string, text: unknown, parts: readonly unknown[] = []): unknown {
	return new TemplateParameters({ number: raw }).judge('number', text, evaluating(parts));
}

/** Placeholders that touch or have only space between, each with what it finds. */
const touching = fc.record({
	before: fc.oneof(literal, fc.constant('')),
	parts: fc.array(fc.tuple(fc.oneof(part, blank), fc.boolean()), { minLength: 2, maxLength: 4 }),
	between: fc.constantFrom('', ' ', '\u3000'),
	after: fc.oneof(literal, fc.constant('')),
});

describe('placeholders that touch', () => {
	test.each(['originOrderId', 'RefundId', 'name'])(
		'are judged each by itself, in a text called %s',
		(name) => {
			fc.assert(
				fc.property(touching, ({ before, parts, between, after }) => {
					const codes = parts.map(([, saysNone], at) =>
						saysNone ? ` $json.p${at} ?? '' ` : ` $json.p${at} `,
					);
					const raw = `=${before}${codes.map((code) => `{{${code}}}`).join(between)}${after}`;
					const text = `${before}${parts.map(([found]) => found).join(between)}${after}`;
					const evaluate = (code: string) => parts[codes.indexOf(code)][0];
					const result = new TemplateParameters({ [name]: raw }).judge(name, text, evaluate);
					const lost = parts.filter(([found]) => isBlank(found));
					const isOwn = name !== 'name';
					const mayLack = !isOwn && lost.every(([, saysNone]) => saysNone);
					if (lost.length === 0) expect(result).toBe(text);
					else if (lost.length < parts.length) {
						expect(result).toEqual(mayLack ? text : new Incomplete(text));
					} else if (mayLack && !/[\p{L}\p{N}]/u.test(text)) expect(result).toBeNull();
					else if (isBlank(text)) expect(result).toBeUndefined();
					else expect(result).toEqual(new Incomplete(text));
				}),
				{ numRuns: runs(3000) },
			);
		},
	);

	test('ask nothing of a text that says so by itself, nor of one that could change something', () => {
		const template = new TemplateParameters({ a: '=S-{{ $json.a }}{{ $json.b }}' });
		expect(template.judge('a', 'S-', unasked)).toEqual(new Incomplete('S-'));
		expect(template.judge('a', 'other', unasked)).toBe('other');
		const impure = new TemplateParameters({ a: '=S-{{ $json.a.pop() }}{{ $json.b.shift() }}' });
		const ask = jest.fn();
		expect(impure.judge('a', 'S-7', ask)).toBe('S-7');
		expect(ask).not.toHaveBeenCalled();
	});
});

describe('a template', () => {
	test('is complete where each placeholder gave something, whatever it is', () => {
		fc.assert(
			fc.property(template(part), ({ literals, parts }) => {
				const { raw, text } = filled(literals, parts);
				expect(judged(raw, text)).toBe(text);
				expect(judged(raw, text, parts)).toBe(text);
			}),
			{ numRuns: runs(3000) },
		);
	});

	test.each([
		['and nothing else can stand for it', template(plainPart)],
		['whatever could stand for it', template(part)],
	])('is not where one gave nothing, %s', (_how, templates) => {
		fc.assert(
			fc.property(templates, fc.nat(), blank, ({ literals, parts }, at, nothing) => {
				const some = parts.with(at % parts.length, nothing);
				const { raw, text } = filled(literals, some);
				const result = judged(raw, text, some);
				if (isBlank(text)) expect(result).toBeUndefined();
				else expect(result).toEqual(new Incomplete(text));
			}),
			{ numRuns: runs(3000) },
		);
	});

	test('in JSON text is judged as by itself', () => {
		fc.assert(
			fc.property(
				template(fc.oneof(part, blank)),
				fc.constantFrom('number', 'name'),
				({ literals, parts }, name) => {
					const quoted = (value: string) => JSON.stringify(value).slice(1, -1);
					const own = filled(literals, parts);
					const inJson = filled(literals.map(quoted), parts.map(quoted));
					const around = (text: string) => `[{"${name}": "${text}", "n": 1}, 2]`;
					const parameters = new TemplateParameters({
						json: `=${around(inJson.raw.slice(1))}`,
					});
					const json = parameters.judgeJson('json', around(inJson.text), evaluating(parts));
					expect(json).toEqual([{ [name]: judged(own.raw, own.text, parts), n: 1 }, 2]);
				},
			),
			{ numRuns: runs(3000) },
		);
	});

	test('never fails, and changes no text that is not its own', () => {
		const any = fc.string({
			unit: fc.constantFrom('{', '}', '"', '\\\\', '=', 'a', ' ', '[', ':'),
		});
		fc.assert(
			fc.property(any, any, (raw, text) => {
				const parameters = new TemplateParameters({ a: `=${raw}` });
				const result = parameters.judge('a', text, unasked);
				if (result instanceof Incomplete) expect(result.text).toBe(text);
				else expect([text, undefined]).toContain(result);
				parameters.judgeJson('a', text, unasked);
			}),
			{ numRuns: runs(3000) },
		);
	});
});

test.each([
	['plain', 'SHOP-', 'SHOP-'],
	['={{ $json.no }}', '', ''],
	['=SHOP-', 'SHOP-', 'SHOP-'],
	['=SHOP-\\{{ $json.no }}', 'SHOP-', 'SHOP-'],
	['=A{{ $json.a }}{{ $json.b }}', 'A7', 'A7'],
	['={{ $json.first }} {{ $json.last }}', 'Li ', 'Li '],
	['={{ $json.first }} {{ $json.last }}', ' ', undefined],
	['=SHOP-{{ $json.no }}', 5, 5],
])('%j that gives %j is taken for %j', (raw, value, taken) => {
	expect(judged(raw, value)).toBe(taken);
});

/** JSON with a number of one's own in it, and placeholders where members or entries may stand. */
const MEMBERS = '{{ $json.members }}';

test.each([
	[`{ ${MEMBERS}, "no": "S-{{ $json.no }}" }`, '{ "a": 1, "no": "S-" }'],
	[`{ ${MEMBERS} "no": "S-{{ $json.no }}" }`, '{ "a": 1, "no": "S-" }'],
	[`{ "no": "S-{{ $json.no }}" ${MEMBERS} }`, '{ "no": "S-", "a": 1 }'],
	[`{ "no": "S-{{ $json.no }}", ${MEMBERS} }`, '{ "no": "S-", "a": 1 }'],
	[`{ "a": ${MEMBERS}, "no": "S-{{ $json.no }}" }`, '{ "a": 1, "no": "S-" }'],
	[`{ "a": [ ${MEMBERS} ], "no": "S-{{ $json.no }}" }`, '{ "a": [ 1 ], "no": "S-" }'],
	[`{ "a": [ 1${MEMBERS} ], "no": "S-{{ $json.no }}" }`, '{ "a": [ 1 ], "no": "S-" }'],
	[`{ "a": [ ${MEMBERS} 1 ], "no": "S-{{ $json.no }}" }`, '{ "a": [ 1 ], "no": "S-" }'],
	[`{ "a": "]}\\"{", ${MEMBERS}${MEMBERS} "no": "S-{{ $json.no }}" }`, '{ "a": 1, "no": "S-" }'],
])('what stands between members does not hide the rest: %s', (json, text) => {
	const parameters = new TemplateParameters({ json: `=${json}` });
	expect(parameters.judgeJson('json', text, unasked)).toEqual({
		...JSON.parse(text),
		no: new Incomplete('S-'),
	});
});

test.each(['{{ $json.order }} {{ $json.more }}', '{ "a": 1{{ $json.end }}', '] {{ $json.a }} ['])(
	'JSON that is made of pieces is left as it is: %s',
	(json) => {
		const parameters = new TemplateParameters({ json: `=${json}` });
		expect(parameters.judgeJson('json', '{ "no": "S-" }', unasked)).toBe('{ "no": "S-" }');
	},
);

test('a list or an object keeps what is no text of the template', () => {
	const parameters = new TemplateParameters({
		given: { rows: [{ name: '=张{{ $json.a }}', age: 3 }], __proto: '=x{{ 1 }}' },
		chosen: { __rl: true, mode: 'id', value: '=7{{ $json.a }}' },
		without: { __rl: true, mode: 'id' },
	});
	expect(parameters.judge('given', { rows: [{ name: '张', age: 3 }] }, unasked)).toEqual({
		rows: [{ name: new Incomplete('张'), age: 3 }],
	});
	expect(parameters.judge('given', { rows: 5 }, unasked)).toEqual({ rows: 5 });
	expect(parameters.judge('given', null, unasked)).toBeNull();
	expect(parameters.judge('chosen', '7', unasked)).toEqual(new Incomplete('7'));
	expect(parameters.judge('without', '7', unasked)).toBe('7');
});

test.each([
	['$json.no', 'Incomplete'],
	[' $("Shop").item.json.no ', 'Incomplete'],
	["$('Shop').first().json.no", 'Incomplete'],
	['$("Shop").all().shift().json.no', 'A--'],
	['$json.numbers.pop()', 'A--'],
	['$("Shop").item(0).no', 'A--'],
])('a placeholder is evaluated once more only where that changes nothing: %s', (code, taken) => {
	const parameters = new TemplateParameters({ number: `={{ $json.shop }}-{{${code}}}` });
	const asked: string[] = [];
	const result = parameters.judge('number', 'A--', (each) => {
		asked.push(each);
		return each === ' $json.shop ' ? 'A-' : undefined;
	});
	if (taken === 'Incomplete') expect(result).toEqual(new Incomplete('A--'));
	else expect(result).toBe('A--');
	expect(asked.includes(code)).toBe(taken === 'Incomplete');
});
