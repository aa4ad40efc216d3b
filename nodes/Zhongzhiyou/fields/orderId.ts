import { readId } from '../values/numbers.ts';
import { parameter } from './parameter.ts';

/** ZhongZhiYou's number of an order, as Create gave it. */
export const orderId = parameter(
	{
		displayName: 'Order ID',
		name: 'orderId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.OrderId }}',
		description: "ZhongZhiYou's number of the order (OrderId), as Create gave it",
	},
	readId,
);
