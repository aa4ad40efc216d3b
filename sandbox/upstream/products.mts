import { addDays, isDay } from '../formats/china-time.mts';
import type { JsonObject } from '../formats/json.mts';
import { createCatalog } from './catalog.mts';
import { MAX_DAYS, priceCalendar } from './prices.mts';
import { type Product, describeProduct } from './product.mts';
import { Refusal } from './refusal.mts';
import type { Stock } from './stock.mts';
import type { World } from './world.mts';

/** What happens to a product; becomes the Status of order_product_notify. */
export const PRODUCT_EVENTS = {
	'off-shelf': 0,
	'on-shelf': 1,
	'details-changed': 2,
	'price-changed': 3,
} as const;

export type ProductEvent = keyof typeof PRODUCT_EVENTS;

/** The catalogue, what it shows, and what changes in it. */
export class Products {
	private readonly catalog = createCatalog();
	private readonly world: World;
	private readonly stock: Stock;

	constructor(world: World, stock: Stock) {
		this.world = world;
		this.stock = stock;
	}

	/** @throws Refusal for a product that is not there */
	get(productId: number): Product {
		const product = this.catalog.get(productId);
		if (product === undefined) throw new Refusal('产品不存在或未授权');
		return product;
	}

	/** API 1.1.1 */
	page(page: { index: number; size: number; productId?: number }): {
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
		const product = this.get(productId);
		if (!isDay(from) || !isDay(to)) throw new Refusal('日期格式错误');
		if (from > to) throw new Refusal('起始时间不能大于结束时间');
		if (addDays(from, MAX_DAYS) < to) throw new Refusal('查询时间范围不能超过一年');
		const { manners } = this.world;
		const range = { from, to, today: this.world.today(), seed: manners.seed };
		return priceCalendar(product, range, this.stock.of(product));
	}

	/** Changes a product and says so by callback (API 2.1.4). */
	change(productId: number, event: ProductEvent): Product {
		const product = this.get(productId);
		if (event === 'off-shelf' || event === 'on-shelf') product.onShelf = event === 'on-shelf';
		if (event === 'details-changed') product.description = `${product.description}（已更新）`;
		if (event === 'price-changed') {
			product.prices = product.prices.map((rule) => ({ ...rule, fen: rule.fen + 100 }));
		} else {
			product.version += 1;
		}
		this.world.notify('order_product_notify', {
			ProductId: product.id,
			Status: PRODUCT_EVENTS[event],
		});
		return product;
	}
}
