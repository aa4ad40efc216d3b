import { objectsOf, withLogId } from '../../api/data.ts';
import { nameQrCode } from '../../api/names.ts';
import { originOrderId } from '../../fields/originOrderId.ts';
import type { RequestOperation } from '../types.ts';

/** Fetches what each visitor shows at the gate, one item a visitor (API 1.1.6). */
export const getQrCodes: RequestOperation = {
	option: {
		name: 'Get QR Codes',
		value: 'getQrCodes',
		action: 'Get QR codes of order',
		description: "Get each visitor's entry QR code of an issued order, one item a visitor",
	},
	writes: false,
	fields: [originOrderId.field],
	request: (input) => ({
		method: 'GET',
		path: '/order/PersonQrCodes',
		query: { originOrderId: originOrderId.read(input) },
	}),
	output: (response) => withLogId(objectsOf(response.data).map(nameQrCode), response),
};
