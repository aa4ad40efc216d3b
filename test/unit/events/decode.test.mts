import {
	CATALOG,
	OUTPUTS,
	UNKNOWN_EVENT,
	outputOf,
	type EventBodies,
	type EventName,
	type KnownEventName,
	type OutputName,
	type ZhongzhiyouEvent,
} from '../../../nodes/Zhongzhiyou/events/catalog.ts';
import { decodeEvent, eventIdOf, readCallback } from '../../../nodes/Zhongzhiyou/events/decode.ts';
import type { JsonObject } from '../../../nodes/Zhongzhiyou/api/types.ts';
import type { Callback } from '../../../nodes/Zhongzhiyou/events/decode.ts';
import { defineKind } from '../../../nodes/Zhongzhiyou/events/kind.ts';

const TIMESTAMP = '1753756569000';
const NOW = 1753756570500;

/** A callback as the vendor sends it: the body is a JSON string. */
function rawOf(service: unknown, body: unknown, partnerId: unknown = 9258): string {
	return JSON.stringify({
		OrderNotifyHeader: { PartnerId: partnerId, NotifyServiceName: service },
		OrderNotifyBody: typeof body === 'string' ? body : JSON.stringify(body),
	});
}

function read(raw: string): Callback {
	const callback = readCallback(raw);
	if (callback === undefined) throw new Error('not a callback');
	return callback;
}

function decode(service: string, body: unknown, timestamp = TIMESTAMP): ZhongzhiyouEvent {
	return decodeEvent(read(rawOf(service, body)), timestamp, NOW);
}

function idOf(service: string, body: unknown, timestamp = TIMESTAMP, partnerId?: unknown): string {
	return eventIdOf(read(rawOf(service, body, partnerId)), timestamp);
}

function sampleOf(name: KnownEventName): object {
	return CATALOG.find((entry) => entry.name === name)?.sample ?? {};
}

describe('the catalogue', () => {
	test.each(CATALOG)('decodes its own sample of $name', ({ name, service, sample }) => {
		const event = decode(service, sample);
		expect(event).toMatchObject({
			event: name,
			notifyServiceName: service,
			partnerId: '9258',
			sentAt: '2025-07-29T10:36:09.000+08:00',
			receivedAt: '2025-07-29T10:36:10.500+08:00',
			body: sample,
		});
		expect(event.eventId).toMatch(/^[\w-]{22}$/);
	});

	test('names each event once, for a named output', () => {
		expect(new Set(CATALOG.map(({ name }) => name)).size).toBe(CATALOG.length);
		for (const { name, output } of CATALOG) {
			expect(OUTPUTS).toContain(output);
			expect(outputOf(name)).toBe(output);
		}
	});

	test('gives every event its output, the unknown one too', () => {
		const outputs = {
			'order.issued': 'Issued',
			'order.issueFailed': 'Issued',
			'order.redeemed': 'Redeemed',
			'order.refundApproved': 'Refund',
			'order.refundForced': 'Refund',
			'order.refundRejected': 'Refund',
			'product.detailsChanged': 'Product',
			'product.offShelf': 'Product',
			'product.onShelf': 'Product',
			'product.priceStockChanged': 'Product',
			unknown: 'Other',
		} satisfies Record<EventName, OutputName>;
		const names: EventName[] = [...CATALOG.map((entry) => entry.name), UNKNOWN_EVENT];
		for (const name of names) {
			expect(outputOf(name)).toBe(outputs[name]);
		}
	});
});

// Checked by the compiler: every event has a body, every body an event, and `event` tells them apart.
const BODIES_OF_EVENTS = {} satisfies { [Name in Exclude<keyof EventBodies, EventName>]: never };
const EVENTS_OF_BODIES = {} satisfies { [Name in Exclude<EventName, keyof EventBodies>]: never };

