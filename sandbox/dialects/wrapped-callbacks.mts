import { isObject } from '../formats/json.mts';
import type { Dialect } from './dialect.mts';

/** One layer more around the parts of a callback than the document has. */
export const WRAPPED_CALLBACKS: Dialect = {
	name: 'wrapped-callbacks',
	about: 'OrderNotifyHeader as JSON text, OrderNotifyBody as text of JSON text',
	shapes: [
		{
			members: ['OrderNotifyHeader'],
			write: (value) => (isObject(value) ? JSON.stringify(value) : undefined),
		},
		{
			members: ['OrderNotifyBody'],
			write: (value) => (typeof value === 'string' ? JSON.stringify(value) : undefined),
		},
	],
};
