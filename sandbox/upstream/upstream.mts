import { Timers } from '../timers.mts';
import { Booking } from './booking.mts';
import { Orders } from './orders.mts';
import { Products } from './products.mts';
import { Refunds } from './refunds.mts';
import { Stock } from './stock.mts';
import { Tickets } from './tickets.mts';
import { Vouchers } from './vouchers.mts';
import { World, type WorldOptions } from './world.mts';

/** The rules of one vendor, on the same stock and the same orders. */
interface Rules {
	products: Products;
	booking: Booking;
	orders: Orders;
	tickets: Tickets;
	refunds: Refunds;
}

function beginAnew(world: World, vouchers: Vouchers): Rules {
	const stock = new Stock();
	const products = new Products(world, stock);
	const booking = new Booking(world, products, stock);
	const orders = new Orders(world, booking, stock);
	const tickets = new Tickets(world, orders, stock, vouchers);
	const refunds = new Refunds(world, orders, stock);
	return { products, booking, orders, tickets, refunds };
}

/**
 * The vendor's side: catalogue, stock, orders, refunds, and the rules between them. A rule that is
 * broken throws a Refusal with a message like the vendor's.
 *
 * The rules are written from the vendor's document and owe nothing to the node's own code: a second
 * opinion on what an order may do, which price counts and what a date means.
 */
export class Upstream {
	private readonly timers = new Timers();
	private readonly vouchers = new Vouchers();
	private readonly world: World;
	private rules: Rules;

	constructor(options: WorldOptions) {
		this.world = new World(options, this.timers);
		this.rules = beginAnew(this.world, this.vouchers);
	}

	get products(): Products {
		return this.rules.products;
	}

	get booking(): Booking {
		return this.rules.booking;
	}

	get orders(): Orders {
		return this.rules.orders;
	}

	get tickets(): Tickets {
		return this.rules.tickets;
	}

	get refunds(): Refunds {
		return this.rules.refunds;
	}

	/** Forgets every order and refund and restores the catalogue and its stock. */
	reset(): void {
		this.timers.clear();
		this.rules = beginAnew(this.world, this.vouchers);
	}

	/** Ends everything that would still happen by itself. */
	close(): void {
		this.timers.clear();
	}
}