/** What a reader of the types writes; it compiles only while the union is complete and tells apart. */
function subjectOf(event: ZhongzhiyouEvent): string {
	switch (event.event) {
		case 'order.issued':
		case 'order.issueFailed':
			return `${event.body.OriginOrderId} ${event.body.voucherCodes.join()}`;
		case 'order.redeemed':
			return `${event.body.OriginOrderId} ${event.body.voucherCodes.join()} ${event.body.checkTimeIso}`;
		case 'order.refundApproved':
		case 'order.refundRejected':
		case 'order.refundForced':
			return `${event.body.OrderId} ${event.body.RefundApplyNo}`;
		case 'product.offShelf':
		case 'product.onShelf':
		case 'product.detailsChanged':
		case 'product.priceStockChanged':
			return String(event.body.ProductId);
		case 'unknown':
			return Object.keys(event.body).join();
		default: {
			const none: never = event;
			return none;
		}
	}
}

// Checked by the compiler: an event that no body can be is none, nor is one that belongs to no kind.
const EVENT = { name: 'order.lost', title: 'Lost', description: 'Lost on the way', sample: {} };
const KIND = {
	service: 'x_notify',
	output: 'Issued',
	status: 'Status',
	names: { OrderId: {} },
	namesOccurrence: () => true,
};
const readLost = (body: JsonObject) => ({ ...body, OrderId: Number(body.OrderId) });
// @ts-expect-error: it does not say which bodies it is
const SAYS_NO_CONDITION = defineKind({ ...KIND, read: readLost, events: [EVENT] });
const MISREADS_BODY = defineKind({
	...KIND,
	read: readLost,
	// @ts-expect-error: the id is a number
	events: [{ ...EVENT, when: ({ OrderId }) => OrderId === 'lost' }],
});
// @ts-expect-error: no kind of callback has it
const BELONGS_NOWHERE: EventName = 'order.lost';

test('an event’s name tells its body', () => {
	expect([BODIES_OF_EVENTS, EVENTS_OF_BODIES]).toEqual([{}, {}]);
	expect([SAYS_NO_CONDITION, MISREADS_BODY, BELONGS_NOWHERE]).toHaveLength(3);
	expect(CATALOG.map(({ service, sample }) => subjectOf(decode(service, sample)))).toEqual([
		'1522870633233514497 202052255633322222124,2020522556333222221-2',
		'1522870633233514497 ',
		'1522870633233514497 202052255633322222124 2025-07-29T10:36:09+08:00',
		'4553010 1522870740750303232',
		'4553010 ',
		'4553010 1522870740750303232',
		'11063',
		'11063',
		'11063',
		'11063',
	]);
	expect(subjectOf(decode('other_notify', { a: 1, b: 2 }))).toBe('a,b');
});

