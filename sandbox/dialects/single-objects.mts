import type { Dialect } from './dialect.mts';

/** What converters from XML make of a list with one entry. */
export const SINGLE_OBJECTS: Dialect = {
	name: 'single-objects',
	about: '"OrderUserVouchers": {…} where the list has one entry',
	shapes: [
		{
			members: [
				'Products',
				'DailyPriceStock',
				'ProductSeats',
				'OrderUserVouchers',
				'VoucherCode',
				'Data',
			],
			write(value) {
				const list: unknown[] = Array.isArray(value) ? value : [];
				return list.length === 1 ? list[0] : undefined;
			},
		},
	],
};
