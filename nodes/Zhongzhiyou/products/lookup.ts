import { dataObject, objectsOf, withLogId } from '../api/data.ts';
import { namePrices, nameProducts } from '../api/names.ts';
import type { ReadClient } from '../api/request.ts';
import type { JsonObject } from '../api/types.ts';

/** Products asked for with one call. */
export const PAGE_SIZE = 50;

export interface ProductPage {
	products: JsonObject[];
	/** How many there are on all pages; Infinity when the API does not say. */
	total: number;
}

/**
 * One page of the authorised products (API 1.1.1).
 *
 * @param pageIndex counted from 1
 * @param productId only this product, when given
 */
export async function fetchProductPage(
	client: ReadClient,
	pageIndex: number,
	pageSize: number = PAGE_SIZE,
	productId?: string,
): Promise<ProductPage> {
	const response = await client.send({
		method: 'GET',
		path: '/product/getProductByDistributor',
		query: {
			pageIndex: String(pageIndex),
			pageSize: String(pageSize),
			...(productId === undefined ? {} : { productId }),
		},
		writes: false,
	});
	const data = dataObject(response, nameProducts);
	const products = withLogId(objectsOf(data.Products), response);
	const total = Number(data.TotalCount);
	return { products, total: total > 0 ? total : Infinity };
}

/**
 * How many products to ask for with the pages after the first one. A server that gives fewer than
 * it was asked for may count its pages by either number; asked for what it gives, both are one.
 *
 * @param asked how many were asked for with the first page
 * @param came how many it had, which was at least one
 */
export function furtherPageSize(asked: number, came: number): number {
	return Math.min(asked, came);
}

/**
 * The authorised products, page after page (API 1.1.1), each once.
 *
 * @param limit how many at the most; Infinity for all
 */
export async function fetchProducts(client: ReadClient, limit: number): Promise<JsonObject[]> {
	const products = new Map<string, JsonObject>();
	let pageSize = Math.min(limit, PAGE_SIZE);
	for (let pageIndex = 1; ; pageIndex++) {
		const page = await fetchProductPage(client, pageIndex, pageSize);
		const before = products.size;
		for (const product of page.products) products.set(String(product.ProductId), product);
		// A page without anything new ends it too: a catalogue that shrinks meanwhile must not loop.
		if (products.size === before || products.size >= Math.min(limit, page.total)) break;
		if (pageIndex === 1) pageSize = furtherPageSize(pageSize, page.products.length);
	}
	return [...products.values()].slice(0, limit);
}

/** One authorised product (API 1.1.1 with productId); undefined when it is not among them. */
export async function fetchProduct(
	client: ReadClient,
	productId: string,
): Promise<JsonObject | undefined> {
	const { products } = await fetchProductPage(client, 1, 1, productId);
	return products.find((candidate) => String(candidate.ProductId) === productId);
}

/** The price and stock rows of a product between two days, both included (API 1.1.2). */
export async function fetchPrices(
	client: ReadClient,
	productId: string,
	startDate: string,
	endDate: string,
): Promise<JsonObject[]> {
	return (await fetchPriceAnswer(client, productId, startDate, endDate)).rows;
}

interface PriceAnswer {
	rows: JsonObject[];
	/** What the vendor's support asks for. */
	logId: string;
}

/** The same, and the number under which the vendor keeps the answer. */
export async function fetchPriceAnswer(
	client: ReadClient,
	productId: string,
	startDate: string,
	endDate: string,
): Promise<PriceAnswer> {
	const response = await client.send({
		method: 'GET',
		path: '/product/getProductPriceByDistributor',
		query: { StartTime: startDate, EndTime: endDate, productId },
		writes: false,
	});
	const rows = objectsOf(dataObject(response, namePrices).DailyPriceStock).map((row) => ({
		...row,
		ProductSeats: objectsOf(row.ProductSeats),
	}));
	return { rows: withLogId(rows, response), logId: response.logId };
}