describe('a callback', () => {
	test('is read whether its body is a text or an object', () => {
		const body = sampleOf('order.redeemed');
		const asObject = JSON.stringify({
			OrderNotifyHeader: { PartnerId: 9258, NotifyServiceName: 'order_verify_notify' },
			OrderNotifyBody: body,
		});
		expect(read(asObject)).toEqual(read(rawOf('order_verify_notify', body)));
		expect(read(asObject)).toEqual({ partnerId: '9258', service: 'order_verify_notify', body });
	});

	test.each([9258, '9258'])('is of its partner, as number or text: %p', (partnerId) => {
		expect(read(rawOf('x', {}, partnerId)).partnerId).toBe('9258');
	});

	test.each([undefined, null, {}, true])('is of no partner when it names none: %j', (partnerId) => {
		const raw = JSON.stringify({
			OrderNotifyHeader: { PartnerId: partnerId, NotifyServiceName: 'x' },
			OrderNotifyBody: {},
		});
		expect(read(raw).partnerId).toBe('');
	});

	test('keeps a partner that no double holds', () => {
		const raw = rawOf('x', {}).replace('9258', '123456789012345678901');
		expect(read(raw).partnerId).toBe('123456789012345678901');
	});

	test.each(['Order_Ticket_Notify', ' order_ticket_notify ', 'ORDER_TICKET_NOTIFY'])(
		'is of its service in any case: %p',
		(service) => {
			const event = decode(service, sampleOf('order.issued'));
			expect(event.event).toBe('order.issued');
			expect(event.notifyServiceName).toBe('order_ticket_notify');
		},
	);

	test('may start with a byte order mark, outside and inside', () => {
		const raw = `\uFEFF${rawOf('order_product_notify', '\uFEFF{"ProductId":1,"Status":0}')}`;
		expect(read(raw).body).toEqual({ ProductId: 1, Status: 0 });
	});

	describe('that is wrapped once more is the same event with the same id', () => {
		const { service, sample } = CATALOG[0];
		const header = { PartnerId: 9258, NotifyServiceName: service };
		const body = JSON.stringify(sample);
		const wrap: Record<string, (value: unknown) => unknown> = {
			'as JSON text': (value) => JSON.stringify(value),
			'as JSON text with a byte order mark': (value) => `\uFEFF${JSON.stringify(value)}`,
			'as the only entry of a list': (value) => [value],
			'as a list of one in JSON text': (value) => JSON.stringify([value]),
			'as JSON text in a list of one': (value) => [JSON.stringify(value)],
			'as JSON text of JSON text': (value) => JSON.stringify(JSON.stringify(value)),
		};

		test.each(Object.entries(wrap))('%s', (_how, once) => {
			const usual = decode(service, sample);
			const outer = { OrderNotifyHeader: header, OrderNotifyBody: body };
			for (const other of [
				{ ...outer, OrderNotifyHeader: once(header) },
				{ ...outer, OrderNotifyBody: once(body) },
				{ ...outer, OrderNotifyBody: once(sample) },
				{
					orderNotifyHeader: once({ partnerId: '9258', notifyservicename: service }),
					orderNotifyBody: body,
				},
			]) {
				expect(decodeEvent(read(JSON.stringify(other)), TIMESTAMP, NOW)).toEqual(usual);
			}
			const whole = once(outer);
			const raw = typeof whole === 'string' ? whole : JSON.stringify(whole);
			expect(decodeEvent(read(raw), TIMESTAMP, NOW)).toEqual(usual);
		});
	});

	test('is read from a text in three lists, and not from one in more', () => {
		expect(readCallback(rawOf('x', '[[[{"a":1}]]]'))?.body).toEqual({ a: 1 });
		expect(readCallback(rawOf('x', '[[[[{"a":1}]]]]'))).toBeUndefined();
	});

	test.each<[string, string]>([
		['nothing', ''],
		['no JSON', 'hello'],
		['JSON that is cut off', rawOf('x', {}).slice(0, -1)],
		['a list of two', `[${rawOf('x', {})},${rawOf('x', {})}]`],
		['an empty list', '[]'],
		['a text', '"text"'],
		['null', 'null'],
		['no header', '{"OrderNotifyBody":{}}'],
		['a header that is a text', '{"OrderNotifyHeader":"x","OrderNotifyBody":{}}'],
		['a header that is a list', '{"OrderNotifyHeader":[],"OrderNotifyBody":{}}'],
		['no service', '{"OrderNotifyHeader":{"PartnerId":1},"OrderNotifyBody":{}}'],
		['a blank service', rawOf(' ', {})],
		['a service that is no text', rawOf({ a: 1 }, {})],
		['no body', '{"OrderNotifyHeader":{"NotifyServiceName":"x"}}'],
		['a body of null', '{"OrderNotifyHeader":{"NotifyServiceName":"x"},"OrderNotifyBody":null}'],
		['a body that is empty', rawOf('x', '')],
		['a body that is no JSON', rawOf('x', 'hello')],
		['a body that is cut off', rawOf('x', '{"ProductId":1')],
		['a body of two', rawOf('x', '[{},{}]')],
		['a body that is an empty list', rawOf('x', '[]')],
		[
			'a body wrapped more often than anybody does',
			rawOf('x', `${'['.repeat(9)}{}${']'.repeat(9)}`),
		],
		['a body that is a number', rawOf('x', '5')],
	])('is not read from %s', (_what, raw) => {
		expect(readCallback(raw)).toBeUndefined();
	});
});

