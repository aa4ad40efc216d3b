// What goes over the wire to the digit, and the samples of the vendor's document, in a real n8n.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { parse } from 'yaml';

import { root } from '../../harness/base/paths.mjs';
import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../../harness/records.mts';
import { startScripted } from '../support/http.mts';
import { bench, useBench } from '../support/use-bench.mts';
import { assertSucceeded, bodyOf, byId, credentialType, jsonOf } from '../support/workflow.mts';

useBench();

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
					{
						orderFrom: 'json',
						orderJson: JSON.stringify(create),
						// The sample's mobiles are words.
						options: { checkPeople: false },
					},
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
			const remarks = (name: string): JsonRecord => {
				const { Message, Code, LogId } = asRecord(sample[name].answer);
				return { message: Message ?? '', code: Code ?? null, logId: LogId ?? '' };
			};
			const [product] = asArray(data('getProductByDistributor').Products);
			assert.deepEqual(jsonOf(execution.items('Get')), [
				{ ...asRecord(product), logId: remarks('getProductByDistributor').logId },
			]);
			const [row] = asArray(data('getProductPriceByDistributor').DailyPriceStock);
			assert.deepEqual(jsonOf(execution.items('Prices')), [
				{
					productId: 11063,
					date: '2025-07-29',
					...asRecord(row),
					logId: remarks('getProductPriceByDistributor').logId,
				},
			]);
			const [refusal] = jsonOf(execution.items('Validate'));
			assert.match(asString(asRecord(refusal.error).message), /游玩预订时间不符合产品预订时间限制/);
			assert.deepEqual(jsonOf(execution.items('Create')), [
				{
					...data('createOrder'),
					OriginOrderId: create.OriginOrderId,
					status: 'unpaid',
					...remarks('createOrder'),
					// The sample's answer has words in place of the number that was sent.
					Data: data('createOrder'),
				},
			]);
			const [paid] = jsonOf(execution.items('Pay'));
			const { voucherCodes } = paid;
			assert.deepEqual(paid, {
				OrderId: 4623122,
				...data('payOrder'),
				voucherCodes,
				status: 'unpaid',
				...remarks('payOrder'),
			});
			const given = JSON.stringify(data('payOrder'));
			assert.ok(asArray(voucherCodes).length > 0);
			for (const code of asArray(voucherCodes)) assert.ok(given.includes(asString(code)));
			assert.deepEqual(
				jsonOf(execution.items('Codes')),
				asArray(asRecord(sample.personQrCodes.answer).Data),
			);
			assert.deepEqual(jsonOf(execution.items('Refund')), [
				{
					OrderId: refund.OrderId,
					...data('refundOrder'),
					RefundId: refund.RefundId,
					status: 'underReview',
					...remarks('refundOrder'),
				},
			]);
			const [cancelled] = jsonOf(execution.items('Cancel'));
			assert.deepEqual([cancelled.OrderId, cancelled.cancelled], [4623122, true]);
		} finally {
			await vendor.close();
		}
	});
});
