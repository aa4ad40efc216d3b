import { isJsonObject } from './envelope.ts';
import { memberTable, nameMembers } from './members.ts';
import type { JsonObject, JsonValue } from './types.ts';

/** Names in the source's spelling, each with the names within its value, where it has any. */
export interface NameTree {
	readonly [name: string]: NameTree;
}

/** Gives an object of the API's the names of the source, and to the objects in it theirs. */
export type Naming = (object: JsonObject) => JsonObject;

/** Names for a list of objects as for one: the API may send either. */
export function nameWithin(value: JsonValue | undefined, name: Naming): JsonValue | undefined {
	if (isJsonObject(value)) return name(value);
	if (!Array.isArray(value)) return value;
	let isNamed = true;
	const named = value.map((entry) => {
		const inner = isJsonObject(entry) ? name(entry) : entry;
		isNamed &&= inner === entry;
		return inner;
	});
	return isNamed ? value : named;
}

/**
 * Reads names in any case and gives them out in the source's spelling, `TotoalStock` included. What
 * is not known is kept as it came, with all that is in it.
 *
 * @returns a function that gives back the object itself where every name is right already
 */
export function naming(names: NameTree): Naming {
	const table = memberTable(Object.fromEntries(Object.keys(names).map((name) => [name, []])));
	const within = Object.entries(names)
		.filter(([, inner]) => Object.keys(inner).length > 0)
		.map(([name, inner]) => ({ name, nameInner: naming(inner) }));
	return (object) => {
		let named = nameMembers(object, table);
		for (const { name, nameInner } of within) {
			const value = nameWithin(named[name], nameInner);
			if (value !== named[name]) named = { ...named, [name]: value };
		}
		return named;
	};
}

/** A visitor's own voucher code (API 1.1.5, 2.1.3). */
const USER_VOUCHER = { IDCardNo: {}, VoucherCode: {}, Mobile: {} };

/** The voucher codes of an order (API 2.1.3), or of a visitor in their place. */
export const VOUCHER = { OrderVoucherCode: {}, OrderUserVouchers: USER_VOUCHER, ...USER_VOUCHER };

const PRODUCT = {
	ProductId: {},
	Version: {},
	ProductCode: {},
	IsTicket: {},
	TicketGetAddress: {},
	ProductName: {},
	ProductDesc: {},
	EntranceMode: {},
	ProductKind: {},
	AdultNumber: {},
	ChildNumber: {},
	MaxNumberByOrder: {},
	MaxNumberByMobile: {},
	LimitDayByMobile: {},
	MaxNumberByCardID: {},
	LimitDayByCardID: {},
	CustomerSet: {},
	TotoalStock: {},
	ProductStatus: {},
	RefundSet: {},
	ScenicSpots: {},
	ScenicId: {},
	OutId: {},
	MinAge: {},
	MaxAge: {},
	EffectiveTimeMode: {},
	EffectiveTime: {},
	BecomeEffectiveTime: {},
	BeginEffectiveTime: {},
	EndEffectiveTime: {},
	BookingTime: {},
};

const SESSION = { Time: {}, SeatsStartTime: {}, SeatsEndTime: {}, SeatsCode: {}, SeatsNum: {} };

const PRICE_ROW = {
	DailyStock: {},
	MarketPrice: {},
	Price: {},
	SalePrice: {},
	BookingDay: {},
	BeginTime: {},
	EndTime: {},
	PriceType: {},
	ProductSeats: SESSION,
};

/** Names of the Data of each answer (API 1.1); 1.1.3 and 1.1.8 have none. */
export const DATA_NAMES = {
	products: { Products: PRODUCT, TotalCount: {} },
	prices: { DailyPriceStock: PRICE_ROW },
	create: { OriginOrderId: {}, DistributorId: {}, OrderId: {}, OrderStatus: {} },
	pay: { VoucherCode: VOUCHER, OrderUserVouchers: USER_VOUCHER, OrderStatus: {}, PayMoney: {} },
	qrCodes: { Name: {}, QrCode: {}, ProductName: {}, Memo: {} },
	refund: { ApplyId: {}, RefundStatus: {} },
} satisfies Record<string, NameTree>;

export const nameProducts = naming(DATA_NAMES.products);

export const namePrices = naming(DATA_NAMES.prices);

export const nameCreated = naming(DATA_NAMES.create);

export const namePaid = naming(DATA_NAMES.pay);

export const nameQrCode = naming(DATA_NAMES.qrCodes);

export const nameRefunded = naming(DATA_NAMES.refund);
