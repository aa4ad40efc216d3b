// What a user gives and what is sent for it: the three ways of an order, dates, refusals.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';

import { DateTime } from 'luxon';

import { asArray, asRecord, asString, type JsonRecord } from '../../harness/records.mts';
import { bench, useBench } from '../support/use-bench.mts';
import {
	assertSucceeded,
	bodyOf,
	byId,
	day,
	errorIn,
	errorOf,
	jsonOf,
	pairsOf,
	visitor,
} from '../support/workflow.mts';

const newYork = 'America/New_York';

// The default expression engine, in a zone that is 12 or 13 hours behind China.
useBench({ n8n: { env: { GENERIC_TIMEZONE: newYork, TZ: newYork } } });

const goOn = { onError: 'continueRegularOutput' };
const oneByOne = { options: { concurrency: 1 } };

describe('three ways to give an order', () => {
	const people = [visitor(1), visitor(2)];
	const fields = {
		productId: byId('={{ $json.productId }}'),
		visitDate: '={{ $json.visitDate }}',
		session: byId('={{ $json.session }}'),
		entranceMode: 'person',
		...oneByOne,
	};
	const own = {
		productId: 20011,
		visitDate: day(2),
		session: '09:00-11:00',
		entranceMode: 1,
		visitors: people,
	};
	const ownCreate = {
		...own,
		quantity: 2,
		originOrderId: 'SHOP-1',
		contact: { name: '张三', mobile: '18102623512', idCard: '330103199001011230' },
		remark: '靠窗 "A" \\ 1',
	};
	const vendorVisit = {
		PartnerId: 9258,
		ProductId: 20011,
		VisitDate: day(2),
		BeginPlayTime: '09:00',
		EndPlayTime: '11:00',
		EntranceMode: 1,
	};
	const vendorVerify = {
		...vendorVisit,
		OrderUsers: people.map(({ name, mobile, idCard }) => ({
			UserName: name,
			Mobile: mobile,
			CardType: 0,
			CardID: idCard,
		})),
	};
	const vendorCreate = {
		...vendorVisit,
		OriginOrderId: 'SHOP-1',
		OrderQuantity: '2',
		OrderRemark: '靠窗 "A" \\ 1',
		ContactPerson: {
			Name: '张三',
			Mobile: '18102623512',
			IdCard: '330103199001011230',
			IDCardType: 0,
		},
		VisitPerson: people.map(({ name, mobile, idCard }) => ({
			Name: name,
			Mobile: mobile,
			IdCard: idCard,
			IDCardType: 0,
		})),
	};

	async function bodies(
		operation: string,
		operationId: string,
		byFields: JsonRecord,
		english: JsonRecord,
		vendor: JsonRecord,
	): Promise<string[]> {
		for (const [name, parameters, input] of [
			['Fields', byFields, english],
			['Json', { orderFrom: 'json', orderJson: '={{ $json }}' }, english],
			['Json text', { orderFrom: 'json', orderJson: JSON.stringify(vendor) }, {}],
			['Vendor json', { orderFrom: 'json', orderJson: '={{ $json }}' }, vendor],
			['Map', { orderFrom: 'autoMap' }, { ...english, unrelated: true }],
			['Map vendor', { orderFrom: 'autoMap' }, { ...vendor, 订单备注: 'x' }],
		] as const) {
			const execution = await bench.run([input], bench.zhongzhiyou(name, operation, parameters));
			assertSucceeded(execution);
			assert.deepEqual(pairsOf(execution.items(name)), [0]);
		}
		return bench.requests(operationId).map(({ body }) => body);
	}

	it('gives byte-equal requests to Validate', async () => {
		const byFields = { ...fields, visitors: { visitor: people } };
		const sent = await bodies('order.validate', 'verifyOrder', byFields, own, vendorVerify);
		assert.equal(sent.length, 6);
		assert.deepEqual(new Set(sent).size, 1, sent.join('\n'));
		assert.equal(asRecord(JSON.parse(sent[0])).VisitDate, `${day(2)} 00:00:00`);
	});

	it('gives byte-equal requests to Create', async () => {
		const byFields = {
			...fields,
			quantity: '={{ $json.quantity }}',
			originOrderId: '={{ $json.originOrderId }}',
			contactName: '={{ $json.contact.name }}',
			contactMobile: '={{ $json.contact.mobile }}',
			contactIdCard: '={{ $json.contact.idCard }}',
			visitorsFrom: 'json',
			visitorsJson: '={{ $json.visitors }}',
			orderDetails: { remark: '={{ $json.remark }}' },
		};
		const sent = await bodies('order.create', 'createOrder', byFields, ownCreate, vendorCreate);
		assert.equal(sent.length, 6);
		assert.deepEqual(new Set(sent).size, 1, sent.join('\n'));
		assert.equal(bench.sandbox.upstream.orders.all().length, 1, 'one order, whichever way');
	});

	it('makes an automatic number of the same shape, another for each node', async () => {
		const order = { productId: 3, visitDate: day(2), quantity: 1 };
		const contact = { contactName: '张三', contactMobile: '18102623512' };
		const execution = await bench.run(
			[{ ...order, ...contact }],
			bench.zhongzhiyou('Fields', 'order.create', {
				...contact,
				productId: byId(3),
				visitDate: day(2),
			}),
			bench.zhongzhiyou('Json', 'order.create', {
				orderFrom: 'json',
				orderJson: '={{ $("Items").item.json }}',
			}),
		);
		assertSucceeded(execution);
		const ids = bench
			.requests('createOrder')
			.map((request) => asString(bodyOf(request).OriginOrderId));
		ids.forEach((id) => assert.match(id, /^[0-9a-f]{32}$/));
		assert.equal(new Set(ids).size, 2);
	});
});

