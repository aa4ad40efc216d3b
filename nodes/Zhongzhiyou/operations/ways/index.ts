import type { INodeProperties } from 'n8n-workflow';

import { showWhen } from '../../fields/display.ts';
import type { OrderDraft } from '../../orders/draft.ts';
import type { ItemInput } from '../input.ts';
import * as ways from './all.ts';
import type { DraftField, OrderWay } from './way.ts';

const WAYS: readonly OrderWay[] = Object.values(ways);

const orderFromField: INodeProperties = {
	displayName: 'Order From',
	name: 'orderFrom',
	type: 'options',
	noDataExpression: true,
	options: WAYS.map(({ option }) => option),
	default: 'fields',
	description:
		"How the order is given. All three make the same request; 'JSON' and 'Map Automatically' are the fastest for many items.",
};

interface GivenOrder {
	/** What asks for an order in the editor, in whichever way. */
	fields: INodeProperties[];
	/** Reads the order in the way the user chose. */
	read(input: ItemInput): OrderDraft;
}

/**
 * An order as an operation takes it.
 *
 * @param own the operation's fields, one for each of the order's values
 */
export function givenOrder(own: readonly DraftField[]): GivenOrder {
	return {
		fields: [
			orderFromField,
			...WAYS.flatMap((way) =>
				showWhen({ [orderFromField.name]: [way.option.value] }, way.fields(own)),
			),
		],
		read: (input) => {
			const chosen = input.parameter(orderFromField.name);
			const way = WAYS.find(({ option }) => option.value === chosen) ?? ways.fields;
			return way.read(input, own);
		},
	};
}
