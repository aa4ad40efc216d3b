import type { DateTime } from 'luxon';
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { isBlank } from '../api/blank.ts';
import { objectsOf } from '../api/data.ts';
import { openClient } from '../api/request.ts';
import { dayNumber } from '../api/time.ts';
import type { JsonObject } from '../api/types.ts';
import type { ParameterSource } from '../fields/parameter.ts';
import { productId } from '../fields/product.ts';
import { visitDate } from '../fields/visit.ts';
import { joinSession, readSession } from '../orders/session.ts';
import { fetchPricesByDay } from '../products/days.ts';
import { timesOf } from '../products/seats.ts';
import { clockOf } from '../values/times.ts';
import { forEditor } from './forEditor.ts';

/** Whether an order takes the session: what the list offers can be ordered. */
function canBeOrdered(session: string, day: DateTime<true>): boolean {
	try {
		return readSession({ session }, dayNumber(day)) !== undefined;
	} catch {
		return false;
	}
}

/** A session in the product's own spelling, which is what an order has to send. */
function entriesOf(seat: JsonObject, day: DateTime<true>): INodeListSearchItems[] {
	const times = timesOf(seat);
	if (times === undefined) return [];
	const value = joinSession({ begin: times.begin.text, end: times.end.text });
	const [begin, end] = [times.begin, times.end].map(clockOf);
	const left = isBlank(seat.SeatsNum) ? '' : ` (${String(seat.SeatsNum)} left)`;
	return canBeOrdered(value, day) ? [{ name: `${begin}–${end}${left}`, value }] : [];
}

/** Lists the sessions of the chosen product on the chosen day for the editor. */
export async function searchSessions(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await forEditor(this, async () => {
		const editor: ParameterSource = {
			parameter: (name) => this.getCurrentNodeParameter(name, { extractValue: true }),
		};
		const id = productId.read(editor).digits;
		const day = visitDate.read(editor).startOf('day');
		const days = await fetchPricesByDay(await openClient(this), id, day, day);
		const sessions = days.flatMap((row) => objectsOf(row.ProductSeats));
		const entries = sessions.flatMap((seat) => entriesOf(seat, day));
		return { results: entries.filter(({ name }) => name.includes(filter ?? '')) };
	});
}
