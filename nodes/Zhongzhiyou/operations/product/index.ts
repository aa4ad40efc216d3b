import type { Resource } from '../types';
import { get } from './get';
import { getMany } from './getMany';
import { getPrices } from './getPrices';

export const product: Resource = {
	option: { name: 'Product', value: 'product', description: 'Look up products, prices and stock' },
	operations: [get, getMany, getPrices],
	defaultOperation: 'getAll',
};
