import type { INodeProperties } from 'n8n-workflow';

import { draftFromObject } from '../../orders/draft.ts';
import type { OrderWay } from './way.ts';

const autoMapNotice: INodeProperties = {
	displayName:
		'Fields of the input item are taken by name: productId, visitDate, quantity, contact (or contactName, contactMobile, contactIdCard), visitors, originOrderId, session, entranceMode, remark – or the names of the API. Other fields are passed over and told in a hint; a name one slip away from one of these is refused.',
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
	read: (input) =>
		draftFromObject(input.json, {
			unknown: 'skip',
			passedOver: (names) => input.passedOver.add(names),
		}),
};
