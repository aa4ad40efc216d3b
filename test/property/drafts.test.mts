import fc from 'fast-check';

import { InputError } from '../../nodes/Zhongzhiyou/api/failures.ts';
import { stringifyJson } from '../../nodes/Zhongzhiyou/api/json.ts';
import type { Credential } from '../../nodes/Zhongzhiyou/api/types.ts';
import { createBody } from '../../nodes/Zhongzhiyou/orders/createBody.ts';
import {
	draftFromJson,
	draftFromObject,
	type OrderDraft,
} from '../../nodes/Zhongzhiyou/orders/draft.ts';
import { verifyBody } from '../../nodes/Zhongzhiyou/orders/verifyBody.ts';
import { runs } from '../support/runs.mts';

const CREDENTIAL: Credential = {
	baseUrl: 'http://127.0.0.1',
	partnerId: '9258',
	signKey: 'key',
	previousSignKey: '',
};

const create = (draft: OrderDraft) => createBody(draft, CREDENTIAL, () => 'automatic');

const BODIES = { create, validate: (draft: OrderDraft) => verifyBody(draft, CREDENTIAL) };

const MEMBERS = [
	...['productId', 'visitDate', 'session', 'beginPlayTime', 'endPlayTime', 'sessionName'],
	...['originOrderId', 'quantity', 'entranceMode', 'contact', 'contactName', 'contactMobile'],
	...['contactIdCard', 'contactIdCardType', 'contactMemo', 'contactGender', 'visitors', 'remark'],
	...[
		'partnerId',
		'ContactPerson',
		'VisitPerson',
		'OrderUsers',
		'OrderQuantity',
		'ProductItemName',
	],
];

const PERSON_MEMBERS = [
	'name',
	'mobile',
	'idCard',
	'idCardType',
	'memo',
	'gender',
	'UserName',
	'CardID',
];

/** A name in another case, as it may come. */
function inSomeCase(name: string): fc.Arbitrary<string> {
	return fc.constantFrom(name, name.toLowerCase(), name.toUpperCase());
}

const value: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom('', ' ', null, 0, 1, 2, -1, 1.5, 1e21, true, false, '1', 'person', 'group'),
	fc.constantFrom('2026-05-01', '2026-02-30', '09:00', '09:00-11:00', '11:00-09:00', '165325'),
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.jsonValue({ maxDepth: 2 }),
);

const anyPerson = fc.dictionary(
	fc.oneof(...PERSON_MEMBERS.map(inSomeCase), fc.string({ maxLength: 5 })),
	value,
	{ maxKeys: 6 },
);

const anyOrder = fc
	.array(
		fc.tuple(
			fc.oneof(...MEMBERS.map(inSomeCase), fc.string({ maxLength: 5 })),
			fc.oneof(value, anyPerson, fc.array(fc.oneof(anyPerson, value), { maxLength: 3 })),
		),
		{ maxLength: 14 },
	)
	.map((members) => Object.fromEntries(members));

/** What comes of an order: a body as text, or the words that refuse it. */
function outcome(make: () => Record<string, unknown>): string {
	try {
		return stringifyJson(make());
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		expect(error.parameter).not.toBe('');
		expect(error.message.startsWith(`${error.parameter} `)).toBe(true);
		expect(error.description).not.toBe('');
		return error.message;
	}
}

/** Digits of a resident ID card with the check digit of GB 11643. */
const idCard = fc
	.tuple(
		fc.constantFrom('110101', '330103', '440106'),
		fc.integer({ min: 1950, max: 2015 }),
		fc.integer({ min: 1, max: 12 }),
		fc.integer({ min: 1, max: 28 }),
		fc.integer({ min: 0, max: 999 }),
	)
	.map(([region, year, month, day, serial]) => {
		const two = (number: number) => String(number).padStart(2, '0');
		const digits = `${region}${year}${two(month)}${two(day)}${String(serial).padStart(3, '0')}`;
		const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
		const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
		return `${digits}${'10X98765432'[sum % 11]}`;
	});

const mobile = fc.stringMatching(/^13[0-9]{9}$/);

/** Text that stands nowhere else in an order. */
function words(mark: string): fc.Arbitrary<string> {
	return fc.stringMatching(/^[A-Z一-龥]{1,6}$/).map((text) => `${mark}${text}`);
}

const person = (mark: string) =>
	fc.record(
		{
			name: words(`${mark}n`),
			mobile,
			idCard,
			memo: words(`${mark}m`),
			gender: fc.integer({ min: 0, max: 2 }),
		},
		{ requiredKeys: ['name', 'mobile', 'idCard'] },
	);

