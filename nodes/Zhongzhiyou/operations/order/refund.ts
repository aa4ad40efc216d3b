import { dataObject, remarksOf } from '../../api/data.ts';
import { nameRefunded } from '../../api/names.ts';
import { orderId } from '../../fields/orderId.ts';
import { parameter } from '../../fields/parameter.ts';
import { partnerNumber } from '../../orders/partner.ts';
import { STABLE_ID_EXPRESSION } from '../../orders/stableId.ts';
import { refundStatus } from '../../orders/status.ts';
import { readCodes } from '../../values/codes.ts';
import { integerFrom } from '../../values/numbers.ts';
import { readRequiredText } from '../../values/text.ts';
import type { RequestOperation } from '../types.ts';

const refundCount = parameter(
	{
		displayName: 'Refund Count',
		name: 'refundCount',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1,
		required: true,
		description: 'Number of tickets to refund (退票数量)',
	},
	integerFrom(1),
);

const refundId = parameter(
	{
		displayName: 'Refund ID',
		name: 'refundId',
		type: 'string',
		default: STABLE_ID_EXPRESSION,
		required: true,
		description:
			"Your own number of this refund, never used again for another. The default is unique for each item and stays the same when n8n retries the node, so that a retry cannot refund twice. Your shop's refund number is better still: it also stays the same in a new execution.",
	},
	readRequiredText,
);

const voucherCodes = parameter(
	{
		displayName: 'Voucher Codes',
		name: 'voucherCodes',
		type: 'string',
		default: '',
		placeholder: 'e.g. 202052255633322222124',
		description:
			'Codes to refund (入园凭证), with commas between or as an expression that gives a list; empty for any of the order',
	},
	readCodes,
);

/** Asks for a refund; the verdict may come later by callback (API 1.1.7). */
export const refund: RequestOperation = {
	option: {
		name: 'Refund',
		value: 'refund',
		action: 'Refund an order',
		description:
			'Ask for tickets to be refunded (退款). A verdict that takes time comes with the callbacks order.refundApproved and order.refundRejected.',
	},
	writes: { namedBy: 'ApplyId' },
	fields: [orderId.field, refundCount.field, refundId.field, voucherCodes.field],
	request: (input) => {
		const codes = voucherCodes.read(input);
		return {
			method: 'POST',
			path: '/order/Refund',
			body: {
				PartnerId: partnerNumber(input.credential),
				OrderId: orderId.read(input),
				RefundCount: refundCount.read(input),
				VoucherCode: codes.length === 0 ? undefined : codes,
				RefundId: refundId.read(input),
			},
		};
	},
	output: (response) => {
		const data = dataObject(response, nameRefunded);
		return [{ ...data, status: refundStatus(data.RefundStatus), ...remarksOf(response) }];
	},
};
