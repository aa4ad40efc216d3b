import type { ExecuteOperation } from '../types';
import { readInteger } from '../values';
import { fetchProducts } from './lookup';
import { simplifyProduct } from './simplify';

/** Fetches the authorised products (API 1.1.1). */
export const getMany: ExecuteOperation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many products',
		description: 'Get the products that you are authorised to sell (产品)',
	},
	writes: false,
	fields: [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
	],
	async execute(input, client) {
		const limit =
			input.parameter('returnAll') === true
				? Number.POSITIVE_INFINITY
				: readInteger(input.parameter('limit'), 'Limit', 1);
		const products = await fetchProducts(client, limit);
		return input.parameter('simplify') === true ? products.map(simplifyProduct) : products;
	},
};
