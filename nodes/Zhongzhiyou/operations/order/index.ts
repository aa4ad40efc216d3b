import type { Resource } from '../types.ts';
import * as operations from './all.ts';

export const order: Resource = {
	option: { name: 'Order', value: 'order', description: 'Place orders and follow them through' },
	operations: Object.values(operations),
	defaultOperation: 'create',
};
