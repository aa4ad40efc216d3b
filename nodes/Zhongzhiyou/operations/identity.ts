import { Digits } from '../api/json.ts';
import type { ApiRequest, CallName } from '../api/types.ts';
import { ORDER_LABELS } from '../orders/draft.ts';
import { orderId } from '../fields/orderId.ts';
import { refundId } from '../fields/refundId.ts';

/** The numbers by which a request names what it is about, the shop's own first. */
const NUMBERS = [
	{ name: 'originOrderId', onWire: 'OriginOrderId', label: ORDER_LABELS.originOrderId },
	{ name: 'refundId', onWire: 'RefundId', label: refundId.field.displayName },
	{ name: 'orderId', onWire: 'OrderId', label: orderId.field.displayName },
] as const;

/** What a request is about, by the numbers in it. */
export type Identity = Partial<Record<(typeof NUMBERS)[number]['name'], string>>;

function textOf(value: unknown): string | undefined {
	if (value instanceof Digits) return value.digits;
	return typeof value === 'string' ? value : undefined;
}

/** Finds the numbers of an order or refund in a request's body or query, for its failures to name. */
export function namesOf({ body, query }: Pick<ApiRequest, 'body' | 'query'>): CallName[] {
	return NUMBERS.flatMap(({ name, onWire, label }) => {
		const value = textOf(body?.[onWire] ?? query?.[name]);
		return value === undefined ? [] : [{ name, label, value }];
	});
}

/**
 * ZhongZhiYou's number of the order that was sent, for the output: what the parameter gives now may
 * be another, where an earlier try has sent it.
 */
export function orderIdIn({ orderId: digits }: Identity): number | string | undefined {
	return digits === undefined ? undefined : new Digits(digits).value;
}

/** The same numbers by their names, for the output. */
export function identityOf(names: readonly CallName[]): Identity {
	return Object.fromEntries(names.map(({ name, value }) => [name, value]));
}
