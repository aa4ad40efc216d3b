import {
	draftFromJson,
	draftFromObject,
	lostValue,
	refuseLost,
} from '../../../nodes/Zhongzhiyou/orders/draft.ts';
import { refusalOf } from '../refusal-of.mts';

describe('a value that an expression did not find', () => {
	test.each([
		['session', 'Session'],
		['BEGINPLAYTIME', 'Session start'],
		['sessionEnd', 'Session end'],
		['productItemName', 'Session Name'],
		['entranceMode', 'Entrance Mode'],
		['VisitPerson', 'Visitors'],
		['contactIdCardType', 'Contact ID Card Type'],
	])('is refused where it decides what is ordered: %s', (name, label) => {
		for (const draft of [
			draftFromJson({ productId: 3, [name]: undefined }),
			draftFromObject({ productId: 3, [name]: undefined }, { unknown: 'skip' }),
		]) {
			expect(refusalOf(() => refuseLost(draft))).toBe(lostValue(label).message);
		}
		refuseLost(draftFromJson({ productId: 3, [name]: null }));
	});

	test('is refused in words that name it, and say how to leave it out', () => {
		expect(lostValue('Session')).toMatchObject({
			message: 'Session is empty: its expression found no value',
			description: expect.stringMatching(/Where none is meant it has to say so/),
		});
	});

	test('is none of the order where its name is not', () => {
		const draft = draftFromObject({ remark: undefined, sku: undefined }, { unknown: 'skip' });
		expect(Object.keys(draft)).toEqual(['remark']);
		refuseLost(draft);
	});
});

describe('an order that is not one', () => {
	test.each(['', 'x', '[]', 'null', '1', '"text"', '{"productId":1', [], [{}], null, undefined, 5])(
		'is refused as JSON: %j',
		(value) => {
			expect(refusalOf(() => draftFromJson(value))).toBe('Order is not one order as a JSON object');
		},
	);

	test('is refused with a name that means nothing, which an item may have', () => {
		expect(refusalOf(() => draftFromJson({ productID: 1, prodct: 2 }))).toBe(
			'Order has a field "prodct" that is not known',
		);
		expect(draftFromObject({ productID: 1, prodct: 2 }, { unknown: 'skip' })).toEqual({
			productId: 1,
		});
	});

	test('is refused with what is known', () => {
		let remedy: unknown;
		try {
			draftFromJson({ prodct: 2 });
		} catch (error) {
			remedy = error instanceof Error && 'description' in error && error.description;
		}
		expect(remedy).toMatch(/^Known are productId, visitDate, session, .*, and the API's own names/);
	});

	test('is refused as an expression that was not evaluated, where it is one', () => {
		expect(refusalOf(() => draftFromJson('{ "productId": {{ $json.id }} }'))).toMatch(
			/^Order looks like an expression that was not evaluated/,
		);
	});

	test('is refused with two names of one member that differ, in any way', () => {
		const twice = { quantity: 1, OrderQuantity: 2 };
		for (const unknown of ['refuse', 'skip'] as const) {
			expect(refusalOf(() => draftFromObject(twice, { unknown }))).toBe(
				'Order has both "quantity" and "OrderQuantity", which mean the same but differ',
			);
		}
		expect(draftFromObject({ quantity: 2, OrderQuantity: 2 }, { unknown: 'refuse' })).toEqual({
			quantity: 2,
		});
		expect(draftFromObject({ quantity: '', OrderQuantity: 2 }, { unknown: 'refuse' })).toEqual({
			quantity: 2,
		});
	});
});
