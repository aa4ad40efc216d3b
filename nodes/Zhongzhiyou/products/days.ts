import type { DateTime } from 'luxon';

import { trimmed } from '../api/blank.ts';
import { objectsOf } from '../api/data.ts';
import { ApiFailure, sentences } from '../api/failures.ts';
import { DIGITS, whole } from '../api/patterns.ts';
import type { ReadClient } from '../api/request.ts';
import {
	chinaDayNumber,
	dayNumber,
	isPlaceholderDay,
	wireDate,
	wireDateOfDay,
} from '../api/time.ts';
import type { JsonObject, JsonValue } from '../api/types.ts';
import { shown } from '../values/text.ts';
import { fetchPriceAnswer } from './lookup.ts';
import { compareSeats, saysNoDay } from './seats.ts';

/** PriceType of a row (API 1.1.2). */
const PERIOD = 1;
const GIVEN_DAY = 2;
const FROM_DAY_ON = 3;

/** Narrowest first. */
const NARROWEST_FIRST = [GIVEN_DAY, PERIOD, FROM_DAY_ON];

/** A whole number as text; 1.0 is one too. */
const NUMBER = whole(`${DIGITS}(?:\\.0+)?`);

/** A price row on the days for which it is meant; days are counted from the epoch. */
interface Span {
	row: JsonObject;
	kind: number;
	first: number;
	/** Infinity for an open end. */
	last: number;
}

function number(value: JsonValue | undefined): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && NUMBER.test(trimmed(value))
		? Number(trimmed(value))
		: Number.NaN;
}

function unreadable(problem: string, value: JsonValue | undefined, logId: string): ApiFailure {
	return new ApiFailure(`ZhongZhiYou sent ${problem}: ${shown(value ?? null)}`, {
		logId,
		description: sentences(
			'Its days cannot be told, so nothing is laid out by day. The output Price Rows of Get Prices gives the rows as they came.',
			logId === '' ? '' : `LogId ${logId} (quote it to ZhongZhiYou's support).`,
		),
	});
}

/**
 * @throws ApiFailure quoting what cannot be read: such a row must not sell on every day, and a kind
 *   of row that is not known may be the one that counts
 */
function spanOf(row: JsonObject, logId: string): Span {
	const kind = number(row.PriceType);
	if (!NARROWEST_FIRST.includes(kind)) {
		throw unreadable('a price row whose PriceType is not known', row.PriceType, logId);
	}
	const read = (member: string): number => {
		const day = chinaDayNumber(row[member]);
		if (day !== undefined) return day;
		throw unreadable(`a price row whose ${member} is not a date`, row[member], logId);
	};
	const first = read('BeginTime');
	if (kind === FROM_DAY_ON) return { row, kind, first, last: Infinity };
	const last = kind === GIVEN_DAY ? first : read('EndTime');
	if (last < first) {
		const period = `${String(row.BeginTime)} to ${String(row.EndTime)}`;
		throw unreadable('a price row that ends before it begins', period, logId);
	}
	if (first === last && isPlaceholderDay(first)) {
		throw unreadable('a price row whose BeginTime stands for no day', row.BeginTime, logId);
	}
	return { row, kind, first, last };
}

/** The same text for the same value, in whatever order its members came. */
function canonical(value: JsonValue | undefined): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
	const members = Object.keys(value).sort();
	return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

/** By text, unit for unit: a locale's order would differ from machine to machine. */
function compareText(one: string, other: string): number {
	if (one === other) return 0;
	return one < other ? -1 : 1;
}

/** A row as `canonical` text, made once. */
type TextOf = (row: JsonObject) => string;

function priceOf({ Price }: JsonObject): number {
	const price = Number(Price);
	return Number.isNaN(price) ? -Infinity : price;
}

/**
 * Which of two rows of the same days goes first. The dearer one, so that nobody sells below what
 * they pay; then any that is the same whatever the order in which the rows came.
 */
function compareTwins(one: JsonObject, other: JsonObject, textOf: TextOf): number {
	const [price, otherPrice] = [one, other].map(priceOf);
	if (price !== otherPrice) return otherPrice > price ? 1 : -1;
	return compareText(textOf(one), textOf(other));
}

/** The narrowest first: by kind, then the shorter period, then the later begin. */
function compareSpans(one: Span, other: Span, textOf: TextOf): number {
	if (one.kind !== other.kind) {
		return NARROWEST_FIRST.indexOf(one.kind) - NARROWEST_FIRST.indexOf(other.kind);
	}
	const longer = one.kind === PERIOD ? one.last - one.first - (other.last - other.first) : 0;
	return longer || other.first - one.first || compareTwins(one.row, other.row, textOf);
}

