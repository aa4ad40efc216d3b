import { DateTime } from 'luxon';

import { stringifyJson } from '../../../nodes/Zhongzhiyou/api/json.ts';
import type { Credential } from '../../../nodes/Zhongzhiyou/api/types.ts';
import { createBody } from '../../../nodes/Zhongzhiyou/orders/createBody.ts';
import {
	draftFromJson,
	draftFromObject,
	type OrderDraft,
} from '../../../nodes/Zhongzhiyou/orders/draft.ts';
import { verifyBody } from '../../../nodes/Zhongzhiyou/orders/verifyBody.ts';
import { Incomplete } from '../../../nodes/Zhongzhiyou/values/text.ts';
import { refusalOf } from '../refusal-of.mts';

const credential: Credential = {
	baseUrl: 'http://127.0.0.1',
	partnerId: '9258',
	signKey: 'key',
	previousSignKey: '',
};

function defaultId(): string {
	return 'default-1';
}

function created(draft: OrderDraft): string {
	return stringifyJson(createBody(draft, credential, defaultId));
}

function validated(draft: OrderDraft): string {
	return stringifyJson(verifyBody(draft, credential));
}

const visitors = [
	{ name: '张三', mobile: '18102623512', idCard: '330103199001011230' },
	{ name: '李四', mobile: '18102623513', idCard: '33010319920202234x', idCardType: 2 },
];

const order: OrderDraft = {
	productId: 165325,
	visitDate: '2026-05-01',
	session: '09:00-11:00',
	quantity: 2,
	entranceMode: 'person',
	contactName: '王五',
	contactMobile: '13800000000',
	visitors,
};

const CREATED =
	'{"PartnerId":9258,"OriginOrderId":"S-1",' +
	'"ContactPerson":{"Name":"王五","Mobile":"13800000000","IdCard":"330103","IDCardType":0},' +
	'"ProductId":165325,"BeginPlayTime":"09:00","EndPlayTime":"11:00","OrderQuantity":2,' +
	'"OrderRemark":"靠窗","VisitDate":"2026-05-01","VisitPerson":[' +
	'{"Name":"张三","Mobile":"18102623512","IdCard":"330103199001011230","IDCardType":0},' +
	'{"Name":"李四","Mobile":"18102623513","IdCard":"33010319920202234x","IDCardType":2}]}';

const VALIDATED =
	'{"PartnerId":9258,"ProductId":165325,"ProductItemName":"早场","VisitDate":"2026-05-01 00:00:00",' +
	'"BeginPlayTime":"09:00","EndPlayTime":"11:00","OrderUsers":[' +
	'{"UserName":"张三","Mobile":"18102623512","CardType":0,"CardID":"330103199001011230"},' +
	'{"UserName":"李四","Mobile":"18102623513","CardType":2,"CardID":"33010319920202234x"}]}';

const english = {
	productId: 165325,
	visitDate: '2026-05-01',
	session: '09:00-11:00',
	sessionName: '早场',
	originOrderId: 'S-1',
	quantity: 2,
	entranceMode: 'person',
	contactName: '王五',
	contactMobile: '13800000000',
	contactIdCard: '330103',
	visitors,
	remark: '靠窗',
};

const vendor = {
	PartnerId: 9258,
	ProductId: 165325,
	ProductItemName: '早场',
	VisitDate: '2026-05-01 00:00:00',
	BeginPlayTime: '09:00',
	EndPlayTime: '11:00',
	OriginOrderId: 'S-1',
	OrderQuantity: 2,
	EntranceMode: 1,
	ContactPerson: { Name: '王五', Mobile: '13800000000', IdCard: '330103', IDCardType: 0 },
	VisitPerson: [
		{ Name: '张三', Mobile: '18102623512', IdCard: '330103199001011230', IDCardType: 0 },
		{ Name: '李四', Mobile: '18102623513', IdCard: '33010319920202234x', IDCardType: 2 },
	],
	OrderRemark: '靠窗',
};

