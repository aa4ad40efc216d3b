/** The names of the four callbacks (NotifyServiceName). */
export type NotifyServiceName =
	| 'order_refund_notify'
	| 'order_verify_notify'
	| 'order_ticket_notify'
	| 'order_product_notify';

/** Tells the distributor by callback; `body` is what stands in OrderNotifyBody. */
export type Notify = (service: NotifyServiceName, body: object) => void;
