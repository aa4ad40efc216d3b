import fc from 'fast-check';

import { draftFromJson, draftFromObject } from '../../../nodes/Zhongzhiyou/orders/draft.ts';
import { peopleAlone } from '../../../nodes/Zhongzhiyou/orders/people.ts';
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

test.each([
	...[
		['', ''],
		['a', ''],
		['abc', 'abc'],
		['abc', 'xbc'],
		['abc', 'abx'],
		['abcd', 'abc'],
	],
	...[
		['abcd', 'bcd'],
		['abcd', 'abd'],
		['abcd', 'bacd'],
		['abcd', 'acbd'],
		['abcd', 'abdc'],
	],
])('"%s" and "%s" are one slip apart, or none', (one, other) => {
	expect([isOneSlipAway(one, other), isOneSlipAway(other, one)]).toEqual([true, true]);
});

test.each([
	...[
		['ab', ''],
		['ab', 'abcd'],
		['abcd', 'badc'],
		['abcd', 'xbcy'],
		['abcd', 'abxy'],
	],
	...[
		['abcd', 'bxcd'],
		['abcd', 'xacd'],
		['abcd', 'baxy'],
		['abcd', 'xabc'],
		['abcd', 'cbad'],
	],
])('"%s" and "%s" are further apart', (one, other) => {
	expect([isOneSlipAway(one, other), isOneSlipAway(other, one)]).toEqual([false, false]);
});

describe('a name that is a slip of a known one', () => {
	const slips: Array<[name: string, meant: string]> = [
		['sesion', 'session'],
		['visitor', 'visitors'],
		['visitros', 'visitors'],
		['contacts', 'contact'],
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

	test.each([
		['remarks', 'remark'],
		['order_remark', 'OrderRemark'],
		['contact_memo', 'contactMemo'],
		['contactGendr', 'contactGender'],
		['contract', 'contact'],
	])(
		'stops no order of an item where it is a word of its own or decides nothing: %s',
		(name, meant) => {
			const order = { productId: 3, [name]: 'x' };
			const passedOver = jest.fn();
			expect(draftFromObject(order, { unknown: 'skip', passedOver })).toEqual({ productId: 3 });
			expect(passedOver).toHaveBeenCalledWith([name]);
			expect(refusalOf(() => draftFromJson(order))).toBe(
				`Order has a field "${name}", which is not known but is close to "${meant}"`,
			);
		},
	);

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

test('a name is looked at as far as names go', () => {
	const slips = new Slips(['session']);
	expect(slips.meantBy('sesion'.padEnd(64, '_'))).toBe('session');
	expect(slips.meantBy('sesion'.padEnd(65, '_'))).toBeUndefined();
});

describe('people of an item', () => {
	const tell = () => {
		const told: string[] = [];
		return { told, passedOver: (names: string[]) => void told.push(...names) };
	};

	const others = {
		...{ sender: 's', fname: 'f', LNAME: 'l', mName: 'm', cname: 'c', e_name: 'e' },
		...{ memos: 'm', tel: '1', mobil: '' },
	};

	test.each<[string, (person: object) => unknown]>([
		['one', (person) => person],
		['a list', (person) => [person]],
		['one in JSON', (person) => JSON.stringify(person)],
		['a list in JSON', (person) => JSON.stringify([person])],
	])('are left alone by what is not theirs, as %s', (_how, given) => {
		const { told, passedOver } = tell();
		const alone = peopleAlone(given({ Name: 'A', ...others }), passedOver);
		expect([alone].flat()).toEqual([{ Name: 'A' }]);
		expect(told).toEqual(Object.keys(others));
	});

	test('keep a slip, which is refused', () => {
		const { told, passedOver } = tell();
		const person = { name: 'A', moblie: '1', id_card: '2' };
		expect(peopleAlone([person], passedOver)).toEqual([person]);
		expect(told).toEqual([]);
	});

	test.each([null, 'x', '5', 5, [null, 'x', '{"a":1}'], ['{"name":"A","tel":1}']])(
		'stay as they are where they are none: %j',
		(value) => {
			expect(peopleAlone(value, tell().passedOver)).toEqual(value);
		},
	);
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