describe('dates, with n8n in New York', () => {
	const contact = { contactName: '张三', contactMobile: '18102623512' };

	async function sent(visitDate: unknown, input: JsonRecord = {}): Promise<[unknown, unknown]> {
		const execution = await bench.run(
			[input],
			bench.zhongzhiyou(
				'Validate',
				'order.validate',
				{ productId: byId(3), visitDate, visitors: { visitor: [visitor(1)] } },
				goOn,
			),
			bench.zhongzhiyou(
				'Create',
				'order.create',
				{ productId: byId(3), visitDate, ...contact },
				goOn,
			),
		);
		assertSucceeded(execution);
		const [validated] = bench.requests('verifyOrder').map(bodyOf);
		const [created] = bench.requests('createOrder').map(bodyOf);
		assert.ok(
			validated && created,
			JSON.stringify(execution.items('Create').map(({ json }) => json)),
		);
		return [validated.VisitDate, created.VisitDate];
	}

	for (const [name, value, time, date] of [
		['the date picker', '2027-05-01T00:00:00', '2027-05-01 00:00:00', '2027-05-01'],
		['a plain date', '2027-05-01', '2027-05-01 00:00:00', '2027-05-01'],
		["the API's own format", '2027-05-01 13:20:36', '2027-05-01 13:20:36', '2027-05-01'],
		['ISO in UTC', '2027-05-01T23:30:00Z', '2027-05-02 07:30:00', '2027-05-02'],
		['ISO with an offset', '2027-05-01T23:30:00-04:00', '2027-05-02 11:30:00', '2027-05-02'],
		[
			'an expression at 23:30 UTC',
			'={{ DateTime.fromISO("2027-05-01T23:30:00Z") }}',
			'2027-05-02 07:30:00',
			'2027-05-02',
		],
		[
			'midnight in New York',
			'={{ DateTime.fromISO("2027-05-01T00:00:00") }}',
			'2027-05-01 12:00:00',
			'2027-05-01',
		],
		[
			'a JavaScript Date',
			'={{ new Date(Date.UTC(2027, 4, 1, 15, 59)) }}',
			'2027-05-01 23:59:00',
			'2027-05-01',
		],
		[
			'the midnight of China',
			'={{ new Date(Date.UTC(2027, 4, 1, 16, 0)) }}',
			'2027-05-02 00:00:00',
			'2027-05-02',
		],
		['text with an expression inside', '=2027-05-{{ "01" }}', '2027-05-01 00:00:00', '2027-05-01'],
		[
			'toFormat',
			'={{ DateTime.fromISO("2027-05-01T12:00:00").toFormat("yyyy-MM-dd") }}',
			'2027-05-01 00:00:00',
			'2027-05-01',
		],
	]) {
		it(`takes ${name}`, async () => {
			assert.deepEqual(await sent(value), [time, date]);
		});
	}

	it('takes the date of an input item', async () => {
		assert.deepEqual(await sent('={{ $("Items").item.json.date }}', { date: '2027-05-01' }), [
			'2027-05-01 00:00:00',
			'2027-05-01',
		]);
	});

	it('takes $now as the moment it is in China', async () => {
		const before = DateTime.now().setZone('Asia/Shanghai').minus({ seconds: 1 });
		const [time, date] = await sent('={{ $now }}');
		const zone = { zone: 'Asia/Shanghai' };
		const moment = DateTime.fromSQL(asString(time), zone);
		assert.ok(moment >= before.startOf('second') && moment <= DateTime.now(), asString(time));
		assert.equal(date, moment.toFormat('yyyy-MM-dd'));
	});

	it("begins Get Prices with China's today unless told otherwise", async () => {
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Days', 'product.getPrices', { productId: byId(3), output: 'days' }),
		);
		assertSucceeded(execution);
		const days = jsonOf(execution.items('Days')).map(({ date }) => date);
		assert.deepEqual([days.at(0), days.at(-1)], [day(0), day(30)]);
	});
});

