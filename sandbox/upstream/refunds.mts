import { ORDER_STATUS, type Order, type Ticket, codesOf, ticketsIn } from './order.mts';
import type { Orders } from './orders.mts';
import { REFUND_STATUS, type Refund } from './refund.mts';
import { Refusal } from './refusal.mts';
import type { Stock } from './stock.mts';
import type { World } from './world.mts';

export interface RefundRequest {
	orderId: number;
	refundId: string;
	count: number;
	codes: string[];
	/** The request as it was sent. */
	content: string;
}

const MAX_REFUNDS = 200_000;

/** Whether there is money to give back, asked for or forced. */
function checkRefundable({ status, cancelled }: Order): void {
	if (cancelled) throw new Refusal('订单已取消，不能申请退款');
	if (status === ORDER_STATUS.unpaid || status === ORDER_STATUS.paymentFailed) {
		throw new Refusal('订单未支付，不能申请退款');
	}
	if (status === ORDER_STATUS.issueFailed) throw new Refusal('订单出票失败，款项已退回');
}

function pickTickets(order: Order, count: number, codes: string[]): Ticket[] | undefined {
	const wanted = new Set(codes);
	const known = new Set(order.tickets.map(({ code }) => code));
	if (codes.some((code) => !known.has(code))) throw new Refusal('入园凭证不存在');
	if (order.product.codes === 'person' && wanted.size > 0 && wanted.size !== count) {
		throw new Refusal('退票数量与入园凭证数量不一致');
	}
	const tickets = ticketsIn(order, 'valid')
		.filter(({ code }) => wanted.size === 0 || wanted.has(code))
		.slice(0, count);
	return tickets.length === count ? tickets : undefined;
}

/** Refunds, from the application or the supplier's own decision to the verdict. */
export class Refunds {
	private readonly world: World;
	private readonly orders: Orders;
	private readonly stock: Stock;
	private readonly byId = new Map<string, Refund>();

	constructor(world: World, orders: Orders, stock: Stock) {
		this.world = world;
		this.orders = orders;
		this.stock = stock;
	}

	all(): Refund[] {
		return [...this.byId.values()];
	}

	/** API 1.1.7; the same RefundId never makes a second application. */
	request(request: RefundRequest): Refund {
		const known = this.byId.get(request.refundId);
		if (known !== undefined) {
			if (this.world.manners.duplicateRefund === 'refuse') throw new Refusal('退款批次号已存在');
			if (known.content !== request.content) throw new Refusal('退款申请批次号不能重复');
			return known;
		}
		const order = this.orders.get(request.orderId);
		checkRefundable(order);
		if (!order.product.refundable) throw new Refusal('该产品不支持退款');
		const tickets = pickTickets(order, request.count, request.codes);
		if (tickets === undefined) throw new Refusal('退票数量大于可退数量');
		const refund = this.apply(order, tickets, request.refundId, request.content);
		const { review } = order.product;
		const { reviewDelayMs } = this.world.manners;
		if (review === 'atOnce') this.decide(refund, true);
		if (review === 'approve') this.world.later(reviewDelayMs, () => this.decide(refund, true));
		if (review === 'reject') this.world.later(reviewDelayMs, () => this.decide(refund, false));
		return refund;
	}

	/** Refunds tickets without an application (供应商强制退款). */
	force(orderId: number, count?: number, reason = '景区临时闭园'): Refund {
		const order = this.orders.get(orderId);
		checkRefundable(order);
		const left = ticketsIn(order, 'valid').length;
		const tickets = pickTickets(order, count ?? left, []);
		if (tickets === undefined || tickets.length === 0) throw new Refusal('退票数量大于可退数量');
		const refund = this.apply(order, tickets, '', '');
		this.decide(refund, true, reason);
		return refund;
	}

	/** Gives the verdict on a refund (审核) and says so by callback. */
	review(refundId: string, approved: boolean, reason?: string): Refund {
		const refund = this.byId.get(refundId);
		if (refund === undefined) throw new Refusal('退款申请不存在');
		if (refund.status !== REFUND_STATUS.underReview) throw new Refusal('退款申请已审核');
		this.decide(refund, approved, reason);
		return refund;
	}

	private apply(order: Order, tickets: Ticket[], refundId: string, content: string): Refund {
		if (this.byId.size >= MAX_REFUNDS) throw new Refusal('沙箱退款数已达上限，请重置');
		const applyId = this.byId.size + 1;
		const refund: Refund = {
			refundId,
			applyId,
			order,
			content,
			tickets,
			status: REFUND_STATUS.underReview,
			reason: '',
		};
		for (const ticket of tickets) ticket.state = 'refundPending';
		// A forced refund has no number of the distributor's; the key must still be its own.
		this.byId.set(refundId === '' ? `forced-${applyId}` : refundId, refund);
		return refund;
	}

	private decide(
		refund: Refund,
		approved: boolean,
		reason = approved ? '' : '已超过退款时限',
	): void {
		if (refund.status !== REFUND_STATUS.underReview) return;
		const { order, tickets } = refund;
		refund.status = approved ? REFUND_STATUS.approved : REFUND_STATUS.rejected;
		refund.reason = reason;
		for (const ticket of tickets) ticket.state = approved ? 'refunded' : 'valid';
		if (approved && order.status !== ORDER_STATUS.issueFailed) {
			this.stock.take(order.product, order.visitDate, order.session, -tickets.length);
		}
		this.world.notify('order_refund_notify', {
			OrderId: order.orderId,
			RefundApplyNo: refund.refundId,
			RefundStatus: refund.status,
			RefundReason: reason,
			VoucherCode: codesOf(tickets),
		});
	}
}