describe('a body', () => {
	test('keeps each digit of its ids and codes', () => {
		const event = decode(
			'order_verify_notify',
			'{"OriginOrderId":1522870633233514497,"OrderId":45530101234567890123,"VoucherCode":[202052255633322222124,7],"CheckTime":""}',
		);
		expect(event.body).toMatchObject({
			OriginOrderId: '1522870633233514497',
			OrderId: '45530101234567890123',
			VoucherCode: ['202052255633322222124', '7'],
		});
	});

	test('keeps each digit of the codes of visitors', () => {
		const event = decode(
			'order_ticket_notify',
			'{"TicketStatus":1,"VoucherCode":{"OrderVoucherCode":202052255633322222124,"OrderUserVouchers":[{"IDCardNo":330103199001011234,"VoucherCode":202052255633322222125,"Mobile":13800000000}]}}',
		);
		expect(event.body).toMatchObject({
			VoucherCode: {
				OrderVoucherCode: '202052255633322222124',
				OrderUserVouchers: [
					{
						IDCardNo: '330103199001011234',
						VoucherCode: '202052255633322222125',
						Mobile: '13800000000',
					},
				],
			},
		});
	});

	test('has an id as the number or the text that came', () => {
		expect(decode('order_product_notify', { ProductId: 11063, Status: 0 }).body.ProductId).toBe(
			11063,
		);
		expect(decode('order_product_notify', { ProductId: '11063', Status: 0 }).body.ProductId).toBe(
			'11063',
		);
	});

	test.each([1, '1', ' 1 '])('is told by its status as number or text: %j', (status) => {
		expect(decode('order_ticket_notify', { TicketStatus: status }).event).toBe('order.issued');
		expect(decode('order_product_notify', { ProductId: 1, Status: status }).event).toBe(
			'product.onShelf',
		);
		expect(decode('order_refund_notify', { RefundApplyNo: '1', RefundStatus: status }).event).toBe(
			'order.refundApproved',
		);
	});

	test.each([{}, { VoucherCode: null }, { VoucherCode: '' }, { VoucherCode: [] }])(
		'always has the lists of an order that was issued: %j',
		(given) => {
			const { body } = decode('order_ticket_notify', { TicketStatus: 2, ...given });
			expect(body).toEqual({
				OriginOrderId: '',
				OrderId: '',
				VoucherCode: { OrderVoucherCode: '', OrderUserVouchers: [] },
				voucherCodes: [],
				TicketStatus: 2,
				ProductName: '',
				Memo: '',
			});
		},
	);

	test('keeps a code that is sent without its list', () => {
		const redeemed = decode('order_verify_notify', { VoucherCode: '202052255633322222124' });
		expect(redeemed.body).toMatchObject({ VoucherCode: ['202052255633322222124'] });
		const issued = decode('order_ticket_notify', { TicketStatus: 1, VoucherCode: '2020' });
		expect(issued.body).toMatchObject({
			VoucherCode: { OrderVoucherCode: '2020', OrderUserVouchers: [] },
		});
	});

	test('has no status where it is blank', () => {
		expect(decode('order_product_notify', { ProductId: 1, Status: ' ' }).event).toBe('unknown');
	});

	test.each([{}, { VoucherCode: null, CheckTime: null }, { VoucherCode: [null], CheckTime: '' }])(
		'always has the list of a redemption: %j',
		(given) => {
			const event = decode('order_verify_notify', given);
			expect(event.event).toBe('order.redeemed');
			expect(event.body).toEqual({
				OriginOrderId: '',
				OrderId: '',
				TicketStatus: null,
				VoucherCode: [],
				voucherCodes: [],
				OrderTotal: null,
				CheckedNumber: null,
				VoucherType: null,
				CheckTime: '',
				checkTimeIso: null,
			});
		},
	);

	test.each([{}, { VoucherCode: null, RefundReason: null }])(
		'always has the list of a refund: %j',
		(given) => {
			const { body } = decode('order_refund_notify', {
				RefundApplyNo: 5,
				RefundStatus: '2',
				...given,
			});
			expect(body).toEqual({
				OrderId: '',
				RefundApplyNo: '5',
				RefundStatus: 2,
				RefundReason: '',
				VoucherCode: [],
				voucherCodes: [],
			});
		},
	);

	test('has visitors’ codes that are no objects as objects', () => {
		const { body } = decode('order_ticket_notify', {
			TicketStatus: 1,
			VoucherCode: { OrderUserVouchers: [null, 'x', { VoucherCode: '1' }] },
		});
		expect(body).toMatchObject({
			VoucherCode: {
				OrderUserVouchers: [
					{ IDCardNo: '', VoucherCode: 'x', Mobile: '' },
					{ IDCardNo: '', VoucherCode: '1', Mobile: '' },
				],
			},
			voucherCodes: ['x', '1'],
		});
	});

	test.each<[string, object]>([
		['order_ticket_notify', { TicketStatus: 2, OriginOrderId: {}, OrderId: true, Memo: ['x'] }],
		['order_ticket_notify', { TicketStatus: 1, VoucherCode: true, ProductName: false }],
		['order_verify_notify', { TicketStatus: 'USED', OrderTotal: '2 张', CheckedNumber: [1] }],
		['order_verify_notify', { VoucherCode: true, CheckTime: { a: 1 }, VoucherType: {} }],
		['order_verify_notify', { OrderTotal: '123456789012345678901' }],
		['order_refund_notify', { RefundStatus: 2, RefundApplyNo: {}, RefundReason: ['x'] }],
		['order_product_notify', { Status: 1, ProductId: [11063] }],
	])('keeps what it cannot read as it came: %s %j', (service, given) => {
		expect(decode(service, given).body).toMatchObject(given);
	});

	test.each(CATALOG)('keeps what the vendor adds to $name', ({ service, sample }) => {
		const { body } = decode(service, { ...sample, AddedLater: { a: [1, null] } });
		expect(body.AddedLater).toEqual({ a: [1, null] });
	});

	test('keeps what the vendor adds to a voucher, of the order and of a visitor', () => {
		const { body } = decode('order_ticket_notify', {
			TicketStatus: 1,
			VoucherCode: { Added: 1, OrderUserVouchers: [{ Added: 2 }] },
		});
		expect(body).toMatchObject({
			VoucherCode: { Added: 1, OrderUserVouchers: [{ Added: 2 }] },
		});
	});

	test.each<[unknown, string | null]>([
		['2025-07-29 10:36:09', '2025-07-29T10:36:09+08:00'],
		['2025-07-29T10:36:09', '2025-07-29T10:36:09+08:00'],
		['2025-07-29T02:36:09Z', '2025-07-29T10:36:09+08:00'],
		['2025-07-29', '2025-07-29T00:00:00+08:00'],
		['29.07.2025', null],
		['0001-01-01 00:00:00', null],
		['1900-01-01T00:00:00', null],
		['', null],
	])('has its time of redemption with the offset of China: %j', (CheckTime, checkTimeIso) => {
		expect(decode('order_verify_notify', { CheckTime }).body).toMatchObject({
			CheckTime,
			checkTimeIso,
		});
	});
});