function inLowerCase(source: object): object {
	return Object.fromEntries(
		Object.entries(source).map(([key, value]) => [key.toLowerCase(), value]),
	);
}

describe('an order given in different ways', () => {
	const ways: Array<[string, OrderDraft]> = [
		['fields', english],
		['JSON as text, English names', draftFromJson(JSON.stringify(english))],
		['JSON as text, vendor names', draftFromJson(JSON.stringify(vendor, null, 2))],
		['JSON as an object', draftFromJson(english)],
		['an item, English names', draftFromObject({ ...english, shopNote: 'x' }, { unknown: 'skip' })],
		['an item, vendor names', draftFromObject({ ...vendor, shopNote: 'x' }, { unknown: 'skip' })],
		['names in lower case', draftFromObject(inLowerCase(vendor), { unknown: 'refuse' })],
		['everything as text', { ...english, productId: ' 165325 ', quantity: '2', entranceMode: '1' }],
		['visitors as text', { ...english, visitors: JSON.stringify(visitors) }],
		[
			'the contact as one object',
			draftFromJson({
				...english,
				contactName: undefined,
				contactMobile: undefined,
				contactIdCard: undefined,
				contact: { name: '王五', mobile: 13800000000, idCard: '330103' },
			}),
		],
		[
			'session times by their English names',
			draftFromJson({
				...english,
				session: '',
				sessionStart: '09:00',
				sessionEnd: '11:00',
			}),
		],
		[
			'a DateTime of another zone',
			{ ...english, visitDate: DateTime.fromISO('2026-04-30T16:00:00Z', { zone: 'utc' }) },
		],
		[
			'visitors by the names of the pre-check',
			draftFromJson({
				...english,
				visitors: undefined,
				OrderUsers: [
					{
						UserName: '张三',
						Mobile: '18102623512',
						CardID: '330103199001011230',
						CardType: 0,
					},
					{
						UserName: '李四',
						Mobile: '18102623513',
						CardID: '33010319920202234x',
						CardType: '2',
					},
				],
			}),
		],
	];

	test.each(ways)('is created with the same bytes: %s', (_way, draft) => {
		expect(created(draft)).toBe(CREATED);
	});

	test.each(ways)('is validated with the same bytes: %s', (_way, draft) => {
		expect(validated(draft)).toBe(VALIDATED);
	});
});

