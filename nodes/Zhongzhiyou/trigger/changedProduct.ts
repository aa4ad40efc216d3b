import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { openClient, type Client } from '../api/request.ts';
import { wireDateFromToday } from '../api/time.ts';
import { eventNameOf } from '../events/catalog.ts';
import { nodeError } from '../api/nodeError.ts';
import { fetchPrices, fetchProduct } from '../products/lookup.ts';
import { isJsonObject } from '../api/envelope.ts';
import { shown } from '../values/text.ts';
import { readProductIds } from './productIds.ts';

/** The one product that an event names; undefined where it names none, or several. */
function productIdOf({ body }: IDataObject): string | undefined {
	const { ids, unreadable } = readProductIds(isJsonObject(body) ? body.ProductId : undefined);
	return ids.length === 1 && unreadable.length === 0 ? ids[0] : undefined;
}

/** What stands beside an event for which nothing was asked. */
function notFetched({ body }: IDataObject): string {
	const sent = isJsonObject(body) ? body.ProductId : undefined;
	return `Nothing was fetched, because the ProductId of the callback cannot be read: ${shown(sent ?? null)}`;
}

/** What a changed product is now (API 1.1.1 and 1.1.2), for the events that say only that it changed. */
async function changedProduct(
	json: IDataObject,
	client: Client,
	days: number,
): Promise<IDataObject> {
	const productId = productIdOf(json);
	switch (eventNameOf(json.event)) {
		case 'product.detailsChanged':
			if (productId === undefined) return { product: null, notFetched: notFetched(json) };
			return { product: (await fetchProduct(client, productId)) ?? null };
		case 'product.priceStockChanged': {
			if (productId === undefined) return { prices: null, notFetched: notFetched(json) };
			const first = wireDateFromToday(0);
			const last = wireDateFromToday(days - 1);
			return { prices: await fetchPrices(client, productId, first, last) };
		}
		default:
			return {};
	}
}

/**
 * Adds to each event of a changed product what has become of it.
 *
 * @param days for how many days from today, China time, prices are fetched
 * @throws n8n's error when the API fails or the credential cannot be used
 */
export async function addChangedProducts(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	days: number,
): Promise<INodeExecutionData[]> {
	try {
		const client = await openClient(context);
		return await Promise.all(
			items.map(async (item) => ({
				...item,
				json: { ...item.json, ...(await changedProduct(item.json, client, days)) },
			})),
		);
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}
