import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { openClient } from '../api/request.ts';
import type { JsonObject } from '../api/types.ts';
import { fetchProductPage, fetchProducts, PAGE_SIZE } from '../products/lookup.ts';
import { forEditor } from './forEditor.ts';

/** Products that the editor looks through; the API itself cannot search by name. */
const SEARCHED = 1000;

function entry(product: JsonObject): { name: string; value: string } {
	const id = String(product.ProductId);
	const spot = product.ScenicSpots ?? '';
	const off = Number(product.ProductStatus) === 0 ? ' – off the shelf' : '';
	const suffix = spot === '' ? '' : ` · ${String(spot)}`;
	return { name: `${String(product.ProductName)}${suffix} (${id})${off}`, value: id };
}

/** Lists the authorised products for the editor, page by page, or those that match a text. */
export async function searchProducts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await forEditor(this, async () => {
		const client = await openClient(this);
		const text = filter?.trim().toLowerCase() ?? '';
		if (text !== '') {
			const products = await fetchProducts(client, SEARCHED);
			return {
				results: products
					.map(entry)
					.filter((candidate) => candidate.name.toLowerCase().includes(text)),
			};
		}
		const pageIndex = Number(paginationToken ?? 1);
		const { products, total } = await fetchProductPage(client, pageIndex);
		const more = products.length > 0 && pageIndex * PAGE_SIZE < total;
		return {
			results: products.map(entry),
			paginationToken: more ? String(pageIndex + 1) : undefined,
		};
	});
}

/** Offers the authorised products as options of the trigger. */
export async function loadProducts(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await forEditor(this, async () => {
		const products = await fetchProducts(await openClient(this), SEARCHED);
		return products.map(entry);
	});
}
