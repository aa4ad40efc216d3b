import type { JsonObject } from '../api/types';
import type { EventName } from './catalog';

/** An id that is a number while a double can hold it, and its digits otherwise. */
export type Id = number | string;

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

/** 2.1.4: a product changed. */
export interface ProductBody {
	ProductId: Id;
	/** 0 off the shelf, 1 on the shelf, 2 details changed, 3 price or stock changed. */
	Status: number | null;
}

/** Body of each event, by its name; fields that the vendor adds later are kept beside these. */
export interface EventBodies {
	'order.issued': IssuedBody;
	'order.issueFailed': IssuedBody;
	'order.redeemed': RedeemedBody;
	'order.refundApproved': RefundBody;
	'order.refundRejected': RefundBody;
	'order.refundForced': RefundBody;
	'product.offShelf': ProductBody;
	'product.onShelf': ProductBody;
	'product.detailsChanged': ProductBody;
	'product.priceStockChanged': ProductBody;
	unknown: object;
}

interface EventBase<Name extends EventName> {
	event: Name;
	notifyServiceName: string;
	/** The same for the same callback sent again. */
	eventId: string;
	partnerId: string;
	/** ISO 8601 with the offset of China, from the Timestamp header. */
	sentAt: string;
	/** ISO 8601 with the offset of China. */
	receivedAt: string;
	body: EventBodies[Name] & JsonObject;
}

/** Every event that the trigger emits, told apart by `event`. */
export type ZhongzhiyouEvent = { [Name in EventName]: EventBase<Name> }[EventName];
