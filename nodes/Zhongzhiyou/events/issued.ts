import { isJsonObject } from '../api/envelope.ts';
import type { JsonObject } from '../api/types.ts';
import { defineKind } from './kind.ts';
import { id, number, objects, text, type Id } from './values.ts';

/** A visitor's own voucher code (2.1.3). */
export interface UserVoucher {
	IDCardNo: string;
	VoucherCode: string;
	Mobile: string;
}

/** 2.1.3: tickets issued, or their issuance failed. */
export interface IssuedBody {
	OriginOrderId: string;
	OrderId: Id;
	VoucherCode: {
		/** The group's code; empty for products with one code a person. */
		OrderVoucherCode: string;
		OrderUserVouchers: UserVoucher[];
	};
	/** 1 issued, 2 failed. */
	TicketStatus: number | null;
	ProductName: string;
	Memo: string;
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
	const voucher: JsonObject = isJsonObject(body.VoucherCode)
		? body.VoucherCode
		: { OrderVoucherCode: text(body.VoucherCode) };
	return {
		...body,
		OriginOrderId: text(body.OriginOrderId),
		OrderId: id(body.OrderId),
		VoucherCode: {
			...voucher,
			OrderVoucherCode: text(voucher.OrderVoucherCode),
			OrderUserVouchers: objects(voucher.OrderUserVouchers).map((user) => ({
				...user,
				IDCardNo: text(user.IDCardNo),
				VoucherCode: text(user.VoucherCode),
				Mobile: text(user.Mobile),
			})),
		},
		TicketStatus: number(body.TicketStatus),
		ProductName: text(body.ProductName),
		Memo: text(body.Memo),
	};
}

/** Callbacks about the issuing of an order's tickets (2.1.3). */
export const issued = defineKind({
	service: 'order_ticket_notify',
	output: 'Issued',
	events: [
		{
			name: 'order.issued',
			title: 'Order Issued',
			description: 'Tickets are issued; the voucher codes are in the body (出票)',
			sample,
			when: ({ TicketStatus }) => TicketStatus === 1,
		},
		{
			name: 'order.issueFailed',
			title: 'Order Issue Failed',
			description: 'Tickets of a paid order could not be issued (出票失败)',
			sample: {
				...sample,
				VoucherCode: { OrderVoucherCode: '', OrderUserVouchers: [] },
				TicketStatus: 2,
			},
			when: ({ TicketStatus }) => TicketStatus === 2,
		},
	],
	read,
	namesOccurrence: ({ OrderId, OriginOrderId }) =>
		text(OrderId) !== '' || text(OriginOrderId) !== '',
});
