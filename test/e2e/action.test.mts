// Every operation of the action node in a real n8n, over real HTTP with real signatures.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { parse } from 'yaml';

import { root } from '../../harness/base/paths.mjs';
import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../../harness/records.mts';
import { startScripted } from '../support/http.mts';
import {
	actionType,
	assertSucceeded,
	type Bench,
	bodyOf,
	byId,
	credentialType,
	day,
	errorOf,
	jsonOf,
	pairsOf,
	startBench,
	visitor,
} from '../support/workflow.mts';

let bench: Bench;

before(async () => {
	bench = await startBench();
});

after(() => bench.close());

beforeEach(() => bench.reset());

const contact = { contactName: '张三', contactMobile: '18102623512' };

describe('product', () => {
	it('gets a product, whole or simplified', async () => {
		const execution = await bench.run(
			[{ id: 165325 }, { id: 3 }],
			bench.zhongzhiyou('Whole', 'product.get', { productId: byId('={{ $json.id }}') }),
			bench.zhongzhiyou('Simple', 'product.get', {
				productId: byId('={{ $json.ProductId }}'),
				simplify: true,
			}),
		);
		assertSucceeded(execution);
		const [first, second] = jsonOf(execution.items('Whole'));
		assert.equal(first.ProductId, 165325);
		assert.equal(first.ProductName, '龙游石窟景区成人票（实名）');
		assert.equal(first.TotoalStock, 0);
		assert.equal(second.ProductId, 3);
		assert.deepEqual(pairsOf(execution.items('Whole')), [0, 1]);
		const simple = jsonOf(execution.items('Simple'));
		assert.equal(simple[0].EntranceMode, 1);
		assert.ok(Object.keys(simple[0]).length < Object.keys(first).length);
		assert.deepEqual(pairsOf(execution.items('Simple')), [0, 1]);
	});

	it('says that a product is not authorised', async () => {
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Get', 'product.get', { productId: byId(20099) }),
		);
		const error = errorOf(execution, 'Get');
		assert.match(error.message, /Product 20099 is not authorised for partner 9258/);
		assert.match(String(error.description), /authorise the product/);
		assert.equal(asRecord(error.context).itemIndex, 0);
	});

	it('gets all products over all pages, or as many as asked for', async () => {
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('All', 'product.getAll', { returnAll: true }),
			bench.zhongzhiyou(
				'Some',
				'product.getAll',
				{ limit: 7, simplify: false },
				{ executeOnce: true },
			),
		);
		assertSucceeded(execution);
		const all = jsonOf(execution.items('All'));
		assert.equal(new Set(all.map(({ ProductId }) => ProductId)).size, all.length);
		const { total } = bench.sandbox.upstream.products.page({ index: 1, size: 1 });
		assert.equal(all.length, total);
		assert.ok(all.length > 50, 'more than one page');
		assert.equal(execution.items('Some').length, 7);
		assert.ok('ProductDesc' in execution.items('Some')[0].json);
		assert.ok(pairsOf(execution.items('All')).every((index) => index === 0));
		assert.equal(bench.requests('getProductByDistributor').length, 3);
	});

	it('gets prices as rows and by the day', async () => {
		const range = { startDate: day(4), endDate: day(11), productId: byId(20012) };
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Rows', 'product.getPrices', { ...range, output: 'rows' }),
			bench.zhongzhiyou(
				'Days',
				'product.getPrices',
				{ ...range, output: 'days' },
				{ executeOnce: true },
			),
		);
		assertSucceeded(execution);
		const rows = jsonOf(execution.items('Rows'));
		assert.deepEqual(
			rows.map(({ PriceType, Price }) => [PriceType, Price]),
			[
				[3, 80],
				[1, 100],
				[2, 150.5],
			],
		);
		const days = jsonOf(execution.items('Days'));
		assert.deepEqual(
			days.map(({ date }) => date),
			[4, 5, 6, 7, 8, 9, 10, 11].map(day),
		);
		assert.deepEqual(
			days.map(({ Price }) => Price),
			[80, 100, 100, 100, 100, 100, 150.5, 100],
		);
		assert.equal(days[0].productId, 20012);
		assert.ok(pairsOf(execution.items('Days')).every((index) => index === 0));
	});

	it('gets the sessions of a day', async () => {
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Days', 'product.getPrices', {
				productId: byId(11063),
				startDate: day(1),
				endDate: day(2),
				output: 'days',
			}),
		);
		assertSucceeded(execution);
		const seats = jsonOf(execution.items('Days')).map(({ ProductSeats }) =>
			asArray(ProductSeats).map((seat) => asRecord(seat).SeatsStartTime),
		);
		assert.deepEqual(seats, [
			['18:30', '20:00'],
			['18:30', '20:00'],
		]);
	});
});

