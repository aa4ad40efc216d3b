import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { objectsOf } from '../api/data.ts';
import { openClient } from '../api/request.ts';
import { wireDate } from '../api/time.ts';
import type { JsonObject } from '../api/types.ts';
import type { ParameterSource } from '../fields/parameter.ts';
import { productId } from '../fields/product.ts';
import { visitDate } from '../fields/visit.ts';
import { pricesByDay } from '../products/days.ts';
import { fetchPrices } from '../products/lookup.ts';
import { forEditor } from './forEditor.ts';

function entry(seat: JsonObject): { name: string; value: string } {
	const begin = String(seat.SeatsStartTime).slice(0, 5);
	const end = String(seat.SeatsEndTime).slice(0, 5);
	return { name: `${begin}–${end} (${String(seat.SeatsNum)} left)`, value: `${begin}-${end}` };
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
		const date = wireDate(day);
		const rows = await fetchPrices(await openClient(this), id, date, date);
		const sessions = pricesByDay(rows, day, day).flatMap((row) => objectsOf(row.ProductSeats));
		return {
			results: sessions.map(entry).filter(({ name }) => name.includes(filter ?? '')),
		};
	});
}
