import { ApiFailure } from '../../api/failures.ts';
import { productId } from '../../fields/product.ts';
import { productOutput } from '../../fields/productOutput.ts';
import { fetchProduct } from '../../products/lookup.ts';
import type { ExecuteOperation } from '../types.ts';

const output = productOutput(false);

/** Fetches one authorised product (API 1.1.1 with productId). */
export const get: ExecuteOperation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get product',
		description: 'Retrieve one product by its ID',
	},
	writes: false,
	fields: [productId.field, ...output.fields],
	async execute(input, client) {
		const id = productId.read(input).digits;
		const product = await fetchProduct(client, id);
		if (product === undefined) {
			const failure = new ApiFailure(
				`Product ${id} is not authorised for partner ${client.credential.partnerId}`,
				{
					description:
						'Check the product ID, and ask ZhongZhiYou to authorise the product for you. Bundle products are never listed.',
				},
			);
			failure.hints = { isMissing: true };
			throw failure;
		}
		return [output.read(input)(product)];
	},
};
