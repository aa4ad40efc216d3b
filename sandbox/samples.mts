/** The names of the four callbacks (NotifyServiceName). */
export type NotifyServiceName =
	| 'order_refund_notify'
	| 'order_verify_notify'
	| 'order_ticket_notify'
	| 'order_product_notify';

const REFUND = {
	OrderId: 4553010,
	RefundApplyNo: '1522870740750303232',
	RefundStatus: 1,
	RefundReason: '',
	VoucherCode: ['202052255633322222124'],
};

const TICKET = {
	OriginOrderId: '1522870633233514497',
	OrderId: 4553010,
	VoucherCode: {
		OrderVoucherCode: '202052255633322222124',
		OrderUserVouchers: [
			{
				IDCardNo: '36220163556666666',
				VoucherCode: '2020522556333222221-2',
				Mobile: '18106532623',
			},
		],
	},
	TicketStatus: 1,
	ProductName: '良渚杭州市民免费票',
	Memo: '杭州良渚古城旅游发展有限公司',
};

/** What `npm run send` sends for every event: the source's own samples, and their counterparts. */
export const CALLBACK_SAMPLES = {
	'order.issued': { service: 'order_ticket_notify', body: TICKET },
	'order.issueFailed': {
		service: 'order_ticket_notify',
		body: {
			...TICKET,
			VoucherCode: { OrderVoucherCode: '', OrderUserVouchers: [] },
			TicketStatus: 2,
			Memo: '库存不足，出票失败',
		},
	},
	'order.redeemed': {
		service: 'order_verify_notify',
		body: {
			TicketStatus: 1,
			OriginOrderId: '1522870633233514497',
			OrderId: 4553010,
			VoucherCode: [],
			OrderTotal: 2,
			CheckedNumber: 2,
			VoucherType: 1,
			CheckTime: '2025-07-29 10:36:09',
		},
	},
	'order.refundApproved': { service: 'order_refund_notify', body: REFUND },
	'order.refundRejected': {
		service: 'order_refund_notify',
		body: { ...REFUND, RefundStatus: 2, RefundReason: ' ', VoucherCode: [] },
	},
	'order.refundForced': { service: 'order_refund_notify', body: { ...REFUND, RefundApplyNo: '' } },
	'product.offShelf': { service: 'order_product_notify', body: { ProductId: 11063, Status: 0 } },
	'product.onShelf': { service: 'order_product_notify', body: { ProductId: 11063, Status: 1 } },
	'product.detailsChanged': {
		service: 'order_product_notify',
		body: { ProductId: 11063, Status: 2 },
	},
	'product.priceStockChanged': {
		service: 'order_product_notify',
		body: { ProductId: 11063, Status: 3 },
	},
	unknown: { service: 'order_settlement_notify', body: { SettlementNo: '20250729001', Amount: 2 } },
} as const;

export type EventName = keyof typeof CALLBACK_SAMPLES;

export function isEventName(name: string): name is EventName {
	return Object.hasOwn(CALLBACK_SAMPLES, name);
}
