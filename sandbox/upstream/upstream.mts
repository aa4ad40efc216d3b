import { MAX_DAYS, priceCalendar, priceOn } from './prices.mts';
import { type Product, type Session, describeProduct } from './product.mts';
import { createCatalog } from './catalog.mts';
import { addDays, chinaDate, chinaDateTime, isDay } from '../formats/china-time.mts';
import { Refusal } from './refusal.mts';
import type { JsonObject } from '../formats/json.mts';
import {
	ORDER_STATUS,
	type Order,
	type Person,
	type Ticket,
	codesOf,
	groupCode,
	ticketsIn,
	userVouchers,
} from './order.mts';
import { REFUND_STATUS, type Refund } from './refund.mts';
import type { NotifyServiceName } from './notify.mts';
import type { Settings } from '../settings.mts';
import { Stock } from './stock.mts';
import { Timers } from '../timers.mts';

/** What an order asks for, the same for Verify and Create. */
export interface Wish {
	productId: number;
	/** yyyy-MM-dd */
	visitDate: string;
	/** HH:mm; picks the session where the product has some. */
	beginTime: string | undefined;
	quantity: number;
	visitors: Person[];
}

export interface NewOrder extends Wish {
	originOrderId: string;
	contact: Person;
	content: string;
}

export interface Payment {
	orderId: number;
	unitPrice: number | undefined;
	ticketCount: number | undefined;
}

export interface RefundRequest {
	orderId: number;
	refundId: string;
	count: number;
	codes: string[];
	content: string;
}

/** What happens to a product; becomes the Status of order_product_notify. */
export const PRODUCT_EVENTS = {
	'off-shelf': 0,
	'on-shelf': 1,
	'details-changed': 2,
	'price-changed': 3,
} as const;

export type ProductEvent = keyof typeof PRODUCT_EVENTS;

export interface UpstreamOptions {
	settings: Settings;
	now: () => number;
	notify: (service: NotifyServiceName, body: object) => void;
}

const MAX_ORDERS = 200_000;
const MAX_REFUNDS = 200_000;
const LAST_BOOKABLE_DAY = 180;
const FIRST_ORDER_ID = 4623122;
const FIRST_VOUCHER = 2_222_333_444_001;

interface CheckedWish {
	product: Product;
	session: Session | undefined;
	fen: number;
}

/**
 * The vendor's side: catalogue, stock, orders, refunds, and the rules between them. A rule that is
 * broken throws a Refusal with a message like the vendor's.
 */
export class Upstream {
	private readonly options: UpstreamOptions;
	private readonly timers = new Timers();
	private catalog = createCatalog();
	private stock = new Stock();
	private orders = new Map<number, Order>();
	private byOrigin = new Map<string, Order>();
	private refunds = new Map<string, Refund>();
	private nextVoucher = FIRST_VOUCHER;

	constructor(options: UpstreamOptions) {
		this.options = options;
	}

	/** Forgets every order and refund and restores the catalogue and its stock. */
	reset(): void {
		this.timers.clear();
		this.catalog = createCatalog();
		this.stock = new Stock();
		this.orders = new Map();
		this.byOrigin = new Map();
		this.refunds = new Map();
	}

	/** Ends everything that would still happen by itself. */
	close(): void {
		this.timers.clear();
	}

	allOrders(): Order[] {
		return [...this.orders.values()];
	}

	allRefunds(): Refund[] {
		return [...this.refunds.values()];
	}

	/** API 1.1.1 */
	products(page: { index: number; size: number; productId?: number }): {
		products: JsonObject[];
		total: number;
	} {
		const listed = [...this.catalog.values()].filter(
			({ id, listed }) => listed && (page.productId === undefined || page.productId === id),
		);
		const start = (page.index - 1) * page.size;
		return {
			products: listed.slice(start, start + page.size).map(describeProduct),
			total: listed.length,
		};
	}

