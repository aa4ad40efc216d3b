import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startScripted, success, type ScriptedServer } from '../../support/http.mts';
import { residentIdCard } from '../../support/id-cards.mts';
import { credentials, locator, run } from '../scripted.mts';

/**
 * What becomes of each value that an expression may leave where it finds none, at every place where
 * one can stand: refused before anything is sent (r), taken for not given (-), or sent as it is (v).
 */
const VALUES: Array<[name: string, value: unknown]> = [
	['undefined', undefined],
	['null', null],
	['empty', ''],
	['a space', ' '],
	['zero-width', '\u200b\ufeff'],
	['"undefined"', 'undefined'],
	['"null"', 'null'],
	['"NaN"', 'NaN'],
	['NaN', Number.NaN],
	['"[object Object]"', '[object Object]'],
	['{}', {}],
	['[]', []],
	['true', true],
	['0', 0],
];

/** The last letter stands for a template whose placeholder finds nothing. */
const BLANK_PLACEHOLDER = '{{ $json.nothing }}';

interface Place {
	name: string;
	/** A letter for each value, in their order. */
	fates: string;
	/** The message of a refusal starts so. */
	label: string;
	/** The parameters with this expression at the place; undefined leaves the place out. */
	parameters: (expression: string | undefined) => INodeParameters;
	/** What would be read if the rest of the template were all. */
	literal: string;
	/** Where the value stands in what is sent. */
	sent: (body: Record<string, unknown>) => unknown;
	/** What is sent of 0. */
	zero?: unknown;
}

const R = 'rrrrr rrr r r rrr'.replaceAll(' ', '');

/** Required, or without a meaning when it is empty; 0 is a value for some. */
const REQUIRED = `${R}r r`.replaceAll(' ', '');
const REQUIRED_OR_ZERO = `${R}v r`.replaceAll(' ', '');
/** Decides what is ordered or paid: an empty text says that none is meant. */
const DECIDING = 'rr--- rrr r r rrr r r'.replaceAll(' ', '');
const DECIDING_OR_ZERO = 'rr--- rrr r r rrr v r'.replaceAll(' ', '');
const DECIDING_ZERO_IS_DEFAULT = 'rr--- rrr r r rrr - r'.replaceAll(' ', '');
/** Describes somebody: it may be missing. */
const OPTIONAL = '----- rrr r r rrr r r'.replaceAll(' ', '');
const OPTIONAL_OR_ZERO = '----- rrr r r rrr v r'.replaceAll(' ', '');
/** Words for people, of which a part may be missing too, and of which "null" is one. */
const REMARK = '----- rvr r r rrr v v'.replaceAll(' ', '');
/** In JSON null says that none is meant, as an empty text does. */
const inJson = (fates: string) => (fates.startsWith('rr-') ? `r-${fates.slice(2)}` : fates);

const OPTIONAL_LIST = 'rr--- rrr r r r-r r r'.replaceAll(' ', '');

const person = { name: '张三', mobile: '18102623512', idCard: residentIdCard(1) };

const CREATE: INodeParameters = {
	operation: 'create',
	productId: locator('165325'),
	visitDate: '2026-05-01',
	quantity: 2,
	originOrderId: 'S-1',
	contactName: '张三',
	contactMobile: '18102623512',
};

const at =
	(...path: string[]) =>
	(body: Record<string, unknown>): unknown =>
		path.reduce<unknown>(
			(value, name) =>
				typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined,
			body,
		);

function member(name: string, expression: string | undefined): INodeParameters {
	return expression === undefined ? {} : { [name]: expression };
}

/** A parameter of Create that stands by itself. */
function created(
	name: string,
	fates: string,
	label: string,
	literal: string,
	sent: Place['sent'],
	more: Partial<Place> = {},
): Place {
	const { [name]: _given, ...others } = CREATE;
	return {
		name: `create ${name}`,
		fates,
		label,
		literal,
		sent,
		parameters: (expression) => ({ ...others, ...member(name, expression) }),
		...more,
	};
}

function locatorOf(expression: string | undefined): string | INodeParameters {
	return expression === undefined ? locator('') : locator(expression);
}

function inCollection(
	base: INodeParameters,
	collection: string,
	[name, fates, label, literal]: [string, string, string, string],
	sent: Place['sent'],
	zero?: unknown,
): Place {
	return {
		name: `${String(base.operation)} ${collection}.${name}`,
		fates,
		label,
		literal,
		sent,
		zero,
		parameters: (expression) => ({ ...base, [collection]: member(name, expression) }),
	};
}