describe('spellings of people and spreadsheets', () => {
	it('mean the same day, and sessions keep theirs', async () => {
		const date = day(2);
		const [year, month, dayOfMonth] = date.split('-').map(Number);
		const serial = Date.UTC(year, month - 1, dayOfMonth) / 86_400_000 + 25_569;
		const dates = [
			...[date, `${year}/${month}/${dayOfMonth}`, `${year}/${month}/${dayOfMonth} 0:00:00`],
			...[`${year}年${month}月${dayOfMonth}日`, serial, String(serial), `\u200b${date}`],
		];
		const orders = dates.map((visitDate, index) => ({
			productId: 3,
			visitDate,
			quantity: 1,
			contactName: '张三',
			contactMobile: '18102623512',
			originOrderId: `SPELLED-${randomUUID()}-${index}`,
			visitors: [{ ...visitor(1), mobile: '' }],
		}));
		const execution = await bench.run(
			orders,
			bench.zhongzhiyou('Create', 'order.create', { orderFrom: 'autoMap' }),
		);
		assertSucceeded(execution);
		const sent = bench.requests('createOrder').map(({ body }) => asRecord(JSON.parse(body)));
		assert.deepEqual(new Set(sent.map(({ VisitDate }) => VisitDate)), new Set([date]));
		const [{ VisitPerson }] = sent;
		assert.equal(asRecord(asArray(VisitPerson)[0]).Mobile, '18102623512');
	});

	it('of fields that are no order’s are told in a hint', async () => {
		const execution = await bench.run(
			[{ productId: 3, visitDate: day(2), visitors: [visitor(1)], shopNote: 'x' }],
			bench.zhongzhiyou('Validate', 'order.validate', { orderFrom: 'autoMap' }),
		);
		assertSucceeded(execution);
		assert.match(
			JSON.stringify(execution.nodes.Validate.at(0)?.hints),
			/were not sent: shopNote\./,
		);
	});
});