describe('the life of an order', () => {
	it('goes from the product to the refund', async () => {
		const visitors = [visitor(1), visitor(2)];
		const order = {
			productId: byId('={{ $("Product").item.json.ProductId }}'),
			visitDate: '={{ $now.plus(3, "days") }}',
			entranceMode: '={{ $("Product").item.json.EntranceMode === 1 ? "person" : "group" }}',
			visitors: { visitor: visitors },
		};
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Product', 'product.get', { productId: byId(165325) }),
			bench.zhongzhiyou('Validate', 'order.validate', order),
			bench.zhongzhiyou('Create', 'order.create', {
				...order,
				...contact,
				quantity: 2,
				orderDetails: { remark: '靠窗', contactMemo: '杭州市民' },
			}),
			bench.zhongzhiyou('Pay', 'order.pay', { orderId: '={{ $json.OrderId }}' }),
			bench.zhongzhiyou('Codes', 'order.getQrCodes', {
				originOrderId: '={{ $("Create").item.json.OriginOrderId }}',
			}),
			bench.zhongzhiyou(
				'Refund',
				'order.refund',
				{
					orderId: '={{ $("Create").item.json.OrderId }}',
					refundCount: 2,
					voucherCodes: '={{ $("Codes").all().map(item => item.json.QrCode) }}',
				},
				{ executeOnce: true },
			),
		);
		assertSucceeded(execution);
		const [validated] = jsonOf(execution.items('Validate'));
		assert.equal(validated.valid, true);
		assert.notEqual(validated.logId, '');

		const [created] = jsonOf(execution.items('Create'));
		assert.equal(created.status, 'unpaid');
		assert.equal(created.DistributorId, 9258);
		const [body] = bench.requests('createOrder').map(bodyOf);
		assert.equal(body.OriginOrderId, created.OriginOrderId);
		assert.equal(body.OrderRemark, '靠窗');
		assert.deepEqual(body.ContactPerson, {
			Name: '张三',
			Mobile: '18102623512',
			IdCard: '',
			IDCardType: 0,
			Memo: '杭州市民',
		});

		const [paid] = jsonOf(execution.items('Pay'));
		assert.equal(paid.status, 'issued');
		assert.equal(paid.OrderId, created.OrderId);
		assert.equal(paid.PayMoney, 177);
		const vouchers = asArray(paid.OrderUserVouchers).map((entry) => asRecord(entry).VoucherCode);

		const codes = jsonOf(execution.items('Codes'));
		assert.deepEqual(
			codes.map(({ Name, QrCode }) => [Name, QrCode]),
			[
				['游客1', vouchers[0]],
				['游客2', vouchers[1]],
			],
		);
		assert.deepEqual(pairsOf(execution.items('Codes')), [0, 0]);

		const [refund] = jsonOf(execution.items('Refund'));
		assert.equal(refund.status, 'underReview');
		assert.deepEqual(bodyOf(bench.requests('refundOrder')[0]).VoucherCode, vouchers);
		const [stored] = bench.sandbox.upstream.refunds.all();
		assert.equal(stored.applyId, refund.ApplyId);
		assert.equal(stored.tickets.length, 2);
	});

	it('books a session', async () => {
		const order = { productId: byId(11063), visitDate: day(2), session: byId('18:30-19:30') };
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Validate', 'order.validate', {
				...order,
				visitors: { visitor: [visitor(1)] },
				validateDetails: { sessionName: '夜游第一场' },
			}),
			bench.zhongzhiyou('Create', 'order.create', { ...order, ...contact }),
		);
		assertSucceeded(execution);
		assert.equal(bodyOf(bench.requests('verifyOrder')[0]).ProductItemName, '夜游第一场');
		const [stored] = bench.sandbox.upstream.orders.all();
		assert.equal(stored.session?.code, 'S1830');
	});

	it('cancels an unpaid order and refuses a paid one', async () => {
		const [unpaid, paid] = bench.placeOrders(3, 1, 2);
		bench.sandbox.upstream.tickets.pay({
			orderId: paid,
			unitPrice: undefined,
			ticketCount: undefined,
		});
		const execution = await bench.run(
			[{ order: unpaid }, { order: String(paid) }],
			bench.zhongzhiyou(
				'Cancel',
				'order.cancel',
				{ orderId: '={{ $json.order }}' },
				{ onError: 'continueRegularOutput' },
			),
		);
		assertSucceeded(execution);
		const [done, refused] = jsonOf(execution.items('Cancel'));
		assert.deepEqual([done.OrderId, done.cancelled, done.message], [unpaid, true, '订单已取消']);
		assert.match(asString(asRecord(refused.error).message), /订单已支付，不能取消/);
		assert.deepEqual(
			bench.sandbox.upstream.orders.all().map(({ cancelled }) => cancelled),
			[true, false],
		);
	});

	it('tells the states of payment apart', async () => {
		const states = [20005, 20006, 20007, 20016].map((id) => bench.placeOrders(id, 1)[0]);
		const execution = await bench.run(
			states.map((orderId) => ({ orderId })),
			bench.zhongzhiyou('Pay', 'order.pay', { orderId: '={{ $json.orderId }}' }),
		);
		assertSucceeded(execution);
		assert.deepEqual(
			jsonOf(execution.items('Pay')).map(({ OrderId, status }) => [OrderId, status]),
			[
				[states[0], 'issuing'],
				[states[1], 'paid'],
				[states[2], 'issuing'],
				[states[3], 'paymentFailed'],
			],
		);
	});
});