const visitorRow = (
	[name, fates, label, literal]: [string, string, string, string],
	zero?: unknown,
) =>
	({
		name: `create visitors ${name}`,
		fates,
		label: `Visitor 1 ${label}`,
		literal,
		zero,
		sent: (body) => at('VisitPerson', '0', WIRE[name])(body),
		parameters: (expression) => {
			const { [name]: _given, ...others }: INodeParameters = person;
			return {
				...CREATE,
				// A check of its own would refuse what this is not about.
				options: { checkPeople: false },
				visitors: { visitor: [{ ...others, ...member(name, expression) }] },
			};
		},
	}) satisfies Place;

const WIRE: Record<string, string> = {
	name: 'Name',
	mobile: 'Mobile',
	idCard: 'IdCard',
	idCardType: 'IDCardType',
	memo: 'Memo',
	gender: 'Gender',
};

const PAY: INodeParameters = { operation: 'pay', orderId: '1' };
const REFUND: INodeParameters = { operation: 'refund', orderId: '1', refundId: 'R-1' };
const VALIDATE: INodeParameters = {
	operation: 'validate',
	productId: locator('165325'),
	visitDate: '2026-05-01',
	visitors: { visitor: [{ ...person }] },
};

const FIELDS: Place[] = [
	created('productId', REQUIRED_OR_ZERO, 'Product', '7', at('ProductId'), {
		zero: 0,
		parameters: (expression) => ({ ...CREATE, productId: locatorOf(expression) }),
	}),
	created('visitDate', REQUIRED, 'Visit Date', '2026-05-01', at('VisitDate')),
	created('quantity', REQUIRED, 'Quantity', '2', at('OrderQuantity')),
	created('session', DECIDING, 'Session', '09:00-11:00', at('BeginPlayTime'), {
		parameters: (expression) => ({ ...CREATE, session: locatorOf(expression) }),
	}),
	created('entranceMode', DECIDING_ZERO_IS_DEFAULT, 'Entrance Mode', 'group', at('none')),
	created('contactName', REQUIRED_OR_ZERO, 'Contact Name', '张', at('ContactPerson', 'Name'), {
		zero: '0',
	}),
	created(
		'contactMobile',
		REQUIRED,
		'Contact Mobile',
		'18102623512',
		at('ContactPerson', 'Mobile'),
	),
	created(
		'contactIdCard',
		OPTIONAL_OR_ZERO,
		'Contact ID Card',
		'33',
		at('ContactPerson', 'IdCard'),
		{
			zero: '0',
		},
	),
	created('originOrderId', REQUIRED, 'Origin Order ID', 'SHOP', at('OriginOrderId')),
	created('visitorsJson', OPTIONAL_LIST, 'Visitor', '[]', at('VisitPerson'), {
		literal: '[{"idCard":"1","mobile":"18102623512","name":"张',
		parameters: (expression) => ({
			...CREATE,
			visitorsFrom: 'json',
			...member(
				'visitorsJson',
				expression?.endsWith('"张'.concat(BLANK_PLACEHOLDER)) ? `${expression}"}]` : expression,
			),
		}),
	}),
	...(
		[
			[['remark', REMARK, 'Remark', '靠窗 '], at('OrderRemark'), '0'],
			[['contactMemo', REMARK, 'Contact Memo', '居民 '], at('ContactPerson', 'Memo'), '0'],
			[
				['contactGender', OPTIONAL_OR_ZERO, 'Contact Gender', '1'],
				at('ContactPerson', 'Gender'),
				0,
			],
			[['contactIdCardType', DECIDING_ZERO_IS_DEFAULT, 'Contact ID Card Type', '1'], at('none')],
		] as Array<[[string, string, string, string], Place['sent'], unknown?]>
	).map(([spec, sent, zero]) => inCollection(CREATE, 'orderDetails', spec, sent, zero)),
	visitorRow(['name', REQUIRED_OR_ZERO, 'Name', '张'], '0'),
	visitorRow(['mobile', OPTIONAL_OR_ZERO, 'Mobile', '+86'], '0'),
	visitorRow(['idCard', OPTIONAL_OR_ZERO, 'ID Card', '3301'], '0'),
	visitorRow(['idCardType', DECIDING_ZERO_IS_DEFAULT, 'ID Card Type', '1']),
	visitorRow(['memo', REMARK, 'Memo', '居民 '], '0'),
	visitorRow(['gender', OPTIONAL_OR_ZERO, 'Gender', '1'], 0),
	inCollection(
		VALIDATE,
		'validateDetails',
		['sessionName', DECIDING_OR_ZERO, 'Session Name', '早'],
		at('ProductItemName'),
		'0',
	),
	inCollection(
		VALIDATE,
		'validateDetails',
		['contactMobile', OPTIONAL, 'Contact Mobile', '18102623512'],
		at('none'),
	),
	inCollection(
		PAY,
		'paymentDetails',
		['eticketNo', DECIDING_OR_ZERO, 'E-Ticket Number', 'E'],
		at('EticketNo'),
		'0',
	),
	inCollection(PAY, 'paymentDetails', ['ticketCount', DECIDING, 'Ticket Count', '2'], at('none')),
	inCollection(
		PAY,
		'paymentDetails',
		['unitPrice', DECIDING_OR_ZERO, 'Unit Price', '8'],
		at('UnitPrice'),
		0,
	),
	...['pay', 'cancel', 'refund'].map((operation) => ({
		name: `${operation} orderId`,
		fates: REQUIRED_OR_ZERO,
		label: 'Order ID',
		literal: '7',
		sent: (body: Record<string, unknown>) => body.OrderId ?? Number(body.orderId),
		zero: 0,
		parameters: (expression: string | undefined) => ({
			refundId: 'R-1',
			operation,
			...member('orderId', expression),
		}),
	})),
	{
		name: 'refund refundCount',
		fates: REQUIRED,
		label: 'Refund Count',
		literal: '1',
		sent: at('RefundCount'),
		parameters: (expression) => ({ ...REFUND, ...member('refundCount', expression) }),
	},
	{
		name: 'refund refundId',
		fates: REQUIRED,
		label: 'Refund ID',
		literal: 'R',
		sent: at('RefundId'),
		parameters: (expression) => ({ ...REFUND, refundId: expression ?? 'R-1' }),
	},
	{
		name: 'refund voucherCodes',
		fates: REQUIRED_OR_ZERO,
		label: 'Voucher Codes',
		literal: '111,',
		sent: at('VoucherCode'),
		zero: ['0'],
		parameters: (expression) => ({ ...REFUND, ...member('voucherCodes', expression) }),
	},
	{
		name: 'getQrCodes originOrderId',
		fates: REQUIRED_OR_ZERO,
		label: 'Origin Order ID',
		literal: 'SHOP-',
		sent: at('originOrderId'),
		zero: '0',
		parameters: (expression) => ({
			operation: 'getQrCodes',
			...member('originOrderId', expression),
		}),
	},
	...['get', 'getPrices'].map((operation) => ({
		name: `${operation} productId`,
		fates: REQUIRED_OR_ZERO,
		label: 'Product',
		literal: '7',
		sent: at('productId'),
		zero: '0',
		parameters: (expression: string | undefined) => ({
			resource: 'product',
			operation,
			productId: locatorOf(expression),
		}),
	})),
	...['startDate', 'endDate'].map((name) => ({
		name: `getPrices ${name}`,
		fates: REQUIRED,
		label: name === 'startDate' ? 'Start Date' : 'End Date',
		literal: '2026-05-01',
		sent: at(name),
		parameters: (expression: string | undefined) => ({
			resource: 'product',
			operation: 'getPrices',
			productId: locator('7'),
			startDate: '2026-05-01',
			endDate: '2026-05-01',
			...member(name, expression),
		}),
	})),
];

