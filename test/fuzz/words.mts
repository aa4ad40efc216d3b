// The words of callbacks and answers (API, Callbacks and 1.1), in the source's spelling: a second
// opinion on the node's own tables, and what inputs for the decoder are made of.

export const TIMESTAMP = '1753756569000';

/** When a callback of that time is read, Unix time in milliseconds. */
export const NOW = 1_753_756_570_000;

/** Every member of a callback's body. */
export const BODY_NAMES = [
	...['OriginOrderId', 'OrderId', 'VoucherCode', 'TicketStatus', 'ProductName', 'Memo'],
	...['OrderTotal', 'CheckedNumber', 'VoucherType', 'CheckTime', 'RefundApplyNo'],
	...['RefundStatus', 'RefundReason', 'ProductId', 'Status'],
];

/** Members of voucher codes. */
export const CODE_NAMES = ['OrderVoucherCode', 'OrderUserVouchers', 'IDCardNo', 'Mobile'];

/** Names that every object of JavaScript has, or takes for something else. */
export const ODD_NAMES = ['__proto__', 'toString', 'length'];

/** What the fuzzer puts into inputs for the decoder besides the words of JSON (words.dict). */
export const words = [
	...['OrderNotifyHeader', 'OrderNotifyBody', 'PartnerId', 'NotifyServiceName'],
	...['order_refund_notify', 'order_verify_notify', 'order_ticket_notify', 'order_product_notify'],
	...BODY_NAMES,
	...CODE_NAMES,
	...ODD_NAMES,
	'2025-07-29 10:36:09',
	...['IsSuccess', 'Code', 'Data', 'LogId', 'Message'],
];
