/** Members that hold voucher codes, in lower case: in whatever shape, and at whatever depth. */
export const VOUCHER_MEMBERS: ReadonlySet<string> = new Set([
	'vouchercode',
	'vouchercodes',
	'ordervouchercode',
	'ordervouchercodes',
	'orderuservouchers',
	'codes',
]);

/** The same within the value of one of them; elsewhere it is what an answer or a product has. */
export const INNER_VOUCHER_MEMBER = 'code';

/**
 * Members whose numbers are names of something and not amounts, so that their very spelling counts:
 * the codes, and the Data of an answer where it is one.
 */
export const NAMING_MEMBERS: ReadonlySet<string> = new Set([...VOUCHER_MEMBERS, 'qrcode', 'data']);