/** An order as JSON, of which each member is tried. */
const ORDER: IDataObject = {
	productId: 165325,
	visitDate: '2026-05-01',
	quantity: 2,
	originOrderId: 'S-1',
	contactName: '张三',
	contactMobile: '18102623512',
};

type Member = [
	name: string,
	fates: string,
	label: string,
	literal: string,
	sent: Place['sent'],
	zero?: unknown,
];

const MEMBERS: Member[] = [
	['productId', REQUIRED_OR_ZERO, 'Product', '7', at('ProductId'), 0],
	['visitDate', REQUIRED, 'Visit Date', '2026-05-01', at('VisitDate')],
	['quantity', REQUIRED, 'Quantity', '2', at('OrderQuantity')],
	['session', DECIDING, 'Session', '09:00-11:00', at('none')],
	['beginPlayTime', DECIDING, 'Session', '09:00', at('none')],
	['endPlayTime', DECIDING, 'Session', '09:00', at('none')],
	['entranceMode', DECIDING_ZERO_IS_DEFAULT, 'Entrance Mode', 'group', at('none')],
	['originOrderId', REQUIRED, 'Origin Order ID', 'SHOP', at('OriginOrderId')],
	['contactName', REQUIRED_OR_ZERO, 'Contact Name', '张', at('ContactPerson', 'Name'), '0'],
	['contactMobile', REQUIRED, 'Contact Mobile', '18102623512', at('none')],
	['contactIdCard', OPTIONAL_OR_ZERO, 'Contact ID Card', '3', at('ContactPerson', 'IdCard'), '0'],
	['contactIdCardType', DECIDING_ZERO_IS_DEFAULT, 'Contact ID Card Type', '1', at('none')],
	['contactGender', OPTIONAL_OR_ZERO, 'Contact Gender', '1', at('ContactPerson', 'Gender'), 0],
	['remark', REMARK, 'Remark', '靠窗 ', at('OrderRemark'), '0'],
	['visitors', OPTIONAL_LIST, 'Visitor', '[ ', at('none')],
];

