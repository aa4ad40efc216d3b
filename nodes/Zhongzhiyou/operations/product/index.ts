import type { Resource } from '../types.ts';
import * as operations from './all.ts';

export const product: Resource = {
	option: { name: 'Product', value: 'product', description: 'Look up products, prices and stock' },
	operations: Object.values(operations),
	defaultOperation: 'getAll',
};
