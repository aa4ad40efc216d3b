import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { sameValue } from '../api/members.ts';
import { readText } from '../values/text.ts';
import { readClock } from '../values/times.ts';
import { ORDER_LABELS, type OrderDraft } from './draft.ts';

const DASH = /\s*-\s*/;

/** Start and end, `HH:mm` in China Standard Time. */
export interface Session {
	begin: string;
	end: string;
}

/**
 * Reads the session of an order, given in one or as start and end.
 *
 * @throws InputError unless there is none, or both are there and in order
 */
export function readSession(draft: OrderDraft): Session | undefined {
	const joined = readText(draft.session, ORDER_LABELS.session);
	const parts = joined.split(DASH);
	if (joined !== '' && parts.length !== 2) {
		throw new InputError(
			ORDER_LABELS.session,
			`must be start and end as HH:mm-HH:mm, but it is "${joined}"`,
			'Example: 09:00-11:00.',
		);
	}
	const apart = [draft.beginPlayTime, draft.endPlayTime];
	const [begin, end] = joined === '' ? apart : parts;
	if (joined !== '' && apart.some((time, at) => !isBlank(time) && !sameValue(time, parts[at]))) {
		throw new InputError(
			ORDER_LABELS.session,
			`is "${joined}", but its start or end is given otherwise too`,
			'Keep the session, or its start and end.',
		);
	}
	if (isBlank(begin) && isBlank(end)) return undefined;
	const session = {
		begin: readClock(begin, `${ORDER_LABELS.session} start`),
		end: readClock(end, `${ORDER_LABELS.session} end`),
	};
	if (session.end <= session.begin) {
		throw new InputError(
			ORDER_LABELS.session,
			`ends at ${session.end}, which is not after its start ${session.begin}`,
			'Give the earlier time first.',
		);
	}
	return session;
}
