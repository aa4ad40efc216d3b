import { ExactNumber, isObject, parseJson, writeJson } from '../formats/json.mts';
import type { Found } from './contract.mts';
import { chinaDayNumber, readSessionTime, voucherCodesIn } from './reading.mts';

/**
 * Members without which the nodes cannot do what they are asked for. What has no IsSuccess they read by
 * its Code; where that goes wrong it is found as a refusal.
 */
const NEEDED: ReadonlySet<string> = new Set([
	'ProductId',
	'PriceType',
	'Price',
	'BeginTime',
	'EndTime',
	'SeatsStartTime',
	'SeatsEndTime',
	'OrderId',
	'OrderStatus',
	'RefundStatus',
	'TicketStatus',
	'Status',
	'PartnerId',
	'NotifyServiceName',
	'OrderNotifyHeader',
	'Data',
	'Products',
	'DailyPriceStock',
]);

const VOUCHERS = /(^|\.)(VoucherCode|OrderVoucherCode|OrderUserVouchers)(\[\])?$/;

/** Values at a place of what the nodes read, looking into every entry of lists; no place is all of it. */
export function valuesAt(reading: unknown, place: string): unknown[] {
	return place
		.replaceAll('[]', '')
		.split('.')
		.filter((name) => name !== '')
		.reduce<unknown[]>(
			(values, name) =>
				values
					.flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
					.flatMap((value) => (isObject(value) && Object.hasOwn(value, name) ? [value[name]] : [])),
			[reading],
		);
}

function lastName(place: string): string {
	return place.replaceAll('[]', '').split('.').at(-1) ?? '';
}

function isSessionTime(value: unknown): boolean {
	try {
		readSessionTime(value, 'time');
		return true;
	} catch {
		return false;
	}
}

/** The texts and numbers in a value. */
function leaves(value: unknown): string[] {
	if (value instanceof ExactNumber) return [value.digits];
	if (Array.isArray(value)) return value.flatMap(leaves);
	if (isObject(value)) return Object.values(value).flatMap(leaves);
	return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

/** Whether the nodes find codes in what stands where codes should. */
function findsCodes(value: unknown): boolean {
	const codes = voucherCodesIn(parseJson(writeJson({ VoucherCode: value })));
	return leaves(value).some((text) => codes.includes(text));
}

/**
 * Whether the nodes read it as if it were as the contract has it.
 *
 * @param reading what the nodes make of the whole, in the contract's names
 */
export function isHarmless({ kind, place, value }: Found, reading: unknown): boolean {
	const name = lastName(place);
	switch (kind) {
		case 'unknown':
		case 'number-as-text':
		case 'boolean-as-text':
		case 'text-as-number':
		case 'one-for-list':
			return true;
		case 'list-for-one':
		case 'json-text':
			return VOUCHERS.test(place) ? findsCodes(value) : valuesAt(reading, place).some(isObject);
		case 'name-case':
			return valuesAt(reading, place).length > 0;
		case 'date-format':
			return chinaDayNumber(value) !== undefined;
		case 'code-value':
			// A service's name is read in any case; what is not known is passed on as unknown.
			return name === 'NotifyServiceName';
		case 'time-format':
			return !NEEDED.has(name) || isSessionTime(value);
		case 'other-shape':
			return VOUCHERS.test(place) ? findsCodes(value) : !NEEDED.has(name);
		case 'missing':
		case 'null':
		case 'text-format':
			return !NEEDED.has(name);
		default:
			return false;
	}
}
