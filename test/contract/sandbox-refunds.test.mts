import { control } from '../../sandbox/testing/client.mts';
import {
	PRODUCT,
	day,
	sandbox,
	useSandbox,
	dataOf,
	createId,
	cancel,
	paidId,
	refund,
	priceRows,
	orderState,
} from '../support/sandbox-api.mts';

useSandbox();

describe('a refund', () => {
	it('is refused where there is nothing to refund', async () => {
		expect((await refund(await createId(PRODUCT.group))).body.Message).toBe(
			'订单未支付，不能申请退款',
		);
		expect((await refund(await paidId(PRODUCT.nonRefundable))).body.Message).toBe(
			'该产品不支持退款',
		);
		const orderId = await paidId(PRODUCT.group);
		expect((await refund(orderId, { RefundCount: 3 })).body.Message).toBe('退票数量大于可退数量');
		expect((await refund(orderId, { VoucherCode: ['1'] })).body.Message).toBe('入园凭证不存在');
		await control(sandbox, 'POST', `/orders/${orderId}/redeem`, { count: 2 });
		expect((await refund(orderId)).body.Message).toBe('退票数量大于可退数量');
	});

	it('is not made twice: the same RefundId returns the same application', async () => {
		const orderId = await paidId(PRODUCT.reviewByHand);
		const first = await refund(orderId, { RefundId: 'same' });
		expect(dataOf(await refund(orderId, { RefundId: 'same' }))).toEqual(dataOf(first));
		const other = await refund(orderId, { RefundId: 'same', RefundCount: 2 });
		expect(other.body.Message).toBe('退款申请批次号不能重复');
		expect(await orderState(orderId)).toMatchObject({ refundPending: 1, refunded: 0 });
	});

	it('is refused a second time where the vendor takes a number once only', async () => {
		await control(sandbox, 'POST', '/settings', { duplicateRefund: 'refuse' });
		try {
			const orderId = await paidId(PRODUCT.reviewByHand);
			await refund(orderId, { RefundId: 'same' });
			const again = await refund(orderId, { RefundId: 'same' });
			expect(again.body).toMatchObject({ IsSuccess: false, Message: '退款批次号已存在' });
			expect(await orderState(orderId)).toMatchObject({ refundPending: 1 });
		} finally {
			await control(sandbox, 'POST', '/settings', { duplicateRefund: 'same' });
		}
	});

	it.each([
		['unpaid', () => createId(PRODUCT.group)],
		['of a payment that failed', () => paidId(PRODUCT.payFails)],
		[
			'whose issuance failed',
			async () => {
				const orderId = await paidId(PRODUCT.issueFails);
				await control(sandbox, 'POST', `/orders/${orderId}/issue-fail`);
				return orderId;
			},
		],
		[
			'cancelled',
			async () => {
				const orderId = await createId(PRODUCT.group);
				await cancel(orderId);
				return orderId;
			},
		],
	])('is not forced on an order %s', async (_what, make) => {
		const orderId = await make();
		const before = sandbox.callbacks.deliveries().length;
		const { status } = await control(sandbox, 'POST', `/orders/${orderId}/force-refund`);
		expect(status).toBe(409);
		expect(sandbox.upstream.refunds.all()).toEqual([]);
		expect(sandbox.callbacks.deliveries()).toHaveLength(before);
	});

	it('waits for its verdict, restores stock on approval, and tickets on rejection', async () => {
		const orderId = await paidId(PRODUCT.dailyLimit, { OrderQuantity: 5 });
		await refund(orderId, { RefundId: 'a' });
		await refund(orderId, { RefundId: 'b' });
		await control(sandbox, 'POST', '/refunds/a/approve');
		await control(sandbox, 'POST', '/refunds/b/reject', { reason: '已入园' });
		expect(await orderState(orderId)).toMatchObject({ refundPending: 0, refunded: 1 });
		expect(await priceRows(PRODUCT.dailyLimit, day(1), day(1))).toMatchObject([{ DailyStock: 1 }]);
		expect((await control(sandbox, 'POST', '/refunds/a/reject')).body.error).toBe('退款申请已审核');
	});

	it('is approved at once where the product says so', async () => {
		const answer = await refund(await paidId(PRODUCT.refundAtOnce));
		expect(answer.body).toMatchObject({ Message: '退款成功', Data: { RefundStatus: 1 } });
	});
});
