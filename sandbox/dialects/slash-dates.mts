import type { Dialect } from './dialect.mts';
import { DATES } from './members.mts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d)(:\d\d:\d\d))?$/;

/** How .NET prints a DateTime on a server set to Chinese. */
export const SLASH_DATES: Dialect = {
	name: 'slash-dates',
	about: '2026/5/1, and 2026/5/1 9:30:00',
	values: [
		{
			members: DATES,
			write(value) {
				const parts = typeof value === 'string' ? DATE.exec(value) : null;
				if (parts === null) return undefined;
				const [, year, month, day, hour, rest] = parts;
				const time = hour === undefined ? '' : ` ${Number(hour)}${rest}`;
				return `${year}/${Number(month)}/${Number(day)}${time}`;
			},
		},
	],
};
