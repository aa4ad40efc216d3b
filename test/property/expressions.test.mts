import fc from 'fast-check';
import { Expression, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { Parameters } from '../../nodes/Zhongzhiyou/operations/parameters.ts';
import { isPureExpression } from '../../nodes/Zhongzhiyou/operations/pureExpression.ts';
import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { closingAfterAll } from '../support/closing.mts';
import { executeContext } from '../support/in-process.mts';
import { runs } from '../support/runs.mts';

/** What the expressions are about: lists, nested data, and texts that look like other things. */
const ITEM: IDataObject = {
	id: 7,
	text: ' b, a ',
	day: '2026-05-01',
	none: null,
	flag: false,
	guests: [
		{ name: '王五', age: 40 },
		{ name: '张三', age: 30 },
	],
	codes: ['3', '1', '2'],
	deep: { a: { b: 'c' }, list: [2, 1] },
};

const path = fc.constantFrom(
	...['$json.id', '$json.text', '$json.none', '$json.flag', '$json.missing', '$json.day'],
	...['$json.codes', '$json.guests', '$json.deep', '$json.deep.list', '$json.deep.a.b'],
	...['$json.guests[0].name', '$json["guests"][1]["name"]', '$json.guests?.[0]?.age'],
	...['$json.codes[0]', '$json.deep?.nothing?.here', '$itemIndex', '$runIndex', '$today'],
);

const literal = fc.constantFrom('0', '1', '2.5', '"x"', "'y'", '""', 'true', 'null', 'undefined');

const list = fc.constantFrom('$json.codes', '$json.guests', '$json.deep.list');

/** Calls that change nothing. */
const call = fc.constantFrom(
	...['.trim()', '.toUpperCase()', '.slice(0, 1)', '.slice(-1)[0]', '.split(",")[0]', '.at(0)'],
	...['.join("-")', '.includes("1")', '.concat("9")', '.toString()', '.toFormat("yyyy")'],
	...['.plus({ days: 1 }).toISODate()', '.indexOf("1")', '.padStart(4, "0")', '.length'],
);

/** Calls that change what they are called on, or that run code of their own. */
const changingCall = fc.constantFrom(
	...['.sort()', '.sort()[0]', '.reverse()[0]', '.shift()', '.pop()', '.push("9")', '.fill("0")'],
	...['.splice(0, 1)[0]', '.unshift("z")', '.sort((a, b) => a.age - b.age)[0].name'],
	...['.map((g) => (g.name = "X"))[0]', '.copyWithin(0, 1)[0]', '.first()', '.last()'],
);

const change = fc.constantFrom(
	'$json.id = 9',
	'$json.guests[0].name = "李四"',
	'($json.codes[0] = "8")',
	'$json.id++',
	'delete $json.text',
	'(() => { $json.day = "2026-06-01"; return 1; })()',
	'Object.assign($json, { id: 3 }).id',
	'[$json.codes.sort()][0][0]',
	'$json["guests"]["sort"]((a, b) => 1)[0].name',
	'$json.guests.map((g) => g.name).join()',
	'`${$json.codes.pop()}`',
	'[].push.call($json.codes, "5")',
	'$json.codes["pop"]()',
	'$json?.codes?.pop?.()',
);

const { expression } = fc.letrec<{ expression: string; operand: string }>((tie) => ({
	operand: fc.oneof(
		{ depthSize: 'small' },
		path,
		literal,
		fc.tuple(path, call).map((parts) => parts.join('')),
		fc.tuple(list, changingCall).map((parts) => parts.join('')),
		fc.tuple(list, call, call).map((parts) => parts.join('')),
		change,
		tie('expression').map((inner) => `(${inner})`),
		tie('expression').map((inner) => `String(${inner})`),
	),
	expression: fc.oneof(
		{ depthSize: 'small' },
		tie('operand'),
		fc
			.tuple(
				tie('operand'),
				fc.constantFrom('+', '??', '||', '&&', '===', '<', '-'),
				tie('operand'),
			)
			.map((parts) => parts.join(' ')),
		fc
			.tuple(tie('operand'), tie('operand'), tie('operand'))
			.map(([test, one, other]) => `${test} ? ${one} : ${other}`),
		tie('operand').map((inner) => `!${inner}`),
		tie('operand').map((inner) => `${inner} // note`),
	),
}));

const NAMES = ['contactName', 'contactMobile', 'contactIdCard', 'quantity', 'originOrderId'];

function isObject(outcome: unknown): boolean {
	const value: unknown =
		typeof outcome === 'object' && outcome !== null && 'value' in outcome && outcome.value;
	return typeof value === 'object' && value !== null;
}

/** Read by itself a parameter gives a value or fails; a date says when it is. */
function outcome(read: () => unknown): unknown {
	try {
		const value = read();
		return { value: value === undefined ? 'undefined' : value };
	} catch (error) {
		return { message: error instanceof Error ? error.message : String(error) };
	}
}

describe.each(['legacy', 'vm'] as const)('with the engine %s', (engine) => {
	const closing = closingAfterAll();

	beforeAll(async () => {
		Expression.setExpressionEngine(engine);
		const opening = Expression.initExpressionEngine({
			engine,
			bridgeTimeout: 5_000,
			bridgeMemoryLimit: 128,
			maxCodeCacheSize: 1_000,
			poolSize: 1,
			lazyAcquire: false,
		});
		const close = async () => await Expression.disposeExpressionEngine();
		await closing(opening.then(() => ({ close })));
	});

	afterAll(() => Expression.setExpressionEngine('legacy'));

	test('any expressions beside one another read as n8n reads each by itself', async () => {
		// One context throughout: with the new engine each takes an isolate.
		const context = executeContext(new Zhongzhiyou(), { parameters: { operation: 'create' } });
		const node = context.workflow.getNode('Zhongzhiyou');
		if (node === null) throw new Error('The workflow has lost its node');
		const given = { ...node.parameters };
		const begin = (parameters: INodeParameters) => {
			node.parameters = { ...given, ...parameters };
			context.getInputData()[0].json = structuredClone(ITEM);
			return context;
		};
		const property = fc.property(
			fc.array(expression, { minLength: 2, maxLength: NAMES.length }),
			(codes) => {
				const parameters = Object.fromEntries(
					codes.map((code, index) => [NAMES[index], `={{ ${code} }}`]),
				);
				const names = Object.keys(parameters);
				const pure = names.filter((_, index) => isPureExpression(` ${codes[index]} `));
				const reading = (read: (name: string) => unknown, some: string[]) =>
					some.map((name): [string, unknown] => [name, outcome(() => read(name))]);
				const byN8n = (some: string[]) => {
					const own = begin(parameters);
					return reading(
						(name) => own.getNodeParameter(name, 0, undefined, { extractValue: true }),
						some,
					);
				};
				// The old engine lets an expression change the item for those that are read after it, and
				// that is n8n's own way too; what changes nothing is read before.
				const expected = new Map(byN8n(names.filter((name) => !pure.includes(name))));
				for (const name of pure) expected.set(name, byN8n([name])[0][1]);
				// There it also gives lists and objects as parts of the item itself, open to later changes.
				const live = (name: string, value: unknown) =>
					engine === 'legacy' &&
					pure.includes(name) &&
					pure.length < names.length &&
					isObject(value);
				const compared = names.filter((name) => !live(name, expected.get(name)));
				const together = begin(parameters);
				const read = new Parameters(together).of(0);
				const values = new Map(reading(read, names));
				for (const name of compared) expect(values.get(name)).toEqual(expected.get(name));
				// Nothing that was taken for pure has changed the input item.
				if (pure.length === names.length) expect(together.getInputData()[0].json).toEqual(ITEM);
			},
		);
		await context.workflow.expression.withIsolate(async () => {
			fc.assert(property, { numRuns: runs(300) });
		});
	}, 120_000);
});

test('what changes data, calls the unknown or could reach code is not taken for pure', () => {
	const wrapped = fc
		.tuple(change, fc.constantFrom('', '(', '!', 'String('))
		.map(([code, open]) => (open === '' || open === '!' ? `${open}${code}` : `${open}${code})`));
	fc.assert(
		fc.property(wrapped, (code) => !isPureExpression(code)),
		{ numRuns: runs(300) },
	);
});

test.each([
	'$json.constructor.name',
	'$json["constructor"]',
	'$json["\\u0063onstructor"]',
	'$json.__proto__.x',
	'$json["__proto__"]',
	'$json[$json.key]',
	'$json.x(1)',
	'$json.x["trim"]()',
	'($json.x)()',
	'"x"()',
	'$json.x.trim().constructor("return 1")()',
	'$json.x.plus({ __proto__: 1 })',
	'$("Other").item.json.x',
	'process.env',
	'x => x',
	'$json.x = 1',
	'$json.x == 1, $json.y',
	'$json.x; $json.y',
	'new Date()',
	'await 1',
	'`x`',
	'/x/',
	'[1]',
	'{ a: 1 }',
	'$json.x) + (1',
	'',
	'$json.',
	'.x',
	'1.',
	'0x10',
])('%s is not taken for pure', (code) => {
	expect(isPureExpression(code)).toBe(false);
});

test.each([
	'$json.x',
	' $json . x ',
	'$json["x y"]',
	"$json['x'][0]",
	'$json.x?.[1]?.y',
	'$json.名字',
	'$json.x ?? "a // b"',
	'$json.a + $json.b * 2',
	'$json.a ? $json.b : $json.c ? 1 : 2',
	'!$json.a && -1 < $json.b',
	'String($json.id)',
	'$json.x.trim().slice(0, -1)',
	'$now.plus({ days: 30, hours: 1 }).toFormat("yyyy-MM-dd")',
	'$json.x // a note',
	'/* a note */ $json.x',
])('%s is pure', (code) => {
	expect(isPureExpression(code)).toBe(true);
});

test('whatever the text, the answer comes at once and without an error', () => {
	const piece = fc.constantFrom(
		'$json',
		'.',
		'[',
		']',
		'(',
		')',
		'"',
		"'",
		'/*',
		'*/',
		'//',
		'\n',
		'{',
		'}',
		'a',
		'1',
		'+',
		'?',
		'?.',
		'\\',
		' ',
	);
	const text = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 300 }),
		fc.array(piece, { maxLength: 2_000 }).map((parts) => parts.join('')),
	);
	const start = performance.now();
	fc.assert(
		fc.property(text, (code) => typeof isPureExpression(code) === 'boolean'),
		{ numRuns: runs(2_000) },
	);
	expect(performance.now() - start).toBeLessThan(20_000);
});