/** The members of a person, as contact and as visitor. */
const PERSON_MEMBERS: Member[] = [
	['name', REQUIRED_OR_ZERO, 'Name', '张', at('Name'), '0'],
	['idCard', OPTIONAL_OR_ZERO, 'ID Card', '33', at('IdCard'), '0'],
	['idCardType', DECIDING_ZERO_IS_DEFAULT, 'ID Card Type', '1', at('none')],
	['memo', REMARK, 'Memo', '居民 ', at('Memo'), '0'],
	['gender', OPTIONAL_OR_ZERO, 'Gender', '1', at('Gender'), 0],
];

/** What an item brings to each try: the value under this name, where it is not undefined. */
const TRIED = 'v';

let server: ScriptedServer;

beforeAll(async () => {
	server = await startScripted(() => success({ OrderId: 1, ApplyId: 'A1', OrderStatus: 0 }));
});

afterAll(async () => await server.close());

/** What is sent with these parameters, its query too; or the sentence with which it is refused. */
async function outcomeOf(
	parameters: INodeParameters,
	item: IDataObject,
): Promise<Record<string, unknown> | string> {
	server.requests.splice(0);
	let message = 'nothing was refused';
	try {
		await run(server.url, { credentials: credentials(server.url), parameters, items: [item] });
	} catch (error) {
		message = error instanceof Error ? error.message : String(error);
	}
	const request = server.requests.at(0);
	if (request === undefined) return message;
	const body: Record<string, unknown> = request.body === '' ? {} : JSON.parse(request.body);
	return { ...Object.fromEntries(request.query), ...body };
}

function itemOf(value: unknown): IDataObject {
	return Object.fromEntries(value === undefined ? [] : [[TRIED, value]]) as IDataObject;
}

/** How a value is read where it is sent: words as they are. */
function readOf(value: unknown, zero: unknown): unknown {
	return typeof value === 'string' ? value : zero;
}

async function expectFate(
	fate: string,
	outcome: Record<string, unknown> | string,
	place: Pick<Place, 'label' | 'sent'>,
	without: () => Promise<Record<string, unknown> | string>,
	read: unknown,
): Promise<void> {
	if (fate === 'r') {
		expect(outcome).toEqual(expect.any(String));
		expect(outcome).toMatch(new RegExp(`^${place.label}`));
	} else if (fate === '-') {
		expect(outcome).toEqual(await without());
	} else {
		expect(outcome).toEqual(expect.any(Object));
		if (typeof outcome !== 'string') expect(place.sent(outcome)).toEqual(read);
	}
}

describe.each(FIELDS)('$name', (place) => {
	test.each(VALUES.map(([name, value], index) => ({ name, value, fate: place.fates[index] })))(
		'$name: $fate',
		async ({ value, fate }) => {
			const outcome = await outcomeOf(place.parameters(`={{ $json.${TRIED} }}`), itemOf(value));
			const without = async () => await outcomeOf(place.parameters(undefined), itemOf(value));
			await expectFate(fate, outcome, place, without, readOf(value, place.zero));
		},
	);

	test('a template that finds nothing', async () => {
		const parameters = place.parameters(`=${place.literal}${BLANK_PLACEHOLDER}`);
		const read = place.literal.trim();
		const fate = place.fates.at(-1) ?? '';
		await expectFate(fate, await outcomeOf(parameters, {}), place, async () => '', read);
	});

	test('nothing but a template that finds nothing', async () => {
		const literals = place.parameters(`= ${BLANK_PLACEHOLDER}`);
		const outcome = await outcomeOf(literals, {});
		const fate = place.fates[0];
		const without = async () => await outcomeOf(place.parameters(undefined), {});
		await expectFate(fate, outcome, place, without, undefined);
	});
});

