import { CATALOG } from '../../../nodes/Zhongzhiyou/events/catalog.ts';
import { numberOf, numberOrAsSent } from '../../../nodes/Zhongzhiyou/events/values.ts';

test.each<[string | number, number]>([
	['0', 0],
	['12', 12],
	['-12', -12],
	['12.25', 12.25],
	['9007199254740991', Number.MAX_SAFE_INTEGER],
	['-9007199254740991', -Number.MAX_SAFE_INTEGER],
	[' 7 ', 7],
	[12.25, 12.25],
])('%j is a number', (value, expected) => {
	expect(numberOrAsSent(value)).toBe(expected);
});

test.each(['', ' ', null, undefined])('%j is nothing', (value) => {
	expect(numberOrAsSent(value)).toBeNull();
});

test.each(['x1', '1x', '1.x', '1.', '.5', '1.2.3', '--1', '1e3', '0x10', '１'])(
	'%j is no number, and stays as it came',
	(value) => {
		expect(numberOrAsSent(value)).toBe(value);
	},
);

test.each([true, [1], { a: 1 }])('%j is no number, and stays as it came', (value) => {
	expect(numberOrAsSent(value)).toBe(value);
});

test.each(['9007199254740992', '-9007199254740992'])(
	'%s would lose digits as a number',
	(value) => {
		expect(numberOrAsSent(value)).toBe(value);
	},
);

test.each([...[undefined, null, '', '\u200b', 0, '0', '000', {}, true]])(
	'%j tells nothing apart',
	(value) => {
		expect(numberOf(value)).toBe('');
	},
);

test.each([
	[100, '100'],
	['007', '007'],
	['0A', '0A'],
	[' 10 ', '10'],
])('%j is told apart as "%s"', (value, own) => {
	expect(numberOf(value)).toBe(own);
});

/** Every text in a sample, with the way to it. */
function texts(value: unknown, path = ''): Array<[path: string, text: string]> {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, member]) => texts(member, `${path}.${name}`));
}

/** What the vendor leaves blank, because there is nothing to say (API, Callbacks). */
const BLANK: Record<string, string[]> = {
	'order.issueFailed': ['.VoucherCode.OrderVoucherCode'],
	'order.refundApproved': ['.RefundReason'],
	'order.refundForced': ['.RefundApplyNo'],
};

test.each(CATALOG)('the sample of $name leaves nothing blank but what has no value', (entry) => {
	const blank = texts(entry.sample).filter(([, text]) => text === '');
	expect(blank.map(([path]) => path)).toEqual(BLANK[entry.name] ?? []);
});

test.each(['order.refundApproved', 'order.refundForced', 'order.refundRejected'])(
	'the sample of %s is of a whole order, and so names no codes',
	(name) => {
		expect(CATALOG.find((entry) => entry.name === name)?.sample).toMatchObject({ VoucherCode: [] });
	},
);

test('the samples of issued tickets show the codes of visitors, and those of failed ones none', () => {
	const codes = (name: string) =>
		CATALOG.find((entry) => entry.name === name)?.sample ?? { VoucherCode: undefined };
	expect(codes('order.issued')).toMatchObject({
		VoucherCode: {
			OrderUserVouchers: [{ IDCardNo: '36220163556666666', VoucherCode: '2020522556333222221-2' }],
		},
	});
	expect(codes('order.issueFailed')).toMatchObject({
		VoucherCode: { OrderVoucherCode: '', OrderUserVouchers: [] },
	});
});