describe('bad input', () => {
	const order = {
		productId: 165325,
		visitDate: day(2),
		quantity: 2,
		entranceMode: 'person',
		contact: { name: '张三', mobile: '18102623512' },
		visitors: [visitor(1), visitor(2)],
	};
	const cases: Array<[what: string, changes: JsonRecord, message: RegExp]> = [
		['a quantity of 0', { quantity: 0 }, /^Quantity must be at least 1, but it is 0/],
		['a quantity of 1.5', { quantity: 1.5 }, /^Quantity must be a whole number/],
		['no quantity', { quantity: '' }, /^Quantity is empty/],
		['too few visitors', { visitors: [visitor(1)] }, /^Visitors has 1 for 2 tickets/],
		['no visitors', { visitors: [] }, /^Visitors is empty/],
		[
			'one ID card twice',
			{ visitors: [visitor(1), visitor(1)] },
			/^Visitor 2 ID Card is the same as that of visitor 1/,
		],
		[
			'no ID card',
			{ visitors: [visitor(1), { ...visitor(2), idCard: '' }] },
			/^Visitor 2 ID Card is empty/,
		],
		[
			'a nameless visitor',
			{ visitors: [visitor(1), { ...visitor(2), name: ' ' }] },
			/^Visitor 2 Name is empty/,
		],
		['an end before the start', { session: '11:00-09:00' }, /^Session ends at 09:00/],
		[
			'a malformed time',
			{ session: '9:60-11:00' },
			/^Session start must be a time of day as HH:mm/,
		],
		['half a session', { session: '09:00' }, /^Session must be start and end/],
		['another partner', { partnerId: 7811 }, /^Partner ID is 7811 in the order, but .* 9258/],
		['no date', { visitDate: '' }, /^Visit Date is empty/],
		['an unparseable date', { visitDate: 'next Friday' }, /^Visit Date is not a date: next Friday/],
		['a day that is none', { visitDate: '2027-02-30' }, /^Visit Date is not a date/],
		['no product', { productId: null }, /^Product is empty/],
		['a product that is no number', { productId: 'A1' }, /^Product must be a number/],
		['no contact', { contact: {} }, /^Contact Name is empty/],
		['an unknown entrance mode', { entranceMode: 'both' }, /^Entrance Mode must be/],
		['an impossible order of a date', { visitDate: '05/01/2027' }, /^Visit Date is not a date: 05/],
		['a quantity in hexadecimal', { quantity: '0x2' }, /^Quantity must be a whole number/],
		['a slip in a name', { sesion: '09:00-11:00' }, /close to "session"/],
		[
			'a mistyped ID card',
			{ visitors: [visitor(1), { ...visitor(2), idCard: '330103199001011234' }] },
			/^Visitor 2 ID Card has a wrong check digit/,
		],
		[
			'a mistyped mobile',
			{ visitors: [visitor(1), { ...visitor(2), mobile: '1810262351' }] },
			/^Visitor 2 Mobile is not a mobile number/,
		],
		[
			'an order number without a value',
			{ originOrderId: 'SHOP-undefined' },
			/^Origin Order ID has a part without a value/,
		],
		['an order number that is blank', { originOrderId: ' ' }, /^Origin Order ID is empty/],
	];

	it('is refused before anything is sent, whichever way the order is given', async () => {
		const ways = {
			json: { orderFrom: 'json', orderJson: '={{ $json }}' },
			autoMap: { orderFrom: 'autoMap' },
		};
		for (const [way, parameters] of Object.entries(ways)) {
			const execution = await bench.run(
				cases.map(([, changes]) => ({ ...order, ...changes })),
				bench.zhongzhiyou('Create', 'order.create', parameters, goOn),
			);
			assertSucceeded(execution);
			const errors = execution.items('Create').map(errorIn);
			cases.forEach(([what, , message], index) => {
				assert.match(asString(errors[index].message), message, `${way}: ${what}`);
				assert.notEqual(errors[index].description, '', `${way}: ${what}`);
				assert.deepEqual([errors[index].httpStatus, errors[index].operation], [null, 'create']);
			});
			assert.deepEqual(
				pairsOf(execution.items('Create')),
				cases.map((_, index) => index),
			);
		}
		assert.deepEqual(bench.requests(), []);
	});

	it('is refused in the fields with the same sentences', async () => {
		const fields = {
			productId: byId('={{ $json.productId }}'),
			visitDate: '={{ $json.visitDate }}',
			quantity: '={{ $json.quantity }}',
			session: byId('={{ $json.session }}'),
			entranceMode: '={{ $json.entranceMode }}',
			contactName: '={{ $json.contact.name }}',
			contactMobile: '={{ $json.contact.mobile }}',
			visitorsFrom: 'json',
			visitorsJson: '={{ $json.visitors }}',
			originOrderId: '={{ $json.originOrderId ?? "ITEM" + $itemIndex }}',
		};
		// Names that the fields do not read.
		const same = cases.filter(([, changes]) => !('partnerId' in changes) && !('sesion' in changes));
		const execution = await bench.run(
			same.map(([, changes]) => ({ ...order, session: '', ...changes })),
			bench.zhongzhiyou('Create', 'order.create', fields, goOn),
		);
		assertSucceeded(execution);
		const errors = execution.items('Create').map(errorIn);
		same.forEach(([what, , message], index) =>
			assert.match(asString(errors[index].message), message, what),
		);
		assert.deepEqual(bench.requests(), []);
	});

	it('names the item and stops the execution', async () => {
		const group = { ...order, productId: 3, entranceMode: 'group' };
		const execution = await bench.run(
			[group, { ...group, quantity: 0 }, group],
			bench.zhongzhiyou('Create', 'order.create', { orderFrom: 'autoMap', ...oneByOne }),
		);
		const error = errorOf(execution, 'Create');
		assert.match(error.message, /^Quantity must be at least 1, but it is 0 \[item 1\]$/);
		assert.equal(asRecord(error.context).itemIndex, 1);
		assert.match(
			String(error.description),
			/Already carried out and not undone: item 0 \(4623122\)/,
		);
		assert.equal(bench.requests().length, 1);
	});

	it('is refused by the other operations too', async () => {
		// A field left empty in the editor does not even start: n8n says that it is required.
		const blank = '={{ $json.missing }}';
		const refusals: Array<[operation: string, parameters: JsonRecord, message: RegExp]> = [
			['order.pay', { orderId: blank }, /^Order ID is empty/],
			['order.pay', { orderId: 'x1' }, /^Order ID must be a number/],
			['order.pay', { orderId: '1', paymentDetails: { unitPrice: -1 } }, /^Unit Price must be/],
			['order.pay', { orderId: '={{ 123456789012345678901 }}' }, /^Order ID .* lost digits/],
			['order.cancel', { orderId: '={{ " " }}' }, /^Order ID is empty/],
			['order.refund', { orderId: '1', refundCount: 0 }, /^Refund Count must be at least 1/],
			['order.refund', { orderId: '1', refundId: blank }, /^Refund ID is empty/],
			['order.refund', { orderId: '1', voucherCodes: '12,12' }, /^Voucher Codes names 12 twice/],
			['order.getQrCodes', { originOrderId: blank }, /^Origin Order ID is empty/],
			['order.validate', { productId: byId(3), visitDate: day(1) }, /^Visitors is empty/],
			[
				'product.getPrices',
				{ productId: byId(3), startDate: '2027-05-02', endDate: '2027-05-01' },
				/^End Date 2027-05-01 is before the 'Start Date' 2027-05-02/,
			],
			['product.getAll', { limit: 0 }, /^Limit must be at least 1/],
			['product.get', { productId: byId(blank) }, /^Product is empty/],
		];
		const nodes = refusals.map(([operation, parameters], index) =>
			bench.zhongzhiyou(`Node ${index}`, operation, parameters, goOn),
		);
		const execution = await bench.run([{}], ...nodes);
		assertSucceeded(execution);
		refusals.forEach(([operation, , message], index) => {
			const [item] = execution.items(`Node ${index}`);
			assert.match(asString(errorIn(item).message), message, operation);
		});
		assert.deepEqual(bench.requests(), []);
	});
});
