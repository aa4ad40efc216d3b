import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Parameters } from '../../../nodes/Zhongzhiyou/operations/parameters.ts';
import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { executeContext } from '../../support/in-process.mts';

/** How a parameter reads, or the message with which reading it fails. */
function outcome(read: () => unknown): unknown {
	try {
		return { value: read() };
	} catch (error) {
		return { message: error instanceof Error ? error.message : String(error) };
	}
}

const ITEMS: IDataObject[] = [
	{ id: 7, text: 'Ä "x"', list: ['1', '2'], nothing: null, deep: { a: { b: 'c' } }, flag: false },
	{ id: '9' },
	{},
];

function contextOf(parameters: INodeParameters) {
	return executeContext(new Zhongzhiyou(), {
		parameters: { operation: 'create', ...parameters },
		items: ITEMS,
	});
}

/** Expects each of these parameters to read for every item as n8n reads it by itself. */
function expectAlike(parameters: INodeParameters): void {
	const names = [...Object.keys(parameters), 'options', 'orderDetails', 'visitors'];
	const context = contextOf(parameters);
	const alone = ITEMS.map((_, item) =>
		names.map((name) =>
			outcome(() =>
				contextOf(parameters).getNodeParameter(name, item, undefined, { extractValue: true }),
			),
		),
	);
	const read = new Parameters(context);
	const together = ITEMS.map((_, item) => {
		const parameter = read.of(item);
		return names.map((name) => outcome(() => parameter(name)));
	});
	expect(together).toEqual(alone);
}

const EXPRESSIONS = [
	'={{ $json.id }}',
	'={{$json.id}}',
	'={{ $json.missing }}',
	'={{ $json.nothing }}',
	'={{ $json.flag }}',
	'={{ $json.text }}',
	'={{ $json.list }}',
	'={{ $json.deep.a.b }}',
	'={{ $json.deep?.a?.b ?? "none" }}',
	'={{ $json }}',
	'={{ $json }} ',
	'={{ $json; }}',
	'={{ ($json) }}',
	'={{ { a: 1 } }}',
	'={{ $json.id + 1 // a note\n }}',
	'={{ $json.id /* a note */ }}',
	'={{ $json.id, "last" }}',
	'={{ "a"; "b" }}',
	'={{ $json.id > 3 ? "many" : "few" }}',
	'={{ (() => { return 5; })() }}',
	'={{ "}" + "]" + ")" }}',
	'={{ `${$json.id}-${$itemIndex}` }}',
	'={{ $now.year }}',
	"={{ DateTime.fromISO('2026-05-01') }}",
	"={{ $('Nowhere').first().json.id }}",
	'={{ $json.deep.a.b.c.d.e }}',
	'={{ notDefined }}',
	'={{ ( }}',
	'={{ }}',
	'={{ $json.id }} and {{ $itemIndex }}',
	'= {{ $json.id }}',
	'={{ $json.id }} ',
	'=plain',
	'plain',
	'',
];

describe('expressions read together read as n8n reads each by itself', () => {
	test.each(EXPRESSIONS)('%s', (expression) => {
		expectAlike({ contactName: expression });
	});

	test.each(EXPRESSIONS)('%s, beside others', (expression) => {
		expectAlike({
			contactMobile: '={{ $json.id }}',
			contactName: expression,
			quantity: '={{ $itemIndex + 1 }}',
			productId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			originOrderId: "={{ [$execution.id, $itemIndex].join('-') }}",
		});
	});

	test('in collections and lists', () => {
		expectAlike({
			orderDetails: { remark: '={{ $json.text }}', contactMemo: 'plain' },
			visitors: {
				visitor: [
					{ name: '={{ $json.text }}', mobile: '={{ $json.id }}' },
					{ name: 'x', mobile: '={{ $json.id }} {{ $itemIndex }}' },
				],
			},
		});
	});

	test('of a resource locator', () => {
		expectAlike({ productId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } });
		expectAlike({ productId: { __rl: true, mode: 'id', value: '165325' } });
		expectAlike({ session: { __rl: true, mode: 'list', value: '' } });
	});
});

test.each([
	['alone', '={{ $json.id }}'],
	['beside a text of two expressions', '={{ $json.id }} of {{ $itemIndex }}'],
	['beside one that ends in a comment', '={{ $json.id // the id }}'],
	['beside a plain text', 'plain'],
])('the expressions of an item are evaluated in one go, %s', (_name, contactName) => {
	const context = contextOf({
		contactName,
		contactMobile: '={{ $json.text }}',
		quantity: '={{ $itemIndex }}',
	});
	const evaluated = jest.spyOn(context, 'evaluateExpression');
	const one = jest.spyOn(context, 'getNodeParameter');
	const parameters = new Parameters(context);
	for (const [item] of ITEMS.entries()) {
		const read = parameters.of(item);
		expect(read('quantity')).toBe(item);
		read('contactMobile');
	}
	expect(evaluated).toHaveBeenCalledTimes(ITEMS.length);
	expect(one).not.toHaveBeenCalled();
});

test('a field that sorts the guests does not change which guest the next field names', () => {
	const guests = [{ name: '王五' }, { name: '张三' }];
	const parameters = {
		operation: 'create',
		visitDate: '={{ $json.guests.sort((a, b) => a.name.localeCompare(b.name))[0].name }}',
		contactName: '={{ $json.guests[0].name }}',
		contactMobile: '={{ $json.guests.reverse()[0].name }}',
	};
	const read = new Parameters(
		executeContext(new Zhongzhiyou(), { parameters, items: [{ guests }] }),
	).of(0);
	read('visitDate');
	read('contactMobile');
	expect(read('contactName')).toBe('王五');
});

test('a date, which may change in a list, is read by itself', () => {
	const context = contextOf({ visitDate: '={{ $today }}', quantity: '={{ $itemIndex }}' });
	const one = jest.spyOn(context, 'getNodeParameter');
	const parameters = new Parameters(context);
	for (const [item] of ITEMS.entries()) {
		const read = parameters.of(item);
		expect(read('visitDate')).toHaveProperty('isValid', true);
		expect(read('quantity')).toBe(item);
	}
	expect(new Set(one.mock.calls.map(([name]) => name))).toEqual(new Set(['visitDate']));
});

test.each(['={{ $json }}', '={{$json}}', '={{\n\t$json\n}}'])(
	'the whole item is at hand and costs no evaluation: %s',
	(orderJson) => {
		const context = contextOf({ orderFrom: 'json', orderJson });
		const evaluated = jest.spyOn(context, 'evaluateExpression');
		const one = jest.spyOn(context, 'getNodeParameter');
		const parameters = new Parameters(context);
		for (const [item, json] of ITEMS.entries()) {
			expect(parameters.of(item)('orderJson')).toEqual(json);
		}
		expect(evaluated).not.toHaveBeenCalled();
		expect(one).not.toHaveBeenCalled();
	},
);

test('a parameter without an expression costs no evaluation', () => {
	const context = contextOf({ operation: 'cancel', orderId: '12' });
	const evaluated = jest.spyOn(context, 'evaluateExpression');
	expect(new Parameters(context).of(0)('orderId')).toBe('12');
	expect(evaluated).not.toHaveBeenCalled();
});
