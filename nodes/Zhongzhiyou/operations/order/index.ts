import type { Resource } from '../types.ts';
import { cancel } from './cancel.ts';
import { create } from './create.ts';
import { getQrCodes } from './getQrCodes.ts';
import { pay } from './pay.ts';
import { refund } from './refund.ts';
import { validate } from './validate.ts';

export const order: Resource = {
	option: { name: 'Order', value: 'order', description: 'Place orders and follow them through' },
	operations: [cancel, create, getQrCodes, pay, refund, validate],
	defaultOperation: 'create',
};
