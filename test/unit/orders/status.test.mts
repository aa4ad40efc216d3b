import { orderStatus, refundStatus } from '../../../nodes/Zhongzhiyou/orders/status.ts';

test.each([
	[0, 'unpaid'],
	['1', 'paid'],
	[2, 'paymentFailed'],
	[3, 'issuing'],
	[' 4 ', 'issued'],
	[5, 'issueFailed'],
	['05', 'issueFailed'],
])('the status %j of an order is %s', (status, word) => {
	expect(orderStatus(status)).toBe(word);
});

test.each([
	[0, 'underReview'],
	['1', 'approved'],
	[2, 'rejected'],
])('the status %j of a refund is %s', (status, word) => {
	expect(refundStatus(status)).toBe(word);
});

test.each([
	...[undefined, null, '', ' ', 'x', 'x1', '1x', '-1', '1.0', '1 2', 6, -1, 1.5, true, [1], {}],
	...['length', 'constructor'],
])('the status %j is not known', (status) => {
	expect(orderStatus(status)).toBe('unknown');
	expect(refundStatus(status)).toBe('unknown');
});
