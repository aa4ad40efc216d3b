import type { Booking, Wish } from './booking.mts';
import { ORDER_STATUS, type Order, type Person, unrefunded } from './order.mts';
import { Refusal } from './refusal.mts';
import type { Stock } from './stock.mts';
import type { World } from './world.mts';

export interface NewOrder extends Wish {
	originOrderId: string;
	contact: Person;
	/** The request as it was sent. */
	content: string;
}

const MAX_ORDERS = 200_000;
const FIRST_ORDER_ID = 4623122;

/** The orders there are, by either number. */
export class Orders {
	private readonly world: World;
	private readonly booking: Booking;
	private readonly stock: Stock;
	private readonly byId = new Map<number, Order>();
	private readonly byOrigin = new Map<string, Order>();

	constructor(world: World, booking: Booking, stock: Stock) {
		this.world = world;
		this.booking = booking;
		this.stock = stock;
	}

	all(): Order[] {
		return [...this.byId.values()];
	}

	/** @throws Refusal for an order that is not there */
	get(orderId: number): Order {
		const order = this.byId.get(orderId);
		if (order === undefined) throw new Refusal('订单不存在');
		return order;
	}

	/** API 1.1.6; an order of which nothing is left has no codes to show. */
	issued(originOrderId: string): Order {
		const order = this.byOrigin.get(originOrderId);
		if (order === undefined) throw new Refusal('订单不存在');
		if (order.cancelled) throw new Refusal('订单已取消');
		if (order.status !== ORDER_STATUS.issued) throw new Refusal('订单未出票');
		if (unrefunded(order).length === 0) throw new Refusal('订单已退款');
		return order;
	}

	/** API 1.1.4; the same OriginOrderId never makes a second order. */
	create(wish: NewOrder): Order {
		const known = this.byOrigin.get(wish.originOrderId);
		if (known !== undefined) {
			if (this.world.manners.duplicateOrder === 'refuse') throw new Refusal('订单号已存在');
			if (known.content !== wish.content) throw new Refusal('分销商订单号已存在，且订单内容不一致');
			if (known.cancelled) throw new Refusal('分销商订单号已存在，订单已取消');
			return known;
		}
		if (this.byId.size >= MAX_ORDERS) throw new Refusal('沙箱订单数已达上限，请重置');
		const { product, session, fen } = this.booking.check(wish);
		const order: Order = {
			orderId: FIRST_ORDER_ID + this.byId.size,
			originOrderId: wish.originOrderId,
			content: wish.content,
			product,
			quantity: wish.quantity,
			visitDate: wish.visitDate,
			session,
			contact: wish.contact,
			fen,
			status: ORDER_STATUS.unpaid,
			cancelled: false,
			tickets: Array.from({ length: wish.quantity }, (_, index) => ({
				visitor: wish.visitors[index],
				code: '',
				state: 'valid',
			})),
			createdAt: this.world.now(),
		};
		this.stock.take(product, wish.visitDate, session, wish.quantity);
		this.byId.set(order.orderId, order);
		this.byOrigin.set(order.originOrderId, order);
		return order;
	}

	/** API 1.1.8 */
	cancel(orderId: number): void {
		const order = this.get(orderId);
		if (order.cancelled) throw new Refusal('订单已取消，请勿重复操作');
		if (order.status !== ORDER_STATUS.unpaid && order.status !== ORDER_STATUS.paymentFailed) {
			throw new Refusal('订单已支付，不能取消');
		}
		order.cancelled = true;
		this.stock.take(order.product, order.visitDate, order.session, -order.quantity);
	}
}
