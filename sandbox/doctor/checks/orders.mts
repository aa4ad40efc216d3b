import { addDays, chinaDate } from '../../formats/china-time.mts';
import { isObject } from '../../formats/json.mts';
import { type Examination, type Inspected, Refused, Unusable } from '../examination.mts';
import { type JsonObject, fetchProduct } from '../reading.mts';
import { DAYS_AHEAD, pricesOf } from './prices.mts';

/** In whose name an order is placed and cancelled. */
export interface Visitor {
	name: string;
	mobile: string;
	idCard: string;
}

/** What is ordered to be cancelled at once. */
export interface TrialOrder {
	productId: string;
	visitor: Visitor;
}

/** A number that no other order has. */
function ownNumber(): string {
	return `zzy-doctor-${Date.now()}`;
}

function number(text: string): number | string {
	const value = Number(text);
	return Number.isSafeInteger(value) ? value : text;
}

/** What is answered about an order that there is not: a failure's form. */
export async function examineUnknownOrder(examination: Examination): Promise<void> {
	const { envelope } = await examination.inspect({
		operation: 'personQrCodes',
		method: 'GET',
		path: '/order/PersonQrCodes',
		query: { originOrderId: ownNumber() },
	});
	examination.findings.seen.push(
		`QR codes of an order that there is not: ${envelope.succeeded ? 'a success' : 'a refusal'}.`,
	);
}

/** The first day that can be booked, with its session where there are some. */
async function bookable(
	examination: Examination,
	productId: string,
): Promise<{ date: string; seat: JsonObject | undefined } | undefined> {
	const today = chinaDate(Date.now());
	const days = await pricesOf(examination, productId, today, addDays(today, DAYS_AHEAD));
	for (const { date, BookingDay, ProductSeats } of days ?? []) {
		const ahead = Math.max(1, Number(BookingDay ?? 0) || 0);
		if (typeof date !== 'string' || date < addDays(today, ahead)) continue;
		const seats: unknown[] = Array.isArray(ProductSeats) ? ProductSeats : [];
		if (seats.length === 0) return { date, seat: undefined };
		const seat = seats.filter(isSeat).find(({ SeatsNum }) => Number(SeatsNum) >= 1);
		if (seat !== undefined) return { date, seat };
	}
	return undefined;
}

function isSeat(value: unknown): value is JsonObject {
	return isObject(value);
}

async function cancel(examination: Examination, orderId: string): Promise<void> {
	const { findings } = examination;
	try {
		await examination.ask({
			operation: 'cancelOrder',
			method: 'POST',
			path: '/order/CancelOrder',
			query: { orderId },
		});
		findings.seen.push('An order was placed and cancelled.');
	} catch (error) {
		findings.notes.push(`Order ${orderId} is NOT cancelled: cancel it by hand.`);
		if (error instanceof Refused) examination.tellRefusal(error);
		else if (!(error instanceof Unusable)) throw error;
	}
}

/** Validates an order of one ticket, places it, and cancels it at once. */
export async function examineOrder(
	examination: Examination,
	{ productId, visitor }: TrialOrder,
): Promise<void> {
	const { findings, account, client } = examination;
	const { name, mobile, idCard } = visitor;
	findings.keepSecret(name, mobile, idCard);
	const product = await fetchProduct(client, productId);
	const day = await bookable(examination, productId);
	if (day === undefined) {
		findings.notChecked.push('An order: the product cannot be booked in the coming days.');
		examination.tell('refused', 'createOrder', 'no day that can be booked', false);
		return;
	}
	const session =
		day.seat === undefined
			? {}
			: { BeginPlayTime: day.seat.SeatsStartTime, EndPlayTime: day.seat.SeatsEndTime };
	// A bundle is not listed: it is ordered with everything that might be asked for.
	const isNamed =
		product === undefined ||
		Number(product.EntranceMode) === 1 ||
		Number(product.CustomerSet) === 1;
	const common = { PartnerId: number(account.partnerId), ProductId: number(productId), ...session };
	const person = { Name: name, Mobile: mobile, IdCard: idCard, IDCardType: 0 };
	const originOrderId = ownNumber();
	let created: Inspected;
	let step = 'verifyOrder';
	try {
		await examination.ask({
			operation: 'verifyOrder',
			method: 'POST',
			path: '/order/Verify',
			body: {
				...common,
				VisitDate: `${day.date} 00:00:00`,
				OrderUsers: [{ UserName: name, Mobile: mobile, CardID: idCard, CardType: 0 }],
			},
		});
		step = 'createOrder';
		created = await examination.ask({
			operation: 'createOrder',
			method: 'POST',
			path: '/order/Create',
			body: {
				...common,
				OriginOrderId: originOrderId,
				ContactPerson: person,
				OrderQuantity: 1,
				VisitDate: day.date,
				...(isNamed ? { VisitPerson: [person] } : {}),
			},
		});
	} catch (error) {
		if (error instanceof Refused) examination.tellRefusal(error);
		else if (!(error instanceof Unusable)) throw error;
		else if (step === 'createOrder') {
			findings.notes.push(
				`It is not known whether order ${originOrderId} was placed: ask ZhongZhiYou, and have it cancelled.`,
			);
		}
		return;
	}
	const orderId = isObject(created.data) ? created.data.OrderId : undefined;
	if (typeof orderId === 'number' || typeof orderId === 'string') {
		await cancel(examination, String(orderId));
	} else {
		findings.notes.push(`Order ${originOrderId} has no OrderId: have ZhongZhiYou cancel it.`);
	}
}
