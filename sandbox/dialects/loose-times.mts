import type { Dialect } from './dialect.mts';
import { TIMES_ASKED, TIMES_SHOWN } from './members.mts';

const TIME = /^(\d{1,2})(:\d\d)$/;

/** Hours without a leading zero, and 24:00 for a session that ends with the day. */
export const LOOSE_TIMES: Dialect = {
	name: 'loose-times',
	about: '9:00, and 24:00 for the end of the day',
	values: [
		{
			members: ['SeatsEndTime'],
			write: (value) => (value === '00:00' ? '24:00' : undefined),
		},
		{
			members: TIMES_SHOWN,
			write(value) {
				const parts = typeof value === 'string' ? TIME.exec(value) : null;
				if (parts === null || value === '00:00') return undefined;
				return `${Number(parts[1])}${parts[2]}`;
			},
		},
	],
	reads: [
		{
			members: TIMES_ASKED,
			write(value) {
				const parts = typeof value === 'string' ? TIME.exec(value) : null;
				if (parts === null) return undefined;
				return value === '24:00' ? '00:00' : `${parts[1].padStart(2, '0')}${parts[2]}`;
			},
		},
	],
};
