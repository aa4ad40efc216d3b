import type { JsonObject } from '../api/types.ts';
import { defineKind } from './kind.ts';
import { idOrAsSent, numberOrAsSent, type Id, type Usually } from './values.ts';

/** 2.1.4: a product changed. */
export interface ProductBody {
	ProductId: Usually<Id>;
	/** 0 off the shelf, 1 on the shelf, 2 details changed, 3 price or stock changed. */
	Status: Usually<number | null>;
}

function read(body: JsonObject): ProductBody & JsonObject {
	return {
		...body,
		ProductId: idOrAsSent(body.ProductId),
		Status: numberOrAsSent(body.Status),
	};
}

/** Callbacks about products (2.1.4). */
export const product = defineKind({
	service: 'order_product_notify',
	output: 'Product',
	status: 'Status',
	names: { ProductId: {}, Status: {} },
	events: [
		{
			name: 'product.detailsChanged',
			title: 'Product Details Changed',
			description: 'Details of a product changed: fetch them again',
			sample: { ProductId: 11063, Status: 2 },
			when: ({ Status }) => Status === 2,
		},
		{
			name: 'product.offShelf',
			title: 'Product Off Shelf',
			description: 'A product can no longer be sold',
			sample: { ProductId: 11063, Status: 0 },
			when: ({ Status }) => Status === 0,
		},
		{
			name: 'product.onShelf',
			title: 'Product on Shelf',
			description: 'A product can be sold again',
			sample: { ProductId: 11063, Status: 1 },
			when: ({ Status }) => Status === 1,
		},
		{
			name: 'product.priceStockChanged',
			title: 'Product Price or Stock Changed',
			description: 'Price or stock of a product changed: fetch them again',
			sample: { ProductId: 11063, Status: 3 },
			when: ({ Status }) => Status === 3,
		},
	],
	read,
	namesOccurrence: () => false,
});
