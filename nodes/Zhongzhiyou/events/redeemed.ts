import { isBlank } from '../api/blank.ts';
import { VOUCHER } from '../api/names.ts';
import { dayNumber, isPlaceholderDay, isTimeOfEvent, parseChinaTime } from '../api/time.ts';
import type { JsonObject, JsonValue } from '../api/types.ts';
import { textOrAsSent, voucherCodeList, voucherCodesIn } from '../api/vouchers.ts';
import { defineKind } from './kind.ts';
import { idOrAsSent, numberOrAsSent, text, type Id, type Usually } from './values.ts';

/** 2.1.2: tickets redeemed at the gate. */
export interface RedeemedBody {
	OriginOrderId: Usually<string>;
	OrderId: Usually<Id>;
	TicketStatus: Usually<number | null>;
	/** The codes that were redeemed. */
	VoucherCode: Usually<string[]>;
	/** The same, whatever the form in which they came. */
	voucherCodes: string[];
	OrderTotal: Usually<number | null>;
	CheckedNumber: Usually<number | null>;
	/** 1 QR code, 2 SMS. */
	VoucherType: Usually<number | null>;
	/** `yyyy-MM-dd HH:mm:ss`, China Standard Time. */
	CheckTime: Usually<string>;
	/** The same as ISO 8601 with the offset of China; null when it cannot be read. */
	checkTimeIso: string | null;
}

/** Null for a placeholder too: 0001-01-01 says nothing of when tickets were redeemed. */
function isoOf(checkTime: JsonValue | undefined): string | null {
	const time = parseChinaTime(text(checkTime));
	if (time === undefined || isPlaceholderDay(dayNumber(time))) return null;
	return time.toISO({ suppressMilliseconds: true });
}

function read(body: JsonObject): RedeemedBody & JsonObject {
	return {
		...body,
		OriginOrderId: textOrAsSent(body.OriginOrderId),
		OrderId: idOrAsSent(body.OrderId),
		TicketStatus: numberOrAsSent(body.TicketStatus),
		VoucherCode: voucherCodeList(body.VoucherCode),
		voucherCodes: voucherCodesIn(body),
		OrderTotal: numberOrAsSent(body.OrderTotal),
		CheckedNumber: numberOrAsSent(body.CheckedNumber),
		VoucherType: numberOrAsSent(body.VoucherType),
		CheckTime: textOrAsSent(body.CheckTime),
		checkTimeIso: isoOf(body.CheckTime),
	};
}

/** Callbacks about tickets that were redeemed (2.1.2). */
export const redeemed = defineKind({
	service: 'order_verify_notify',
	output: 'Redeemed',
	status: 'TicketStatus',
	names: {
		OriginOrderId: {},
		OrderId: {},
		TicketStatus: {},
		VoucherCode: VOUCHER,
		OrderTotal: {},
		CheckedNumber: {},
		VoucherType: {},
		CheckTime: {},
	},
	events: [
		{
			name: 'order.redeemed',
			title: 'Order Redeemed',
			description: 'Tickets were redeemed at the gate, all or some of an order',
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
	// Within one second two visitors can pass, and an order without codes says the same of both.
	namesOccurrence: (body) =>
		isTimeOfEvent(text(body.CheckTime)) &&
		!isBlank(text(body.CheckedNumber)) &&
		voucherCodesIn(body).length > 0,
});