describe('digits', () => {
	it('keeps voucher codes of 21 digits that come as JSON numbers', async () => {
		bench.sandbox.settings.numericVouchers = true;
		try {
			const [orderId] = bench.placeOrders(165325, 2);
			const origin = bench.sandbox.upstream.orders.get(orderId).originOrderId;
			const execution = await bench.run(
				[{ orderId }],
				bench.zhongzhiyou('Pay', 'order.pay', { orderId: '={{ $json.orderId }}' }),
				bench.zhongzhiyou('Codes', 'order.getQrCodes', { originOrderId: origin }),
				bench.zhongzhiyou('Refund', 'order.refund', {
					orderId: String(orderId),
					voucherCodes: '={{ $json.QrCode }}',
				}),
			);
			assertSucceeded(execution);
			const exact = bench.sandbox.upstream.orders.get(orderId).tickets.map((ticket) => ticket.code);
			assert.ok(exact.every((voucher) => /^\d{21}$/.test(voucher)));
			assert.ok(bench.requests('payOrder')[0].answer.includes(`"VoucherCode":${exact[0]}`));
			const [paid] = jsonOf(execution.items('Pay'));
			const vouchers = asArray(paid.OrderUserVouchers).map((entry) => asRecord(entry).VoucherCode);
			assert.deepEqual(vouchers, exact);
			assert.deepEqual(
				jsonOf(execution.items('Codes')).map(({ QrCode }) => QrCode),
				exact,
			);
			assert.deepEqual(
				bench.requests('refundOrder').map((request) => bodyOf(request).VoucherCode),
				exact.map((voucher) => [voucher]),
			);
		} finally {
			bench.sandbox.settings.numericVouchers = false;
		}
	});

	it('sends an order id as a JSON number of all its digits', async () => {
		const long = '123456789012345678901';
		const execution = await bench.run(
			[{ orderId: 4623122 }, { orderId: '4623122' }, { orderId: long }],
			bench.zhongzhiyou(
				'Pay',
				'order.pay',
				{ orderId: '={{ $json.orderId }}', options: { concurrency: 1 } },
				{ onError: 'continueRegularOutput' },
			),
		);
		assertSucceeded(execution);
		assert.deepEqual(
			bench.requests('payOrder').map(({ body }) => body),
			['4623122', '4623122', long].map((id) => `{"PartnerId":9258,"OrderId":${id}}`),
		);
	});
});

