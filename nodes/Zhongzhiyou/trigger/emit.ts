import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { openClient, type Client } from '../api/request';
import { CHINA_ZONE, DATE_FORMAT } from '../api/time';
import { CATALOG, OUTPUTS, outputOf, UNKNOWN_EVENT, type EventName } from '../events/catalog';
import { nodeError } from '../operations/nodeError';
import { fetchPrices, fetchProductPage } from '../operations/product/lookup';
import { isJsonObject } from '../api/envelope';
import { readRouting } from './parameters';

function eventName(json: IDataObject): EventName {
	return CATALOG.find(({ name }) => name === json.event)?.name ?? UNKNOWN_EVENT;
}

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
	switch (eventName(json)) {
		case 'product.detailsChanged': {
			const { products } = await fetchProductPage(client, 1, 1, productId);
			const product = products.find((candidate) => String(candidate.ProductId) === productId);
			return { product: product ?? null };
		}
		case 'product.priceStockChanged': {
			const today = DateTime.now().setZone(CHINA_ZONE);
			const last = today.plus({ days: days - 1 });
			return {
				prices: await fetchPrices(
					client,
					productId,
					today.toFormat(DATE_FORMAT),
					last.toFormat(DATE_FORMAT),
				),
			};
		}
		default:
			return {};
	}
}

async function withProducts(
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

/**
 * The trigger's part in the execution, after the callback is answered: fetches what changed, and
 * leads each event to its output. `webhook()` always hands over one list, because n8n drops an
 * event whose first output is empty in workflows of the old execution order.
 */
export async function emit(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { fetchProduct, priceDays, byKind } = readRouting(context);
	const received = context.getInputData();
	const items = fetchProduct ? await withProducts(context, received, priceDays) : received;
	if (!byKind) return [items];
	return OUTPUTS.map((output) => items.filter(({ json }) => outputOf(eventName(json)) === output));
}
