import { parseChinaTime } from '../api/time.ts';
import type { JsonObject } from '../api/types.ts';
import { defineKind } from './kind.ts';
import { id, number, text, texts, type Id } from './values.ts';

/** 2.1.2: tickets redeemed at the gate. */
export interface RedeemedBody {
	OriginOrderId: string;
	OrderId: Id;
	TicketStatus: number | null;
	/** The codes that were redeemed. */
	VoucherCode: string[];
	OrderTotal: number | null;
	CheckedNumber: number | null;
	/** 1 QR code, 2 SMS. */
	VoucherType: number | null;
	/** `yyyy-MM-dd HH:mm:ss`, China Standard Time. */
	CheckTime: string;
	/** The same as ISO 8601 with the offset of China; null when it cannot be read. */
	checkTimeIso: string | null;
}

function read(body: JsonObject): RedeemedBody & JsonObject {
	const checkTime = text(body.CheckTime);
	return {
		...body,
		OriginOrderId: text(body.OriginOrderId),
		OrderId: id(body.OrderId),
		TicketStatus: number(body.TicketStatus),
		VoucherCode: texts(body.VoucherCode),
		OrderTotal: number(body.OrderTotal),
		CheckedNumber: number(body.CheckedNumber),
		VoucherType: number(body.VoucherType),
		CheckTime: checkTime,
		checkTimeIso: parseChinaTime(checkTime)?.toISO({ suppressMilliseconds: true }) ?? null,
	};
}

/** Callbacks about tickets that were redeemed (2.1.2). */
export const redeemed = defineKind({
	service: 'order_verify_notify',
	output: 'Redeemed',
	events: [
		{
			name: 'order.redeemed',
			title: 'Order Redeemed',
			description: 'Tickets were redeemed at the gate, all or some of an order (核销)',
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
			when: () => true,
		},
	],
	read,
	namesOccurrence: ({ CheckTime, CheckedNumber }) =>
		text(CheckTime) !== '' && text(CheckedNumber) !== '',
});