describe('a code that is a number', () => {
	test.each(['1e21', '1.0', '12345678901234567890', '100200300.50'])(
		'comes in the spelling in which it was sent: %s',
		(code) => {
			const issued = decode('order_ticket_notify', `{"TicketStatus":1,"VoucherCode":${code}}`);
			expect(issued.body).toMatchObject({
				VoucherCode: { OrderVoucherCode: code },
				voucherCodes: [code],
			});
			const redeemed = decode(
				'order_verify_notify',
				`{"VoucherCode":[${code}],"CheckedNumber":2.0}`,
			);
			expect(redeemed.body).toMatchObject({
				VoucherCode: [code],
				voucherCodes: [code],
				CheckedNumber: 2,
			});
		},
	);
});

describe('an event that is not known', () => {
	test.each<[string, object]>([
		['order_other_notify', { a: 1, b: [null] }],
		['order_ticket_notify', { TicketStatus: 3, VoucherCode: 'x' }],
		['order_ticket_notify', { VoucherCode: null }],
		['order_refund_notify', { RefundApplyNo: '1', RefundStatus: 0 }],
		['order_refund_notify', { RefundApplyNo: '1' }],
		['order_product_notify', { ProductId: 1, Status: 4 }],
		['order_product_notify', { ProductId: 1, Status: 1.5 }],
		['order_product_notify', { ProductId: 1, Status: null }],
		['order_product_notify', { ProductId: 1, Status: '' }],
		['order_product_notify', { ProductId: 1 }],
		['constructor', {}],
	])('has its body as it came: %s %j', (service, body) => {
		const event = decode(service, body);
		expect(event.event).toBe('unknown');
		expect(event.notifyServiceName).toBe(service);
		expect(event.body).toEqual(body);
	});
});