/** The sessions of rows on each of their days, in the order in which they came. */
class Sessions {
	/** Sessions that name no day, and so are on each. */
	private readonly everyDay: Array<[place: number, seat: JsonObject]> = [];

	private readonly byDay = new Map<number, Array<[place: number, seat: JsonObject]>>();

	constructor(row: JsonObject, logId: string) {
		objectsOf(row.ProductSeats).forEach((seat, place) => {
			const day = chinaDayNumber(seat.Time);
			if (day !== undefined && !isPlaceholderDay(day)) {
				const seats = this.byDay.get(day);
				if (seats === undefined) this.byDay.set(day, [[place, seat]]);
				else seats.push([place, seat]);
			} else if (saysNoDay(seat.Time)) {
				this.everyDay.push([place, seat]);
			} else {
				throw unreadable('a session whose Time is not a date', seat.Time, logId);
			}
		});
	}

	on(day: number): JsonObject[] {
		const seats = [...this.everyDay, ...(this.byDay.get(day) ?? [])];
		return seats.sort(([one], [other]) => one - other).map(([, seat]) => seat);
	}
}

/** The sessions of several rows of one day, each once, in the order of their times. */
function joined(seats: JsonObject[]): JsonObject[] {
	const distinct = new Map(seats.map((seat) => [canonical(seat), seat]));
	return [...distinct]
		.sort(
			([text, one], [otherText, other]) => compareSeats(one, other) || compareText(text, otherText),
		)
		.map(([, seat]) => seat);
}

/**
 * The rows that count on each of some days: one, or several of the same given day.
 *
 * @param spans the narrowest first
 */
function cover(spans: Span[], firstDay: number, length: number): Array<JsonObject[] | undefined> {
	const covering = new Array<JsonObject[] | undefined>(length).fill(undefined);
	// Where the next day without a row is to be looked for: a day is passed over once and for all.
	const next = Array.from({ length: length + 1 }, (_, at) => at);
	const freeFrom = (at: number): number => {
		let free = at;
		while (next[free] !== free) {
			next[free] = next[next[free]];
			free = next[free];
		}
		return free;
	};
	for (const { row, kind, first, last } of spans) {
		const from = Math.max(first - firstDay, 0);
		const until = Math.min(last - firstDay, length - 1);
		if (from > until) continue;
		if (kind === GIVEN_DAY) covering[from]?.push(row);
		for (let at = freeFrom(from); at <= until; at = freeFrom(at)) {
			covering[at] = [row];
			next[at] = at + 1;
		}
	}
	return covering;
}

/** Makes something once for each row. */
function remembering<Value>(make: (row: JsonObject) => Value): (row: JsonObject) => Value {
	const made = new Map<JsonObject, Value>();
	return (row) => {
		const value = made.get(row) ?? make(row);
		made.set(row, value);
		return value;
	};
}

/**
 * Lays price rows out by day. Where several rows cover a day the narrowest wins: a given day, then
 * the shorter period, then the later begin; several rows of one given day join their sessions. The
 * order of the rows says nothing. A day that no row covers cannot be sold and is left out.
 *
 * @param start first day, China Standard Time
 * @param end last day, included
 * @param logId of the answer that the rows are from
 * @throws ApiFailure quoting a date or a kind of row that cannot be read
 */
export function pricesByDay(
	rows: JsonObject[],
	start: DateTime<true>,
	end: DateTime<true>,
	logId = '',
): JsonObject[] {
	const firstDay = dayNumber(start);
	const length = Math.max(dayNumber(end) - firstDay + 1, 0);
	const textOf = remembering(canonical);
	const spans = rows
		.map((row) => spanOf(row, logId))
		.sort((one, other) => compareSpans(one, other, textOf));
	const sessionsOf = remembering((row) => new Sessions(row, logId));
	const layOut = (day: number, own: JsonObject[]): JsonObject => {
		const sessions = own.map((row) => sessionsOf(row).on(day));
		const seats = sessions.length === 1 ? sessions[0] : joined(sessions.flat());
		return { date: wireDateOfDay(day), ...own[0], ProductSeats: seats };
	};
	return cover(spans, firstDay, length).flatMap((own, at) =>
		own === undefined ? [] : [layOut(firstDay + at, own)],
	);
}

/** The prices of a product by day (API 1.1.2), days in China Standard Time, both included. */
export async function fetchPricesByDay(
	client: ReadClient,
	productId: string,
	start: DateTime<true>,
	end: DateTime<true>,
): Promise<JsonObject[]> {
	const answer = await fetchPriceAnswer(client, productId, wireDate(start), wireDate(end));
	return pricesByDay(answer.rows, start, end, answer.logId);
}
