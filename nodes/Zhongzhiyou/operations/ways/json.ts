import type { INodeProperties } from 'n8n-workflow';

import { draftFromJson } from '../../orders/draft.ts';
import type { OrderWay } from './way.ts';

const orderJsonField: INodeProperties = {
	displayName: 'Order',
	name: 'orderJson',
	type: 'json',
	default: '={{ $json }}',
	required: true,
	typeOptions: { rows: 8 },
	description:
		'One order with productId, visitDate, quantity, contact {name, mobile, idCard}, visitors [{name, mobile, idCard}] and, as needed, originOrderId, session, entranceMode, remark; or with the names of the API. A member that is left out is not given; so is null, except that an originOrderId that is named needs a value. One that an expression names but does not find is refused.',
};

/** A whole order as JSON text, or as the object that an expression gives. */
export const json: OrderWay = {
	option: {
		name: 'JSON',
		value: 'json',
		description: 'One expression or JSON for the whole order',
	},
	fields: () => [orderJsonField],
	read: (input) => draftFromJson(input.jsonParameter(orderJsonField.name)),
};