describe.each(MEMBERS)('JSON %s', (name, fields, label, literal, sent, zero) => {
	const fates = inJson(fields);
	const { [name]: _given, ...others } = ORDER;
	const place = { label, sent };
	// Of two times one cannot be left out.
	const other =
		name === 'beginPlayTime'
			? { endPlayTime: '' }
			: name === 'endPlayTime'
				? { beginPlayTime: '' }
				: {};
	const rest: IDataObject = { ...others, ...other };
	const cases = VALUES.map(([valueName, value], index) => ({
		valueName,
		value,
		fate: fates[index],
	}));

	test.each(cases)('as an object of an expression, $valueName: $fate', async ({ value, fate }) => {
		const parameters = {
			operation: 'create',
			orderFrom: 'json',
			orderJson: `={{ ({ ...$json.rest, ${name}: $json.${TRIED} }) }}`,
		};
		const outcome = await outcomeOf(parameters, { rest, ...itemOf(value) });
		const without = async () =>
			await outcomeOf({ ...parameters, orderJson: '={{ $json.rest }}' }, { rest });
		await expectFate(fate, outcome, place, without, readOf(value, zero));
	});

	test.each(cases)('as a field of the item, $valueName: $fate', async ({ value, fate }) => {
		const parameters = { operation: 'create', orderFrom: 'autoMap' };
		const item = Object.assign({ ...rest }, { [name]: value }) as IDataObject;
		const outcome = await outcomeOf(parameters, item);
		const without = async () => await outcomeOf(parameters, rest);
		await expectFate(fate, outcome, place, without, readOf(value, zero));
	});

	const text = (value: string) => `=${JSON.stringify(rest).slice(0, -1)},"${name}":"${value}"}`;

	test('in JSON text, a template that finds nothing', async () => {
		const fate = fates.at(-1) ?? '';
		const orderJson = text(`${literal}${BLANK_PLACEHOLDER}`);
		const outcome = await outcomeOf({ operation: 'create', orderFrom: 'json', orderJson }, {});
		await expectFate(fate, outcome, place, async () => '', literal.trim());
	});

	test('in JSON text, nothing but a placeholder that finds nothing', async () => {
		const parameters = {
			operation: 'create',
			orderFrom: 'json',
			orderJson: text(BLANK_PLACEHOLDER),
		};
		const outcome = await outcomeOf(parameters, {});
		const without = async () =>
			await outcomeOf({ ...parameters, orderJson: JSON.stringify(rest) }, {});
		await expectFate(fates[0], outcome, place, without, undefined);
	});
});

describe.each([
	['contact', 'Contact', 'ContactPerson', (person: string) => person],
	['visitors', 'Visitor 1', 'VisitPerson', (person: string) => `[${person}]`],
])('%s in JSON', (role, who, onWire, wrapped) => {
	const { contactName: _name, contactMobile: _mobile, ...others } = ORDER;
	const rest: IDataObject = role === 'contact' ? others : ORDER;

	describe.each(PERSON_MEMBERS)('%s', (name, fields, label, literal, sent, zero) => {
		const fates = inJson(fields);
		const place = {
			label: `${who} ${label}`,
			sent: (body: Record<string, unknown>) => {
				const people = body[onWire];
				return sent(Array.isArray(people) ? people[0] : people);
			},
		};
		const { [name]: _given, ...own }: IDataObject = person;

		test.each(
			VALUES.map(([valueName, value], index) => ({ valueName, value, fate: fates[index] })),
		)('as an object of an expression, $valueName: $fate', async ({ value, fate }) => {
			const order = (inner: string) => ({
				operation: 'create',
				orderFrom: 'json',
				orderJson: `={{ ({ ...$json.rest, ${role}: ${wrapped(inner)} }) }}`,
			});
			const item = { rest, own, ...itemOf(value) };
			const outcome = await outcomeOf(order(`{ ...$json.own, ${name}: $json.${TRIED} }`), item);
			const without = async () => await outcomeOf(order('{ ...$json.own }'), item);
			await expectFate(fate, outcome, place, without, readOf(value, zero));
		});

		test('in JSON text, a template that finds nothing', async () => {
			const inner = `${JSON.stringify(own).slice(0, -1)},"${name}":"${literal}${BLANK_PLACEHOLDER}"}`;
			const outer = `=${JSON.stringify(rest).slice(0, -1)},"${role}":${wrapped(inner)}}`;
			const parameters = { operation: 'create', orderFrom: 'json', orderJson: outer };
			const outcome = await outcomeOf(parameters, {});
			await expectFate(fates.at(-1) ?? '', outcome, place, async () => '', literal.trim());
		});
	});
});

