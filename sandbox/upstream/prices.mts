import { addDays } from '../formats/china-time.mts';
import type { JsonObject } from '../formats/json.mts';
import type { PriceRule, Product, Session } from './product.mts';
import { shuffled } from './shuffle.mts';

const FOREVER = '9999-12-31';

/** Most days that one question about prices may span. */
export const MAX_DAYS = 366;

interface PriceRow {
	rule: PriceRule;
	begin: string;
	end: string;
}

function rows(product: Product, today: string): PriceRow[] {
	return product.prices.map((rule) => {
		const begin = addDays(today, rule.from);
		if (rule.type === 3) return { rule, begin, end: FOREVER };
		return { rule, begin, end: rule.type === 1 ? addDays(today, rule.to ?? rule.from) : begin };
	});
}

/**
 * What one ticket costs on a day, in fen; undefined when the product is not sold for that day.
 *
 * Written apart from the node's rule, as a calendar is filled in by hand: open ends first, in the
 * order of their beginnings, over them the periods, longest first, over them the given dates. What
 * was written last on a day is its price.
 */
export function priceOn(product: Product, date: string, today: string): number | undefined {
	let fen: number | undefined;
	const write = (row: PriceRow) => {
		if (row.begin <= date && date <= row.end) fen = row.rule.fen;
	};
	const all = rows(product, today);
	const ofType = (type: PriceRule['type']) => all.filter(({ rule }) => rule.type === type);
	const length = ({ rule }: PriceRow) => (rule.to ?? rule.from) - rule.from;
	const periods = ofType(1).sort((a, b) => a.rule.from - b.rule.from);
	ofType(3)
		.sort((a, b) => a.rule.from - b.rule.from)
		.forEach(write);
	periods.sort((a, b) => length(b) - length(a)).forEach(write);
	ofType(2).forEach(write);
	return fen;
}

/** What is left on one day: of the daily stock, and of a session's seats. */
export interface Availability {
	tickets(date: string): number;
	seats(date: string, session: Session): number;
}

function describeRow(
	product: Product,
	fen: number,
	row: { type: number; begin: string; end: string; stock: number },
): JsonObject {
	return {
		DailyStock: row.stock,
		MarketPrice: Math.round(fen * 1.4) / 100,
		Price: fen / 100,
		SalePrice: Math.round(fen * 1.1) / 100,
		BookingDay: product.bookingDays,
		BeginTime: row.begin,
		EndTime: row.end,
		PriceType: row.type,
	};
}

/**
 * The rows of 1.1.2 between two days. Where stock differs from day to day (daily stock, sessions)
 * there is one row a day, or one a session; a day that is sold out has none, because a stock of 0
 * means unlimited. The order of the rows says nothing: it is drawn from a seed.
 */
export function priceCalendar(
	product: Product,
	range: { from: string; to: string; today: string; seed: number },
	left: Availability,
): JsonObject[] {
	return shuffled(calendarRows(product, range, left), range.seed + product.id);
}

function calendarRows(
	product: Product,
	{ from, to, today }: { from: string; to: string; today: string },
	left: Availability,
): JsonObject[] {
	if (product.dailyStock === 0 && product.sessions.length === 0) {
		return rows(product, today)
			.filter(({ begin, end }) => begin <= to && from <= end)
			.map(({ rule, begin, end }) =>
				describeRow(product, rule.fen, { type: rule.type, begin, end, stock: 0 }),
			);
	}
	const calendar: JsonObject[] = [];
	for (let date = from > today ? from : today; date <= to; date = addDays(date, 1)) {
		const fen = priceOn(product, date, today);
		const stock = product.dailyStock === 0 ? 0 : left.tickets(date);
		if (fen === undefined || (product.dailyStock > 0 && stock <= 0)) continue;
		const row = describeRow(product, fen, { type: 2, begin: date, end: date, stock });
		const seats = product.sessions.map((session) => ({
			Time: date,
			SeatsStartTime: session.begin,
			SeatsEndTime: session.end,
			SeatsCode: session.code,
			SeatsNum: left.seats(date, session),
		}));
		if (product.rowPerSession) {
			calendar.push(...seats.map((seat) => ({ ...row, ProductSeats: [seat] })));
		} else {
			calendar.push(seats.length === 0 ? row : { ...row, ProductSeats: seats });
		}
	}
	return calendar;
}
