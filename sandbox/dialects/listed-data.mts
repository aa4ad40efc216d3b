import { isObject } from '../formats/json.mts';
import type { Dialect } from './dialect.mts';

/** A list around what the document gives alone. */
export const LISTED_DATA: Dialect = {
	name: 'listed-data',
	about: '"Data": [{…}] where the document has one object',
	shapes: [{ members: ['Data'], write: (value) => (isObject(value) ? [value] : undefined) }],
};
