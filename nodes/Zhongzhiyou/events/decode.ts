import { createHash } from 'crypto';

import { listOf, objectsOf } from '../api/data';
import { isJsonObject } from '../api/envelope';
import { parseJson } from '../api/json';
import { chinaIso, parseChinaTime } from '../api/time';
import type { JsonObject, JsonValue } from '../api/types';
import { UNKNOWN_EVENT, type EventName } from './catalog';
import type {
	Id,
	IssuedBody,
	ProductBody,
	RedeemedBody,
	RefundBody,
	ZhongzhiyouEvent,
} from './types';

/** A callback's outer part, read; its body still as the vendor sent it. */
export interface Callback {
	partnerId: string;
	/** In lower case: the vendor's spelling varies. */
	service: string;
	body: JsonObject;
}

function text(value: JsonValue | undefined): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function number(value: JsonValue | undefined): number | null {
	const digits = text(value).trim();
	return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : null;
}

function id(value: JsonValue | undefined): Id {
	return typeof value === 'number' ? value : text(value);
}

/** A list of codes; a single one that is sent without a list counts as one. */
function texts(value: JsonValue | undefined): string[] {
	return text(value) === '' ? listOf(value).map(text) : [text(value)];
}

function parseObject(json: string): JsonObject | undefined {
	try {
		const parsed = parseJson(json.replace(/^\uFEFF/, ''));
		return isJsonObject(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Reads the outer part of a callback (API, Callbacks): liberal in what it takes, digit-exact.
 *
 * @param raw the request's body as received
 * @returns undefined when it is not a callback
 */
export function readCallback(raw: string): Callback | undefined {
	const outer = parseObject(raw);
	if (outer === undefined || !isJsonObject(outer.OrderNotifyHeader)) return undefined;
	const { PartnerId, NotifyServiceName } = outer.OrderNotifyHeader;
	const inner = outer.OrderNotifyBody;
	const body = typeof inner === 'string' ? parseObject(inner) : inner;
	const service = text(NotifyServiceName).trim().toLowerCase();
	if (service === '' || !isJsonObject(body)) return undefined;
	return { partnerId: text(PartnerId).trim(), service, body };
}

function toRefund(body: JsonObject): RefundBody & JsonObject {
	return {
		...body,
		OrderId: id(body.OrderId),
		RefundApplyNo: text(body.RefundApplyNo).trim(),
		RefundStatus: number(body.RefundStatus),
		RefundReason: text(body.RefundReason),
		VoucherCode: texts(body.VoucherCode),
	};
}

function toRedeemed(body: JsonObject): RedeemedBody & JsonObject {
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

function toIssued(body: JsonObject): IssuedBody & JsonObject {
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
			OrderUserVouchers: objectsOf(voucher.OrderUserVouchers).map((user) => ({
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

function toProduct(body: JsonObject): ProductBody & JsonObject {
	return { ...body, ProductId: id(body.ProductId), Status: number(body.Status) };
}

type NamedBody = {
	[Name in EventName]: Pick<ZhongzhiyouEvent & { event: Name }, 'event' | 'body'>;
}[EventName];

const PRODUCT_EVENTS = [
	'product.offShelf',
	'product.onShelf',
	'product.detailsChanged',
	'product.priceStockChanged',
] as const;

function refundEvent(
	body: RefundBody,
): 'order.refundForced' | 'order.refundApproved' | 'order.refundRejected' | undefined {
	if (body.RefundApplyNo === '') return 'order.refundForced';
	if (body.RefundStatus === 1) return 'order.refundApproved';
	return body.RefundStatus === 2 ? 'order.refundRejected' : undefined;
}

/** Names the event and types its body; what the catalogue does not know stays as it came. */
function nameEvent({ service, body }: Callback): NamedBody {
	const unknown = { event: UNKNOWN_EVENT, body } as const;
	switch (service) {
		case 'order_ticket_notify': {
			const issued = toIssued(body);
			if (issued.TicketStatus === 1) return { event: 'order.issued', body: issued };
			return issued.TicketStatus === 2 ? { event: 'order.issueFailed', body: issued } : unknown;
		}
		case 'order_verify_notify':
			return { event: 'order.redeemed', body: toRedeemed(body) };
		case 'order_refund_notify': {
			const refund = toRefund(body);
			const event = refundEvent(refund);
			return event === undefined ? unknown : { event, body: refund };
		}
		case 'order_product_notify': {
			const product = toProduct(body);
			const event = PRODUCT_EVENTS.find((_, status) => status === product.Status);
			return event === undefined ? unknown : { event, body: product };
		}
		default:
			return unknown;
	}
}

/** The same text for the same content, whatever the order of its members. */
function canonical(value: JsonValue | undefined): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (isJsonObject(value)) {
		const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
		return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
	}
	return JSON.stringify(value ?? null);
}

/**
 * Whether the body names its occurrence, so that the same body is the same event. Two changes of
 * one product, or two refunds forced on one order, have the same body but are not.
 */
function namesOccurrence({ service, body }: Callback): boolean {
	switch (service) {
		case 'order_ticket_notify':
			return text(body.OrderId) !== '' || text(body.OriginOrderId) !== '';
		case 'order_verify_notify':
			return text(body.CheckTime) !== '' && text(body.CheckedNumber) !== '';
		case 'order_refund_notify':
			return text(body.RefundApplyNo).trim() !== '';
		default:
			return false;
	}
}

/**
 * Identifies a callback: the same one sent again has the same id, a different one another. Only
 * what is provably the same counts as such, since better run twice than lose one.
 *
 * @param timestamp the Timestamp header, part of the identity where the body names no occurrence
 */
export function eventIdOf(callback: Callback, timestamp: string): string {
	const identity = [callback.partnerId, callback.service, canonical(callback.body)];
	if (!namesOccurrence(callback)) identity.push(timestamp);
	return createHash('sha256').update(identity.join('\n')).digest('base64url').slice(0, 22);
}

/**
 * Turns a callback into the event that the trigger emits.
 *
 * @param timestamp the Timestamp header, Unix time in milliseconds
 * @param now Unix time in milliseconds
 */
export function decodeEvent(callback: Callback, timestamp: string, now: number): ZhongzhiyouEvent {
	return {
		notifyServiceName: callback.service,
		eventId: eventIdOf(callback, timestamp),
		partnerId: callback.partnerId,
		sentAt: chinaIso(Number(timestamp)),
		receivedAt: chinaIso(now),
		...nameEvent(callback),
	};
}
