import type { Availability } from './prices.mts';
import type { Product, Session } from './product.mts';

/** Tickets sold: in all, by day, and by day and session. */
export class Stock {
	private readonly sold = new Map<string, number>();

	private count(key: string): number {
		return this.sold.get(key) ?? 0;
	}

	/** What is left of a product, unlimited where nothing limits it. */
	of(product: Product): Availability & { total(): number } {
		const left = (limit: number, key: string) =>
			limit === 0 ? Infinity : Math.max(0, limit - this.count(key));
		return {
			total: () => left(product.totalStock, `${product.id}`),
			tickets: (date) => left(product.dailyStock, `${product.id}/${date}`),
			seats: (date, session) =>
				Math.max(0, session.seats - this.count(`${product.id}/${date}/${session.code}`)),
		};
	}

	/** Takes tickets out of stock, or puts them back with a negative count. */
	take(product: Product, date: string, session: Session | undefined, count: number): void {
		const keys = [`${product.id}`, `${product.id}/${date}`];
		if (session !== undefined) keys.push(`${product.id}/${date}/${session.code}`);
		for (const key of keys) this.sold.set(key, this.count(key) + count);
	}
}
