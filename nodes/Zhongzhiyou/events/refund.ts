import { VOUCHER } from '../api/names.ts';
import type { JsonObject, JsonValue } from '../api/types.ts';
import { textOrAsSent, voucherCodeList, voucherCodesIn } from '../api/vouchers.ts';
import { defineKind } from './kind.ts';
import { idOrAsSent, numberOf, numberOrAsSent, type Id, type Usually } from './values.ts';

/** 2.1.1: the verdict on a refund, or a refund that the supplier forced. */
export interface RefundBody {
	OrderId: Usually<Id>;
	/** Empty when the supplier forced the refund. */
	RefundApplyNo: Usually<string>;
	/** 1 approved, 2 rejected. */
	RefundStatus: Usually<number | null>;
	RefundReason: Usually<string>;
	VoucherCode: Usually<string[]>;
	/** The same, whatever the form in which they came. */
	voucherCodes: string[];
}

const sample = {
	OrderId: 4553010,
	RefundApplyNo: '1522870740750303232',
	RefundStatus: 2,
	RefundReason: '已过退款期限',
	VoucherCode: [],
};

/** Empty where nobody has applied for it: nothing to see, or a 0 in the place of a number. */
function applyNo({ RefundApplyNo }: JsonObject): JsonValue {
	const sent = textOrAsSent(RefundApplyNo);
	return typeof sent === 'string' ? numberOf(sent) : sent;
}

function isApproved({ RefundStatus }: RefundBody): boolean {
	return RefundStatus === 1;
}

function isAppliedFor({ RefundApplyNo }: RefundBody): boolean {
	return RefundApplyNo !== '';
}

function read(body: JsonObject): RefundBody & JsonObject {
	return {
		...body,
		OrderId: idOrAsSent(body.OrderId),
		RefundApplyNo: applyNo(body),
		RefundStatus: numberOrAsSent(body.RefundStatus),
		RefundReason: textOrAsSent(body.RefundReason),
		VoucherCode: voucherCodeList(body.VoucherCode),
		voucherCodes: voucherCodesIn(body),
	};
}

/** Callbacks about refunds (2.1.1). */
export const refund = defineKind({
	service: 'order_refund_notify',
	output: 'Refund',
	status: 'RefundStatus',
	names: {
		OrderId: {},
		RefundApplyNo: {},
		RefundStatus: {},
		RefundReason: {},
		VoucherCode: VOUCHER,
	},
	events: [
		{
			name: 'order.refundApproved',
			title: 'Order Refund Approved',
			description: 'A refund that you asked for is approved',
			sample: { ...sample, RefundStatus: 1, RefundReason: '' },
			when: (body) => isApproved(body) && isAppliedFor(body),
		},
		{
			name: 'order.refundForced',
			title: 'Order Refund Forced',
			description: 'The supplier refunded without being asked',
			sample: { ...sample, RefundApplyNo: '', RefundStatus: 1, RefundReason: '景区临时关闭' },
			when: (body) => isApproved(body) && !isAppliedFor(body),
		},
		{
			name: 'order.refundRejected',
			title: 'Order Refund Rejected',
			description: 'A refund that you asked for is rejected; the reason is in the body',
			sample,
			when: ({ RefundStatus }) => RefundStatus === 2,
		},
	],
	read,
	namesOccurrence: ({ RefundApplyNo }) => numberOf(RefundApplyNo) !== '',
	subject: ({ OrderId, RefundApplyNo }) => `${numberOf(OrderId)} ${numberOf(RefundApplyNo)}`,
});