describe('a refund without an application', () => {
	const NONE = ['', ' ', null, undefined, 0, '0', '000', ' 0 ', '\u200B', '\u2060\uFEFF', '\u3164'];

	test('keeps a number that is none, such as an object', () => {
		const body = { OrderId: 1, RefundApplyNo: { a: 1 }, RefundStatus: 2 };
		expect(decode('order_refund_notify', body).body).toMatchObject(body);
	});

	test.each(NONE)('has an empty number and an id of its time: %j', (RefundApplyNo) => {
		const body = { OrderId: 1, RefundApplyNo, RefundStatus: 1 };
		expect(decode('order_refund_notify', body).body.RefundApplyNo).toBe('');
		const later = idOf('order_refund_notify', body, '1753756569001');
		expect(later).not.toBe(idOf('order_refund_notify', body));
	});

	test.each(NONE)('is forced by the supplier when it is approved: %j', (RefundApplyNo) => {
		for (const RefundStatus of [1, '1']) {
			expect(decode('order_refund_notify', { RefundApplyNo, RefundStatus }).event).toBe(
				'order.refundForced',
			);
		}
	});

	test.each(NONE)('is rejected when it is rejected: %j', (RefundApplyNo) => {
		for (const RefundStatus of [2, '2']) {
			expect(decode('order_refund_notify', { RefundApplyNo, RefundStatus }).event).toBe(
				'order.refundRejected',
			);
		}
	});

	test.each(NONE)('is unknown with any other status: %j', (RefundApplyNo) => {
		for (const RefundStatus of [0, 3, null, undefined, '', 'x', true]) {
			expect(decode('order_refund_notify', { RefundApplyNo, RefundStatus }).event).toBe('unknown');
		}
	});
});

/** Ids of the catalogue's samples, in its order, since version 0.1: a change would run them again. */
const ID_OF_SAMPLES = [
	'QQhbRGc2qgxOcvY_6p0pmJ',
	'w4RlctwunRSe6ycfn5Spy7',
	'i6mYG8SIRQ-XPUZbICBe8a',
	'9-nVXxYveCEUiOrx14xNok',
	'5QH4JEAeDGe6Tr8575OtHN',
	'CnVThvLIobPuD1yPMaVN4-',
	'7i53-9apt-J8N6sRonUTdO',
	'DhXthEVtTHTezZ3rhqsyRu',
	'HnKIIDyglRsnUmgDRVGypW',
	'zOFSgEcNRBi7H8whbEsRyC',
];