test('a model that fills in the fields may leave out what it does not know', async () => {
	const node = { type: 'n8n-nodes-zhongzhiyou.zhongzhiyouTool' };
	const parameters = {
		...CREATE,
		session: locator('={{ $json.session }}'),
		entranceMode: '={{ $json.mode }}',
		originOrderId: '={{ $json.number }}',
		visitors: { visitor: [{ ...person, idCardType: '={{ $json.type }}' }] },
		orderDetails: { contactIdCardType: '={{ $json.type }}', remark: '={{ $json.remark }}' },
	};
	server.requests.splice(0);
	await run(server.url, { node, parameters, items: [{}] });
	await run(server.url, {
		node,
		parameters: { ...parameters, visitorsFrom: 'json', visitorsJson: '={{ $json.visitors }}' },
		items: [{}],
	});
	expect(server.requests).toHaveLength(2);
	const error = await outcomeOfTool({ ...parameters, originOrderId: '=SHOP-{{ $json.number }}' });
	expect(error).toMatch(/^Origin Order ID has a part without a value: "SHOP-"/);

	async function outcomeOfTool(given: INodeParameters): Promise<string> {
		try {
			await run(server.url, { node, parameters: given, items: [{}] });
		} catch (thrown) {
			return thrown instanceof Error ? thrown.message : String(thrown);
		}
		return 'nothing was refused';
	}
});

