import type { JsonObject } from '../formats/json.mts';
import { ORDER_STATUS, type Order, type Ticket, ticketsIn } from '../upstream/order.mts';
import { REFUND_STATUS, type Refund } from '../upstream/refund.mts';

function wordFor(words: Record<string, number>, status: number): string {
	return Object.entries(words).find(([, known]) => known === status)?.[0] ?? String(status);
}

function stateName(order: Order): string {
	if (order.cancelled) return 'cancelled';
	const all = (state: Ticket['state']) => ticketsIn(order, state).length === order.quantity;
	if (all('refunded')) return 'refunded';
	if (all('redeemed')) return 'redeemed';
	return wordFor(ORDER_STATUS, order.status);
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
		state: wordFor(REFUND_STATUS, refund.status),
		reason: refund.reason,
	};
}
