import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { openClient } from '../api/request.ts';
import type { JsonObject } from '../api/types.ts';
import { fetchProductPage, fetchProducts, furtherPageSize, PAGE_SIZE } from '../products/lookup.ts';
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

/** How far the editor's list has come. */
interface Place {
	/** The page to fetch, counted from 1. */
	pageIndex: number;
	pageSize: number;
	/** Products on the pages before. */
	seen: number;
	/** The first product of the page before, by which a page that comes again is known. */
	first: string;
}

/** Reads what `nextPlace` wrote; the editor keeps it between two pages. */
function placeOf(token = ''): Place {
	const [pageIndex, pageSize, seen, first] = token.split('/');
	return {
		pageIndex: Number(pageIndex) || 1,
		pageSize: Number(pageSize) || PAGE_SIZE,
		seen: Number(seen) || 0,
		first: first ?? '',
	};
}

/** Where the list goes on; undefined at its end. */
function nextPlace(place: Place, products: JsonObject[], total: number): string | undefined {
	const seen = place.seen + products.length;
	const first = String(products.at(0)?.ProductId ?? '');
	if (products.length === 0 || seen >= total || first === place.first) return undefined;
	const pageSize =
		place.pageIndex === 1 ? furtherPageSize(place.pageSize, products.length) : place.pageSize;
	return [place.pageIndex + 1, pageSize, seen, first].join('/');
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
		const place = placeOf(paginationToken);
		const { products, total } = await fetchProductPage(client, place.pageIndex, place.pageSize);
		return {
			results: products.map(entry),
			paginationToken: nextPlace(place, products, total),
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
