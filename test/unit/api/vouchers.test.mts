import { parseJson } from '../../../nodes/Zhongzhiyou/api/json.ts';
import type { JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';
import {
	orderVouchers,
	userVouchers,
	voucherCodeList,
	voucherCodesIn,
} from '../../../nodes/Zhongzhiyou/api/vouchers.ts';

const LONG = '202052255633322222124';

function user(VoucherCode: string, IDCardNo = '', Mobile = '') {
	return { IDCardNo, VoucherCode, Mobile };
}

describe('voucher codes are found', () => {
	test.each<[string, JsonValue, string[]]>([
		['as a text', { VoucherCode: LONG }, [LONG]],
		['as a number', { VoucherCode: 635474911632 }, ['635474911632']],
		['in a list of texts and numbers', { VoucherCode: [LONG, 7] }, [LONG, '7']],
		['in a list of objects', { VoucherCode: [{ VoucherCode: LONG }] }, [LONG]],
		['in one object', { VoucherCode: { VoucherCode: LONG } }, [LONG]],
		['in an object of an order', { VoucherCode: { OrderVoucherCode: LONG } }, [LONG]],
		['of visitors in a list', { OrderUserVouchers: [{ VoucherCode: '1' }, '2'] }, ['1', '2']],
		['of one visitor without a list', { OrderUserVouchers: { VoucherCode: '1' } }, ['1']],
		['of visitors by number', { OrderUserVouchers: { 0: { VoucherCode: '1' } } }, ['1']],
		['of one visitor as a text', { OrderUserVouchers: '1-2' }, ['1-2']],
		['in lists in lists', { VoucherCode: [[['1']], ['2', ['3']]] }, ['1', '2', '3']],
		['in JSON as a text', { VoucherCode: `[${LONG},"7"]` }, [LONG, '7']],
		['in JSON of an object', { VoucherCode: `{"orderVoucherCode":${LONG}}` }, [LONG]],
		['in JSON in JSON', { VoucherCode: JSON.stringify(JSON.stringify([LONG])) }, [LONG]],
		[
			'in names of any case',
			{ voucherCode: '1', ORDERUSERVOUCHERS: [{ vouchercode: '2' }] },
			['1', '2'],
		],
		['in names that add an s', { OrderVoucherCodes: ['1'], Codes: [LONG, 7] }, ['1', LONG, '7']],
		['as a code within a voucher', { VoucherCode: { Code: LONG } }, [LONG]],
		['as codes within vouchers', { OrderUserVouchers: [{ code: '1', IDCardNo: '2' }] }, ['1']],
		['under other members', { Order: [{ Tickets: { VoucherCode: '1' } }] }, ['1']],
		['with commas between', { VoucherCode: '1, 2，3；4' }, ['1', '2', '3', '4']],
		['with space around', { VoucherCode: [' 1\n'] }, ['1']],
		['with what looks like JSON but is none', { VoucherCode: '[1' }, ['[1']],
	])('%s', (_shape, source, codes) => {
		expect(voucherCodesIn(source)).toEqual(codes);
	});

	test.each(['1e21', '1E5', '1.0', '12345678901234567890', '-0'])(
		'in the spelling that came: %s',
		(code) => {
			for (const text of [
				code,
				`[${code}]`,
				JSON.stringify(`[${code}]`),
				`[{"VoucherCode":${code}}]`,
			]) {
				for (const name of ['VoucherCode', 'codes', 'ORDERVOUCHERCODES']) {
					const source = parseJson(`{"${name}":${text}}`);
					expect(voucherCodesIn(source)).toEqual([code]);
				}
			}
		},
	);

	test('each once, in the order in which they stand there', () => {
		expect(
			voucherCodesIn({
				VoucherCode: { OrderVoucherCode: '3', OrderUserVouchers: ['1', '3', { VoucherCode: '2' }] },
				OrderUserVouchers: [2, 4],
			}),
		).toEqual(['3', '1', '2', '4']);
	});

	test('and nothing else is', () => {
		expect(
			voucherCodesIn({
				VoucherCode: [null, true, '', ' ', { IDCardNo: '1', Mobile: '2', Added: '3' }],
				OrderUserVouchers: [{ IDCardNo: '4', Mobile: 5 }],
				VoucherType: 1,
				Code: 1000,
				Result: { Code: '8' },
				Memo: '{"VoucherCode":"6"}',
				OrderId: 7,
			}),
		).toEqual([]);
	});

	test.each([null, undefined, 'x', 5, true, []])('none in %j', (source) => {
		expect(voucherCodesIn(source)).toEqual([]);
	});

	test('however deep they are', () => {
		let source: JsonValue = LONG;
		for (let depth = 0; depth < 50_000; depth++)
			source = depth % 2 === 0 ? [source] : { VoucherCode: source };
		expect(voucherCodesIn({ VoucherCode: source })).toEqual([LONG]);
	});
});

describe('visitors’ vouchers', () => {
	test.each<[string, JsonValue | undefined, JsonValue]>([
		['none', undefined, []],
		['null', null, []],
		['blank', '', []],
		[
			'a list',
			[{ IDCardNo: 1, VoucherCode: 2, Mobile: 3, More: 4 }],
			[{ ...user('2', '1', '3'), More: 4 }],
		],
		['a list of codes', [LONG, 7], [user(LONG), user('7')]],
		['one object', { VoucherCode: LONG, IDCardNo: 'x' }, [user(LONG, 'x')]],
		['one code', LONG, [user(LONG)]],
		['JSON', `[{"voucherCode":${LONG}}]`, [user(LONG)]],
		['JSON in a list', [`{"VoucherCode":"1"}`], [user('1')]],
	])('get the usual form from %s', (_shape, sent, usual) => {
		expect(userVouchers(sent)).toEqual(usual);
	});

	test.each<JsonValue>([true, { 0: { VoucherCode: '1' } }, '{"A":["1"]}'])(
		'stay as they came when they have none: %j',
		(sent) => expect(userVouchers(sent)).toEqual(sent),
	);

	test('stay as they came one by one', () => {
		expect(userVouchers([true, ['1'], { VoucherCode: ['2'] }])).toEqual([
			true,
			['1'],
			{ IDCardNo: '', VoucherCode: ['2'], Mobile: '' },
		]);
	});
});

describe('an order’s vouchers', () => {
	const none = { OrderVoucherCode: '', OrderUserVouchers: [] };

	test.each<[string, JsonValue | undefined, JsonValue]>([
		['none', undefined, none],
		['null', null, none],
		['an empty list', [], none],
		['a code', LONG, { ...none, OrderVoucherCode: LONG }],
		['a number', 7, { ...none, OrderVoucherCode: '7' }],
		['a list of codes', [LONG, 7], { ...none, OrderUserVouchers: [user(LONG), user('7')] }],
		['a list of visitors', [{ VoucherCode: 1 }], { ...none, OrderUserVouchers: [user('1')] }],
		['a list of one order', [{ OrderVoucherCode: 1 }], { ...none, OrderVoucherCode: '1' }],
		['one visitor', { VoucherCode: 1 }, { ...none, OrderUserVouchers: [user('1')] }],
		[
			'one visitor in its list’s place',
			{ OrderUserVouchers: '1' },
			{ ...none, OrderUserVouchers: [user('1')] },
		],
		['JSON', '{"orderVoucherCode":"1"}', { ...none, OrderVoucherCode: '1' }],
		[
			'more than is known',
			{ OrderVoucherCode: '1', More: [2] },
			{ ...none, OrderVoucherCode: '1', More: [2] },
		],
	])('get the usual form from %s', (_shape, sent, usual) => {
		expect(orderVouchers(sent)).toEqual(usual);
	});

	test.each<JsonValue>([true, false])('stay as they came when they have none: %j', (sent) =>
		expect(orderVouchers(sent)).toBe(sent),
	);

	test('keep a group’s code that is none', () => {
		expect(orderVouchers({ OrderVoucherCode: ['1', '2'] })).toEqual({
			OrderVoucherCode: ['1', '2'],
			OrderUserVouchers: [],
		});
	});
});

describe('a list of codes', () => {
	test.each<[string, JsonValue | undefined, JsonValue]>([
		['none', undefined, []],
		['null', null, []],
		['blank', '', []],
		['a list', [LONG, 7, null], [LONG, '7']],
		['one code', LONG, [LONG]],
		['objects that hold nothing else', [{ VoucherCode: LONG }, { VoucherCode: 7 }], [LONG, '7']],
		['one such object', { VoucherCode: LONG }, [LONG]],
		['JSON', `[${LONG}]`, [LONG]],
		['JSON of objects', `{"vouchercode":${LONG}}`, [LONG]],
	])('gets the usual form from %s', (_shape, sent, usual) => {
		expect(voucherCodeList(sent)).toEqual(usual);
	});

	test.each<JsonValue>([
		true,
		[{ VoucherCode: '1', IDCardNo: '2' }],
		['1', { VoucherCode: '1', IDCardNo: '2' }],
		[['1']],
		[false],
		{ OrderVoucherCode: '1' },
		'[{"VoucherCode":"1","IDCardNo":"2"}]',
	])('stays as it came when it says more: %j', (sent) => {
		expect(voucherCodeList(sent)).toEqual(sent);
	});
});
