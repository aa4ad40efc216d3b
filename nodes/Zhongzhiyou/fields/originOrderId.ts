import { ORDER_LABELS } from '../orders/draft.ts';
import { readRequiredText } from '../values/text.ts';
import { ownNumber } from './ownNumber.ts';
import { parameter } from './parameter.ts';

const FIELD = { displayName: ORDER_LABELS.originOrderId, name: 'originOrderId' } as const;

/** Your own number of an order that there is, whatever it looks like. */
export const originOrderId = parameter(
	{
		...FIELD,
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.OriginOrderId }}',
		description: 'Your own number of the order, as given to Create',
	},
	readRequiredText,
);

/** Your own number for an order to come. */
export const newOriginOrderId = ownNumber(FIELD, { thing: 'order', shopsNumber: 'order number' });
