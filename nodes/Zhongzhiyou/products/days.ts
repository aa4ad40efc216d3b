import type { DateTime } from 'luxon';

import { objectsOf } from '../api/data.ts';
import { chinaDay, wireDate } from '../api/time.ts';
import type { JsonObject } from '../api/types.ts';

/** PriceType of a row, narrowest first: one given date, a period, from a day on (API 1.1.2). */
const NARROWEST_FIRST = [2, 1, 3];

function covers(row: JsonObject, day: string): boolean {
	const begin = chinaDay(row.BeginTime);
	const end = chinaDay(row.EndTime);
	if (begin !== undefined && day < begin) return false;
	switch (Number(row.PriceType)) {
		case 2:
			return day === begin;
		case 1:
			return end === undefined || day <= end;
		default:
			return true;
	}
}

function sessionsOn(row: JsonObject, day: string): JsonObject[] {
	return objectsOf(row.ProductSeats).filter((seat) => (chinaDay(seat.Time) ?? day) === day);
}

/**
 * Lays price rows out by day. Where several rows cover a day the narrowest wins; a day that no row
 * covers cannot be sold and is left out.
 *
 * @param start first day, China Standard Time
 * @param end last day, included
 */
export function pricesByDay(
	rows: JsonObject[],
	start: DateTime<true>,
	end: DateTime<true>,
): JsonObject[] {
	const days: JsonObject[] = [];
	for (let moment = start; moment <= end; moment = moment.plus({ days: 1 })) {
		const day = wireDate(moment);
		const row = NARROWEST_FIRST.flatMap((type) =>
			rows.filter((candidate) => Number(candidate.PriceType) === type && covers(candidate, day)),
		).at(0);
		if (row !== undefined) days.push({ date: day, ...row, ProductSeats: sessionsOn(row, day) });
	}
	return days;
}
