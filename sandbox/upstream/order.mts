import { Voucher } from '../formats/json.mts';
import type { Product, Session } from './product.mts';

/** OrderStatus on the wire (API 1.1.5). */
export const ORDER_STATUS = {
	unpaid: 0,
	paid: 1,
	paymentFailed: 2,
	issuing: 3,
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

export function ticketsIn(order: Order, state: Ticket['state']): Ticket[] {
	return order.tickets.filter((ticket) => ticket.state === state);
}

/** The tickets whose codes are still worth something; a refund under review may yet be rejected. */
export function unrefunded(order: Order): Ticket[] {
	return order.tickets.filter(({ state }) => state !== 'refunded');
}

/** The codes of some tickets, each once: a group's tickets share theirs. */
export function codesOf(tickets: Ticket[]): Voucher[] {
	const codes = new Set(tickets.map((ticket) => ticket.code));
	codes.delete('');
	return [...codes].map((code) => new Voucher(code));
}

/** The group's code; empty with one code a person, and before issuance. */
export function groupCode(order: Order): Voucher {
	return new Voucher(
		order.product.codes === 'group'
			? (order.tickets.find(({ code }) => code !== '')?.code ?? '')
			: '',
	);
}

/** The visitors' codes as Pay and the ticket callback carry them (一人一码). */
export function userVouchers(order: Order): object[] {
	if (order.product.codes === 'group' || order.status !== ORDER_STATUS.issued) return [];
	// A ticket that was refunded before the others were issued never had a code.
	const issued = order.tickets.filter(({ code }) => code !== '');
	return issued.map(({ visitor, code }) => ({
		IDCardNo: visitor?.idCard ?? '',
		VoucherCode: new Voucher(code),
		Mobile: visitor?.mobile ?? '',
	}));
}
