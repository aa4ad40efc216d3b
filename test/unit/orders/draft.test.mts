import { draftFromJson, draftFromObject } from '../../../nodes/Zhongzhiyou/orders/draft.ts';
import { refusalOf } from '../refusal-of.mts';

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
