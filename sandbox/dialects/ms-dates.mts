import { chinaMillis } from '../formats/china-time.mts';
import type { Dialect } from './dialect.mts';
import { DATES } from './members.mts';

const DATE = /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/;

/** How .NET's older JSON writers put a DateTime: Unix time in milliseconds. */
export const MS_DATES: Dialect = {
	name: 'ms-dates',
	about: '/Date(1777564800000)/',
	values: [
		{
			members: DATES,
			write(value) {
				if (typeof value !== 'string' || !DATE.test(value)) return undefined;
				return `/Date(${chinaMillis(value)})/`;
			},
		},
	],
};