/** The samples of the vendor's document, as openapi.yaml keeps them. */
async function samples(): Promise<Record<string, { request?: JsonRecord; answer?: JsonRecord }>> {
	const contract: unknown = parse(await readFile(join(root, 'openapi.yaml'), 'utf8'));
	const sampleIn = (content: unknown): JsonRecord | undefined => {
		const [first] = Object.values(
			asRecord(asRecord(asRecord(content)['application/json']).examples),
		);
		return asRecord(asRecord(first).value);
	};
	const operations = Object.values(asRecord(asRecord(contract).paths)).flatMap((path) =>
		Object.values(asRecord(path)).map(asRecord),
	);
	return Object.fromEntries(
		operations.map(({ operationId, requestBody, responses }) => [
			asString(operationId),
			{
				request: isRecord(requestBody) ? sampleIn(requestBody.content) : undefined,
				answer: sampleIn(asRecord(asRecord(responses)['200']).content),
			},
		]),
	);
}

describe("the samples of the vendor's document", () => {
	it('are sent as they stand and read to the last field', async () => {
		const sample = await samples();
		const answers: Record<string, JsonRecord | undefined> = {
			'/product/getProductByDistributor': sample.getProductByDistributor.answer,
			'/product/getProductPriceByDistributor': sample.getProductPriceByDistributor.answer,
			'/order/Verify': sample.verifyOrder.answer,
			'/order/Create': sample.createOrder.answer,
			'/order/Pay': sample.payOrder.answer,
			'/order/PersonQrCodes': sample.personQrCodes.answer,
			'/order/Refund': sample.refundOrder.answer,
			'/order/CancelOrder': sample.cancelOrder.answer,
		};
		const vendor = await startScripted(({ path }) => ({ text: JSON.stringify(answers[path]) }));
		try {
			const credential = async (partnerId: string): Promise<JsonRecord> => {
				const id = await bench.credential({ baseUrl: vendor.url, partnerId });
				return { credentials: { [credentialType]: { id, name: 'ZZY' } } };
			};
			const own = await credential('9258');
			const one = await credential('1');
			const verify = asRecord(sample.verifyOrder.request);
			const create = asRecord(sample.createOrder.request);
			const pay = asRecord(sample.payOrder.request);
			const refund = asRecord(sample.refundOrder.request);
			const once = { ...own, executeOnce: true, alwaysOutputData: true };
			const execution = await bench.run(
				[{}],
				bench.zhongzhiyou('Get', 'product.get', { productId: byId(11063) }, once),
				bench.zhongzhiyou(
					'Prices',
					'product.getPrices',
					{
						productId: byId(11063),
						startDate: '2025-07-29',
						endDate: '2025-07-29',
						output: 'days',
					},
					once,
				),
				bench.zhongzhiyou(
					'Validate',
					'order.validate',
					{ orderFrom: 'json', orderJson: JSON.stringify(verify) },
					{ ...once, onError: 'continueRegularOutput' },
				),
				bench.zhongzhiyou(
					'Create',
					'order.create',
					{ orderFrom: 'json', orderJson: JSON.stringify(create) },
					{ ...once, ...one },
				),
				bench.zhongzhiyou(
					'Pay',
					'order.pay',
					{
						orderId: String(pay.OrderId),
						paymentDetails: {
							unitPrice: pay.UnitPrice,
							eticketNo: pay.EticketNo,
							ticketCount: pay.TicketCount,
						},
					},
					once,
				),
				bench.zhongzhiyou('Codes', 'order.getQrCodes', { originOrderId: '分销平台 ID' }, once),
				bench.zhongzhiyou(
					'Refund',
					'order.refund',
					{
						orderId: String(refund.OrderId),
						refundCount: refund.RefundCount,
						refundId: refund.RefundId,
						voucherCodes: asArray(refund.VoucherCode).join(','),
					},
					once,
				),
				bench.zhongzhiyou('Cancel', 'order.cancel', { orderId: '4623122' }, once),
			);
			assertSucceeded(execution);
			const sent = (path: string): unknown => {
				const body = vendor.requests.find((request) => request.path === path)?.body ?? '';
				return body === '' ? undefined : JSON.parse(body);
			};
			assert.deepEqual(sent('/order/Verify'), verify);
			assert.deepEqual(sent('/order/Create'), create);
			assert.deepEqual(sent('/order/Pay'), pay);
			assert.deepEqual(sent('/order/Refund'), refund);
			assert.equal(sent('/order/CancelOrder'), undefined);
			assert.ok(vendor.requests.some(({ url }) => url === '/order/CancelOrder?orderId=4623122'));
			assert.equal(
				vendor.requests
					.find(({ path }) => path === '/order/PersonQrCodes')
					?.query.get('originOrderId'),
				'分销平台 ID',
			);

			const data = (name: string): JsonRecord => asRecord(asRecord(sample[name].answer).Data);
			const [product] = asArray(data('getProductByDistributor').Products);
			assert.deepEqual(jsonOf(execution.items('Get')), [product]);
			const [row] = asArray(data('getProductPriceByDistributor').DailyPriceStock);
			assert.deepEqual(jsonOf(execution.items('Prices')), [
				{ productId: 11063, date: '2025-07-29', ...asRecord(row) },
			]);
			const [refusal] = jsonOf(execution.items('Validate'));
			assert.match(asString(asRecord(refusal.error).message), /游玩预订时间不符合产品预订时间限制/);
			const logId = asString(asRecord(sample.createOrder.answer).LogId);
			assert.deepEqual(jsonOf(execution.items('Create')), [
				{ ...data('createOrder'), status: 'unpaid', logId },
			]);
			assert.deepEqual(jsonOf(execution.items('Pay')), [
				{ OrderId: 4623122, ...data('payOrder'), status: 'unpaid', logId },
			]);
			assert.deepEqual(
				jsonOf(execution.items('Codes')),
				asArray(asRecord(sample.personQrCodes.answer).Data),
			);
			assert.deepEqual(jsonOf(execution.items('Refund')), [
				{ ...data('refundOrder'), status: 'underReview', logId },
			]);
			const [cancelled] = jsonOf(execution.items('Cancel'));
			assert.deepEqual([cancelled.OrderId, cancelled.cancelled], [4623122, true]);
		} finally {
			await vendor.close();
		}
	});
});

