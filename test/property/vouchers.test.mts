import fc from 'fast-check';

import type { JsonObject, JsonValue } from '../../nodes/Zhongzhiyou/api/types.ts';
import { voucherCodesIn } from '../../nodes/Zhongzhiyou/api/vouchers.ts';
import { decodeEvent, readCallback } from '../../nodes/Zhongzhiyou/events/decode.ts';
import { runs } from '../support/runs.mts';

/** Voucher codes in any shape, planted in any tree, come out digit for digit. */

const digits = fc.stringMatching(/^[1-9][0-9]{0,30}$/);

const code = fc.oneof(
	digits,
	fc.stringMatching(/^[0-9]{1,24}-[0-9]{1,2}$/),
	fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/).filter((text) => text !== 'null'),
);

/** A value and the codes that are planted in it, in their order. */
interface Planted {
	value: JsonValue;
	codes: string[];
}

const NAMES = ['VoucherCode', 'OrderVoucherCode', 'OrderUserVouchers'];

/** A name in any case. */
function anyCase(name: fc.Arbitrary<string>): fc.Arbitrary<string> {
	return fc.tuple(name, fc.infiniteStream(fc.boolean())).map(([text, upper]) =>
		Array.from(text, (letter) => {
			const { value } = upper.next();
			return value === true ? letter.toUpperCase() : letter.toLowerCase();
		}).join(''),
	);
}

const voucherName = fc.oneof(fc.constantFrom(...NAMES), anyCase(fc.constantFrom(...NAMES)));

const isVoucherName = (name: string): boolean => /voucher/i.test(name);

/** What stands beside codes and is none. */
const beside = fc.dictionary(
	fc.oneof(
		fc.constantFrom('IDCardNo', 'Mobile', 'Memo', '__proto__', 'constructor'),
		fc.string().filter((name) => !isVoucherName(name)),
	),
	fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
	{ maxKeys: 3 },
);

function joined(parts: Planted[]): Planted {
	return { value: parts.map(({ value }) => value), codes: parts.flatMap(({ codes }) => codes) };
}

/** An object that has this under this name, and more. */
function member(name: string, inner: Planted, more: JsonObject): Planted {
	return { value: { ...more, [name]: inner.value }, codes: inner.codes };
}

/** The value of a voucher member. */
const { vouchers } = fc.letrec<{ vouchers: Planted }>((tie) => ({
	vouchers: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		code.map((text) => ({ value: text, codes: [text] })),
		fc.nat().map((number) => ({ value: number, codes: [String(number)] })),
		fc
			.constantFrom<JsonValue>(null, '', true, false, [], {})
			.map((value) => ({ value, codes: [] })),
		fc.array(tie('vouchers'), { maxLength: 4 }).map(joined),
		fc
			.tuple(voucherName, tie('vouchers'), beside)
			.map(([name, inner, more]) => member(name, inner, more)),
		tie('vouchers').map(({ value, codes }) => ({
			// Numbers in a text are written as they are; a bare one or a word would be the code itself.
			value: typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
			codes,
		})),
	),
}));

/** Any tree with voucher members somewhere in it. */
const { tree } = fc.letrec<{ tree: Planted }>((tie) => ({
	tree: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.tuple(voucherName, vouchers, beside).map(([name, inner, more]) => member(name, inner, more)),
		fc.array(tie('tree'), { maxLength: 3 }).map(joined),
		fc
			.tuple(fc.constantFrom('Data', 'Order', 'Tickets', 'Extra'), tie('tree'), beside)
			.map(([name, inner, more]) => member(name, inner, more)),
	),
}));

function distinct(codes: string[]): string[] {
	return [...new Set(codes)];
}

test('every code planted in any tree is found, once and in order, and nothing else', () => {
	fc.assert(
		fc.property(tree, ({ value, codes }) => {
			expect(voucherCodesIn(value)).toEqual(distinct(codes));
		}),
		{ numRuns: runs(2_000) },
	);
});

const KINDS = [
	['order_ticket_notify', { OrderId: 1, TicketStatus: 1 }],
	['order_verify_notify', { OrderId: 1, CheckTime: '2025-07-29 10:36:09' }],
	['order_refund_notify', { OrderId: 1, RefundApplyNo: '1', RefundStatus: 1 }],
] as const;

function eventOf(service: string, body: JsonObject) {
	const callback = readCallback(
		JSON.stringify({
			OrderNotifyHeader: { PartnerId: 1, NotifyServiceName: service },
			OrderNotifyBody: JSON.stringify(body),
		}),
	);
	if (callback === undefined) throw new Error('not a callback');
	return decodeEvent(callback, '1753756569000', 1753756570500);
}

test.each(KINDS)('%s has every code, in its list and in what holds it', (service, given) => {
	fc.assert(
		fc.property(vouchers, beside, ({ value, codes }, more) => {
			const sent = { ...more, ...given, VoucherCode: value };
			const { body } = eventOf(service, sent);
			expect(body.voucherCodes).toEqual(distinct(codes));
			// Nothing is lost on the way into the usual form.
			expect(voucherCodesIn({ VoucherCode: body.VoucherCode }).sort()).toEqual(
				distinct(codes).sort(),
			);
			for (const [name, kept] of Object.entries(more)) {
				if (!['Memo', 'memo'].includes(name.toLowerCase()))
					expect(Object.entries(body)).toContainEqual([name, kept]);
			}
		}),
		{ numRuns: runs(1_000) },
	);
});

test('no value of any kind makes it throw', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const sent: JsonValue = JSON.parse(JSON.stringify(value));
			for (const [service, given] of KINDS) {
				const { body } = eventOf(service, { ...given, VoucherCode: sent });
				expect(Array.isArray(body.voucherCodes)).toBe(true);
			}
		}),
		{ numRuns: runs(1_000) },
	);
});
