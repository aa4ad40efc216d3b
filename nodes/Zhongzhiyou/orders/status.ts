import type { JsonValue } from '../api/types.ts';

/** Words for OrderStatus, by its number (API 1.1.5). */
const ORDER_STATUS = ['unpaid', 'paid', 'paymentFailed', 'issuing', 'issued', 'issueFailed'];

/** Words for RefundStatus, by its number (API 1.1.7). */
const REFUND_STATUS = ['underReview', 'approved', 'rejected'];

/** Blank is no number: `Number` would read it as 0, which is unpaid. */
const WHOLE = /^\s*\d+\s*$/;

function word(words: string[], status: JsonValue | undefined): string {
	const isNumber = typeof status === 'number' || (typeof status === 'string' && WHOLE.test(status));
	return (isNumber ? words[Number(status)] : undefined) ?? 'unknown';
}

/** The order's state in a word; `unknown` for a number that the API does not document. */
export function orderStatus(status: JsonValue | undefined): string {
	return word(ORDER_STATUS, status);
}

/** The refund's state in a word; `unknown` for a number that the API does not document. */
export function refundStatus(status: JsonValue | undefined): string {
	return word(REFUND_STATUS, status);
}
