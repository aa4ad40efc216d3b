import { holdsNothing } from '../../api/blank.ts';
import { openData, withLogId } from '../../api/data.ts';
import { isJsonObject } from '../../api/envelope.ts';
import { nameQrCode } from '../../api/names.ts';
import type { JsonObject, JsonValue } from '../../api/types.ts';
import { originOrderId } from '../../fields/originOrderId.ts';
import type { RequestOperation } from '../types.ts';

/** What can be shown at a gate, as against words such as 暂无. */
const SHOWABLE = /^[!-~]+$/;

function rowOf(entry: JsonValue | undefined): JsonObject {
	if (isJsonObject(entry)) return nameQrCode(entry);
	const isCode =
		(typeof entry === 'string' || typeof entry === 'number') && SHOWABLE.test(String(entry));
	return isCode ? { QrCode: String(entry) } : { Data: entry };
}

/** A row for each visitor, also where codes alone came, one without a list, or JSON in a text. */
function rowsOf(sent: JsonValue | undefined): JsonObject[] {
	const rows: JsonObject[] = [];
	// A stack of its own, so that nothing that is nested deeply can overflow that of the process.
	const open = [sent];
	while (open.length > 0) {
		const data = openData(open.pop());
		if (Array.isArray(data)) {
			for (let at = data.length - 1; at >= 0; at--) open.push(data[at]);
		} else if (!holdsNothing(data)) {
			rows.push(rowOf(data));
		}
	}
	return rows;
}

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
	output: (response) => withLogId(rowsOf(response.data), response),
};
