import { dataObject } from '../../api/data';
import { STABLE_ID_EXPRESSION } from '../input';
import type { RequestOperation } from '../types';
import { readCodes, readId, readInteger, readRequiredText } from '../values';
import { orderIdField } from './fields';
import { refundStatus } from './status';

/** Asks for a refund; the verdict may come later by callback (API 1.1.7). */
export const refund: RequestOperation = {
	option: {
		name: 'Refund',
		value: 'refund',
		action: 'Refund an order',
		description:
			'Ask for tickets to be refunded (退款). A verdict that takes time comes with the callbacks order.refundApproved and order.refundRejected.',
	},
	writes: true,
	fields: [
		orderIdField,
		{
			displayName: 'Refund Count',
			name: 'refundCount',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 1,
			required: true,
			description: 'Number of tickets to refund (退票数量)',
		},
		{
			displayName: 'Refund ID',
			name: 'refundId',
			type: 'string',
			default: STABLE_ID_EXPRESSION,
			required: true,
			description:
				"Your own number of this refund, never used again for another. The default is unique for each item and stays the same when n8n retries the node, so that a retry cannot refund twice. Your shop's refund number is better still: it also stays the same in a new execution.",
		},
		{
			displayName: 'Voucher Codes',
			name: 'voucherCodes',
			type: 'string',
			default: '',
			placeholder: 'e.g. 202052255633322222124',
			description:
				'Codes to refund (入园凭证), with commas between or as an expression that gives a list; empty for any of the order',
		},
	],
	request: (input) => {
		const codes = readCodes(input.parameter('voucherCodes'), 'Voucher Codes');
		return {
			method: 'POST',
			path: '/order/Refund',
			body: {
				PartnerId: readId(input.credential.partnerId, 'Partner ID'),
				OrderId: readId(input.parameter('orderId'), 'Order ID'),
				RefundCount: readInteger(input.parameter('refundCount'), 'Refund Count', 1),
				VoucherCode: codes.length === 0 ? undefined : codes,
				RefundId: readRequiredText(input.parameter('refundId'), 'Refund ID'),
			},
			writes: true,
		};
	},
	output: (response) => {
		const data = dataObject(response);
		return [{ ...data, status: refundStatus(data.RefundStatus), logId: response.logId }];
	},
};
