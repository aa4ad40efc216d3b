import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { SESSION_DASH, SESSION_TIME, whole } from '../api/patterns.ts';
import { isPlaceholderDay, wireDateOfDay } from '../api/time.ts';
import { readText, shown } from '../values/text.ts';
import { DAY_SECONDS, readSessionTime, type SessionTime } from '../values/times.ts';
import { ORDER_LABELS, type OrderDraft } from './draft.ts';

const JOINED = whole(`(?<begin>${SESSION_TIME})${SESSION_DASH}(?<end>${SESSION_TIME})`);

/** A session over midnight starts in the afternoon and ends by this time; others are mixed up. */
const NOON = 12 * 3600;
const MORNING = 6 * 3600;

/** Start and end as they are sent, China Standard Time. */
export interface Session {
	begin: string;
	end: string;
}

/** A session as one text, such as the editor's list keeps it: what `readSession` takes apart. */
export function joinSession({ begin, end }: Session): string {
	return `${begin}-${end}`;
}

/** The day of a session's time; undefined where none is meant. */
function dayOf({ day }: SessionTime): number | undefined {
	return day === undefined || isPlaceholderDay(day) ? undefined : day;
}

/** When a session ends, in seconds from the beginning of the day on which it starts. */
function endOf(begin: SessionTime, end: SessionTime): number {
	const [firstDay, lastDay] = [dayOf(begin), dayOf(end)];
	const isDated = firstDay !== undefined && lastDay !== undefined && firstDay !== lastDay;
	if (isDated) return end.seconds + (lastDay - firstDay) * DAY_SECONDS;
	// Said of one day too: a list may have the day of the visit beside every time.
	const overMidnight = begin.seconds >= NOON && end.seconds <= MORNING;
	return end.seconds === 0 || overMidnight ? end.seconds + DAY_SECONDS : end.seconds;
}

function checkOrder(begin: SessionTime, end: SessionTime): void {
	if (begin.seconds < DAY_SECONDS && endOf(begin, end) > begin.seconds) return;
	throw new InputError(
		ORDER_LABELS.session,
		`ends at ${end.text}, which is not after its start ${begin.text}`,
		'Give the earlier time first.',
	);
}

/** @param visitDay days since the epoch */
function checkDay(begin: SessionTime, visitDay: number): void {
	const day = dayOf(begin);
	if (day === undefined || day === visitDay) return;
	throw new InputError(
		ORDER_LABELS.session,
		`starts at ${begin.text}, but the ${ORDER_LABELS.visitDate} is ${wireDateOfDay(visitDay)}`,
		`Choose a session of the ${ORDER_LABELS.visitDate}.`,
	);
}

function sameTime(given: unknown, time: SessionTime, name: string): boolean {
	return isBlank(given) || readSessionTime(given, name).seconds === time.seconds;
}

/**
 * Reads the session of an order, given in one or as start and end. An end of 00:00 or 24:00 is the
 * end of the day, and a session that starts after noon may go on until 06:00.
 *
 * @param visitDay the day of the visit in China, as days since the epoch
 * @throws InputError unless there is none, or both are there, in order and of the day of the visit
 */
export function readSession(draft: OrderDraft, visitDay: number): Session | undefined {
	const joined = readText(draft.session, ORDER_LABELS.session);
	const parts = JOINED.exec(joined)?.groups;
	if (joined !== '' && parts === undefined) {
		throw new InputError(
			ORDER_LABELS.session,
			`must be start and end as HH:mm-HH:mm, but it is "${shown(joined)}"`,
			'Example: 09:00-11:00.',
		);
	}
	if (parts === undefined && isBlank(draft.beginPlayTime) && isBlank(draft.endPlayTime)) {
		return undefined;
	}
	const [startName, endName] = ['start', 'end'].map((at) => `${ORDER_LABELS.session} ${at}`);
	const begin = readSessionTime(parts?.begin ?? draft.beginPlayTime, startName);
	const end = readSessionTime(parts?.end ?? draft.endPlayTime, endName);
	if (
		!sameTime(draft.beginPlayTime, begin, startName) ||
		!sameTime(draft.endPlayTime, end, endName)
	) {
		throw new InputError(
			ORDER_LABELS.session,
			`is "${joined}", but its start or end is given otherwise too`,
			'Keep the session, or its start and end.',
		);
	}
	checkDay(begin, visitDay);
	checkOrder(begin, end);
	return { begin: begin.text, end: end.text };
}