test.each<[string, INodeParameters]>([
	['Create', { ...CREATE, originOrderId: '=SHOP-{{ $json.shop }}-{{ $json.no }}' }],
	['Refund', { ...REFUND, refundId: '=SHOP-{{ $json.shop }}-{{ $json.no }}' }],
	[
		'Get QR Codes',
		{ operation: 'getQrCodes', originOrderId: '=SHOP-{{ $json.shop }}-{{ $json.no }}' },
	],
])('%s takes a number whose every part is there, and no other', async (_name, parameters) => {
	for (const item of [
		{},
		{ shop: 'A' },
		{ no: 7 },
		{ shop: ' ', no: 7 },
		{ shop: 'A-B', no: '' },
	]) {
		expect(await outcomeOf(parameters, item)).toMatch(/ ID has a part without a value: "SHOP-/);
	}
	for (const item of [
		{ shop: 'A', no: 7 },
		{ shop: '-', no: 'B-' },
		{ shop: 0, no: 0 },
	]) {
		const sent = Object.values({ ...Object(await outcomeOf(parameters, item)) });
		expect(sent).toContain(`SHOP-${item.shop}-${item.no}`);
	}
});

describe.each<[string, INodeParameters, string]>([
	['Origin Order ID', CREATE, 'originOrderId'],
	['Refund ID', REFUND, 'refundId'],
])('%s of placeholders that touch', (label, given, name) => {
	test.each([
		['SHOP-{{ $json.a }}{{ $json.b }}', 'SHOP-AB'],
		['{{ $json.a }}{{ $json.b }}', 'AB'],
		['{{ $json.a }} {{ $json.b }}', 'A B'],
		["{{ $json.a ?? '' }}{{ $json.b ?? '' }}", 'AB'],
		['{{ $json.a }}{{ $json.b }}-7', 'AB-7'],
	])('needs a value of each: %s', async (template, whole) => {
		const parameters = { ...given, [name]: `=${template}` };
		const sent = await outcomeOf(parameters, { a: 'A', b: 'B' });
		expect(Object.values(Object(sent))).toContain(whole);
		for (const item of [{ a: 'A' }, { b: 'B' }, { a: 'A', b: '' }, { a: 'A', b: Number.NaN }]) {
			expect(await outcomeOf(parameters, item)).toMatch(
				new RegExp(`^${label} has a part without a value: "`),
			);
		}
		const json = { operation: 'create', orderFrom: 'json' };
		const { originOrderId: _given, ...rest } = ORDER;
		const orderJson = `=${JSON.stringify(rest).slice(0, -1)},"OriginOrderId":"${template}"}`;
		expect(await outcomeOf({ ...json, orderJson }, { a: 'A' })).toMatch(
			/^Origin Order ID has a part without a value: "/,
		);
	});
});

test('a name of placeholders that touch lacks none of them, unless one says that it may', async () => {
	const named = (name: string): INodeParameters => ({
		...CREATE,
		contactName: name,
		visitors: { visitor: [{ ...person, name }] },
	});
	const both = named('={{ $json.family }}{{ $json.given }}');
	expect(await outcomeOf(both, { family: '张', given: '三' })).toMatchObject({
		VisitPerson: [{ Name: '张三' }],
	});
	expect(await outcomeOf(both, { family: '张' })).toMatch(
		/^(?:Visitor 1|Contact) Name has a part without a value: "张"/,
	);
	for (const space of ["{{ ' ' }}", '{{" "}}', '{{ "\\n" }}', ' ']) {
		const apart = named(`={{ $json.family }}${space}{{ $json.given }}`);
		expect(await outcomeOf(apart, { family: 'Li', given: 'Po' })).toMatchObject({
			VisitPerson: [{ Name: expect.stringMatching(/^Li\sPo$/) }],
		});
		expect(await outcomeOf(apart, { given: 'Po' })).toMatch(/Name has a part without a value/);
	}
	const middle = named("={{ $json.first }} {{ $json.middle ?? '' }} {{ $json.last }}");
	expect(await outcomeOf(middle, { first: 'Li', last: 'Po' })).toMatchObject({
		VisitPerson: [{ Name: 'Li  Po' }],
	});
	expect(await outcomeOf(middle, { first: 'Li', middle: 'X' })).toMatch(
		/Name has a part without a value/,
	);
});

test('a remark of placeholders that touch may lack one', async () => {
	const orderDetails = { remark: '={{ $json.a }}{{ $json.b }}' };
	expect(await outcomeOf({ ...CREATE, orderDetails }, { a: '靠窗' })).toMatchObject({
		OrderRemark: '靠窗',
	});
});

describe('an expression that says itself that there may be none', () => {
	const SAYING = [
		"$json.v ?? ''",
		'$json.v || ""',
		"$json.has ? $json.v : ''",
		'$json.has ? $json.v : null',
		'$json.has ? $json.v : undefined',
		'!$json.has ? null : $json.v',
		'($json.v ?? null)',
	];

	const LOSING = ['$json.v', '$json.v ?? $json.w', '$json.lacks ? null : $json.v', '$json.v?.[0]'];

	const { orderDetails: _details, ...plain } = CREATE;

	const places: Array<[string, (code: string) => INodeParameters, RegExp]> = [
		[
			'a session',
			(code) => ({ ...plain, session: locator(`={{ ${code} }}`) }),
			/^Session is empty: its expression found no value/,
		],
		[
			'a session with space around',
			(code) => ({ ...plain, session: locator(`= {{ ${code} }}`) }),
			/^Session is empty: its expression found no value/,
		],
		[
			'the kind of document of the contact',
			(code) => ({ ...plain, orderDetails: { contactIdCardType: `={{ ${code} }}` } }),
			/^Contact ID Card Type is empty: its expression found no value/,
		],
		[
			'visitors',
			(code) => ({ ...plain, visitorsFrom: 'json', visitorsJson: `={{ ${code} }}` }),
			/^Visitors is empty: its expression found no value/,
		],
	];

	describe.each(places)('for %s', (_name, parametersOf, lost) => {
		test.each(SAYING)('means none: %s', async (code) => {
			expect(await outcomeOf(parametersOf(code), {})).toEqual(await outcomeOf(plain, {}));
		});

		test.each(LOSING)('is lost where it does not: %s', async (code) => {
			expect(await outcomeOf(parametersOf(code), {})).toMatch(lost);
		});
	});

	test('is lost where it says another nothing than it finds', async () => {
		for (const code of ['$json.has ? $json.sesion : null', "$json.has ? $json.sesion : ''"]) {
			const parameters = { ...plain, session: locator(`={{ ${code} }}`) };
			expect(await outcomeOf(parameters, { has: true })).toMatch(/^Session is empty/);
		}
	});

	test('is no reason to leave out what a pay or a refund is about', async () => {
		const refund = { ...REFUND, voucherCodes: "={{ $json.v ?? '' }}" };
		expect(await outcomeOf(refund, {})).toMatch(/^Voucher Codes is empty/);
		const create = { ...plain, originOrderId: "={{ $json.v ?? '' }}" };
		expect(await outcomeOf(create, {})).toMatch(/^Origin Order ID is empty/);
		const paid = { ...PAY, paymentDetails: { ticketCount: '={{ $json.has ? 2 : null }}' } };
		expect(await outcomeOf(paid, {})).toEqual(await outcomeOf(PAY, {}));
	});

	const text = (member: string) => `=${JSON.stringify(ORDER).slice(0, -1)},${member}}`;

	test.each(SAYING)('means none in JSON too: %s', async (code) => {
		const inJson = code.replaceAll('"', "'");
		const orderJson = text(`"session":"{{ ${inJson} }}"`);
		expect(await outcomeOf({ operation: 'create', orderFrom: 'json', orderJson }, {})).toEqual(
			await outcomeOf(CREATE, {}),
		);
	});

	test.each([...LOSING, '$json.has ? $json.v : $json.w', '$json.isTrue ? $json.v : null'])(
		'is lost in JSON where it does not: %s',
		async (code) => {
			const orderJson = text(`"session":"{{ ${code} }}"`);
			const parameters = { operation: 'create', orderFrom: 'json', orderJson };
			expect(await outcomeOf(parameters, { isTrue: true })).toMatch(/^Session is empty/);
		},
	);

	test('means none of a text of several, where all say so and only marks are left', async () => {
		const session = (value: string) => ({ ...plain, session: locator(value) });
		const both = session("={{ $json.a ?? '' }}-{{ $json.b ?? '' }}");
		expect(await outcomeOf(both, {})).toEqual(await outcomeOf(plain, {}));
		expect(await outcomeOf(both, { a: '09:00' })).toMatch(/^Session has a part without a value/);
		expect(await outcomeOf(session("={{ $json.a ?? '' }}-{{ $json.b }}"), {})).toMatch(
			/^Session has a part without a value/,
		);
		const card = { ...plain, contactIdCard: "=E{{ $json.a ?? '' }}" };
		expect(await outcomeOf(card, {})).toMatch(/^Contact ID Card has a part without a value/);
	});
});

test.each([
	['{ {{ $json.members }}, REST, "originOrderId": "SHOP-{{ $json.no }}" }', '"remark": "r"'],
	['{ {{ $json.members }} REST, "originOrderId": "SHOP-{{ $json.no }}" }', '"remark": "r",'],
	['{ REST, "originOrderId": "SHOP-{{ $json.no }}"{{ $json.members }} }', ', "remark": "r"'],
	['{ REST, {{ $json.members }}, "originOrderId": "SHOP-{{ $json.no }}" }', '"remark": "r"'],
	['{ "remark": {{ $json.members }}, REST, "originOrderId": "SHOP-{{ $json.no }}" }', '"r"'],
	['{ REST, "visitors": [{{ $json.members }}], "originOrderId": "SHOP-{{ $json.no }}" }', ''],
	[
		'{ REST, "remark": "[{", {{ $json.members }}{{ $json.none }}, "originOrderId": "SHOP-{{ $json.no }}" }',
		'"entranceMode": 0',
	],
])(
	'JSON of which a placeholder gives more than a text is judged all the same: %s',
	async (raw, members) => {
		const { originOrderId: _number, ...others } = ORDER;
		const orderJson = `=${raw.replace('REST', JSON.stringify(others).slice(1, -1))}`;
		const parameters = { operation: 'create', orderFrom: 'json', orderJson };
		expect(await outcomeOf(parameters, { members, no: 7 })).toMatchObject({
			OriginOrderId: 'SHOP-7',
		});
		expect(await outcomeOf(parameters, { members })).toMatch(
			/^Origin Order ID has a part without a value: "SHOP-"/,
		);
	},
);

test('a forgotten = in JSON is told as such, and in a remark it is words', async () => {
	const json = { operation: 'create', orderFrom: 'json' };
	const named = { ...ORDER, contactName: '{{ $json.name }}' };
	const error = await outcomeOf({ ...json, orderJson: JSON.stringify(named) }, {});
	expect(error).toMatch(/^Contact Name looks like an expression that was not evaluated/);
	expect(await outcomeOf({ ...json, orderJson: '{ "productId": {{ $json.id }} }' }, {})).toMatch(
		/^Order looks like an expression that was not evaluated/,
	);
	const visitors = { ...CREATE, visitorsFrom: 'json', visitorsJson: '{{ $json.visitors }}' };
	expect(await outcomeOf(visitors, {})).toMatch(/^Visitors looks like an expression/);
	const orderDetails = { remark: 'call {{ name }}' };
	expect(await outcomeOf({ ...CREATE, orderDetails }, {})).toMatchObject({
		OrderRemark: 'call {{ name }}',
	});
});

test('a number that there is already may be anything', async () => {
	for (const number of ['NaN-2026', 'null-7', 'Infinity-1', 'None', '0', 'SHOP-']) {
		const parameters = { operation: 'getQrCodes', originOrderId: '={{ $json.v }}' };
		expect(await outcomeOf(parameters, { v: number })).toEqual({ originOrderId: number });
	}
});

test('a collection that was never opened, and one whose fixed values are empty, give nothing', async () => {
	const empty = { eticketNo: '', ticketCount: '', unitPrice: '' };
	const without = await outcomeOf(PAY, {});
	expect(await outcomeOf({ ...PAY, paymentDetails: empty }, {})).toEqual(without);
	const details = { remark: '', contactIdCardType: '', contactGender: '' };
	expect(await outcomeOf({ ...CREATE, orderDetails: details, entranceMode: '' }, {})).toEqual(
		await outcomeOf(CREATE, {}),
	);
});

test.each([
	['={"visitDate": "2026-05-01", "remark": "A{{ $json.remark }}"', /^Order is not one order/],
	['="A{{ $json.remark }}"', /^Order is not one order/],
	['={"visitDate": {{ $json.day }}, "remark": "A{{ $json.remark }}"}', /^Order is not one order/],
])('JSON text that is none stays none: %s', async (orderJson, message) => {
	const parameters = { operation: 'create', orderFrom: 'json', orderJson };
	expect(await outcomeOf(parameters, { remark: 'x' })).toMatch(message);
});
