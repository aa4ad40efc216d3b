import type { RequestOperation } from '../types';
import { readId } from '../values';
import { orderIdField } from './fields';

/** Cancels an order that is not paid yet (API 1.1.8). */
export const cancel: RequestOperation = {
	option: {
		name: 'Cancel',
		value: 'cancel',
		action: 'Cancel an order',
		description: 'Cancel an order that is not paid yet (订单取消); a paid one takes a Refund',
	},
	writes: true,
	fields: [orderIdField],
	request: (input) => ({
		method: 'POST',
		path: '/order/CancelOrder',
		query: { orderId: readId(input.parameter('orderId'), 'Order ID').digits },
		writes: true,
	}),
	output: ({ message, logId }, input) => [
		{
			OrderId: readId(input.parameter('orderId'), 'Order ID').value,
			cancelled: true,
			message,
			logId,
		},
	],
};
