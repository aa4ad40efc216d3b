import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { success } from '../../support/http.mts';
import { nodeErrorOf } from '../../support/in-process.mts';
import { CREATE_FIELDS, jsonOf, locator, person, serve } from '../scripted.mts';

const LONG_ID = '123456789012345678901';

const CONTINUE = { onError: 'continueRegularOutput' } as const;

describe('ids', () => {
	test('of any length go out as JSON numbers and come back to the last digit', async () => {
		const server = await serve(() => ({
			text: `{"IsSuccess":true,"Data":{"OrderStatus":4,"VoucherCode":${LONG_ID},"PayMoney":88.5}}`,
		}));
		const [paid] = await jsonOf(server.url, { operation: 'pay', orderId: LONG_ID });
		expect(server.requests[0].body).toBe(`{"PartnerId":9258,"OrderId":${LONG_ID}}`);
		expect(paid).toEqual({
			OrderId: LONG_ID,
			OrderStatus: 4,
			VoucherCode: LONG_ID,
			PayMoney: 88.5,
			OrderUserVouchers: [],
			voucherCodes: [LONG_ID],
			status: 'issued',
			message: '',
			code: null,
			logId: '',
		});
	});

	test('that an expression gives as a number that lost its digits are refused', async () => {
		const server = await serve(() => success());
		const error = await nodeErrorOf(
			jsonOf(
				server.url,
				{ operation: 'cancel', orderId: '={{ $json.id }}' },
				{ items: [{ id: Number(LONG_ID) }] },
			),
		);
		expect(error.message).toMatch(/^Order ID was given as a number so long/);
		expect(server.requests).toHaveLength(0);
	});

	test('of Cancel go into the query, which is not signed', async () => {
		const server = await serve(() => success());
		const [cancelled] = await jsonOf(server.url, { operation: 'cancel', orderId: LONG_ID });
		expect(server.requests[0]).toMatchObject({
			method: 'POST',
			url: `/order/CancelOrder?orderId=${LONG_ID}`,
			body: '',
		});
		expect(cancelled.OrderId).toBe(LONG_ID);
	});
});

test.each([
	['getPrices', { resource: 'product', operation: 'getPrices', productId: locator('3') }],
	['getAll', { resource: 'product', operation: 'getAll' }],
])('a success of %s without data is no success', async (_name, parameters) => {
	const server = await serve(() => success(null));
	const error = await nodeErrorOf(jsonOf(server.url, parameters));
	expect(error.message).toBe('ZhongZhiYou reported success but sent no data [item 0]');
	expect(error.description).toBe(
		"Ask ZhongZhiYou's support what became of the request (LogId log-1).",
	);
});