	/** API 1.1.2 */
	prices(productId: number, from: string, to: string): JsonObject[] {
		const product = this.product(productId);
		if (!isDay(from) || !isDay(to)) throw new Refusal('日期格式错误');
		if (from > to) throw new Refusal('起始时间不能大于结束时间');
		if (addDays(from, MAX_DAYS) < to) throw new Refusal('查询时间范围不能超过一年');
		return priceCalendar(product, { from, to, today: this.today() }, this.stock.of(product));
	}

	/** API 1.1.3; also the first half of Create. */
	check(wish: Wish): CheckedWish {
		const { visitDate, quantity, visitors } = wish;
		const product = this.product(wish.productId);
		if (!product.onShelf) throw new Refusal('产品已下架');
		const today = this.today();
		const bookable =
			isDay(visitDate) &&
			visitDate >= addDays(today, product.bookingDays) &&
			visitDate <= addDays(today, LAST_BOOKABLE_DAY);
		const fen = bookable ? priceOn(product, visitDate, today) : undefined;
		if (fen === undefined) throw new Refusal('游玩预订时间不符合产品预订时间限制');
		if (product.maxPerOrder > 0 && quantity > product.maxPerOrder) {
			throw new Refusal(`超过一单最大订购数量${product.maxPerOrder}`);
		}
		this.checkVisitors(product, quantity, visitors);
		const session = this.session(product, wish.beginTime);
		const left = this.stock.of(product);
		if (session !== undefined && left.seats(visitDate, session) < quantity) {
			throw new Refusal('场次库存不足');
		}
		if (Math.min(left.total(), left.tickets(visitDate)) < quantity) throw new Refusal('库存不足');
		return { product, session, fen };
	}

	/** API 1.1.4; the same OriginOrderId never makes a second order. */
	create(wish: NewOrder): Order {
		const known = this.byOrigin.get(wish.originOrderId);
		if (known !== undefined) {
			if (known.content !== wish.content) throw new Refusal('分销商订单号已存在，且订单内容不一致');
			if (known.cancelled) throw new Refusal('分销商订单号已存在，订单已取消');
			return known;
		}
		if (this.orders.size >= MAX_ORDERS) throw new Refusal('沙箱订单数已达上限，请重置');
		const { product, session, fen } = this.check(wish);
		const order: Order = {
			orderId: FIRST_ORDER_ID + this.orders.size,
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
			createdAt: this.options.now(),
		};
		this.stock.take(product, wish.visitDate, session, wish.quantity);
		this.orders.set(order.orderId, order);
		this.byOrigin.set(order.originOrderId, order);
		return order;
	}

