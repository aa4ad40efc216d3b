import { dataObject, remarksOf } from '../../api/data.ts';
import { nameCreated } from '../../api/names.ts';
import {
	contactFields,
	entranceModeField,
	orderDetailsField,
	quantityField,
} from '../../fields/order.ts';
import { productId } from '../../fields/product.ts';
import { sessionField, visitDate } from '../../fields/visit.ts';
import { createBody } from '../../orders/createBody.ts';
import { orderStatus } from '../../orders/status.ts';
import { peopleChecks } from '../options.ts';
import type { RequestOperation } from '../types.ts';
import { givenOrder } from '../ways/index.ts';
import { details, originOrderId, value, visitors } from '../ways/fields.ts';

const PATH = '/order/Create';

const order = givenOrder([
	value('productId', productId.field),
	value('visitDate', visitDate.field),
	value('quantity', quantityField),
	value('session', sessionField),
	value('entranceMode', entranceModeField),
	value('contactName', contactFields.name),
	value('contactMobile', contactFields.mobile),
	value('contactIdCard', contactFields.idCard),
	visitors,
	originOrderId,
	details(orderDetailsField),
]);

/** Places an order, still to be paid (API 1.1.4). */
export const create: RequestOperation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create order',
		description: "Place a new order, to be paid with 'Pay'",
	},
	writes: { namedBy: 'OrderId' },
	fields: order.fields,
	request: (input) => ({
		method: 'POST',
		path: PATH,
		body: createBody(
			order.read(input),
			input.credential,
			(body) => input.automaticNumber({ path: PATH, body }),
			peopleChecks.read(input),
		),
	}),
	output: (response, _input, identity) => {
		const data = dataObject(response, nameCreated);
		return [
			{
				...data,
				OriginOrderId: identity.originOrderId,
				status: orderStatus(data.OrderStatus),
				...remarksOf(response),
			},
		];
	},
};