describe('the id of an event', () => {
	const LATER = '1753756599000';
	const repeats = ['order.issued', 'order.issueFailed', 'order.redeemed'] as const;
	const verdicts = ['order.refundApproved', 'order.refundRejected'] as const;

	test.each(CATALOG)('is the same when the same call of $name comes again', (entry) => {
		expect(idOf(entry.service, entry.sample)).toBe(idOf(entry.service, entry.sample));
	});

	test('differs for every sample of the catalogue', () => {
		const ids = CATALOG.map(({ service, sample }) => idOf(service, sample));
		expect(new Set(ids).size).toBe(CATALOG.length);
	});

	test.each(CATALOG.filter(({ name }) => [...repeats, ...verdicts].some((one) => one === name)))(
		'is the same at another time where the body names its occurrence: $name',
		({ service, sample }) => {
			expect(idOf(service, sample, LATER)).toBe(idOf(service, sample));
		},
	);

	test.each(CATALOG.filter(({ name }) => ![...repeats, ...verdicts].some((one) => one === name)))(
		'is another at another time where the body does not name its occurrence: $name',
		({ service, sample }) => {
			expect(idOf(service, sample, LATER)).not.toBe(idOf(service, sample));
		},
	);

	test.each<[string, object]>([
		['order_ticket_notify', { TicketStatus: 1 }],
		['order_ticket_notify', { TicketStatus: 1, OrderId: '', OriginOrderId: null }],
		['order_verify_notify', { OrderId: 1, CheckedNumber: 1, VoucherCode: ['1'] }],
		['order_verify_notify', { OrderId: 1, CheckTime: '2025-07-29 10:36:09', VoucherCode: ['1'] }],
		[
			'order_verify_notify',
			{ CheckTime: '2025-07-29 10:36:09', CheckedNumber: '\u200B', VoucherCode: ['1'] },
		],
		...[
			...[
				'0001-01-01 00:00:00',
				'0001-01-01T08:05:43',
				'1900-01-01 10:00:00',
				'1970-01-01 08:00:00',
			],
			...['/Date(-62135596800000)/', '0000-00-00 00:00:00', '9999-12-31 23:59:59', 'soon'],
			...['2025-07-29', '2025-07-29 00:00:00', '\u200B', 1753756569000, {}],
		].map((CheckTime): [string, object] => [
			'order_verify_notify',
			{ OrderId: 1, CheckTime, CheckedNumber: 1, VoucherCode: ['1'] },
		]),
		...[undefined, null, [], '', {}, [null]].map((VoucherCode): [string, object] => [
			'order_verify_notify',
			{ OrderId: 1, CheckTime: '2025-07-29 10:36:09', CheckedNumber: 1, VoucherCode },
		]),
		['order_ticket_notify', { TicketStatus: 1, OrderId: 0, OriginOrderId: '\u200B' }],
		['order_ticket_notify', { TicketStatus: 1, OrderId: '0', OriginOrderId: {} }],
		['order_refund_notify', { OrderId: 1, RefundApplyNo: 0, RefundStatus: 1 }],
		['order_refund_notify', { OrderId: 1, RefundApplyNo: ' ', RefundStatus: 1 }],
		['order_other_notify', { OrderId: 1 }],
	])(
		'is another at another time where what names the occurrence is missing: %s %j',
		(service, body) => {
			expect(idOf(service, body, LATER)).not.toBe(idOf(service, body));
		},
	);

	test.each<[string, object]>([
		['order_ticket_notify', { TicketStatus: 1, OrderId: 1 }],
		['order_ticket_notify', { TicketStatus: 1, OriginOrderId: 'a' }],
		[
			'order_verify_notify',
			{ CheckTime: '2025-07-29 10:36:09', CheckedNumber: 0, VoucherCode: ['1'] },
		],
		[
			'order_verify_notify',
			{ CheckTime: '/Date(1753756569000)/', CheckedNumber: '1', VoucherCode: { vouchercode: 1 } },
		],
	])('is the same at another time where one name is enough: %s %j', (service, body) => {
		expect(idOf(service, body, LATER)).toBe(idOf(service, body));
	});

	test.each<[string, object]>([
		['of the rest of an order', { CheckedNumber: 1 }],
		['a second later', { CheckTime: '2025-07-29 10:36:10' }],
		['of another code', { VoucherCode: ['202052255633322222125'] }],
		['of another order', { OrderId: 4553011 }],
		['with a field more', { Added: null }],
	])('is another for a redemption %s', (_what, change) => {
		const sample = sampleOf('order.redeemed');
		expect(idOf('order_verify_notify', { ...sample, ...change })).not.toBe(
			idOf('order_verify_notify', sample),
		);
	});

	test('does not depend on the order of members, at any depth', () => {
		expect(idOf('x', '{"a":1,"b":{"c":[{"d":1,"e":2}],"f":3}}')).toBe(
			idOf('x', '{"b":{"f":3,"c":[{"e":2,"d":1}]},"a":1}'),
		);
	});

	test('does not depend on what members are called', () => {
		const one = '{"a":{"toString":1,"valueOf":2},"b":{"__proto__":3}}';
		const other = '{"b":{"__proto__":3},"a":{"valueOf":2,"toString":1}}';
		expect(idOf('x', one)).toBe(idOf('x', other));
		expect(idOf('x', one)).not.toBe(idOf('x', one.replace('3', '4')));
	});

	test('stays what it was in earlier versions', () => {
		const ids = CATALOG.map(({ service, sample }) => idOf(service, sample));
		expect(ids).toEqual(ID_OF_SAMPLES);
	});

	test('depends on the order of a list', () => {
		expect(idOf('x', '{"a":[1,2]}')).not.toBe(idOf('x', '{"a":[2,1]}'));
	});

	test('depends on the last digit of a number that no double holds', () => {
		expect(idOf('x', '{"a":202052255633322222124}')).not.toBe(
			idOf('x', '{"a":202052255633322222125}'),
		);
	});

	test('does not depend on how the call was written', () => {
		const body = { ProductId: 1, Status: 0 };
		const spelled = idOf(' ORDER_product_notify', JSON.stringify(body, null, 2), TIMESTAMP, '9258');
		expect(spelled).toBe(idOf('order_product_notify', body));
	});

	test('is another for another partner and another service', () => {
		const body = { OrderId: 1, RefundApplyNo: '1', RefundStatus: 1 };
		const one = idOf('order_refund_notify', body);
		expect(idOf('order_refund_notify', body, TIMESTAMP, 9259)).not.toBe(one);
		expect(idOf('order_ticket_notify', body)).not.toBe(one);
	});
});