	/** API 1.1.5; paying twice returns the first payment's result. */
	pay({ orderId, unitPrice, ticketCount }: Payment): Order {
		const order = this.order(orderId);
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
				this.soon(this.options.settings.issueDelayMs, () => this.issue(orderId));
				break;
			case 'fails':
				order.status = ORDER_STATUS.issuing;
				this.soon(this.options.settings.issueDelayMs, () => this.failIssue(orderId));
				break;
		}
		return order;
	}

	/** API 1.1.6 */
	issuedOrder(originOrderId: string): Order {
		const order = this.byOrigin.get(originOrderId);
		if (order === undefined) throw new Refusal('订单不存在');
		if (order.cancelled) throw new Refusal('订单已取消');
		if (order.status !== ORDER_STATUS.issued) throw new Refusal('订单未出票');
		return order;
	}

	/** API 1.1.7; the same RefundId never makes a second application. */
	refund(request: RefundRequest): Refund {
		const known = this.refunds.get(request.refundId);
		if (known !== undefined) {
			if (known.content !== request.content) throw new Refusal('退款申请批次号不能重复');
			return known;
		}
		const order = this.order(request.orderId);
		if (order.cancelled) throw new Refusal('订单已取消，不能申请退款');
		if (order.status === ORDER_STATUS.unpaid || order.status === ORDER_STATUS.paymentFailed) {
			throw new Refusal('订单未支付，不能申请退款');
		}
		if (order.status === ORDER_STATUS.issueFailed) throw new Refusal('订单出票失败，款项已退回');
		if (!order.product.refundable) throw new Refusal('该产品不支持退款');
		const tickets = this.pickTickets(order, request.count, request.codes);
		if (tickets === undefined) throw new Refusal('退票数量大于可退数量');
		const refund = this.apply(order, tickets, request.refundId, request.content);
		const { review } = order.product;
		const { reviewDelayMs } = this.options.settings;
		if (review === 'atOnce') this.review(refund, true);
		if (review === 'approve') this.soon(reviewDelayMs, () => this.review(refund, true));
		if (review === 'reject') this.soon(reviewDelayMs, () => this.review(refund, false));
		return refund;
	}

	/** API 1.1.8 */
	cancel(orderId: number): void {
		const order = this.order(orderId);
		if (order.cancelled) throw new Refusal('订单已取消，请勿重复操作');
		if (order.status !== ORDER_STATUS.unpaid && order.status !== ORDER_STATUS.paymentFailed) {
			throw new Refusal('订单已支付，不能取消');
		}
		order.cancelled = true;
		this.stock.take(order.product, order.visitDate, order.session, -order.quantity);
	}

	/** Issues a paid order's tickets (出票) and says so by callback. */
	issue(orderId: number): Order {
		const order = this.waitingOrder(orderId);
		this.giveCodes(order);
		this.notifyTicket(order);
		return order;
	}

	/** Lets issuance fail (出票失败) and says so by callback. */
	failIssue(orderId: number): Order {
		const order = this.waitingOrder(orderId);
		const sold = order.quantity - ticketsIn(order, 'refunded').length;
		order.status = ORDER_STATUS.issueFailed;
		this.stock.take(order.product, order.visitDate, order.session, -sold);
		this.notifyTicket(order);
		return order;
	}

	/** Redeems tickets at the gate (核销); all that are left unless told how many. */
	redeem(orderId: number, count?: number): Order {
		const order = this.order(orderId);
		if (order.status !== ORDER_STATUS.issued) throw new Refusal('订单未出票，不能核销');
		const valid = ticketsIn(order, 'valid');
		const tickets = valid.slice(0, count ?? valid.length);
		if (tickets.length === 0 || tickets.length < (count ?? 1)) {
			throw new Refusal('核销数量大于可用数量');
		}
		for (const ticket of tickets) ticket.state = 'redeemed';
		this.options.notify('order_verify_notify', {
			TicketStatus: 1,
			OriginOrderId: order.originOrderId,
			OrderId: order.orderId,
			VoucherCode: codesOf(tickets),
			OrderTotal: order.quantity - ticketsIn(order, 'refunded').length,
			CheckedNumber: ticketsIn(order, 'redeemed').length,
			VoucherType: 1,
			CheckTime: chinaDateTime(this.options.now()),
		});
		return order;
	}

	/** Refunds tickets without an application (供应商强制退款). */
	forceRefund(orderId: number, count?: number, reason = '景区临时闭园'): Refund {
		const order = this.order(orderId);
		if (order.status === ORDER_STATUS.unpaid || order.cancelled) throw new Refusal('订单未支付');
		const left = ticketsIn(order, 'valid').length;
		const tickets = this.pickTickets(order, count ?? left, []);
		if (tickets === undefined || tickets.length === 0) throw new Refusal('退票数量大于可退数量');
		const refund = this.apply(order, tickets, '', '');
		this.review(refund, true, reason);
		return refund;
	}

	/** Gives the verdict on a refund (审核) and says so by callback. */
	reviewById(refundId: string, approved: boolean, reason?: string): Refund {
		const refund = this.refunds.get(refundId);
		if (refund === undefined) throw new Refusal('退款申请不存在');
		if (refund.status !== REFUND_STATUS.underReview) throw new Refusal('退款申请已审核');
		this.review(refund, approved, reason);
		return refund;
	}

	/** Changes a product and says so by callback (API 2.1.4). */
	changeProduct(productId: number, event: ProductEvent): Product {
		const product = this.product(productId);
		if (event === 'off-shelf' || event === 'on-shelf') product.onShelf = event === 'on-shelf';
		if (event === 'details-changed') product.description = `${product.description}（已更新）`;
		if (event === 'price-changed') {
			product.prices = product.prices.map((rule) => ({ ...rule, fen: rule.fen + 100 }));
		} else {
			product.version += 1;
		}
		this.options.notify('order_product_notify', {
			ProductId: product.id,
			Status: PRODUCT_EVENTS[event],
		});
		return product;
	}

	order(orderId: number): Order {
		const order = this.orders.get(orderId);
		if (order === undefined) throw new Refusal('订单不存在');
		return order;
	}

	private product(productId: number): Product {
		const product = this.catalog.get(productId);
		if (product === undefined) throw new Refusal('产品不存在或未授权');
		return product;
	}

	private today(): string {
		return chinaDate(this.options.now());
	}

	private checkVisitors(product: Product, quantity: number, visitors: Person[]): void {
		if (product.codes === 'person') {
			if (visitors.length !== quantity) throw new Refusal('游客人数与票数不一致');
			const idCards = visitors.map(({ idCard }) => idCard);
			if (idCards.includes('')) throw new Refusal('游客身份证号不能为空');
			if (new Set(idCards).size < idCards.length) throw new Refusal('游客身份证号重复');
		} else if (product.visitorsNeeded && visitors.length === 0) {
			throw new Refusal('请填写游客信息');
		}
	}

	private session(product: Product, beginTime: string | undefined): Session | undefined {
		if (product.sessions.length === 0) return undefined;
		if (beginTime === undefined) throw new Refusal('请选择场次');
		const session = product.sessions.find(({ begin }) => begin === beginTime);
		if (session === undefined) throw new Refusal('场次不存在');
		return session;
	}

	private pickTickets(order: Order, count: number, codes: string[]): Ticket[] | undefined {
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

	private apply(order: Order, tickets: Ticket[], refundId: string, content: string): Refund {
		if (this.refunds.size >= MAX_REFUNDS) throw new Refusal('沙箱退款数已达上限，请重置');
		const applyId = this.refunds.size + 1;
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
		this.refunds.set(refundId === '' ? `forced-${applyId}` : refundId, refund);
		return refund;
	}

	private review(
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
		this.options.notify('order_refund_notify', {
			OrderId: order.orderId,
			RefundApplyNo: refund.refundId,
			RefundStatus: refund.status,
			RefundReason: reason,
			VoucherCode: codesOf(tickets),
		});
	}

	private waitingOrder(orderId: number): Order {
		const order = this.order(orderId);
		if (order.status !== ORDER_STATUS.paid && order.status !== ORDER_STATUS.issuing) {
			throw new Refusal('订单不在等待出票状态');
		}
		if (ticketsIn(order, 'refunded').length === order.quantity) throw new Refusal('订单已退款');
		return order;
	}

	// 21 digits: no double holds them.
	private giveCodes(order: Order): void {
		const day = order.visitDate.replaceAll('-', '');
		const code = () => `${day}${this.nextVoucher++}`;
		const shared = code();
		order.tickets.forEach((ticket, index) => {
			if (order.product.codes === 'group') ticket.code = shared;
			else if (order.product.suffixedCodes) ticket.code = `${day}${shared.slice(-11)}-${index + 1}`;
			else ticket.code = code();
		});
		order.status = ORDER_STATUS.issued;
	}

	private notifyTicket(order: Order): void {
		const issued = order.status === ORDER_STATUS.issued;
		this.options.notify('order_ticket_notify', {
			OriginOrderId: order.originOrderId,
			OrderId: order.orderId,
			VoucherCode: { OrderVoucherCode: groupCode(order), OrderUserVouchers: userVouchers(order) },
			TicketStatus: issued ? 1 : 2,
			ProductName: order.product.name,
			Memo: issued ? order.product.supplier : '库存不足，出票失败',
		});
	}

	// A rule broken by then (the order was refunded or cancelled meanwhile) is no failure of anything.
	private soon(delayMs: number | null, action: () => void): void {
		if (delayMs === null) return;
		this.timers.after(delayMs, () => {
			try {
				action();
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
			}
		});
	}
}
