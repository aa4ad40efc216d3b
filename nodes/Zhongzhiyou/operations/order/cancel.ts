import { holdsNothing } from '../../api/blank.ts';
import { openData, remarksOf } from '../../api/data.ts';
import { WRITE } from '../../api/writes.ts';
import { orderId } from '../../fields/orderId.ts';
import { orderIdIn } from '../identity.ts';
import type { RequestOperation } from '../types.ts';

/** Cancels an order that is not paid yet (API 1.1.8). */
export const cancel: RequestOperation = {
	option: {
		name: 'Cancel',
		value: 'cancel',
		action: 'Cancel order',
		description: "Cancel an order that is not paid yet; a paid one takes a 'Refund'",
	},
	writes: { namedBy: 'OrderId' },
	fields: [orderId.field],
	request: (input) => ({
		method: 'POST',
		path: WRITE.cancel,
		query: { orderId: orderId.read(input).digits },
	}),
	output: (response, _input, identity) => {
		const data = openData(response.data);
		return [
			{
				OrderId: orderIdIn(identity),
				cancelled: true,
				...(holdsNothing(data) ? {} : { Data: data }),
				...remarksOf(response),
			},
		];
	},
};