describe('names in another case', () => {
	/** The same with every name changed, at every depth. */
	function renamed(value: unknown, rename: (name: string) => string): unknown {
		if (Array.isArray(value)) return value.map((entry) => renamed(entry, rename));
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [rename(name), renamed(inner, rename)]),
		);
	}

	const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
	const CASES = [camel, (name: string) => name.toLowerCase(), (name: string) => name.toUpperCase()];

	test.each(CATALOG)('make the same event with the same id: $name', ({ name, service, sample }) => {
		const header = { PartnerId: 9258, NotifyServiceName: service };
		const usual = decode(service, sample);
		expect(usual.event).toBe(name);
		for (const rename of CASES) {
			const body = renamed(sample, rename);
			for (const OrderNotifyBody of [JSON.stringify(body), body]) {
				const raw = JSON.stringify(
					renamed({ OrderNotifyHeader: header, OrderNotifyBody: '' }, rename),
				).replace('""', () => JSON.stringify(OrderNotifyBody));
				expect(decodeEvent(read(raw), TIMESTAMP, NOW)).toEqual(usual);
			}
		}
	});

	test('are kept where they are not known, and so is what is in them', () => {
		const added = { addedLater: { orderId: 1, voucherType: 2 }, status: 'x' };
		expect(decode('order_verify_notify', { orderId: 7, ...added }).body).toMatchObject({
			OrderId: 7,
			...added,
		});
		const unknown = { orderId: 1, ticketStatus: 1 };
		expect(decode('order_other_notify', unknown).body).toEqual(unknown);
	});

	test('are kept beside those of the source that say something else', () => {
		const { body } = decode('order_verify_notify', { orderId: 1, OrderId: 2 });
		expect(body).toMatchObject({ OrderId: 2, orderId: 1 });
	});

	test('of a status that is not known are given out in the source’s spelling', () => {
		const event = decode('order_ticket_notify', { ticketStatus: 4, orderid: 1 });
		expect(event.event).toBe('unknown');
		expect(event.body).toEqual({ TicketStatus: 4, OrderId: 1 });
	});
});

describe('the time of sending', () => {
	test.each<[string, string]>([
		['0', '1970-01-01T08:00:00.000+08:00'],
		['9999999999999999', ''],
	])('is read from any Timestamp that is digits: %s', (timestamp, sentAt) => {
		expect(decode('x', {}, timestamp).sentAt).toBe(sentAt);
	});
});
