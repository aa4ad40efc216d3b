import type { JsonObject } from '../api/types.ts';

/** What names a product; it is never left out. */
export const PRODUCT_ID = 'ProductId';

/** What most workflows need of a product, ten fields at the most (API 1.1.1). */
const MAIN_FIELDS = [
	PRODUCT_ID,
	'ProductName',
	'ProductKind',
	'ScenicSpots',
	'ProductStatus',
	'EntranceMode',
	'CustomerSet',
	'RefundSet',
	'TotoalStock',
	'MaxNumberByOrder',
];

/** A product reduced to its main fields. */
export function simplifyProduct(product: JsonObject): JsonObject {
	return Object.fromEntries(
		MAIN_FIELDS.filter((name) => name in product).map((name) => [name, product[name]]),
	);
}

/** A product with its ID and the fields of these names, in any case, as far as it has them. */
export function selectFields(product: JsonObject, names: readonly string[]): JsonObject {
	const wanted = new Set([PRODUCT_ID, ...names].map((name) => name.toLowerCase()));
	return Object.fromEntries(
		Object.entries(product).filter(([name]) => wanted.has(name.toLowerCase())),
	);
}
