import type { Resource } from '../types.ts';
import { get } from './get.ts';
import { getMany } from './getMany.ts';
import { getPrices } from './getPrices.ts';

export const product: Resource = {
	option: { name: 'Product', value: 'product', description: 'Look up products, prices and stock' },
	operations: [get, getMany, getPrices],
	defaultOperation: 'getAll',
};
