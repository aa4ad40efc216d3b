import { entranceModeField, validateDetailsField } from '../../fields/order.ts';
import { productId } from '../../fields/product.ts';
import { sessionField, visitDate } from '../../fields/visit.ts';
import { verifyBody } from '../../orders/verifyBody.ts';
import { peopleChecks } from '../options.ts';
import type { RequestOperation } from '../types.ts';
import { givenOrder } from '../ways/index.ts';
import { details, value, visitors } from '../ways/fields.ts';

const order = givenOrder([
	value('productId', productId.field),
	value('visitDate', visitDate.field),
	value('session', sessionField),
	value('entranceMode', entranceModeField),
	visitors,
	details(validateDetailsField),
]);

/** Asks whether an order would be accepted, without placing it (API 1.1.3). */
export const validate: RequestOperation = {
	option: {
		name: 'Validate',
		value: 'validate',
		action: 'Validate order',
		description: 'Check whether an order would be accepted, without placing it',
	},
	writes: false,
	fields: order.fields,
	request: (input) => ({
		method: 'POST',
		path: '/order/Verify',
		body: verifyBody(order.read(input), input.credential, peopleChecks.read(input)),
	}),
	output: ({ message, logId }) => [{ valid: true, message, logId }],
};
