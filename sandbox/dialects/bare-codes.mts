import { isObject } from '../formats/json.mts';
import type { Dialect } from './dialect.mts';

function codesOf(vouchers: unknown): unknown[] {
	const list: unknown[] = Array.isArray(vouchers) ? vouchers : [];
	return list.map((entry) => (isObject(entry) ? entry.VoucherCode : entry));
}

/** Voucher codes alone in place of the objects that the document puts them in. */
export const BARE_CODES: Dialect = {
	name: 'bare-codes',
	about: '"OrderUserVouchers": ["…"], a list of codes as VoucherCode of a ticket callback',
	shapes: [
		{
			members: ['OrderUserVouchers'],
			write: (value) => (Array.isArray(value) ? codesOf(value) : undefined),
		},
		{
			members: ['OrderNotifyBody.VoucherCode'],
			write(value) {
				if (!isObject(value)) return undefined;
				const { OrderVoucherCode: shared, OrderUserVouchers: own } = value;
				return [shared, ...codesOf(own)].filter((code) => String(code) !== '');
			},
		},
	],
};
