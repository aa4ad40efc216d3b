import { addDays, isDay } from '../formats/china-time.mts';
import type { Person } from './order.mts';
import { priceOn } from './prices.mts';
import type { Product, Session } from './product.mts';
import type { Products } from './products.mts';
import { Refusal } from './refusal.mts';
import type { Stock } from './stock.mts';
import type { World } from './world.mts';

/** What an order asks for, the same for Verify and Create. */
export interface Wish {
	productId: number;
	/** yyyy-MM-dd */
	visitDate: string;
	/** HH:mm; picks the session where the product has some. */
	beginTime: string | undefined;
	/** HH:mm; the session's own where it is given. */
	endTime?: string;
	quantity: number;
	visitors: Person[];
}

/** What a wish that can be met comes to. */
export interface CheckedWish {
	product: Product;
	session: Session | undefined;
	/** One ticket's price. */
	fen: number;
}

const LAST_BOOKABLE_DAY = 180;

function checkVisitors(product: Product, quantity: number, visitors: Person[]): void {
	if (product.codes === 'person') {
		if (visitors.length !== quantity) throw new Refusal('游客人数与票数不一致');
		const idCards = visitors.map(({ idCard }) => idCard);
		if (idCards.includes('')) throw new Refusal('游客身份证号不能为空');
		if (new Set(idCards).size < idCards.length) throw new Refusal('游客身份证号重复');
	} else if (product.visitorsNeeded && visitors.length === 0) {
		throw new Refusal('请填写游客信息');
	}
}

function sessionOf(product: Product, { beginTime, endTime }: Wish): Session | undefined {
	if (product.sessions.length === 0) return undefined;
	if (beginTime === undefined) throw new Refusal('请选择场次');
	const session = product.sessions.find(
		({ begin, end }) => begin === beginTime && (endTime === undefined || end === endTime),
	);
	if (session === undefined) throw new Refusal('场次不存在');
	return session;
}

/** Whether an order can be had: product, day, visitors, session, stock. */
export class Booking {
	private readonly world: World;
	private readonly products: Products;
	private readonly stock: Stock;

	constructor(world: World, products: Products, stock: Stock) {
		this.world = world;
		this.products = products;
		this.stock = stock;
	}

	/** API 1.1.3; also the first half of Create. */
	check(wish: Wish): CheckedWish {
		const { visitDate, quantity, visitors } = wish;
		const product = this.products.get(wish.productId);
		if (!product.onShelf) throw new Refusal('产品已下架');
		const today = this.world.today();
		const bookable =
			isDay(visitDate) &&
			visitDate >= addDays(today, product.bookingDays) &&
			visitDate <= addDays(today, LAST_BOOKABLE_DAY);
		const fen = bookable ? priceOn(product, visitDate, today) : undefined;
		if (fen === undefined) throw new Refusal('游玩预订时间不符合产品预订时间限制');
		if (product.maxPerOrder > 0 && quantity > product.maxPerOrder) {
			throw new Refusal(`超过一单最大订购数量${product.maxPerOrder}`);
		}
		checkVisitors(product, quantity, visitors);
		const session = sessionOf(product, wish);
		const left = this.stock.of(product);
		if (session !== undefined && left.seats(visitDate, session) < quantity) {
			throw new Refusal('场次库存不足');
		}
		if (Math.min(left.total(), left.tickets(visitDate)) < quantity) throw new Refusal('库存不足');
		return { product, session, fen };
	}
}
