import type { JsonObject } from '../formats/json.mts';

/** One way of a price row to cover days (PriceType), its days counted from today. */
export interface PriceRule {
	type: 1 | 2 | 3;
	/** First day, in days from today; a given date has no other. */
	from: number;
	/** Last day, in days from today; for periods only. */
	to?: number;
	/** What the distributor pays a ticket, in fen (1/100 CNY). */
	fen: number;
}

export interface Session {
	code: string;
	begin: string;
	end: string;
	/** Seats a day. */
	seats: number;
}

/** What Pay answers and what comes after it. */
export type Issuance = 'atOnce' | 'later' | 'fails' | 'payFails' | 'noBalance';

/** How a refund request ends: at once, or after a review whose verdict is set or made by hand. */
export type Review = 'atOnce' | 'approve' | 'reject' | 'manual';

export interface Product {
	id: number;
	name: string;
	scenicSpot: string;
	kind: string;
	description: string;
	/** Stands in Memo of QR codes and ticket callbacks. */
	supplier: string;
	/** One code for the group (EntranceMode 0), or one a person and ID cards needed (1). */
	codes: 'group' | 'person';
	visitorsNeeded: boolean;
	/** False for bundle products (打包产品), which can be ordered but are not listed. */
	listed: boolean;
	onShelf: boolean;
	refundable: boolean;
	/** Tickets in all, 0 = unlimited. */
	totalStock: number;
	/** Tickets a day, 0 = unlimited. */
	dailyStock: number;
	/** Tickets an order, 0 = no limit. */
	maxPerOrder: number;
	/** Days between booking and visit, at least. */
	bookingDays: number;
	sessions: Session[];
	/** Whether each session of a day has a price row of its own. */
	rowPerSession: boolean;
	prices: PriceRule[];
	issuance: Issuance;
	/** The order's status between payment and issuance: 1 paid or 3 issuing. */
	statusUntilIssued: 1 | 3;
	review: Review;
	/** Personal codes as the source shows them, 19 digits and "-1", "-2"; otherwise 21 digits. */
	suffixedCodes: boolean;
	version: number;
	/** Further fields of 1.1.1, in the vendor's spelling. */
	extra: JsonObject;
}

/** A product as 1.1.1 shows it. */
export function describeProduct(product: Product): JsonObject {
	return {
		ProductId: product.id,
		Version: product.version,
		ProductCode: `P${product.id}`,
		IsTicket: 0,
		TicketGetAddress: '',
		ProductName: product.name,
		ProductDesc: product.description,
		EntranceMode: product.codes === 'person' ? 1 : 0,
		ProductKind: product.kind,
		AdultNumber: 1,
		ChildNumber: 0,
		MaxNumberByOrder: product.maxPerOrder,
		MaxNumberByMobile: 0,
		LimitDayByMobile: 0,
		MaxNumberByCardID: 0,
		LimitDayByCardID: 0,
		CustomerSet: product.visitorsNeeded ? 1 : 2,
		TotoalStock: product.totalStock,
		ProductStatus: product.onShelf ? 1 : 0,
		RefundSet: product.refundable ? 1 : 0,
		ScenicSpots: product.scenicSpot,
		ScenicId: 1000 + (product.scenicSpot.codePointAt(0) ?? 0),
		OutId: '',
		MinAge: 0,
		MaxAge: 0,
		EffectiveTimeMode: 1,
		EffectiveTime: 1,
		BecomeEffectiveTime: 0,
		BeginEffectiveTime: null,
		EndEffectiveTime: null,
		BookingTime: '18:00',
		...product.extra,
	};
}
