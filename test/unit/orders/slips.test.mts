import fc from 'fast-check';

import { draftFromJson, draftFromObject } from '../../../nodes/Zhongzhiyou/orders/draft.ts';
import { isOneSlipAway, Slips } from '../../../nodes/Zhongzhiyou/orders/slips.ts';
import { runs } from '../../support/runs.mts';
import { refusalOf } from '../refusal-of.mts';

/** Damerau and Levenshtein's distance by its definition, however long it takes. */
function distance(one: string, other: string): number {
	if (one === '' || other === '') return one.length + other.length;
	const [head, tail, otherHead, otherTail] = [one[0], one.slice(1), other[0], other.slice(1)];
	if (head === otherHead) return distance(tail, otherTail);
	const swapped = head === otherTail[0] && tail[0] === otherHead;
	return (
		1 +
		Math.min(
			distance(tail, other),
			distance(one, otherTail),
			distance(tail, otherTail),
			swapped ? distance(tail.slice(1), otherTail.slice(1)) : Infinity,
		)
	);
}

test('one slip away is what the distance of Damerau and Levenshtein says', () => {
	const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
	fc.assert(
		fc.property(text, text, (one, other) => {
			expect(isOneSlipAway(one, other)).toBe(distance(one, other) <= 1);
		}),
		{ numRuns: runs(5000) },
	);
});

describe('a name that is a slip of a known one', () => {
	const slips: Array<[name: string, meant: string]> = [
		['sesion', 'session'],
		['visitor', 'visitors'],
		['visitros', 'visitors'],
		['contacts', 'contact'],
		['remarks', 'remark'],
		['visit_date', 'visitDate'],
		['visit-date', 'visitDate'],
		['Visit Date', 'visitDate'],
		[' visitDate', 'visitDate'],
		['visitDate\u200b', 'visitDate'],
		['visitDates', 'visitDate'],
		['contact.name', 'contactName'],
		['orginOrderId', 'originOrderId'],
		['origin_order_id', 'originOrderId'],
		['OrderQuantty', 'OrderQuantity'],
		['VisitPersons', 'VisitPerson'],
		['quantiy', 'quantity'],
		['product_id', 'productId'],
		['entrancemodes', 'entranceMode'],
	];

	test.each(slips)('is refused in every way with the name that was meant: %s', (name, meant) => {
		const order = { productId: 3, [name]: 'x' };
		delete order[meant];
		const sentence = `Order has a field "${name}", which is not known but is close to "${meant}"`;
		expect(refusalOf(() => draftFromJson(order))).toBe(sentence);
		expect(refusalOf(() => draftFromObject(order, { unknown: 'skip' }))).toBe(sentence);
	});

	test('is refused beside the name that was meant, unless both say the same', () => {
		const both = { session: '09:00-11:00', sesion: '13:00-15:00' };
		expect(refusalOf(() => draftFromObject(both, { unknown: 'skip' }))).toMatch(
			/close to "session"/,
		);
		const same = { productId: 3, product_id: '3' };
		expect(draftFromObject(same, { unknown: 'skip' })).toEqual({ productId: 3 });
	});

	test.each(['', null, undefined, '\u200b'])('means nothing where it is blank: %j', (value) => {
		expect(draftFromObject({ productId: 3, sesion: value }, { unknown: 'skip' })).toEqual({
			productId: 3,
		});
	});

	test('is found whatever the slip, for every name of an order', () => {
		const names = ['productId', 'visitDate', 'session', 'contactMobile', 'visitors', 'remark'];
		const known = new Slips(names);
		fc.assert(
			fc.property(
				fc.constantFrom(...names),
				fc.nat(13),
				fc.constantFrom('a', 'Z', '', '_'),
				fc.nat(1),
				(name, at, letter, taken) => {
					const slip = name.slice(0, at) + letter + name.slice(at + taken);
					expect(known.meantBy(slip)).toBe(name);
				},
			),
			{ numRuns: runs(100) },
		);
	});
});

describe('a name that means nothing', () => {
	test.each([
		'shopNote',
		'id',
		'name',
		'mobile',
		'date',
		'sku',
		'',
		'_',
		'备注',
		'x'.repeat(100_000),
	])('is passed over, and told: %.40s', (name) => {
		const passedOver = jest.fn();
		draftFromObject({ productId: 3, [name]: 1 }, { unknown: 'skip', passedOver });
		expect(passedOver).toHaveBeenCalledWith([name]);
	});

	test('is not told where it is refused', () => {
		const passedOver = jest.fn();
		expect(refusalOf(() => draftFromObject({ sku: 1 }, { unknown: 'refuse', passedOver }))).toBe(
			'Order has a field "sku" that is not known',
		);
		expect(passedOver).not.toHaveBeenCalled();
	});
});
