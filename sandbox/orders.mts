import type { Product, Session } from './catalog.mts';
import { type JsonObject, Voucher } from './json.mts';

/** OrderStatus on the wire (API 1.1.5). */
export const ORDER_STATUS = {
	unpaid: 0,
	paid: 1,
	payFailed: 2,
	waitingIssue: 3,
	issued: 4,
	issueFailed: 5,
} as const;

export type OrderStatus = (typeof ORDER_STATUS)[keyof typeof ORDER_STATUS];

export interface Person {
	name: string;
	mobile: string;
	idCard: string;
}

/** One ticket: what is redeemed or refunded one by one. */
export interface Ticket {
	visitor: Person | undefined;
	/** Empty until issued; with one code for the group the same on every ticket. */
	code: string;
	state: 'valid' | 'redeemed' | 'refundPending' | 'refunded';
}

export interface Order {
	orderId: number;
	originOrderId: string;
	/** The request as it was sent, to tell a repetition from a clash of order numbers. */
	content: string;
	product: Product;
	quantity: number;
	visitDate: string;
	session: Session | undefined;
	contact: Person;
	fen: number;
	status: OrderStatus;
	cancelled: boolean;
	tickets: Ticket[];
	createdAt: number;
}

/** RefundStatus on the wire (API 1.1.7). */
export const REFUND_STATUS = { waiting: 0, approved: 1, rejected: 2 } as const;

export interface Refund {
	/** Empty when the supplier forced the refund. */
	refundId: string;
	applyId: number;
	order: Order;
	content: string;
	tickets: Ticket[];
	status: (typeof REFUND_STATUS)[keyof typeof REFUND_STATUS];
	reason: string;
}

export function ticketsIn(order: Order, state: Ticket['state']): Ticket[] {
	return order.tickets.filter((ticket) => ticket.state === state);
}

/** The codes of some tickets, each once: a group's tickets share theirs. */
export function codesOf(tickets: Ticket[]): Voucher[] {
	const codes = new Set(tickets.map((ticket) => ticket.code));
	codes.delete('');
	return [...codes].map((code) => new Voucher(code));
}

/** The group's code; empty with one code a person, and before issuance. */
export function groupCode(order: Order): Voucher {
	return new Voucher(order.product.codes === 'group' ? (order.tickets.at(0)?.code ?? '') : '');
}

/** The visitors' codes as Pay and the ticket callback carry them (一人一码). */
export function userVouchers(order: Order): object[] {
	if (order.product.codes === 'group' || order.status !== ORDER_STATUS.issued) return [];
	return order.tickets.map(({ visitor, code }) => ({
		IDCardNo: visitor?.idCard ?? '',
		VoucherCode: new Voucher(code),
		Mobile: visitor?.mobile ?? '',
	}));
}

function stateName(order: Order): string {
	if (order.cancelled) return 'cancelled';
	const all = (state: Ticket['state']) => ticketsIn(order, state).length === order.quantity;
	if (all('refunded')) return 'refunded';
	if (all('redeemed')) return 'redeemed';
	const names = Object.entries(ORDER_STATUS);
	return names.find(([, status]) => status === order.status)?.[0] ?? String(order.status);
}

/** An order as the control API shows it. */
export function orderView(order: Order): JsonObject {
	const count = (state: Ticket['state']) => ticketsIn(order, state).length;
	return {
		orderId: order.orderId,
		originOrderId: order.originOrderId,
		productId: order.product.id,
		productName: order.product.name,
		quantity: order.quantity,
		visitDate: order.visitDate,
		session: order.session?.code ?? null,
		payMoney: (order.fen * order.quantity) / 100,
		status: order.status,
		state: stateName(order),
		redeemed: count('redeemed'),
		refundPending: count('refundPending'),
		refunded: count('refunded'),
		contact: { ...order.contact },
		tickets: order.tickets.map(({ visitor, code, state }) => ({
			name: visitor?.name ?? order.contact.name,
			idCard: visitor?.idCard ?? '',
			code,
			state,
		})),
		createdAt: order.createdAt,
	};
}

/** A refund as the control API shows it. */
export function refundView(refund: Refund): JsonObject {
	return {
		refundId: refund.refundId,
		applyId: refund.applyId,
		orderId: refund.order.orderId,
		count: refund.tickets.length,
		status: refund.status,
		reason: refund.reason,
	};
}
