import type { JsonObject } from '../api/types.ts';

/** What most workflows need of a product (API 1.1.1). */
const MAIN_FIELDS = [
	'ProductId',
	'ProductName',
	'ProductKind',
	'ScenicSpots',
	'ProductStatus',
	'EntranceMode',
	'CustomerSet',
	'RefundSet',
	'TotoalStock',
	'MaxNumberByOrder',
	'Version',
];

/** A product reduced to its main fields. */
export function simplifyProduct(product: JsonObject): JsonObject {
	return Object.fromEntries(
		MAIN_FIELDS.filter((name) => name in product).map((name) => [name, product[name]]),
	);
}
