import { dataObject } from '../../api/data';
import type { RequestOperation } from '../types';
import { createBody } from './draft';
import { createFields, readCreateDraft } from './orderFields';
import { orderStatus } from './status';

/** Places an order, still to be paid (API 1.1.4). */
export const create: RequestOperation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create an order',
		description: 'Place an order, to be paid with Pay (下单)',
	},
	writes: true,
	fields: createFields,
	request: (input) => ({
		method: 'POST',
		path: '/order/Create',
		body: createBody(readCreateDraft(input), input.credential, () => input.stableId),
		writes: true,
	}),
	output: (response) => {
		const data = dataObject(response);
		return [{ ...data, status: orderStatus(data.OrderStatus), logId: response.logId }];
	},
};
