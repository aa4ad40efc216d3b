import type { Order } from './order.mts';

const FIRST_VOUCHER = 2_222_333_444_001;

/** Makes entry voucher codes (入园凭证); none comes twice, not even after a reset. */
export class Vouchers {
	private next = FIRST_VOUCHER;

	/** Gives each of an order's tickets that is not refunded its code. They have 21 digits: no double holds them. */
	giveTo(order: Order): void {
		const day = order.visitDate.replaceAll('-', '');
		const code = () => `${day}${this.next++}`;
		const shared = code();
		order.tickets.forEach((ticket, index) => {
			if (ticket.state === 'refunded') return;
			if (order.product.codes === 'group') ticket.code = shared;
			else if (order.product.suffixedCodes) ticket.code = `${day}${shared.slice(-11)}-${index + 1}`;
			else ticket.code = code();
		});
	}
}
