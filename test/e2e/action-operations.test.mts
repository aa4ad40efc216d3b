// Every operation of the action node in a real n8n, over real HTTP with real signatures.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { asArray, asRecord, asString } from '../../harness/records.mts';
import { bench, useBench } from '../support/use-bench.mts';
import {
	assertSucceeded,
	bodyOf,
	byId,
	day,
	errorOf,
	jsonOf,
	pairsOf,
	visitor,
} from '../support/workflow.mts';

useBench();

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
			new Map(rows.map(({ PriceType, Price }) => [PriceType, Price])),
			new Map([
				[1, 100],
				[2, 150.5],
				[3, 80],
			]),
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
