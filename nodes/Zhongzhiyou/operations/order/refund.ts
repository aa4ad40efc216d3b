import { BARE_ID, dataMembers, remarksOf, withOwn, type BareMember } from '../../api/data.ts';
import { InputError } from '../../api/failures.ts';
import { nameRefunded } from '../../api/names.ts';
import { WRITE } from '../../api/writes.ts';
import { orderId } from '../../fields/orderId.ts';
import { parameter } from '../../fields/parameter.ts';
import { refundId } from '../../fields/refundId.ts';
import { partnerNumber } from '../../orders/partner.ts';
import { refundStatus } from '../../orders/status.ts';
import { readCodes } from '../../values/codes.ts';
import { integerFrom } from '../../values/numbers.ts';
import { orderIdIn } from '../identity.ts';
import type { RequestOperation } from '../types.ts';

const APPLY_ID: BareMember = { name: 'ApplyId', form: BARE_ID };

const refundCount = parameter(
	{
		displayName: 'Refund Count',
		name: 'refundCount',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1,
		required: true,
		description: 'Number of tickets to refund',
	},
	integerFrom(1),
);

const voucherCodes = parameter(
	{
		displayName: 'Voucher Codes',
		name: 'voucherCodes',
		type: 'string',
		default: '',
		placeholder: 'e.g. 202052255633322222124',
		description:
			'Voucher codes to refund, with commas between or as an expression that gives a list; empty for any of the order',
	},
	readCodes,
);

/** Asks for a refund; the verdict may come later by callback (API 1.1.7). */
export const refund: RequestOperation = {
	option: {
		name: 'Refund',
		value: 'refund',
		action: 'Refund order',
		description:
			'Ask for tickets to be refunded. A verdict that takes time comes with the callbacks order.refundApproved and order.refundRejected.',
	},
	writes: { namedBy: 'ApplyId' },
	fields: [orderId.field, refundCount.field, refundId.field, voucherCodes.field],
	request: (input) => {
		const codes = voucherCodes.read(input);
		if (codes.length === 0 && input.seeks(voucherCodes.field.name)) {
			throw new InputError(
				voucherCodes.field.displayName,
				'is empty: its expression found no code, and none would mean any ticket of the order',
				'Check the expression, or clear the field to refund any.',
			);
		}
		const body = {
			PartnerId: partnerNumber(input.credential),
			OrderId: orderId.read(input),
			RefundCount: refundCount.read(input),
			VoucherCode: codes.length === 0 ? undefined : codes,
		};
		const RefundId = refundId.read(input) ?? input.automaticNumber({ path: WRITE.refund, body });
		return { method: 'POST', path: WRITE.refund, body: { ...body, RefundId } };
	},
	output: (response, _input, identity) => {
		const data = dataMembers(response, nameRefunded, APPLY_ID);
		return [
			withOwn(
				{ OrderId: orderIdIn(identity), ...data },
				{
					RefundId: identity.refundId,
					status: refundStatus(data.RefundStatus),
					...remarksOf(response),
				},
			),
		];
	},
};