describe('in the editor', () => {
	const url = '/dynamic-node-parameters/resource-locator-results';

	function search(methodName: string, path: string, more: JsonRecord = {}): JsonRecord {
		return {
			methodName,
			path,
			nodeTypeAndVersion: { name: actionType, version: 1 },
			currentNodeParameters: { resource: 'order', operation: 'create' },
			credentials: { [credentialType]: { id: bench.credentialId, name: 'ZZY' } },
			...more,
		};
	}

	async function results(
		body: JsonRecord,
	): Promise<{ names: string[]; values: string[]; token: unknown }> {
		const found = asRecord(await bench.n8n.rest.call('POST', url, body));
		const rows = asArray(found.results).map(asRecord);
		return {
			names: rows.map(({ name }) => asString(name)),
			values: rows.map(({ value }) => asString(value)),
			token: found.paginationToken,
		};
	}

	it('offers the node as a tool too', async () => {
		// Beside /rest, where the editor fetches it.
		const answer = await bench.n8n.rest.request('GET', '/../types/nodes.json');
		const types = asArray(await answer.json()).map((type) => asRecord(type));
		const tool = types.find(({ name }) => name === `${actionType}Tool`);
		assert.ok(tool, 'the tool is listed');
		assert.deepEqual(tool.outputs, ['ai_tool']);
		assert.ok(!types.some(({ name }) => name === `${actionType}TriggerTool`));
	});

	it('searches products page by page, and by text over all pages', async () => {
		const body = search('searchProducts', '/parameters/productId');
		const first = await results(body);
		assert.equal(first.values.length, 50);
		assert.ok(first.names.includes('龙游石窟景区联票 · 龙游石窟 (3)'));
		const second = await results({ ...body, paginationToken: first.token });
		assert.equal(second.token, undefined);
		const { total } = bench.sandbox.upstream.products.page({ index: 1, size: 1 });
		assert.equal(new Set([...first.values, ...second.values]).size, total);
		const filtered = await results({ ...body, filter: '月牙泉湾' });
		assert.equal(filtered.names.length, 7);
		assert.deepEqual((await results({ ...body, filter: '165325' })).values, ['165325']);
		const off = await results({ ...body, filter: '已下架' });
		assert.match(off.names[0], /off the shelf$/);
	});

	it('offers the sessions of the chosen product and day', async () => {
		const sessions = async (productId: number, visitDate: string) =>
			await results(
				search('searchSessions', '/parameters/session', {
					currentNodeParameters: {
						resource: 'order',
						operation: 'create',
						productId: byId(productId),
						visitDate,
					},
				}),
			);
		const evening = await sessions(11063, day(2));
		assert.deepEqual(evening.names, ['18:30–19:30 (50 left)', '20:00–21:00 (2 left)']);
		assert.deepEqual(evening.values, ['18:30-19:30', '20:00-21:00']);
		const dayTime = await sessions(20011, `${day(2)}T00:00:00`);
		assert.equal(dayTime.values.length, 3);
		assert.deepEqual((await sessions(3, day(2))).values, []);
	});

	it('says what is missing or wrong when it searches', async () => {
		const failing = async (body: JsonRecord): Promise<string> => {
			const answer = await bench.n8n.rest.request('POST', url, body);
			assert.ok(!answer.ok);
			return await answer.text();
		};
		const session = search('searchSessions', '/parameters/session', {
			currentNodeParameters: { productId: byId(''), visitDate: '' },
		});
		assert.match(await failing(session), /Product is empty/);
		const undated = { ...session, currentNodeParameters: { productId: byId(3), visitDate: '' } };
		assert.match(await failing(undated), /Visit Date is empty/);
		const id = await bench.credential({ signKey: 'wrong' });
		const refused = search('searchProducts', '/parameters/productId', {
			credentials: { [credentialType]: { id, name: 'ZZY' } },
		});
		assert.match(await failing(refused), /ZhongZhiYou refused: 签名错误/);
		const closed = await bench.credential({ baseUrl: 'http://127.0.0.1:9' });
		const unreachable = search('searchProducts', '/parameters/productId', {
			credentials: { [credentialType]: { id: closed, name: 'ZZY' } },
		});
		assert.match(await failing(unreachable), /127\.0\.0\.1:9 cannot be reached/);
	});
});
