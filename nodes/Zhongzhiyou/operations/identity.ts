import { ApiFailure } from '../api/failures.ts';
import { Digits } from '../api/json.ts';
import type { ApiRequest } from '../api/types.ts';
import { ORDER_LABELS } from '../orders/draft.ts';
import { orderId } from '../fields/orderId.ts';
import { refundId } from '../fields/refundId.ts';

/** The numbers by which a request names what it is about, the shop's own first. */
const NUMBERS = [
	{ name: 'originOrderId', onWire: 'OriginOrderId', label: ORDER_LABELS.originOrderId, own: true },
	{ name: 'refundId', onWire: 'RefundId', label: refundId.field.displayName, own: true },
	{ name: 'orderId', onWire: 'OrderId', label: orderId.field.displayName, own: false },
] as const;

/** What a request is about, by the numbers in it. */
export type Identity = Partial<Record<(typeof NUMBERS)[number]['name'], string>>;

function textOf(value: unknown): string | undefined {
	if (value instanceof Digits) return value.digits;
	return typeof value === 'string' ? value : undefined;
}

/** Finds the numbers of an order or refund in a request's body or query. */
export function identityOf({ body, query }: Pick<ApiRequest, 'body' | 'query'>): Identity {
	const identity: Identity = {};
	for (const { name, onWire } of NUMBERS) {
		const number = textOf(body?.[onWire] ?? query?.[name]);
		if (number !== undefined) identity[name] = number;
	}
	return identity;
}

function messageOf({ message, ambiguous }: ApiFailure, identity: Identity): string {
	const first = NUMBERS.find(({ name }) => identity[name] !== undefined);
	const named = first === undefined ? '' : ` (${first.label} ${identity[first.name]})`;
	if (ambiguous) {
		return `${message}. It is not known whether ZhongZhiYou carried this out${named}`;
	}
	return first?.own === true ? `${message}${named}` : message;
}

/**
 * A write that did not succeed. Its message says whether that is certain, and names what it was
 * about: an AI agent, and many a workflow, is given no more than the message.
 */
export class WriteFailure extends ApiFailure {
	readonly identity: Identity;

	constructor(failure: ApiFailure, request: ApiRequest) {
		const identity = identityOf(request);
		super(messageOf(failure, identity), failure);
		this.identity = identity;
	}
}

/** The same failure with the name of what it was about, if a write failed; any other as it is. */
export function namedFailure(error: unknown, request: ApiRequest): unknown {
	const unnamed = error instanceof ApiFailure && !(error instanceof WriteFailure);
	return unnamed && request.writes ? new WriteFailure(error, request) : error;
}
