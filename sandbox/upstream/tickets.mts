import { chinaDateTime } from '../formats/china-time.mts';
import { ORDER_STATUS, type Order, codesOf, groupCode, ticketsIn, userVouchers } from './order.mts';
import type { Orders } from './orders.mts';
import { Refusal } from './refusal.mts';
import type { Stock } from './stock.mts';
import type { Vouchers } from './vouchers.mts';
import type { World } from './world.mts';

export interface Payment {
	orderId: number;
	unitPrice: number | undefined;
	ticketCount: number | undefined;
}

/** An order's way from payment over issuance to the gate. */
export class Tickets {
	private readonly world: World;
	private readonly orders: Orders;
	private readonly stock: Stock;
	private readonly vouchers: Vouchers;

	constructor(world: World, orders: Orders, stock: Stock, vouchers: Vouchers) {
		this.world = world;
		this.orders = orders;
		this.stock = stock;
		this.vouchers = vouchers;
	}

	/** API 1.1.5; paying twice returns the first payment's result. */
	pay({ orderId, unitPrice, ticketCount }: Payment): Order {
		const order = this.orders.get(orderId);
		if (order.cancelled) throw new Refusal('订单已取消，不能支付');
		if (unitPrice !== undefined && Math.round(unitPrice * 100) !== order.fen) {
			throw new Refusal('单价与订单不一致');
		}
		if (ticketCount !== undefined && ticketCount !== order.quantity) {
			throw new Refusal('票数量与订单不一致');
		}
		if (order.status !== ORDER_STATUS.unpaid && order.status !== ORDER_STATUS.paymentFailed) {
			return order;
		}
		const { issueDelayMs } = this.world.manners;
		switch (order.product.issuance) {
			case 'noBalance':
				throw new Refusal('账户余额不足');
			case 'payFails':
				order.status = ORDER_STATUS.paymentFailed;
				break;
			case 'atOnce':
				this.giveCodes(order);
				break;
			case 'later':
				order.status = order.product.statusUntilIssued;
				this.world.later(issueDelayMs, () => this.issue(orderId));
				break;
			case 'fails':
				order.status = ORDER_STATUS.issuing;
				this.world.later(issueDelayMs, () => this.failIssue(orderId));
				break;
		}
		return order;
	}

	/** Issues a paid order's tickets (出票) and says so by callback. */
	issue(orderId: number): Order {
		const order = this.waitingOrder(orderId);
		this.giveCodes(order);
		this.notify(order);
		return order;
	}

	/** Lets issuance fail (出票失败) and says so by callback. */
	failIssue(orderId: number): Order {
		const order = this.waitingOrder(orderId);
		const sold = order.quantity - ticketsIn(order, 'refunded').length;
		order.status = ORDER_STATUS.issueFailed;
		this.stock.take(order.product, order.visitDate, order.session, -sold);
		this.notify(order);
		return order;
	}

	/** Redeems tickets at the gate (核销); all that are left unless told how many. */
	redeem(orderId: number, count?: number): Order {
		const order = this.orders.get(orderId);
		if (order.status !== ORDER_STATUS.issued) throw new Refusal('订单未出票，不能核销');
		const valid = ticketsIn(order, 'valid');
		const tickets = valid.slice(0, count ?? valid.length);
		if (tickets.length === 0 || tickets.length < (count ?? 1)) {
			throw new Refusal('核销数量大于可用数量');
		}
		for (const ticket of tickets) ticket.state = 'redeemed';
		this.world.notify('order_verify_notify', {
			TicketStatus: 1,
			OriginOrderId: order.originOrderId,
			OrderId: order.orderId,
			VoucherCode: codesOf(tickets),
			OrderTotal: order.quantity - ticketsIn(order, 'refunded').length,
			CheckedNumber: ticketsIn(order, 'redeemed').length,
			VoucherType: 1,
			CheckTime: chinaDateTime(this.world.now()),
		});
		return order;
	}

	private waitingOrder(orderId: number): Order {
		const order = this.orders.get(orderId);
		if (order.status !== ORDER_STATUS.paid && order.status !== ORDER_STATUS.issuing) {
			throw new Refusal('订单不在等待出票状态');
		}
		if (ticketsIn(order, 'refunded').length === order.quantity) throw new Refusal('订单已退款');
		return order;
	}

	private giveCodes(order: Order): void {
		this.vouchers.giveTo(order);
		order.status = ORDER_STATUS.issued;
	}

	private notify(order: Order): void {
		const issued = order.status === ORDER_STATUS.issued;
		this.world.notify('order_ticket_notify', {
			OriginOrderId: order.originOrderId,
			OrderId: order.orderId,
			VoucherCode: { OrderVoucherCode: groupCode(order), OrderUserVouchers: userVouchers(order) },
			TicketStatus: issued ? 1 : 2,
			ProductName: order.product.name,
			Memo: issued ? order.product.supplier : '库存不足，出票失败',
		});
	}
}
