import type { INodeProperties } from 'n8n-workflow';

import { draftFromObject } from '../../orders/draft.ts';
import { peopleAlone } from '../../orders/people.ts';
import type { OrderWay } from './way.ts';

const autoMapNotice: INodeProperties = {
	displayName:
		'Fields of the input item are taken by name: productId, visitDate, quantity, contact (or contactName, contactMobile, contactIdCard), visitors, originOrderId, session, entranceMode, remark – or the names of the API. Other fields are passed over and told in a hint, those of people too; a name one slip away from one that decides what is ordered is refused.',
	name: 'autoMapNotice',
	type: 'notice',
	default: '',
};

/** The input item's own fields, by their names. */
export const autoMap: OrderWay = {
	option: {
		name: 'Map Automatically',
		value: 'autoMap',
		description:
			"Take the input item's own fields by name (productId, visitDate, quantity … or the API's names)",
	},
	fields: () => [autoMapNotice],
	read: (input) => {
		const passedOver = (names: string[]) => input.passedOver.add(names);
		const draft = draftFromObject(input.json, { unknown: 'skip', passedOver });
		for (const role of ['contact', 'visitors'] as const) {
			if (draft[role] === undefined) continue;
			draft[role] = peopleAlone(draft[role], (names) =>
				passedOver(names.map((name) => `${role}.${name}`)),
			);
		}
		return draft;
	},
};
