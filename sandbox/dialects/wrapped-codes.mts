import { Voucher } from '../formats/json.mts';
import type { Dialect } from './dialect.mts';

function isCode(value: unknown): boolean {
	return typeof value === 'string' || value instanceof Voucher;
}

/** Objects around voucher codes where the document has the codes alone. */
export const WRAPPED_CODES: Dialect = {
	name: 'wrapped-codes',
	about: '"VoucherCode": [{"VoucherCode": "…"}], Pay with the object of the ticket callback',
	shapes: [
		{
			members: ['Data.VoucherCode'],
			write: (value) =>
				isCode(value) ? { OrderVoucherCode: value, OrderUserVouchers: [] } : undefined,
		},
		{
			members: ['OrderNotifyBody.VoucherCode'],
			write: (value) =>
				Array.isArray(value) ? value.map((code: unknown) => ({ VoucherCode: code })) : undefined,
		},
	],
};
