import { ApiFailure } from '../../api/failures';
import { productField } from '../fields/product';
import type { ExecuteOperation } from '../types';
import { readId } from '../values';
import { fetchProductPage } from './lookup';
import { simplifyProduct } from './simplify';

/** Fetches one authorised product (API 1.1.1 with productId). */
export const get: ExecuteOperation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a product',
		description: 'Get one product by its ID (产品)',
	},
	writes: false,
	fields: [
		productField,
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: false,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
	],
	async execute(input, client) {
		const id = readId(input.parameter('productId'), 'Product').digits;
		const { products } = await fetchProductPage(client, 1, 1, id);
		const product = products.find((candidate) => String(candidate.ProductId) === id);
		if (product === undefined) {
			throw new ApiFailure(
				`Product ${id} is not authorised for partner ${client.credential.partnerId}`,
				{
					description:
						'Check the product ID, and ask ZhongZhiYou to authorise the product for you. Bundle products (打包产品) are never listed.',
				},
			);
		}
		return [input.parameter('simplify') === true ? simplifyProduct(product) : product];
	},
};
