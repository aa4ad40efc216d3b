import type { INodeProperties } from 'n8n-workflow';

import { collectionOf } from '../../fields/parameter.ts';
import { newOriginOrderId } from '../../fields/originOrderId.ts';
import { visitorsFields, visitorsGiven } from '../../fields/visitors.ts';
import type { OrderMember } from '../../orders/draft.ts';
import type { DraftField, OrderWay } from './way.ts';

/** A field that holds one value of an order. */
export function value(member: OrderMember, field: INodeProperties): DraftField {
	return {
		fields: [field],
		addTo: (draft, input) => {
			draft[member] = input.parameter(field.name);
		},
	};
}

/** A collection whose entries have the names of an order's values. */
export function details(field: INodeProperties): DraftField {
	return {
		fields: [field],
		addTo: (draft, input) => Object.assign(draft, collectionOf(input, field.name)),
	};
}

/** The number of an order to come; not in the draft where it is left to the node. */
export const originOrderId: DraftField = {
	fields: [newOriginOrderId.field],
	addTo: (draft, input) => {
		draft.originOrderId = newOriginOrderId.read(input);
	},
};

export const visitors: DraftField = {
	fields: visitorsFields,
	addTo: (draft, input) => {
		draft.visitors = visitorsGiven(input);
	},
};

/** A field in the editor for each value. */
export const fields: OrderWay = {
	option: {
		name: 'Fields',
		value: 'fields',
		description: 'Fill in or drag a value into each field',
	},
	fields: (own) => own.flatMap((each) => each.fields),
	read: (input, own) => {
		const draft = {};
		for (const each of own) each.addTo(draft, input);
		return draft;
	},
};
