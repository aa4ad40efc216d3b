import { objectsOf } from '../../api/data';
import type { RequestOperation } from '../types';
import { readRequiredText } from '../values';

/** Fetches what each visitor shows at the gate, one item a visitor (API 1.1.6). */
export const getQrCodes: RequestOperation = {
	option: {
		name: 'Get QR Codes',
		value: 'getQrCodes',
		action: 'Get the QR codes of an order',
		description:
			"Get each visitor's entry QR code of an issued order (入园二维码), one item a visitor",
	},
	writes: false,
	fields: [
		{
			displayName: 'Origin Order ID',
			name: 'originOrderId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. {{ $json.OriginOrderId }}',
			description: 'Your own number of the order, as given to Create',
		},
	],
	request: (input) => ({
		method: 'GET',
		path: '/order/PersonQrCodes',
		query: { originOrderId: readRequiredText(input.parameter('originOrderId'), 'Origin Order ID') },
		writes: false,
	}),
	output: ({ data }) => objectsOf(data),
};
