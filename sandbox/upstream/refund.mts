import type { Order, Ticket } from './order.mts';

/** RefundStatus on the wire (API 1.1.7). */
export const REFUND_STATUS = { underReview: 0, approved: 1, rejected: 2 } as const;

export interface Refund {
	/** Empty when the supplier forced the refund. */
	refundId: string;
	applyId: number;
	order: Order;
	content: string;
	tickets: Ticket[];
	status: (typeof REFUND_STATUS)[keyof typeof REFUND_STATUS];
	reason: string;
}
