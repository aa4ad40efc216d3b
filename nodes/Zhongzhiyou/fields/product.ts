import { DIGITS, wholeText } from '../api/patterns.ts';
import { ORDER_LABELS } from '../orders/draft.ts';
import { readId } from '../values/numbers.ts';
import { parameter } from './parameter.ts';

/** Chooses a product from the authorised ones, or by its number. */
export const productId = parameter(
	{
		displayName: ORDER_LABELS.productId,
		name: 'productId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description:
			'The product to look up or to order. Bundle products are not listed: give their ID.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a product…',
				typeOptions: { searchListMethod: 'searchProducts', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 165325',
				validation: [
					{
						type: 'regex',
						properties: { regex: wholeText(DIGITS), errorMessage: 'A product ID is digits only' },
					},
				],
			},
		],
	},
	readId,
);
