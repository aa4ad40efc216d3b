import type { Dialect } from './dialect.mts';

/** A page size that the server decides. */
export const PAGES_OF_20: Dialect = {
	name: 'pages-of-20',
	about: '20 products a page, whatever pageSize asks for',
	insists: { pageSize: '20' },
};
