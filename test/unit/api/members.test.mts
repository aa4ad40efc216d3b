import { InputError } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import {
	memberTable,
	nameMembers,
	readMembers,
	sameValue,
} from '../../../nodes/Zhongzhiyou/api/members.ts';

const TABLE = memberTable(
	{ quantity: ['OrderQuantity'], remark: [], ownNumber: ['shopNumber'] },
	'Known are quantity, remark and ownNumber.',
	['ownNumber'],
);

function read(source: object, unknown: 'refuse' | 'skip' = 'refuse') {
	return readMembers(source, TABLE, 'Order', unknown);
}

/** What is refused, and what to do about it. */
function refusalOf(source: object, unknown?: 'refuse' | 'skip'): [string, string] | undefined {
	try {
		read(source, unknown);
		return undefined;
	} catch (error) {
		if (error instanceof InputError) return [error.message, error.description];
		throw error;
	}
}

describe('members that a user gives', () => {
	test.each([
		{ quantity: 2 },
		{ QUANTITY: 2 },
		{ OrderQuantity: 2 },
		{ orderquantity: 2 },
		{ quantity: 2, orderQuantity: '2' },
		{ quantity: ' ', OrderQuantity: 2 },
	])('are found by each of their names, in any case: %j', (source) => {
		expect(Number(read(source).quantity)).toBe(2);
		expect(Object.keys(read(source))).toEqual(['quantity']);
	});

	test.each([null, undefined, '', ' \t'])('are not given when they are blank: %j', (blank) => {
		expect(read({ remark: blank })).toEqual({});
	});

	test('are given all the same where naming them says something', () => {
		expect(read({ shopNumber: '' })).toEqual({ ownNumber: '' });
	});

	test('with a name that is not known are refused, blank or not, or it is passed over', () => {
		for (const remrak of ['x', '']) {
			expect(refusalOf({ remrak })).toEqual([
				'Order has a field "remrak" that is not known',
				'Known are quantity, remark and ownNumber.',
			]);
			expect(read({ remrak, remark: 'y' }, 'skip')).toEqual({ remark: 'y' });
		}
	});

	test('with two names that differ are refused, whatever becomes of unknown ones', () => {
		for (const unknown of ['refuse', 'skip'] as const) {
			expect(refusalOf({ OrderQuantity: 1, quantity: 2 }, unknown)).toEqual([
				'Order has both "OrderQuantity" and "quantity", which mean the same but differ',
				'Keep one of the two.',
			]);
		}
	});

	test.each(['__proto__', 'constructor', 'toString'])(
		'are none of an object itself: %s',
		(name) => {
			expect(read(JSON.parse(`{"${name}": 1}`), 'skip')).toEqual({});
		},
	);
});

describe('two values are the same', () => {
	test.each([
		[1, '1'],
		[' a ', 'a'],
		[{ a: [1] }, { a: [1] }],
	])('%j and %j', (one, other) => expect(sameValue(one, other)).toBe(true));

	test.each([
		[1, 2],
		['a', 'A'],
		[{ a: 1 }, { a: 2 }],
		[null, 'x'],
	])('and are not: %j and %j', (one, other) => expect(sameValue(one, other)).toBe(false));
});

describe('members that the API gives', () => {
	const ANSWER = memberTable({ OrderId: ['OrderNumber'], TotoalStock: [] });

	test.each([
		[{ orderId: 1, totoalstock: 0 }],
		[{ ORDERID: 1, TotoalStock: 0 }],
		[{ ordernumber: 1, TOTOALSTOCK: 0 }],
	])('get the source’s spelling, in whatever case they come: %j', (source) => {
		expect(nameMembers(source, ANSWER)).toEqual({ OrderId: 1, TotoalStock: 0 });
	});

	test('that are not known, or blank, are kept as they are', () => {
		const source = { OrderId: null, TotoalStock: '', extra: { orderId: 1 } };
		expect(nameMembers(source, ANSWER)).toEqual(source);
	});

	test.each([[{ orderId: 1, OrderId: 2 }], [{ OrderId: 2, orderId: 1 }]])(
		'of two spellings that differ keep both, the source’s for its own: %j',
		(source) => {
			expect(nameMembers(source, ANSWER)).toEqual({ OrderId: 2, orderId: 1 });
		},
	);

	test.each([
		[{ orderId: null, OrderNumber: 2 }],
		[{ OrderId: 2, orderId: null }],
		[{ orderId: '2', OrderId: 2 }],
		[{ OrderId: 2, orderid: '2' }],
	])('of two spellings keep the value before a blank, and one of two alike: %j', (source) => {
		expect(nameMembers(source, ANSWER)).toEqual({ OrderId: 2 });
	});
});
