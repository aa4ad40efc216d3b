import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { openClient, type Client } from '../api/request.ts';
import { wireDateFromToday } from '../api/time.ts';
import { eventNameOf } from '../events/catalog.ts';
import { nodeError } from '../api/nodeError.ts';
import { fetchPrices, fetchProduct } from '../products/lookup.ts';
import { isJsonObject } from '../api/envelope.ts';

function productIdOf(json: IDataObject): string {
	return isJsonObject(json.body) ? String(json.body.ProductId ?? '') : '';
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
			return { product: (await fetchProduct(client, productId)) ?? null };
		case 'product.priceStockChanged': {
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
