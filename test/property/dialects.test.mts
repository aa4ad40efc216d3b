// A dialect changes how a message is written and never what it says.
import fc from 'fast-check';

import { ALL_DIALECTS, DIALECT_NAMES, readDialects } from '../../sandbox/dialects/index.mts';
import { speak } from '../../sandbox/dialects/speak.mts';
import { parseJson, writeJson } from '../../sandbox/formats/json.mts';
import { readContract } from '../../sandbox/http/contract.mts';
import { ContractValues, leavesOf } from '../support/contract-values.mts';
import { plainForm, plainText } from '../support/plain-form.mts';
import { runs } from '../support/runs.mts';

const ANSWERS = [
	'ProductsAnswer',
	'PricesAnswer',
	'PlainAnswer',
	'CreateOrderAnswer',
	'PayOrderAnswer',
	'PersonQrCodesAnswer',
	'RefundOrderAnswer',
	'Failure',
];

const NOTICES = [
	'OrderRefundNotifyBody',
	'OrderVerifyNotifyBody',
	'OrderTicketNotifyBody',
	'OrderProductNotifyBody',
];

/** These put codes alone, or objects around them: only the codes themselves can be found again. */
const RESHAPING = ['bare-codes', 'wrapped-codes'];

let values: ContractValues;

beforeAll(async () => {
	values = new ContractValues(await readContract());
});

/** A message of the contract's, and the member it stands in. */
function message(): fc.Arbitrary<{ body: object; name: string }> {
	const drawn = [
		...ANSWERS.map((schema) => [schema, ''] as const),
		...NOTICES.map((schema) => [schema, 'OrderNotifyBody'] as const),
	].map(([schema, name]) => values.of(schema).map((body) => ({ body: Object(body), name })));
	return fc.oneof(...drawn);
}

const anyDialects = fc.subarray([...DIALECT_NAMES]);

function written(names: readonly string[], { body, name }: { body: object; name: string }): string {
	return writeJson(speak(readDialects(names), body, name));
}

const undone = { lowerNames: true, unwrapSingles: true };

/** The codes of vouchers in a message, wherever the contract has some. */
function codesIn(value: unknown, name = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => codesIn(entry, name));
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([member, inner]) => codesIn(inner, member));
	}
	const isCode = name.endsWith('VoucherCode') || name === 'QrCode';
	return isCode && (typeof value === 'string' || typeof value === 'number') && value !== ''
		? [String(value)]
		: [];
}

it.each([...DIALECT_NAMES, ALL_DIALECTS])('%s gives JSON that keeps every voucher code', (name) => {
	fc.assert(
		fc.property(message(), (drawn) => {
			const leaves = leavesOf(parseJson(written([name], drawn))).map(String);
			for (const code of codesIn(drawn.body)) expect(leaves).toContain(code);
		}),
		{ numRuns: runs(300) },
	);
});

it.each(DIALECT_NAMES.filter((name) => !RESHAPING.includes(name)))(
	'%s is undone by reading it: nothing is lost, added or changed',
	(name) => {
		fc.assert(
			fc.property(message(), (drawn) => {
				const said = plainForm(parseJson(written([name], drawn)), undone);
				expect(said).toEqual(plainForm(drawn.body, undone));
			}),
			{ numRuns: runs(300) },
		);
	},
);

it('any of them together keep every voucher code, and all that is not about vouchers', () => {
	fc.assert(
		fc.property(message(), anyDialects, (drawn, names) => {
			const said = parseJson(written(names, drawn));
			const leaves = leavesOf(said).map((leaf) => plainText(String(leaf)));
			for (const code of codesIn(drawn.body)) expect(leaves).toContain(code);
			if (RESHAPING.some((reshaping) => names.includes(reshaping))) return;
			expect(plainForm(said, undone)).toEqual(plainForm(drawn.body, undone));
		}),
		{ numRuns: runs(1000) },
	);
});

it('none of them is the message itself', () => {
	fc.assert(
		fc.property(message(), ({ body, name }) => {
			expect(speak([], body, name)).toBe(body);
		}),
		{ numRuns: runs(100) },
	);
});

it('each of them changes something, and all of them what each changes', () => {
	const sample = {
		Data: {
			Products: [{ ProductId: 3, BookingTime: '09:00' }],
			DailyPriceStock: [
				{
					BeginTime: '2026-05-01',
					EndTime: '2026-05-01',
					ProductSeats: [{ SeatsEndTime: '00:00' }],
				},
			],
			OrderUserVouchers: [{ IDCardNo: '1', VoucherCode: '202605012222333444001', Mobile: '2' }],
			VoucherCode: '202605012222333444002',
		},
		IsSuccess: true,
		OrderNotifyHeader: { PartnerId: 9258 },
	};
	const changing = DIALECT_NAMES.filter((name) => name !== 'pages-of-20');
	for (const name of changing) {
		expect([name, written([name], { body: sample, name: '' })]).not.toEqual([
			name,
			writeJson(sample),
		]);
	}
	expect(written(['all'], { body: sample, name: '' })).toBe(
		'{"data":[{"products":{"productId":"3","bookingTime":"9:00"},' +
			'"dailyPriceStock":{"beginTime":"/Date(1777564800000)/","endTime":"2026/5/1",' +
			'"productSeats":{"seatsEndTime":"24:00"}},' +
			'"orderUserVouchers":202605012222333444001,' +
			'"voucherCode":{"orderVoucherCode":202605012222333444002,"orderUserVouchers":[]}}],' +
			'"isSuccess":"true","orderNotifyHeader":"{\\"PartnerId\\":9258}"}',
	);
});
