import { ApiFailure } from '../../api/failures.ts';
import { productId } from '../../fields/product.ts';
import { simplifyBy } from '../../fields/simplify.ts';
import { fetchProduct } from '../../products/lookup.ts';
import { simplifyProduct } from '../../products/simplify.ts';
import type { ExecuteOperation } from '../types.ts';

const simplify = simplifyBy(false);

/** Fetches one authorised product (API 1.1.1 with productId). */
export const get: ExecuteOperation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a product',
		description: 'Get one product by its ID (产品)',
	},
	writes: false,
	fields: [productId.field, simplify.field],
	async execute(input, client) {
		const id = productId.read(input).digits;
		const product = await fetchProduct(client, id);
		if (product === undefined) {
			throw new ApiFailure(
				`Product ${id} is not authorised for partner ${client.credential.partnerId}`,
				{
					description:
						'Check the product ID, and ask ZhongZhiYou to authorise the product for you. Bundle products (打包产品) are never listed.',
				},
			);
		}
		return [simplify.read(input) ? simplifyProduct(product) : product];
	},
};
