import { isBlank } from './blank.ts';
import { INNER_VOUCHER_MEMBER, VOUCHER_MEMBERS } from './codeMembers.ts';
import { isJsonObject } from './envelope.ts';
import { readJsonText } from './json.ts';
import { nameWithin, naming, VOUCHER } from './names.ts';
import type { JsonObject, JsonValue } from './types.ts';

/** What stands between two codes in a text: space, a comma or a semicolon, Chinese ones too. */
const BETWEEN_CODES = /[\s,;，；、]+/;

/** The codes in a text. */
export function codesInText(text: string): string[] {
	return text.split(BETWEEN_CODES).filter((code) => code !== '');
}

/** What a text of JSON says about codes; the text itself where it is none. */
function unquoted(value: JsonValue | undefined): JsonValue | undefined {
	return readJsonText(value, 'VoucherCode');
}

function isScalar(value: JsonValue | undefined): value is string | number {
	return typeof value === 'string' || typeof value === 'number';
}

/** A part of what the API sent, still to be looked through. */
interface Part {
	value: JsonValue | undefined;
	/** Whether it is the value of a voucher member, so that a text or number in it is a code. */
	ofVouchers: boolean;
}

/** Adds what is in a part, the first of it on top. */
function pushInner({ value, ofVouchers }: Part, parts: Part[]): void {
	if (Array.isArray(value)) {
		for (let at = value.length - 1; at >= 0; at--) parts.push({ value: value[at], ofVouchers });
	} else if (isJsonObject(value)) {
		const names = Object.keys(value);
		for (let at = names.length - 1; at >= 0; at--) {
			const inner = value[names[at]];
			const name = names[at].toLowerCase();
			const holdsCodes = VOUCHER_MEMBERS.has(name) || (ofVouchers && name === INNER_VOUCHER_MEMBER);
			if (holdsCodes || typeof inner === 'object')
				parts.push({ value: inner, ofVouchers: holdsCodes });
		}
	}
}

/**
 * Every voucher code in what the API sent, digit for digit, each once, in the order in which they
 * stand there. They are found under the source's names in any case, as texts, numbers, lists and
 * objects, one in the other, and in JSON that was sent as a text. Never throws.
 */
export function voucherCodesIn(source: JsonValue | undefined): string[] {
	const codes = new Set<string>();
	// A stack of its own, so that nothing that is nested deeply can overflow that of the process.
	const parts: Part[] = [{ value: source, ofVouchers: false }];
	for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
		const value = part.ofVouchers ? unquoted(part.value) : part.value;
		if (!part.ofVouchers || !isScalar(value)) {
			pushInner({ value, ofVouchers: part.ofVouchers }, parts);
		} else if (value !== part.value) {
			parts.push({ value, ofVouchers: true });
		} else {
			for (const code of codesInText(String(value))) codes.add(code);
		}
	}
	return [...codes];
}

const nameVoucher = naming(VOUCHER);

/** What came, also in JSON that was sent as a text, whose names have not been seen to yet. */
function opened(sent: JsonValue | undefined): JsonValue | undefined {
	const value = unquoted(sent);
	return value === sent ? value : nameWithin(value, nameVoucher);
}

/** Text, a number as its digits; empty where there is nothing, and anything else as it came. */
export function textOrAsSent(value: JsonValue | undefined): JsonValue {
	return typeof value === 'number' ? String(value) : (value ?? '');
}

function isUserVoucher(value: JsonValue | undefined): value is JsonObject {
	return (
		isJsonObject(value) && ('VoucherCode' in value || 'IDCardNo' in value || 'Mobile' in value)
	);
}

function userVoucher(sent: JsonValue): JsonValue {
	const user = opened(sent);
	if (isScalar(user)) return { IDCardNo: '', VoucherCode: String(user), Mobile: '' };
	if (!isJsonObject(user)) return sent;
	return {
		...user,
		IDCardNo: textOrAsSent(user.IDCardNo),
		VoucherCode: textOrAsSent(user.VoucherCode),
		Mobile: textOrAsSent(user.Mobile),
	};
}

/**
 * Visitors' vouchers as a list of `{ IDCardNo, VoucherCode, Mobile }` (API 1.1.5, 2.1.3), also where
 * one of them, bare codes or JSON in a text came in its place. What cannot be brought into this form
 * stays as it came.
 *
 * @param sent with the names of the source
 */
export function userVouchers(sent: JsonValue | undefined): JsonValue {
	if (sent === undefined || isBlank(sent)) return [];
	const value = opened(sent);
	if (Array.isArray(value)) return value.filter((entry) => entry !== null).map(userVoucher);
	return isScalar(value) || isUserVoucher(value) ? [userVoucher(value)] : sent;
}

/**
 * An order's vouchers as `{ OrderVoucherCode, OrderUserVouchers[] }` (API 2.1.3), also where a code,
 * a list or JSON in a text came in their place. What cannot be brought into this form stays as it
 * came.
 *
 * @param sent with the names of the source
 */
export function orderVouchers(sent: JsonValue | undefined): JsonValue {
	const value = opened(sent);
	if (Array.isArray(value)) {
		const [only] = value;
		const isOrder = value.length === 1 && isJsonObject(only) && !isUserVoucher(only);
		return isOrder
			? orderVouchers(only)
			: { OrderVoucherCode: '', OrderUserVouchers: userVouchers(value) };
	}
	if (typeof value === 'boolean') return value;
	if (!isJsonObject(value)) {
		return { OrderVoucherCode: textOrAsSent(value), OrderUserVouchers: [] };
	}
	const isOrder = 'OrderVoucherCode' in value || 'OrderUserVouchers' in value;
	if (!isOrder && isUserVoucher(value)) {
		return { OrderVoucherCode: '', OrderUserVouchers: userVouchers(value) };
	}
	return {
		...value,
		OrderVoucherCode: textOrAsSent(value.OrderVoucherCode),
		OrderUserVouchers: userVouchers(value.OrderUserVouchers),
	};
}

/** The code of a voucher that is a code and nothing else; undefined of any other. */
function bareCode(sent: JsonValue | undefined): string | undefined {
	const value = opened(sent);
	if (isScalar(value)) return String(value);
	if (!isJsonObject(value) || Object.keys(value).length !== 1) return undefined;
	return isScalar(value.VoucherCode) ? String(value.VoucherCode) : undefined;
}

/**
 * Voucher codes as a list of texts (API 2.1.1, 2.1.2), also where one of them, numbers or JSON in a
 * text came in its place. What holds more than codes stays as it came.
 *
 * @param sent with the names of the source
 */
export function voucherCodeList(sent: JsonValue | undefined): JsonValue {
	if (sent === undefined || isBlank(sent)) return [];
	const value = opened(sent);
	const entries = (Array.isArray(value) ? value : [value]).filter((entry) => entry !== null);
	const codes = entries.map(bareCode).filter((code) => code !== undefined);
	return codes.length === entries.length ? codes : sent;
}
