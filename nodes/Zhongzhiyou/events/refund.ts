import type { JsonObject } from '../api/types.ts';
import { defineKind } from './kind.ts';
import { id, number, text, texts, type Id } from './values.ts';

/** 2.1.1: the verdict on a refund, or a refund that the supplier forced. */
export interface RefundBody {
	OrderId: Id;
	/** Empty when the supplier forced the refund. */
	RefundApplyNo: string;
	/** 1 approved, 2 rejected. */
	RefundStatus: number | null;
	RefundReason: string;
	VoucherCode: string[];
}

const sample = {
	OrderId: 4553010,
	RefundApplyNo: '1522870740750303232',
	RefundStatus: 2,
	RefundReason: '已过退款期限',
	VoucherCode: [],
};

function applyNo(body: JsonObject): string {
	return text(body.RefundApplyNo).trim();
}

function isForced({ RefundApplyNo }: RefundBody): boolean {
	return RefundApplyNo === '';
}

function read(body: JsonObject): RefundBody & JsonObject {
	return {
		...body,
		OrderId: id(body.OrderId),
		RefundApplyNo: applyNo(body),
		RefundStatus: number(body.RefundStatus),
		RefundReason: text(body.RefundReason),
		VoucherCode: texts(body.VoucherCode),
	};
}

/** Callbacks about refunds (2.1.1). */
export const refund = defineKind({
	service: 'order_refund_notify',
	output: 'Refund',
	events: [
		{
			name: 'order.refundApproved',
			title: 'Order Refund Approved',
			description: 'A refund that you asked for is approved (退款审核通过)',
			sample: { ...sample, RefundStatus: 1, RefundReason: '' },
			when: (body) => !isForced(body) && body.RefundStatus === 1,
		},
		{
			name: 'order.refundForced',
			title: 'Order Refund Forced',
			description: 'The supplier refunded without being asked (供应商强制退款)',
			sample: { ...sample, RefundApplyNo: '', RefundStatus: 1, RefundReason: '景区临时关闭' },
			when: isForced,
		},
		{
			name: 'order.refundRejected',
			title: 'Order Refund Rejected',
			description:
				'A refund that you asked for is rejected; the reason is in the body (退款审核不通过)',
			sample,
			when: (body) => !isForced(body) && body.RefundStatus === 2,
		},
	],
	read,
	namesOccurrence: (body) => applyNo(body) !== '',
});
