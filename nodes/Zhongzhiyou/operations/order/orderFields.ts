import type { INodeProperties } from 'n8n-workflow';

import { showWhen } from '../fields/display';
import { productField } from '../fields/product';
import { sessionField, visitDateField } from '../fields/visit';
import { visitorsFields } from '../fields/visitors';
import { STABLE_ID_EXPRESSION, type ItemInput } from '../input';
import { draftFromJson, draftFromObject, type OrderDraft } from './draft';

const orderFromField: INodeProperties = {
	displayName: 'Order From',
	name: 'orderFrom',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Fields', value: 'fields', description: 'Fill in or drag a value into each field' },
		{ name: 'JSON', value: 'json', description: 'One expression or JSON for the whole order' },
		{
			name: 'Map Automatically',
			value: 'autoMap',
			description:
				"Take the input item's own fields by name (productId, visitDate, quantity … or the API's names)",
		},
	],
	default: 'fields',
	description:
		'How the order is given. All three make the same request; JSON and Map Automatically are the fastest for many items.',
};

const orderJsonField: INodeProperties = {
	displayName: 'Order',
	name: 'orderJson',
	type: 'json',
	default: '={{ $json }}',
	required: true,
	typeOptions: { rows: 8 },
	description:
		'One order with productId, visitDate, quantity, contact {name, mobile, idCard}, visitors [{name, mobile, idCard}] and, as needed, originOrderId, session, entranceMode, remark; or with the names of the API',
};

const autoMapNotice: INodeProperties = {
	displayName:
		'Fields of the input item are taken by name: productId, visitDate, quantity, contact (or contactName, contactMobile, contactIdCard), visitors, originOrderId, session, entranceMode, remark – or the names of the API. Other fields are passed over.',
	name: 'autoMapNotice',
	type: 'notice',
	default: '',
};

/** Which of the codes a product has decides whether each visitor is needed (API 1.1.1). */
const entranceModeField: INodeProperties = {
	displayName: 'Entrance Mode',
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
	description: "The product's way of entry (入园方式)",
};

const quantityField: INodeProperties = {
	displayName: 'Quantity',
	name: 'quantity',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	required: true,
	description: 'Number of tickets (票数)',
};

const originOrderIdField: INodeProperties = {
	displayName: 'Origin Order ID',
	name: 'originOrderId',
	type: 'string',
	default: STABLE_ID_EXPRESSION,
	required: true,
	description:
		"Your own number of this order. The default is unique for each item and stays the same when n8n retries the node, so that a retry cannot order twice. Your shop's order number is better still: it also stays the same in a new execution.",
};

const contactFields: INodeProperties[] = [
	{
		displayName: 'Contact Name',
		name: 'contactName',
		type: 'string',
		default: '',
		required: true,
		description: 'Who collects the tickets (取票联系人)',
	},
	{
		displayName: 'Contact Mobile',
		name: 'contactMobile',
		type: 'string',
		default: '',
		required: true,
		description: 'Mobile number to which the voucher may be sent',
	},
	{
		displayName: 'Contact ID Card',
		name: 'contactIdCard',
		type: 'string',
		default: '',
		description: 'Number of the ID card (身份证号)',
	},
];

const createMoreFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Contact Gender',
			name: 'contactGender',
			type: 'string',
			default: '',
			description: 'A number as agreed with ZhongZhiYou; empty to leave it out',
		},
		{
			displayName: 'Contact ID Card Type',
			name: 'contactIdCardType',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: '0 is the resident ID card; other numbers as agreed with ZhongZhiYou',
		},
		{
			displayName: 'Contact Memo',
			name: 'contactMemo',
			type: 'string',
			default: '',
			description: 'A note on the contact, for example that they are a resident',
		},
		{
			displayName: 'Remark',
			name: 'remark',
			type: 'string',
			default: '',
			description: 'A remark on the order (订单备注)',
		},
	],
};

const validateMoreFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Session Name',
			name: 'sessionName',
			type: 'string',
			default: '',
			description: 'Name of the session (场次名称), where the product has one',
		},
	],
};

function threeWays(fields: INodeProperties[]): INodeProperties[] {
	return [
		orderFromField,
		...showWhen({ orderFrom: ['json'] }, [orderJsonField]),
		...showWhen({ orderFrom: ['autoMap'] }, [autoMapNotice]),
		...showWhen({ orderFrom: ['fields'] }, fields),
	];
}

export const validateFields = threeWays([
	productField,
	visitDateField,
	sessionField,
	entranceModeField,
	...visitorsFields,
	validateMoreFields,
]);

export const createFields = threeWays([
	productField,
	visitDateField,
	quantityField,
	sessionField,
	entranceModeField,
	...contactFields,
	...visitorsFields,
	originOrderIdField,
	createMoreFields,
]);

/** What the editor's fields hold that Validate and Create have in common. */
function commonDraft(input: ItemInput): OrderDraft {
	return {
		productId: input.parameter('productId'),
		visitDate: input.parameter('visitDate'),
		session: input.parameter('session'),
		entranceMode: input.parameter('entranceMode'),
		visitors:
			input.parameter('visitorsFrom') === 'json'
				? input.parameter('visitorsJson')
				: input.collection('visitors').visitor,
		...input.collection('additionalFields'),
	};
}

/** Reads an order for Validate in the way the user chose. */
export function readValidateDraft(input: ItemInput): OrderDraft {
	return readDraft(input, commonDraft);
}

/** Reads an order for Create in the way the user chose. */
export function readCreateDraft(input: ItemInput): OrderDraft {
	return readDraft(input, () => ({
		...commonDraft(input),
		quantity: input.parameter('quantity'),
		originOrderId: input.parameter('originOrderId'),
		contactName: input.parameter('contactName'),
		contactMobile: input.parameter('contactMobile'),
		contactIdCard: input.parameter('contactIdCard'),
	}));
}

function readDraft(input: ItemInput, fromFields: (input: ItemInput) => OrderDraft): OrderDraft {
	switch (input.parameter('orderFrom')) {
		case 'json':
			return draftFromJson(input.parameter('orderJson'));
		case 'autoMap':
			return draftFromObject(input.json, false);
		default:
			return fromFields(input);
	}
}