describe('a success without data', () => {
	const nothing = [undefined, null, {}, [], '', '[]', '{}', [null]];

	test.each(nothing)('is carried out for Pay all the same: %j', async (data) => {
		const server = await serve(() => success(data));
		expect(await jsonOf(server.url, { operation: 'pay', orderId: '7' })).toEqual([
			{
				OrderId: 7,
				OrderUserVouchers: [],
				voucherCodes: [],
				status: 'unknown',
				message: '成功',
				code: 1000,
				logId: 'log-1',
			},
		]);
	});

	test.each(nothing)('is carried out for Refund all the same: %j', async (data) => {
		const server = await serve(() => success(data));
		const parameters = { operation: 'refund', orderId: '7', refundId: 'r' };
		expect(await jsonOf(server.url, parameters)).toEqual([
			{
				OrderId: 7,
				RefundId: 'r',
				status: 'unknown',
				message: '成功',
				code: 1000,
				logId: 'log-1',
			},
		]);
	});

	test.each(nothing)('is what Cancel usually has: %j', async (data) => {
		const server = await serve(() => success(data));
		expect(await jsonOf(server.url, { operation: 'cancel', orderId: '7' })).toEqual([
			{ OrderId: 7, cancelled: true, message: '成功', code: 1000, logId: 'log-1' },
		]);
	});

	test.each([
		...nothing,
		{ OrderStatus: 0 },
		{ OrderId: null },
		{ OrderId: '' },
		{ OrderId: 0 },
		{ OrderId: '000' },
		{ OrderId: -1 },
		{ OrderId: {} },
		{ OrderId: [1, 2] },
		[{ OrderId: 4553010 }, { OrderId: 4553011 }],
		'下单成功',
		1,
		0,
		true,
		'12345',
	])('that Pay can go on with is no item of Create, and no refusal: %j', async (data) => {
		const server = await serve(() => success(data));
		const parameters = { ...CREATE_FIELDS, originOrderId: '12345' };
		const error = await nodeErrorOf(jsonOf(server.url, parameters));
		expect(error.message).toBe(
			'ZhongZhiYou reported success but sent no order ID. It is not known whether ZhongZhiYou carried this out (Origin Order ID 12345), so it was not repeated [item 0]',
		);
		expect(error.description).toMatch(
			/^The order is most likely placed, still unpaid: look it up .* never makes a second order\. Code 1000, LogId log-1 \(/,
		);
		const [item] = await jsonOf(server.url, parameters, { node: CONTINUE });
		expect(item.error).toMatchObject({
			outcomeUnknown: true,
			originOrderId: '12345',
			code: 1000,
			logId: 'log-1',
		});
	});

	test('is told with what came in its place, digit for digit', async () => {
		const Data = `[{"OrderId":${LONG_ID}},{"OrderId":2}]`;
		const server = await serve(() => ({ text: `{"IsSuccess":true,"Data":${Data}}` }));
		const error = await nodeErrorOf(jsonOf(server.url, CREATE_FIELDS));
		expect(error.description).toContain(
			`ZhongZhiYou sent: [{"OrderId":"${LONG_ID}"},{"OrderId":2}]`,
		);
		const [item] = await jsonOf(server.url, CREATE_FIELDS, { node: CONTINUE });
		expect(item.error).toMatchObject({ data: [{ OrderId: LONG_ID }, { OrderId: 2 }] });
	});
});

describe('what came as data', () => {
	test.each<[string, string]>([
		['JSON in a text', JSON.stringify('{"orderId":4553010,"OrderStatus":0}')],
		['JSON in a text twice', JSON.stringify(JSON.stringify('{"OrderId":4553010,"OrderStatus":0}'))],
		['a list of one', '[{"OrderId":4553010,"OrderStatus":0}]'],
		['a list of one text', JSON.stringify(['{"OrderId":4553010,"OrderStatus":0}'])],
		['an order ID in a list', '{"OrderId":[4553010],"OrderStatus":0}'],
	])('is read by Create where it is %s', async (_name, data) => {
		const server = await serve(() => ({ text: `{"IsSuccess":true,"Data":${data}}` }));
		expect(await jsonOf(server.url, { ...CREATE_FIELDS, originOrderId: 'a' })).toEqual([
			{
				OrderId: 4553010,
				OrderStatus: 0,
				OriginOrderId: 'a',
				status: 'unpaid',
				message: '',
				code: null,
				logId: '',
			},
		]);
	});

	test.each<[string, unknown, object]>([
		['create', LONG_ID, { OrderId: LONG_ID }],
		['create', 4553010, { OrderId: 4553010 }],
		['create', ['4553010'], { OrderId: '4553010' }],
		['refund', '1522870740750303232', { ApplyId: '1522870740750303232' }],
		['refund', 1, { Data: 1 }],
		['refund', '退款成功', { Data: '退款成功' }],
		['refund', '4553010', { Data: '4553010' }],
		['pay', LONG_ID, { VoucherCode: LONG_ID, voucherCodes: [LONG_ID] }],
		['pay', 635474911632, { VoucherCode: 635474911632, voucherCodes: ['635474911632'] }],
		[
			'pay',
			[LONG_ID, '2020522556333222221-2'],
			{
				VoucherCode: [LONG_ID, '2020522556333222221-2'],
				voucherCodes: [LONG_ID, '2020522556333222221-2'],
			},
		],
		['pay', `${LONG_ID},635474911632`, { voucherCodes: [LONG_ID, '635474911632'] }],
		['pay', [`${LONG_ID}，635474911632`], { voucherCodes: [LONG_ID, '635474911632'] }],
		['pay', `${LONG_ID} 635474911632;`, { voucherCodes: [LONG_ID, '635474911632'] }],
		['pay', ['AB12CD34EF56', 'AB12CD34EF57'], { voucherCodes: ['AB12CD34EF56', 'AB12CD34EF57'] }],
		...[
			...['AB12CD34EF56', '2020522556333222221-2-3', 'V123456', '123456a', 'abcd1efgh2ijkl34567'],
		].map((code): [string, unknown, object] => [
			'pay',
			code,
			{ VoucherCode: code, voucherCodes: [code] },
		]),
		...[
			...['4553010', 'log-1', '12345', 'ABCDEFGHIJ', 'Order4553011', '2026-05-01', '1-23456', ', '],
			...[
				'已支付,635474911632',
				'支付成功：635474911632',
				'paid 635474911632',
				'635474911632,4553010',
			],
			...['635474911632-', '635474911632-12345', '6354.749', 'http://a/635474911632'],
		].map((words): [string, unknown, object] => ['pay', words, { Data: words, voucherCodes: [] }]),
		['pay', { Codes: [LONG_ID], OrderStatus: 4 }, { voucherCodes: [LONG_ID], status: 'issued' }],
		['pay', { VoucherCode: { Code: LONG_ID } }, { voucherCodes: [LONG_ID] }],
		['pay', { Code: 1000, OrderStatus: 4 }, { voucherCodes: [], status: 'issued' }],
		['refund', `${LONG_ID},635474911632`, { Data: `${LONG_ID},635474911632` }],
		['create', `${LONG_ID}`, { OrderId: LONG_ID }],
		['pay', '支付成功', { Data: '支付成功', voucherCodes: [] }],
		['pay', [4, LONG_ID], { Data: [4, LONG_ID], voucherCodes: [] }],
		[
			'pay',
			[{ voucherCode: '1' }, '{"VoucherCode":"2"}'],
			{ Data: [{ VoucherCode: '1' }, { VoucherCode: '2' }], voucherCodes: ['1', '2'] },
		],
		['cancel', { OrderStatus: 6 }, { Data: { OrderStatus: 6 } }],
		['cancel', '"done"', { Data: 'done' }],
	])('of %s is what it looks like, or stays as it came: %j', async (operation, data, expected) => {
		const server = await serve(() => success(data));
		const parameters = operation === 'create' ? CREATE_FIELDS : { operation, orderId: '4553010' };
		const [item] = await jsonOf(server.url, parameters);
		expect(item).toMatchObject(expected);
		expect('Data' in item).toBe('Data' in expected);
	});

	test('stays whole where this node says something else by the same names', async () => {
		const data = { OrderStatus: 4, status: 'x', message: 'y', logId: 'log-1' };
		const server = await serve(() => success(data));
		const [paid] = await jsonOf(server.url, { operation: 'pay', orderId: '1' });
		expect(paid).toMatchObject({ status: 'issued', message: '成功', Data: data });
	});

	test.each<[unknown, object[]]>([
		[
			['a1', 2, ' '],
			[{ QrCode: 'a1' }, { QrCode: '2' }],
		],
		[LONG_ID, [{ QrCode: LONG_ID }]],
		[JSON.stringify([{ qrCode: 'a' }, 'b']), [{ QrCode: 'a' }, { QrCode: 'b' }]],
		[
			['{"name":"n","qrcode":"c"}', [['d']]],
			[{ Name: 'n', QrCode: 'c' }, { QrCode: 'd' }],
		],
		['暂无', [{ Data: '暂无' }]],
		[[true, null], [{ Data: true }]],
		[[{}, [], ''], []],
	])('gives Get QR Codes an item for each: %j', async (data, rows) => {
		const server = await serve(() => success(data));
		expect(await jsonOf(server.url, { operation: 'getQrCodes', originOrderId: 'a' })).toEqual(
			rows.map((row) => ({ ...row, logId: 'log-1' })),
		);
	});

	test.each(['1e21', '1E5', '1.0', '12345678901234567890', '-0', '0.10'])(
		'gives codes in the very spelling that they came in: %s',
		async (code) => {
			const data = `{"VoucherCode":${code},"OrderUserVouchers":[${code}],"PayMoney":${code}}`;
			const server = await serve(() => ({ text: `{"IsSuccess":true,"Data":${data}}` }));
			const [paid] = await jsonOf(server.url, { operation: 'pay', orderId: '1' });
			expect(paid).toMatchObject({
				VoucherCode: code,
				OrderUserVouchers: [{ VoucherCode: code }],
				voucherCodes: [code],
			});
			if (code === '0.10') expect(paid.PayMoney).toBe(0.1);
		},
	);
});

test('a status that the API does not document is "unknown"', async () => {
	const server = await serve(({ path }) =>
		success(path === '/order/Pay' ? { OrderStatus: 17 } : { ApplyId: 1 }),
	);
	const [paid] = await jsonOf(server.url, { operation: 'pay', orderId: '1' });
	expect(paid.status).toBe('unknown');
	const [refunded] = await jsonOf(server.url, { operation: 'refund', orderId: '1', refundId: 'r' });
	expect(refunded.status).toBe('unknown');
});

test('Get QR Codes without any gives no item', async () => {
	const server = await serve(() => success(null));
	await expect(
		jsonOf(server.url, { operation: 'getQrCodes', originOrderId: 'a b&c' }),
	).resolves.toEqual([]);
	expect(server.requests[0].url).toBe('/order/PersonQrCodes?originOrderId=a+b%26c');
});

describe('Pay', () => {
	test('sends what Additional Fields hold', async () => {
		const server = await serve(() => success({ OrderStatus: 1 }));
		await jsonOf(server.url, {
			operation: 'pay',
			orderId: '4553010',
			paymentDetails: { unitPrice: 88.5, eticketNo: 'E-1', ticketCount: 2 },
		});
		expect(JSON.parse(server.requests[0].body)).toEqual({
			PartnerId: 9258,
			OrderId: 4553010,
			UnitPrice: 88.5,
			EticketNo: 'E-1',
			TicketCount: 2,
		});
	});

	test('refuses a price below nothing', async () => {
		const error = await nodeErrorOf(
			jsonOf('http://127.0.0.1:9', {
				operation: 'pay',
				orderId: '1',
				paymentDetails: { unitPrice: -1 },
			}),
		);
		expect(error.message).toBe('Unit Price must be an amount in yuan, but it is -1 [item 0]');
	});
});

describe('Refund', () => {
	const parameters = { operation: 'refund', orderId: '7', refundId: 'r-1', refundCount: 2 };

	test.each<[string, string, IDataObject]>([
		['a list', '={{ $json.codes }}', { codes: [LONG_ID, '1-2'] }],
		['text with commas', '={{ $json.codes }}', { codes: `${LONG_ID}, 1-2` }],
		['lines', `${LONG_ID}\n1-2\n`, {}],
		['Chinese commas', `${LONG_ID}，1-2`, {}],
	])('takes voucher codes as %s', async (_name, voucherCodes, item) => {
		const server = await serve(() => success({ RefundStatus: 1 }));
		const [refunded] = await jsonOf(server.url, { ...parameters, voucherCodes }, { items: [item] });
		expect(server.requests[0].body).toBe(
			`{"PartnerId":9258,"OrderId":7,"RefundCount":2,"VoucherCode":["${LONG_ID}","1-2"],"RefundId":"r-1"}`,
		);
		expect(refunded.status).toBe('approved');
	});

	test('without voucher codes leaves them out', async () => {
		const server = await serve(() => success({ RefundStatus: 2 }));
		const [refunded] = await jsonOf(server.url, parameters);
		expect(server.requests[0].body).toBe(
			'{"PartnerId":9258,"OrderId":7,"RefundCount":2,"RefundId":"r-1"}',
		);
		expect(refunded.status).toBe('rejected');
	});

	test('refuses a code named twice', async () => {
		const error = await nodeErrorOf(
			jsonOf('http://127.0.0.1:9', { ...parameters, voucherCodes: '12,13,12' }),
		);
		expect(error.message).toBe('Voucher Codes names 12 twice [item 0]');
	});
});

test.each<[string, INodeParameters, object]>([
	['create', { ...CREATE_FIELDS, originOrderId: 'S-1' }, { OrderRemark: 'r' }],
	['pay', { operation: 'pay', orderId: '1' }, { UnitPrice: 1 }],
	[
		'validate',
		{ ...CREATE_FIELDS, operation: 'validate', visitors: { visitor: [person(1)] } },
		{ ProductItemName: 's' },
	],
])('what was added to other operations is not read by %s', async (_name, parameters, own) => {
	const server = await serve(() => success({ OrderId: 4553010, OrderStatus: 1 }));
	const added: INodeParameters = {
		orderDetails: { remark: 'r', sessionName: 'x', unitPrice: 9 },
		paymentDetails: { unitPrice: 1, remark: 'x', sessionName: 'x' },
		validateDetails: { sessionName: 's', remark: 'x', unitPrice: 9 },
	};
	await jsonOf(server.url, parameters);
	await jsonOf(server.url, { ...parameters, ...added });
	const [plain, withAdded] = server.requests.map(({ body }): object => JSON.parse(body));
	expect(withAdded).toEqual({ ...plain, ...own });
});

describe('an answer', () => {
	const WRITES: Array<[string, INodeParameters]> = [
		['create', CREATE_FIELDS],
		['pay', { operation: 'pay', orderId: '1' }],
		['refund', { operation: 'refund', orderId: '1', refundId: 'r' }],
		['cancel', { operation: 'cancel', orderId: '1' }],
	];

	test.each(WRITES)(
		'of %s keeps its message, its code and its LogId',
		async (_name, parameters) => {
			const server = await serve(() => ({
				text: '{"Data":{"OrderId":1},"Code":1,"IsSuccess":true,"LogId":"L1","Message":"处理成功"}',
			}));
			const [output] = await jsonOf(server.url, parameters);
			expect(output).toMatchObject({ message: '处理成功', code: 1, logId: 'L1' });
		},
	);

	test.each(WRITES)('of %s may have its names in another case', async (_name, parameters) => {
		const data = {
			orderid: 1,
			orderStatus: 4,
			APPLYID: 2,
			refundstatus: 1,
			unknown: { orderId: 3 },
		};
		const answers = [
			{ data, isSuccess: true, code: 1000, logId: 'L1', message: 'ok' },
			{ DATA: data, ISSUCCESS: 'true', CODE: 1000, LOGID: 'L1', MESSAGE: 'ok' },
		];
		const server = await serve((_request, index) => ({ text: JSON.stringify(answers[index]) }));
		const outputs = [
			...(await jsonOf(server.url, parameters)),
			...(await jsonOf(server.url, parameters)),
		];
		expect(outputs[0]).toMatchObject({ message: 'ok', code: 1000, logId: 'L1' });
		expect(outputs[1]).toEqual(outputs[0]);
	});

	test('of create, pay and refund gives the names of the source, and their words', async () => {
		const server = await serve(({ path }) => ({
			text: JSON.stringify({
				isSuccess: true,
				data:
					path === '/order/Refund'
						? { applyId: 2, refundStatus: 1 }
						: { originOrderId: 'a', ORDERID: 1, orderStatus: 4, payMoney: 5, more: { orderId: 3 } },
			}),
		}));
		const [created] = await jsonOf(server.url, { ...CREATE_FIELDS, originOrderId: 'a' });
		expect(created).toMatchObject({
			OriginOrderId: 'a',
			OrderId: 1,
			OrderStatus: 4,
			status: 'issued',
		});
		expect(created.more).toEqual({ orderId: 3 });
		const [paid] = await jsonOf(server.url, { operation: 'pay', orderId: '1' });
		expect(paid).toMatchObject({ OrderStatus: 4, PayMoney: 5, status: 'issued' });
		const [refunded] = await jsonOf(server.url, {
			operation: 'refund',
			orderId: '1',
			refundId: 'r',
		});
		expect(refunded).toMatchObject({ ApplyId: 2, RefundStatus: 1, status: 'approved' });
	});

	test('of QR codes gives the names of the source, and its LogId where it has one', async () => {
		const visitors = [{ name: 'a', QRCODE: LONG_ID, productname: 'p', memo: '', More: 1 }];
		const answers = [
			{ isSuccess: true, data: visitors },
			{ isSuccess: true, data: visitors[0], logId: 'L1' },
		];
		const server = await serve((_request, index) => ({ text: JSON.stringify(answers[index]) }));
		const parameters = { operation: 'getQrCodes', originOrderId: 'a' };
		const named = { Name: 'a', QrCode: LONG_ID, ProductName: 'p', Memo: '', More: 1 };
		expect(await jsonOf(server.url, parameters)).toEqual([named]);
		expect(await jsonOf(server.url, parameters)).toEqual([{ ...named, logId: 'L1' }]);
	});

	test.each<[string, string, string[], unknown]>([
		[
			'a list',
			`[{"VoucherCode":${LONG_ID}}]`,
			[LONG_ID],
			[{ IDCardNo: '', VoucherCode: LONG_ID, Mobile: '' }],
		],
		[
			'one object',
			`{"VoucherCode":"1","IDCardNo":"2","Mobile":"3"}`,
			['1'],
			[{ IDCardNo: '2', VoucherCode: '1', Mobile: '3' }],
		],
		[
			'codes',
			'["1","2"]',
			['1', '2'],
			[
				{ IDCardNo: '', VoucherCode: '1', Mobile: '' },
				{ IDCardNo: '', VoucherCode: '2', Mobile: '' },
			],
		],
		['a switch', 'true', [], true],
		['nothing', 'null', [], []],
	])('of pay keeps the codes of visitors that come as %s', async (_name, sent, codes, usual) => {
		const server = await serve(() => ({
			text: `{"IsSuccess":true,"Data":{"OrderStatus":4,"OrderUserVouchers":${sent}}}`,
		}));
		const [paid] = await jsonOf(server.url, { operation: 'pay', orderId: '1' });
		expect(paid).toMatchObject({ OrderUserVouchers: usual, voucherCodes: codes });
	});

	test('of pay keeps what comes in the place of a group’s code, and every code in it', async () => {
		const server = await serve(() =>
			success({ VoucherCode: { orderVoucherCode: '1', OrderUserVouchers: ['2'] }, OrderStatus: 4 }),
		);
		const [paid] = await jsonOf(server.url, { operation: 'pay', orderId: '1' });
		expect(paid).toMatchObject({
			VoucherCode: { OrderVoucherCode: '1', OrderUserVouchers: ['2'] },
			voucherCodes: ['1', '2'],
		});
	});
});