/** Orders that are complete, with any of what they may have. */
const wholeOrder = fc.record(
	{
		productId: fc.oneof(fc.integer({ min: 1 }), fc.stringMatching(/^[1-9][0-9]{0,24}$/)),
		visitDate: fc.constantFrom('2026-05-01', '2027-12-31'),
		session: fc.constantFrom('09:00-11:00', '13:30 - 15:00'),
		originOrderId: words('o'),
		quantity: fc.integer({ min: 1, max: 9_999 }),
		contact: person('c'),
		visitors: fc.uniqueArray(person('v'), {
			minLength: 1,
			maxLength: 4,
			selector: (one) => one.idCard,
		}),
		remark: words('r'),
		partnerId: fc.constantFrom(9258, '9258'),
	},
	{ requiredKeys: ['productId', 'visitDate', 'quantity', 'contact', 'visitors'] },
);

type WholeOrder = typeof wholeOrder extends fc.Arbitrary<infer Order> ? Order : never;

/** Every text and number in what was given, as it has to stand in the body. */
function leaves(given: unknown): string[] {
	if (typeof given === 'object' && given !== null) return Object.values(given).flatMap(leaves);
	return [String(given)];
}

/** What a body has to say of an order, by the call: the pre-check knows no more (API 1.1.3). */
const SAID: Record<keyof typeof BODIES, (order: WholeOrder) => unknown> = {
	create: ({ session, ...order }) => [order, session?.split(/ ?- ?/)],
	validate: ({ productId, visitDate, session, partnerId, visitors }) => [
		[productId, visitDate, session?.split(/ ?- ?/), partnerId],
		visitors.map(({ name, mobile: number, idCard: card }) => [name, number, card]),
	],
};

describe.each(['create', 'validate'] as const)('the body of %s', (call) => {
	test('comes of any object, or words that name what is wrong with it', () => {
		fc.assert(
			fc.property(anyOrder, (order) => {
				const asObject = outcome(() => BODIES[call](draftFromJson(order)));
				const asText = outcome(() => BODIES[call](draftFromJson(stringifyJson(order))));
				// As text an order keeps its digits; whatever else is alike.
				if (JSON.stringify(order).search(/\d{16}|\de[+-]?\d/) === -1) expect(asText).toBe(asObject);
				outcome(() => BODIES[call](draftFromObject(order, { unknown: 'skip' })));
			}),
			{ numRuns: runs(5_000) },
		);
	});

	test('comes of a whole order that is spoilt in one place, or words do', () => {
		fc.assert(
			fc.property(wholeOrder, fc.constantFrom(...MEMBERS), value, (order, name, spoilt) => {
				outcome(() => BODIES[call](draftFromJson({ ...order, [name]: spoilt })));
			}),
			{ numRuns: runs(5_000) },
		);
	});

	test('says all that was given, each to the last digit, whatever the case of its names', () => {
		const cases = fc.constantFrom(
			(name: string) => name,
			(name: string) => name.toUpperCase(),
			(name: string) => name.toLowerCase(),
		);
		fc.assert(
			fc.property(wholeOrder, cases, fc.boolean(), (order, inCase, asText) => {
				const named = Object.fromEntries(
					Object.entries(order).map(([name, member]) => [inCase(name), member]),
				);
				const draft = draftFromJson(asText ? stringifyJson(named) : named);
				const body = stringifyJson(BODIES[call](draft));
				const texts = leaves(SAID[call](order)).filter((text) => text !== 'undefined');
				expect(texts.filter((text) => !body.includes(text))).toEqual([]);
			}),
			{ numRuns: runs(3_000) },
		);
	});

	test('says the same of people given one by one, as one object and as text', () => {
		fc.assert(
			fc.property(wholeOrder, (order) => {
				const { contact, visitors, ...rest } = order;
				const flat = Object.fromEntries(
					Object.entries(contact).map(([name, member]) => [
						`contact${name[0].toUpperCase()}${name.slice(1)}`,
						member,
					]),
				);
				const bodies = [
					order,
					{ ...rest, ...flat, visitors },
					{ ...rest, contact: JSON.stringify(contact), visitors: JSON.stringify(visitors) },
					{ ...rest, ContactPerson: contact, VisitPerson: visitors },
				].map((given) => stringifyJson(BODIES[call](draftFromJson(given))));
				expect(new Set(bodies).size).toBe(1);
			}),
			{ numRuns: runs(1_000) },
		);
	});
});

test('what is no object is no order', () => {
	const noObject = fc.oneof(
		fc.array(fc.jsonValue(), { maxLength: 2 }),
		fc.constantFrom(null, undefined, 1, true, '', '[]', '1', 'null', '"x"', '{'),
		fc.string({ maxLength: 6 }).filter((text) => !text.trim().startsWith('{')),
	);
	fc.assert(
		fc.property(noObject, (given) => {
			expect(() => draftFromJson(given)).toThrow(InputError);
		}),
		{ numRuns: runs(1_000) },
	);
});
