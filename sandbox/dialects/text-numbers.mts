import type { Dialect } from './dialect.mts';

/** What a writer makes of fields that were read from a database of texts. */
export const TEXT_NUMBERS: Dialect = {
	name: 'text-numbers',
	about: '"OrderId": "4623122", "IsSuccess": "true"',
	values: [
		{
			write: (value) =>
				typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined,
		},
	],
};
