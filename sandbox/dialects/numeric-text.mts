import { exactNumber, Voucher } from '../formats/json.mts';
import type { Dialect } from './dialect.mts';

/** Every text that is a whole number, long or short, as one: the source types a voucher code Int. */
export const NUMERIC_TEXT: Dialect = {
	name: 'numeric-text',
	about: '"VoucherCode": 202605012222333444001, "LogId": 638…',
	values: [
		{
			write(value) {
				const text = value instanceof Voucher ? value.code : value;
				return typeof text === 'string' ? exactNumber(text) : undefined;
			},
		},
	],
};
