import { isBlank } from '../api/blank.ts';
import { anyOf, CLOCK, SESSION_DASH, whole } from '../api/patterns.ts';
import { isPlaceholder } from '../api/time.ts';
import type { JsonObject, JsonValue } from '../api/types.ts';
import { readSessionTime, type SessionTime } from '../values/times.ts';

const NO_DAY = whole(`\\s*${CLOCK}${anyOf(`${SESSION_DASH}${CLOCK}`, '')}\\s*`);

/** When a session of a product (API 1.1.2) starts and ends, in the product's own spelling. */
interface SeatTimes {
	begin: SessionTime;
	end: SessionTime;
}

/** The times of a session; undefined where one cannot be read, and the session not be ordered. */
export function timesOf(seat: JsonObject): SeatTimes | undefined {
	try {
		return {
			begin: readSessionTime(seat.SeatsStartTime, 'SeatsStartTime'),
			end: readSessionTime(seat.SeatsEndTime, 'SeatsEndTime'),
		};
	} catch {
		return undefined;
	}
}

/** Whether the date of a session is none: blank, a placeholder, or only its time. */
export function saysNoDay(time: JsonValue | undefined): boolean {
	if (isBlank(time) || isPlaceholder(time)) return true;
	return typeof time === 'string' && NO_DAY.test(time);
}

/** Which session comes first on a day; those whose times cannot be read come last. */
export function compareSeats(one: JsonObject, other: JsonObject): number {
	const [times, otherTimes] = [timesOf(one), timesOf(other)];
	if (times === undefined || otherTimes === undefined) {
		return Number(times === undefined) - Number(otherTimes === undefined);
	}
	return (
		times.begin.seconds - otherTimes.begin.seconds || times.end.seconds - otherTimes.end.seconds
	);
}
