import { VOUCHER } from '../api/names.ts';
import type { JsonObject } from '../api/types.ts';
import { orderVouchers, textOrAsSent, voucherCodesIn } from '../api/vouchers.ts';
import { defineKind } from './kind.ts';
import { idOrAsSent, numberOf, numberOrAsSent, type Id, type Usually } from './values.ts';

/** A visitor's own voucher code (2.1.3). */
type UserVoucher = Record<'IDCardNo' | 'VoucherCode' | 'Mobile', string>;

/** 2.1.3: tickets issued, or their issuance failed. */
export interface IssuedBody {
	OriginOrderId: Usually<string>;
	OrderId: Usually<Id>;
	/** The group's code is empty for products with one code a person. */
	VoucherCode: Usually<{ OrderVoucherCode: string; OrderUserVouchers: UserVoucher[] }>;
	/** Every code in the body. */
	voucherCodes: string[];
	/** 1 issued, 2 failed. */
	TicketStatus: Usually<number | null>;
	ProductName: Usually<string>;
	Memo: Usually<string>;
}

const sample = {
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

function read(body: JsonObject): IssuedBody & JsonObject {
	return {
		...body,
		OriginOrderId: textOrAsSent(body.OriginOrderId),
		OrderId: idOrAsSent(body.OrderId),
		VoucherCode: orderVouchers(body.VoucherCode),
		voucherCodes: voucherCodesIn(body),
		TicketStatus: numberOrAsSent(body.TicketStatus),
		ProductName: textOrAsSent(body.ProductName),
		Memo: textOrAsSent(body.Memo),
	};
}

function orderOf({ OrderId, OriginOrderId }: JsonObject): string {
	return numberOf(OrderId) || numberOf(OriginOrderId);
}

/** Callbacks about the issuing of an order's tickets (2.1.3). */
export const issued = defineKind({
	service: 'order_ticket_notify',
	output: 'Issued',
	status: 'TicketStatus',
	names: {
		OriginOrderId: {},
		OrderId: {},
		VoucherCode: VOUCHER,
		TicketStatus: {},
		ProductName: {},
		Memo: {},
	},
	events: [
		{
			name: 'order.issued',
			title: 'Order Issued',
			description: 'Tickets are issued; the voucher codes are in the body',
			sample,
			when: ({ TicketStatus }) => TicketStatus === 1,
		},
		{
			name: 'order.issueFailed',
			title: 'Order Issue Failed',
			description: 'Tickets of a paid order could not be issued',
			sample: {
				...sample,
				VoucherCode: { OrderVoucherCode: '', OrderUserVouchers: [] },
				TicketStatus: 2,
			},
			when: ({ TicketStatus }) => TicketStatus === 2,
		},
	],
	read,
	namesOccurrence: (body) => orderOf(body) !== '',
	subject: orderOf,
});
