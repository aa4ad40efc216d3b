import type { Dialect } from './dialect.mts';

/** The first word in lower case, abbreviations too: IDCardNo → idCardNo, as .NET's writers do it. */
function camelCase(name: string): string {
	return name.replace(/^[A-Z]+(?=[A-Z][a-z]|[^A-Za-z]|$)|^[A-Z]/, (first) => first.toLowerCase());
}

/** The default of .NET's JSON writers. */
export const CAMEL_CASE: Dialect = {
	name: 'camel-case',
	about: 'isSuccess, orderUserVouchers, idCardNo',
	spell: camelCase,
};
