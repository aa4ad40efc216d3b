import type { Resource } from '../types';
import { cancel } from './cancel';
import { create } from './create';
import { getQrCodes } from './getQrCodes';
import { pay } from './pay';
import { refund } from './refund';
import { validate } from './validate';

export const order: Resource = {
	option: { name: 'Order', value: 'order', description: 'Place orders and follow them through' },
	operations: [cancel, create, getQrCodes, pay, refund, validate],
	defaultOperation: 'create',
};
