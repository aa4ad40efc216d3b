import type { INodeProperties } from 'n8n-workflow';

import { ORDER_LABELS } from '../orders/draft.ts';
import { STABLE_ID_EXPRESSION } from '../orders/stableId.ts';
import { readRequiredText } from '../values/text.ts';
import { parameter } from './parameter.ts';

const OWN_NUMBER = {
	displayName: ORDER_LABELS.originOrderId,
	name: 'originOrderId',
	type: 'string',
	default: '',
	required: true,
} as const;

/** Your own number of an order that there is. */
export const originOrderId = parameter(
	{
		...OWN_NUMBER,
		placeholder: 'e.g. {{ $json.OriginOrderId }}',
		description: 'Your own number of the order, as given to Create',
	},
	readRequiredText,
);

/** Your own number for an order to come. */
export const newOriginOrderIdField: INodeProperties = {
	...OWN_NUMBER,
	default: STABLE_ID_EXPRESSION,
	description:
		"Your own number of this order. The default is unique for each item and stays the same when n8n retries the node, so that a retry cannot order twice. Your shop's order number is better still: it also stays the same in a new execution.",
};
