/** A kind of event, and which named output it goes to. */
export interface CatalogEntry {
	/** As it stands in `event`. */
	name: string;
	/** As the editor lists it. */
	title: string;
	description: string;
	/** The vendor's NotifyServiceName (API, Callbacks). */
	service: string;
	output: OutputName;
	/** A body as the vendor sends it; the source's own samples, repaired. */
	sample: object;
}

export const OUTPUTS = ['Issued', 'Redeemed', 'Refund', 'Product', 'Other'] as const;

export type OutputName = (typeof OUTPUTS)[number];

const issuedSample = {
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

const refundSample = {
	OrderId: 4553010,
	RefundApplyNo: '1522870740750303232',
	RefundStatus: 2,
	RefundReason: '已过退款期限',
	VoucherCode: [],
};

/** Every event, in the order in which the editor lists them. */
export const CATALOG = [
	{
		name: 'order.issued',
		title: 'Order Issued',
		description: 'Tickets are issued; the voucher codes are in the body (出票)',
		service: 'order_ticket_notify',
		output: 'Issued',
		sample: issuedSample,
	},
	{
		name: 'order.issueFailed',
		title: 'Order Issue Failed',
		description: 'Tickets of a paid order could not be issued (出票失败)',
		service: 'order_ticket_notify',
		output: 'Issued',
		sample: {
			...issuedSample,
			VoucherCode: { OrderVoucherCode: '', OrderUserVouchers: [] },
			TicketStatus: 2,
		},
	},
	{
		name: 'order.redeemed',
		title: 'Order Redeemed',
		description: 'Tickets were redeemed at the gate, all or some of an order (核销)',
		service: 'order_verify_notify',
		output: 'Redeemed',
		sample: {
			TicketStatus: 1,
			OriginOrderId: '1522870633233514497',
			OrderId: 4553010,
			VoucherCode: ['202052255633322222124'],
			OrderTotal: 2,
			CheckedNumber: 2,
			VoucherType: 1,
			CheckTime: '2025-07-29 10:36:09',
		},
	},
	{
		name: 'order.refundApproved',
		title: 'Order Refund Approved',
		description: 'A refund that you asked for is approved (退款审核通过)',
		service: 'order_refund_notify',
		output: 'Refund',
		sample: { ...refundSample, RefundStatus: 1, RefundReason: '' },
	},
	{
		name: 'order.refundForced',
		title: 'Order Refund Forced',
		description: 'The supplier refunded without being asked (供应商强制退款)',
		service: 'order_refund_notify',
		output: 'Refund',
		sample: { ...refundSample, RefundApplyNo: '', RefundStatus: 1, RefundReason: '景区临时关闭' },
	},
	{
		name: 'order.refundRejected',
		title: 'Order Refund Rejected',
		description:
			'A refund that you asked for is rejected; the reason is in the body (退款审核不通过)',
		service: 'order_refund_notify',
		output: 'Refund',
		sample: refundSample,
	},
	{
		name: 'product.detailsChanged',
		title: 'Product Details Changed',
		description: 'Details of a product changed: fetch them again (产品信息修改)',
		service: 'order_product_notify',
		output: 'Product',
		sample: { ProductId: 11063, Status: 2 },
	},
	{
		name: 'product.offShelf',
		title: 'Product Off Shelf',
		description: 'A product can no longer be sold (下架)',
		service: 'order_product_notify',
		output: 'Product',
		sample: { ProductId: 11063, Status: 0 },
	},
	{
		name: 'product.onShelf',
		title: 'Product on Shelf',
		description: 'A product can be sold again (上架)',
		service: 'order_product_notify',
		output: 'Product',
		sample: { ProductId: 11063, Status: 1 },
	},
	{
		name: 'product.priceStockChanged',
		title: 'Product Price or Stock Changed',
		description: 'Price or stock of a product changed: fetch them again (价格库存修改)',
		service: 'order_product_notify',
		output: 'Product',
		sample: { ProductId: 11063, Status: 3 },
	},
] as const satisfies readonly CatalogEntry[];

/** What a callback that the catalogue does not know is called. */
export const UNKNOWN_EVENT = 'unknown';

export type KnownEventName = (typeof CATALOG)[number]['name'];

export type EventName = KnownEventName | typeof UNKNOWN_EVENT;

/** The named output that an event goes to. */
export function outputOf(event: EventName): OutputName {
	return CATALOG.find(({ name }) => name === event)?.output ?? 'Other';
}