describe('the body', () => {
	test('holds ids longer than a double as JSON numbers, to the last digit', () => {
		const draft = draftFromJson('{"productId":123456789012345678901,"visitDate":"2026-05-01"}');
		const body = verifyBody({ ...draft, visitors }, { ...credential, partnerId: '9'.repeat(21) });
		expect(stringifyJson(body)).toMatch(/^\{"PartnerId":9{21},"ProductId":123456789012345678901,/);
	});

	test('keeps the digits of a long Origin Order ID in JSON', () => {
		const draft = draftFromJson('{"originOrderId":1522870633233514497}');
		expect(created({ ...order, ...draft })).toContain('"OriginOrderId":"1522870633233514497"');
	});

	test('has the day in China of a moment late in UTC', () => {
		const late = { ...order, visitDate: '2026-04-30T23:30:00Z' };
		expect(created(late)).toContain('"VisitDate":"2026-05-01"');
		expect(validated(late)).toContain('"VisitDate":"2026-05-01 07:30:00"');
	});

	test('leaves out what was not given', () => {
		const bare: OrderDraft = {
			productId: 3,
			visitDate: '2026-05-01',
			quantity: 1,
			contactName: 'A',
			contactMobile: '13800000000',
			session: ' ',
			remark: '  ',
			visitors: [],
		};
		expect(created(bare)).toBe(
			'{"PartnerId":9258,"OriginOrderId":"default-1","ContactPerson":{"Name":"A","Mobile":"13800000000","IdCard":"","IDCardType":0},"ProductId":3,"OrderQuantity":1,"VisitDate":"2026-05-01"}',
		);
		expect(validated({ ...bare, visitors: [{ name: 'A' }] })).toBe(
			'{"PartnerId":9258,"ProductId":3,"VisitDate":"2026-05-01 00:00:00","OrderUsers":[{"UserName":"A","Mobile":"13800000000","CardType":0,"CardID":""}]}',
		);
	});

	test('names memo and gender of people when creating, and not when validating', () => {
		const people = [{ name: 'A', memo: ' note ', gender: '1' }];
		expect(created({ ...order, quantity: 1, entranceMode: 0, visitors: people })).toContain(
			'"VisitPerson":[{"Name":"A","Mobile":"13800000000","IdCard":"","IDCardType":0,"Memo":"note","Gender":1}]',
		);
		expect(validated({ ...order, entranceMode: 0, visitors: people })).not.toMatch(/Memo|Gender/);
	});

	test('takes flat details of the contact', () => {
		expect(
			created({
				...order,
				contactIdCardType: 1,
				contactMemo: 'm',
				contactGender: 2,
			}),
		).toContain(
			'"ContactPerson":{"Name":"王五","Mobile":"13800000000","IdCard":"","IDCardType":1,"Memo":"m","Gender":2}',
		);
	});

	test('takes one visitor that is not in a list', () => {
		expect(validated({ ...order, quantity: 1, visitors: visitors[0] })).toContain(
			'"OrderUsers":[{"UserName":"张三"',
		);
	});

	test('validates without a quantity', () => {
		expect(validated({ ...order, quantity: undefined })).toContain('"OrderUsers":[');
	});

	test('has spaces around the dash of a session trimmed', () => {
		expect(created({ ...order, session: ' 09:00 - 11:00 ' })).toContain(
			'"BeginPlayTime":"09:00","EndPlayTime":"11:00"',
		);
	});
});

test('a pre-check needs no contact, and takes null for none', () => {
	expect(validated({ ...order, contact: null })).toBe(validated(order));
});

test('a contact that is JSON in a list is no contact', () => {
	const { contactName: _name, contactMobile: _mobile, ...others } = order;
	const contact = ['{"name":"A","mobile":"13800000001"}'];
	expect(refusalOf(() => created({ ...others, contact }))).toBe(
		'Contact must be an object with name, mobile and idCard',
	);
});

describe('a session is sent', () => {
	test.each(['12:00-06:00', '20:00-06:00', '23:59-00:00'])(
		'also where it goes on after midnight: %s',
		(session) => {
			expect(created({ ...order, session })).toContain(
				`"BeginPlayTime":"${session.slice(0, 5)}","EndPlayTime":"${session.slice(6)}"`,
			);
		},
	);

	const times = (session: string) => {
		const body = createBody({ ...order, session }, credential, defaultId);
		return [body.BeginPlayTime, body.EndPlayTime];
	};

	test.each([
		['9:00-11:00', '9:00', '11:00'],
		['09:00:00-11:00:00', '09:00:00', '11:00:00'],
		['13:00-24:00', '13:00', '24:00'],
		['13:00-00:00', '13:00', '00:00'],
		['00:00-00:00', '00:00', '00:00'],
		['00:00-24:00', '00:00', '24:00'],
		['2026-05-01 09:00:00-2026-05-01 11:00:00', '2026-05-01 09:00:00', '2026-05-01 11:00:00'],
		['2026/5/1 9:00 - 2026/5/1 11:00', '2026/5/1 9:00', '2026/5/1 11:00'],
		['2026-05-01T13:00:00-2026-05-02T00:00:00', '2026-05-01T13:00:00', '2026-05-02T00:00:00'],
		['2026-05-01 13:00-2026-05-01 00:00', '2026-05-01 13:00', '2026-05-01 00:00'],
		['0001-01-01 09:00:00-0001-01-01 11:00:00', '0001-01-01 09:00:00', '0001-01-01 11:00:00'],
		['20:00-01:30', '20:00', '01:30'],
		['2026-05-01 20:00-01:30', '2026-05-01 20:00', '01:30'],
		['2026-05-01 20:00-2026-05-01 01:30', '2026-05-01 20:00', '2026-05-01 01:30'],
		['2026-05-01 20:00-2026-05-02 08:00', '2026-05-01 20:00', '2026-05-02 08:00'],
	])('in the spelling in which the product lists it: %s', (session, begin, end) => {
		expect(times(session)).toEqual([begin, end]);
	});

	test.each([
		...['09:00－11:00', '09:00–11:00', '09:00—11:00', '09:00——11:00', '09:00~11:00'],
		...['09:00～11:00', '09:00至11:00', '09:00 到 11:00', '09：00-11：00', '9：00　－　11：00'],
	])('whatever dash or colon it is written with: %s', (session) => {
		expect(times(session)).toEqual(['09:00', '11:00']);
	});

	test('as start and end, in any spelling of the same time', () => {
		const apart = { beginPlayTime: '9:00', endPlayTime: new Date('2026-05-01T03:00:00Z') };
		expect(created({ ...order, session: '', ...apart })).toContain(
			'"BeginPlayTime":"9:00","EndPlayTime":"11:00"',
		);
		expect(times('09:00:00-11:00:00')).toEqual(['09:00:00', '11:00:00']);
		expect(created({ ...order, session: '09:00:00-11:00', ...apart })).toContain(
			'"BeginPlayTime":"09:00:00","EndPlayTime":"11:00"',
		);
	});
});

describe('a visitor’s mobile that is left blank', () => {
	const visitor = { name: 'A', idCard: '330103199001011230', mobile: '\u200b' };
	const draft = { ...order, entranceMode: 0, visitors: [visitor] };

	test('is the contact’s, in both bodies', () => {
		expect(createBody(draft, credential, defaultId).VisitPerson).toMatchObject([
			{ Mobile: '13800000000' },
		]);
		expect(verifyBody(draft, credential).OrderUsers).toMatchObject([{ Mobile: '13800000000' }]);
	});

	test.each([
		['an object', { mobile: '13800000001' }],
		['the API’s names', { Name: '王五', Mobile: 13800000001 }],
		['JSON text', '{"name":"王五","mobile":"13800000001","other":1}'],
	])('is that of a contact as %s, of which a pre-check needs nothing else', (_name, contact) => {
		const given = { ...draft, contactMobile: undefined, contact };
		expect(verifyBody(given, credential).OrderUsers).toMatchObject([{ Mobile: '13800000001' }]);
	});

	test.each([undefined, 'Tom', [], 7])(
		'stays blank in a pre-check without a contact: %j',
		(contact) => {
			const given = { ...draft, contactMobile: undefined, contact };
			expect(verifyBody(given, credential).OrderUsers).toMatchObject([{ Mobile: '' }]);
		},
	);

	test('never takes the place of one that is given', () => {
		const own = { ...draft, visitors: [{ ...visitor, mobile: '+85291234567' }] };
		expect(verifyBody(own, credential).OrderUsers).toMatchObject([{ Mobile: '+85291234567' }]);
	});
});

describe('people who cannot be', () => {
	const bad = { name: 'A', mobile: '123', idCard: '330103199001011234' };
	const draft = { ...order, entranceMode: 0 };
	const refused: Array<[OrderDraft, string]> = [
		[{ visitors: [bad] }, 'Visitor 1 Mobile is not a mobile number: "123"'],
		[
			{ visitors: [visitors[0], { ...bad, mobile: '' }] },
			'Visitor 2 ID Card has a wrong check digit: a digit is mistyped or changed places',
		],
		[{ contactMobile: '123' }, 'Contact Mobile is not a mobile number: "123"'],
	];

	test.each(refused)('are refused by both operations: %j', (change, sentence) => {
		expect(refusalOf(() => created({ ...draft, ...change }))).toBe(sentence);
		expect(refusalOf(() => validated({ ...draft, ...change }))).toBe(sentence);
	});

	test('are refused as contact', () => {
		expect(refusalOf(() => created({ ...draft, contactIdCard: bad.idCard }))).toMatch(
			/^Contact ID Card has a wrong check digit/,
		);
	});

	test('may have another kind of document', () => {
		const other = { ...bad, mobile: '', idCardType: 1 };
		expect(created({ ...draft, visitors: [other] })).toContain('"IdCard":"330103199001011234"');
	});

	test('are left to the API where the check is off', () => {
		const off = { checked: false };
		const order = { ...draft, contactMobile: '1', contactIdCard: bad.idCard, visitors: [bad] };
		expect(createBody(order, credential, defaultId, off).VisitPerson).toMatchObject([
			{ Mobile: '123', IdCard: bad.idCard },
		]);
		expect(verifyBody(order, credential, off).OrderUsers).toMatchObject([{ Mobile: '123' }]);
	});
});

describe('the Origin Order ID', () => {
	test.each<[unknown, string]>([
		[Number.NaN, 'Origin Order ID must be text, but it is NaN'],
		['undefined', 'Origin Order ID is no value: "undefined"'],
		['SHOP-undefined', 'Origin Order ID has a part without a value: "SHOP-undefined"'],
		['\u200b', 'Origin Order ID is empty'],
		[true, 'Origin Order ID must be text, but it is true'],
	])('is refused where it would soon be every order’s: %p', (originOrderId, sentence) => {
		expect(refusalOf(() => created({ ...order, originOrderId }))).toBe(sentence);
	});

	test('is made only for an order that names none', () => {
		const make = jest.fn(() => 'made');
		createBody({ ...order, originOrderId: 'mine' }, credential, make);
		expect(make).not.toHaveBeenCalled();
		expect(createBody(order, credential, make).OriginOrderId).toBe('made');
		expect(make).toHaveBeenCalledTimes(1);
	});

	test.each(['', '  ', null])('is refused when it is named but blank: %j', (originOrderId) => {
		const given = draftFromObject({ originOrderId }, { unknown: 'refuse' });
		expect(refusalOf(() => created({ ...order, ...given }))).toBe('Origin Order ID is empty');
	});
});

type Case = [rule: string, change: OrderDraft, sentence: string];

const REFUSED_BY_BOTH: Case[] = [
	['no product', { productId: '' }, 'Product is empty'],
	['a product that is no number', { productId: 'A1' }, 'Product must be a number, but it is "A1"'],
	['a negative product', { productId: -3 }, 'Product must be a number, but it is "-3"'],
	[
		'a product number that has lost digits',
		{ productId: 123456789012345680000 },
		'Product was given as a number so long that it has already lost digits',
	],
	['no date', { visitDate: null }, 'Visit Date is empty'],
	['a date that is none', { visitDate: '2026-02-30' }, 'Visit Date is not a date: 2026-02-30'],
	['a date as a number', { visitDate: 20260501 }, 'Visit Date is not a date: 20260501'],
	[
		'a session without an end',
		{ session: '09:00' },
		'Session must be start and end as HH:mm-HH:mm, but it is "09:00"',
	],
	[
		'a session in three parts',
		{ session: '09:00-10:00-11:00' },
		'Session must be start and end as HH:mm-HH:mm, but it is "09:00-10:00-11:00"',
	],
	[
		'a session start that is no time',
		{ session: '', beginPlayTime: 'noon', endPlayTime: '13:00' },
		'Session start must be a time of day as HH:mm, but it is "noon"',
	],
	[
		'a session end after midnight',
		{ session: '09:00-24:01' },
		'Session end must be a time of day as HH:mm, but it is "24:01"',
	],
	[
		'a session start at the end of the day',
		{ session: '24:00-24:00' },
		'Session ends at 24:00, which is not after its start 24:00',
	],
	[
		'a session of another day',
		{ session: '2026-05-02 09:00:00-2026-05-02 11:00:00' },
		'Session starts at 2026-05-02 09:00:00, but the Visit Date is 2026-05-01',
	],
	[
		'a session that ends before it starts',
		{ session: '11:00-09:00' },
		'Session ends at 09:00, which is not after its start 11:00',
	],
	[
		'a session of no length',
		{ session: '09:00-09:00' },
		'Session ends at 09:00, which is not after its start 09:00',
	],
	[
		'a session and another start',
		{ beginPlayTime: '10:00' },
		'Session is "09:00-11:00", but its start or end is given otherwise too',
	],
	['a start only', { session: '', beginPlayTime: '09:00' }, 'Session end is empty'],
	['an end only', { session: '', endPlayTime: '09:00' }, 'Session start is empty'],
	[
		'an unknown entrance mode',
		{ entranceMode: 'both' },
		'Entrance Mode must be "group" (0) or "person" (1), but it is "both"',
	],
	[
		'another partner',
		{ partnerId: 9259 },
		'Partner ID is 9259 in the order, but the credential belongs to 9258',
	],
	['no whole quantity', { quantity: 1.5 }, 'Quantity must be a whole number, but it is 1.5'],
	['a quantity of none', { quantity: 0 }, 'Quantity must be at least 1, but it is 0'],
	['a negative quantity', { quantity: '-1' }, 'Quantity must be at least 1, but it is -1'],
	[
		'a quantity in another notation',
		{ quantity: '0x10' },
		'Quantity must be a whole number, but it is 0x10',
	],
	[
		'a quantity with an exponent',
		{ quantity: '1e3' },
		'Quantity must be a whole number, but it is 1e3',
	],
	['words as quantity', { quantity: 'two' }, 'Quantity must be a whole number, but it is two'],
	['visitors that are no list', { visitors: 'Tom' }, 'Visitors is not a list in JSON'],
	['visitors that are a number in JSON', { visitors: '5' }, 'Visitors is not a list in JSON'],
	[
		'a visitor that is no object',
		{ visitors: ['Tom'] },
		'Visitor 1 must be an object with name, mobile and idCard',
	],
	[
		'a visitor with an unknown field',
		{ visitors: [visitors[0], { name: 'B', phone: '1' }] },
		'Visitor 2 has a field "phone" that is not known',
	],
	[
		'a visitor with a slip in a name',
		{ visitors: [{ name: 'A', moble: '13800000000' }] },
		'Visitor 1 has a field "moble", which is not known but is close to "mobile"',
	],
	[
		'a session that was not found',
		{ session: undefined },
		'Session is empty: its expression found no value',
	],
	[
		'a mobile of the contact that is no value',
		{ contactMobile: 'undefined' },
		'Contact Mobile is no value: "undefined"',
	],
	[
		'a visitor that is null',
		{ visitors: [null] },
		'Visitor 1 must be an object with name, mobile and idCard',
	],
	[
		'a visitor that is JSON in a list',
		{ visitors: ['{"name":"A"}'] },
		'Visitor 1 must be an object with name, mobile and idCard',
	],
	['visitors that are null in JSON', { visitors: 'null' }, 'Visitors is not a list in JSON'],
	[
		'visitors as an expression that was not evaluated',
		{ visitors: '{{ $json.visitors }}' },
		'Visitors looks like an expression that was not evaluated: "{{ $json.visitors }}"',
	],
	[
		'visitors of a template that lacks a part',
		{ visitors: new Incomplete('[') },
		'Visitors has a part without a value: "["',
	],
	[
		'a visitor of a template that lacks a part',
		{ visitors: [new Incomplete('x')] },
		'Visitor 1 has a part without a value: "x"',
	],
	[
		'a contact of a template that lacks a part',
		{ contactName: undefined, contactMobile: undefined, contact: new Incomplete('x') },
		'Contact has a part without a value: "x"',
	],
	[
		'a mobile that is no text',
		{ visitors: [{ name: 'A', mobile: true }] },
		'Visitor 1 Mobile must be text, but it is true',
	],
	[
		'a memo that is no text',
		{ visitors: [{ name: 'A', memo: true }] },
		'Visitor 1 Memo must be text, but it is true',
	],
	[
		'a gender that is no number',
		{ visitors: [{ name: 'A', gender: 'x' }] },
		'Visitor 1 Gender must be a whole number, but it is x',
	],
	...['idCardType', 'IDCARDTYPE', 'CardType'].map(
		(name): Case => [
			`a kind of document that was not found: ${name}`,
			{ visitors: [{ name: 'A', [name]: undefined }] },
			'Visitor 1 ID Card Type is empty: its expression found no value',
		],
	),
	[
		'a session of the evening that ends at noon',
		{ session: '14:00-13:00' },
		'Session ends at 13:00, which is not after its start 14:00',
	],
	[
		'a session of the morning that ends in the night',
		{ session: '11:59-05:00' },
		'Session ends at 05:00, which is not after its start 11:59',
	],
	[
		'a session that ends the day before',
		{ session: '2026-05-01 09:00-2026-04-30 11:00' },
		'Session ends at 2026-04-30 11:00, which is not after its start 2026-05-01 09:00',
	],
	['a visitor without a name', { visitors: [{ mobile: '1' }] }, 'Visitor 1 Name is empty'],
	[
		'an ID card type that is no number',
		{ visitors: [{ name: 'A', idCardType: 'passport' }] },
		'Visitor 1 ID Card Type must be a whole number, but it is passport',
	],
	[
		'an ID card that has lost digits',
		{ visitors: [{ name: 'A', idCard: 330103199001011230 }] },
		'Visitor 1 ID Card was given as a number so long that it has already lost digits',
	],
	[
		'fewer visitors than tickets where each needs a code',
		{ visitors: [visitors[0]] },
		'Visitors has 1 for 2 tickets',
	],
	[
		'more visitors than tickets where each needs a code',
		{ quantity: 1 },
		'Visitors has 2 for 1 tickets',
	],
	[
		'a visitor without an ID card where each needs a code',
		{ visitors: [visitors[0], { name: 'B' }] },
		'Visitor 2 ID Card is empty',
	],
	[
		'the same ID card twice, in either case, where each needs a code',
		{ visitors: [visitors[1], { name: 'B', idCard: '33010319920202234X' }] },
		'Visitor 2 ID Card is the same as that of visitor 1',
	],
];

const REFUSED_BY_CREATE: Case[] = [
	['no quantity', { quantity: undefined }, 'Quantity is empty'],
	['no contact name', { contactName: ' ' }, 'Contact Name is empty'],
	['no contact mobile', { contactMobile: undefined }, 'Contact Mobile is empty'],
	[
		'a contact that is no object',
		{ contact: 'Tom' },
		'Contact must be an object with name, mobile and idCard',
	],
	[
		'a contact as an object and by single members',
		{ contact: { name: 'A', mobile: '13800000001' } },
		'Contact is given both as an object and by single fields such as contactName',
	],
	[
		'no visitors where each needs a code',
		{ visitors: [] },
		'Visitors is empty, but this product needs one visitor for each ticket',
	],
	['a remark that is no text', { remark: { a: 1 } }, 'Remark must be text, but it is {"a":1}'],
];

describe('before anything is sent, an order is refused with', () => {
	test.each(REFUSED_BY_BOTH)('%s, by both operations alike', (_rule, change, sentence) => {
		expect(refusalOf(() => created({ ...order, ...change }))).toBe(sentence);
		expect(refusalOf(() => validated({ ...order, ...change }))).toBe(sentence);
	});

	test.each(REFUSED_BY_CREATE)('%s, when creating', (_rule, change, sentence) => {
		expect(refusalOf(() => created({ ...order, ...change }))).toBe(sentence);
	});

	test('no visitors, when validating, whatever the entrance mode', () => {
		for (const entranceMode of ['', 0, 'person']) {
			expect(refusalOf(() => validated({ ...order, entranceMode, visitors: '' }))).toBe(
				'Visitors is empty',
			);
		}
	});
});

describe('where one code serves the group', () => {
	test.each(['', 0, '0', 'group', 'GROUP', null])(
		'the number of visitors is free and they may share an ID card: %j',
		(entranceMode) => {
			const shared = [visitors[0], visitors[0], visitors[0]];
			const body = createBody({ ...order, entranceMode, visitors: shared }, credential, defaultId);
			expect(body.VisitPerson).toHaveLength(3);
		},
	);
});
