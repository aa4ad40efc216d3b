import type { INodeProperties } from 'n8n-workflow';

import { collectionOf, isMissing } from '../../fields/parameter.ts';
import { newOriginOrderId } from '../../fields/originOrderId.ts';
import { visitorsFields, visitorsGiven } from '../../fields/visitors.ts';
import type { OrderDraft, OrderMember } from '../../orders/draft.ts';
import type { ItemInput } from '../input.ts';
import type { DraftField, OrderWay } from './way.ts';

/** A field that holds one value of an order. */
export function value(member: OrderMember, field: INodeProperties): DraftField {
	return {
		fields: [field],
		addTo: (draft, input) => {
			give(draft, member, input.parameter(field.name), input, field.name);
		},
	};
}

/** Puts a value into a draft: nothing where it was left out, undefined where it was not found. */
function give(
	draft: OrderDraft,
	member: string,
	given: unknown,
	input: ItemInput,
	...path: string[]
): void {
	if (!isMissing(given)) Reflect.set(draft, member, given);
	else if (input.loses(given, ...path)) Reflect.set(draft, member, undefined);
}

/** A collection whose entries have the names of an order's values. */
export function details(field: INodeProperties): DraftField {
	return {
		fields: [field],
		addTo: (draft, input) => {
			for (const [name, given] of Object.entries(collectionOf(input, field.name))) {
				give(draft, name, given, input, field.name, name);
			}
		},
	};
}

/** The number of an order to come; not in the draft where it is left to the node. */
export const originOrderId: DraftField = {
	fields: [newOriginOrderId.field],
	addTo: (draft, input) => {
		const number = newOriginOrderId.read(input);
		if (number !== undefined) draft.originOrderId = number;
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
