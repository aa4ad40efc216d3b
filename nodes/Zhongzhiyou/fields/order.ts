import type { INodeProperties } from 'n8n-workflow';

import { ORDER_LABELS } from '../orders/draft.ts';
import { contactLabel } from '../orders/people.ts';
import { additionalFields } from './parameter.ts';

/** Which of the codes a product has decides whether each visitor is needed (API 1.1.1). */
export const entranceModeField: INodeProperties = {
	displayName: ORDER_LABELS.entranceMode,
	name: 'entranceMode',
	type: 'options',
	options: [
		{
			name: 'Group Code',
			value: 'group',
			description: 'One code lets the whole group in; visitors are optional (EntranceMode 0)',
		},
		{
			name: 'One Code per Person',
			value: 'person',
			description:
				'One visitor with an ID card for each ticket, checked before sending (EntranceMode 1)',
		},
	],
	default: 'group',
	description: "The product's way of entry",
};

export const quantityField: INodeProperties = {
	displayName: ORDER_LABELS.quantity,
	name: 'quantity',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	required: true,
	description: 'Number of tickets',
};

/** Who collects the tickets. */
export const contactFields = {
	name: {
		displayName: contactLabel('name'),
		name: 'contactName',
		type: 'string',
		default: '',
		required: true,
		description: 'Who collects the tickets',
	},
	mobile: {
		displayName: contactLabel('mobile'),
		name: 'contactMobile',
		type: 'string',
		default: '',
		required: true,
		description: 'Mobile number to which the voucher may be sent',
	},
	idCard: {
		displayName: contactLabel('idCard'),
		name: 'contactIdCard',
		type: 'string',
		default: '',
		description: 'Number of the ID card of the contact',
	},
} satisfies Record<string, INodeProperties>;

/** What an order may have besides. */
export const orderDetailsField = additionalFields('orderDetails', [
	{
		displayName: contactLabel('gender'),
		name: 'contactGender',
		type: 'string',
		default: '',
		description: 'A number as agreed with ZhongZhiYou; empty to leave it out',
	},
	{
		displayName: contactLabel('idCardType'),
		name: 'contactIdCardType',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: '0 is the resident ID card; other numbers as agreed with ZhongZhiYou',
	},
	{
		displayName: contactLabel('memo'),
		name: 'contactMemo',
		type: 'string',
		default: '',
		description: 'A note on the contact, for example that they are a resident',
	},
	{
		displayName: ORDER_LABELS.remark,
		name: 'remark',
		type: 'string',
		default: '',
		description: 'A remark on the order',
	},
]);

/** What a pre-check may have besides. */
export const validateDetailsField = additionalFields('validateDetails', [
	{
		displayName: contactLabel('mobile'),
		name: 'contactMobile',
		type: 'string',
		default: '',
		description: 'Mobile number for visitors whose own is left blank',
	},
	{
		displayName: ORDER_LABELS.sessionName,
		name: 'sessionName',
		type: 'string',
		default: '',
		description: 'Name of the session, where the product has one',
	},
]);
