import type { IDataObject } from 'n8n-workflow';

import { registry } from '../../nodes/Zhongzhiyou/trigger/kept/registry.ts';
import { Refusal } from '../../sandbox/upstream/refusal.mts';
import { Callbacks } from './callbacks.mts';
import { clock, EPOCH } from './clock.mts';
import { speak } from './dialects.mts';
import { Executions, type Operation } from './executions.mts';
import { Ledger, type Known } from './ledger.mts';
import { shopItem, shopProduct } from './shop.mts';
import type { Mode, OrdersStep, RefundStep, Step, VendorStep } from './steps.mts';
import type { Vendor } from './vendor.mts';
import { must } from './violation.mts';

const MINUTE = 60_000;

/** Milliseconds that a step takes: nothing happens at the same moment as something else. */
const STEP = 7;

/** One history: a vendor, an n8n with its two nodes, and a shop, all new. */
export class World {
	private readonly vendor: Vendor;

	private readonly elsewhere: string[];

	private readonly ledger = new Ledger();

	private readonly executions: Executions;

	private readonly callbacks: Callbacks;

	/**
	 * @param vendor is reset
	 * @param elsewhere connections that went anywhere but to this machine
	 */
	constructor(vendor: Vendor, elsewhere: string[]) {
		clock.now = EPOCH;
		registry.clear();
		vendor.reset();
		this.vendor = vendor;
		this.elsewhere = elsewhere;
		this.callbacks = new Callbacks(vendor);
		this.executions = new Executions(vendor, this.ledger, async () => {
			await this.callbacks.crash('kept');
		});
	}

	/** Whether there is anything that a step could be about. */
	has(step: Step): boolean {
		switch (step.do) {
			case 'pay':
			case 'cancel':
			case 'qr':
			case 'refund':
				return this.ledger.known.length > 0;
			case 'again':
				return this.executions.any;
			case 'deliver':
				return this.callbacks.any;
			case 'vendor':
				return step.act === 'changeProduct' || this.vendor.orders.length > 0;
			default:
				return true;
		}
	}

	/** @throws Violation when a rule does not hold after it */
	async take(step: Step): Promise<void> {
		clock.now += STEP;
		await this.act(step);
		must(this.elsewhere.length === 0, 'loopback', () => this.elsewhere.join(', '));
	}

	async close(): Promise<void> {
		await this.callbacks.close();
	}

	private async act(step: Step): Promise<void> {
		const { vendor, executions, callbacks } = this;
		switch (step.do) {
			case 'create':
				return await this.start(
					'create',
					step.shops.map((shop) => shopItem(shop, step.number)),
					step.mode,
					step.number === 'volatile',
				);
			case 'validate':
				return await this.start(
					'validate',
					step.shops.map((shop) => shopItem(shop, 'own')),
					step.mode,
				);
			case 'prices': {
				const items = step.shops.map((shop) => ({ productId: shopProduct(shop) }));
				return await this.start('prices', items, step.mode);
			}
			case 'pay':
			case 'cancel':
			case 'qr':
				return await this.start(step.do, this.orderItems(step), step.mode);
			case 'refund': {
				const isVolatile = step.number === 'volatile';
				return await this.start(step.do, this.orderItems(step), step.mode, isVolatile);
			}
			case 'again':
				return await executions.again(step.run, step.context);
			case 'fault': {
				const { do: _do, ...fault } = step;
				vendor.sandbox.faults.add(fault);
				return;
			}
			case 'mend':
				return vendor.sandbox.faults.clear();
			case 'vendor':
				return this.actOfVendor(step);
			case 'deliver':
				return await callbacks.deliver(step);
			case 'crash':
				return await callbacks.crash(step.staticData);
			case 'clock':
				if (step.whose === 'both') clock.now += Math.max(step.minutes, 0) * MINUTE;
				else vendor.ahead = step.minutes * MINUTE;
				return;
			case 'trigger':
				return await callbacks.set(step);
			case 'key':
				vendor.sandbox.settings.authFailureStatus = step.status;
				vendor.setKey(step.right);
				return;
			case 'dialect':
				return speak(vendor.sandbox, step.dialect);
			case 'repeats':
				return vendor.repeat(step.repetition);
		}
	}

	private async start(
		operation: Operation,
		items: IDataObject[],
		mode: Mode,
		isVolatile = false,
	): Promise<void> {
		await this.executions.run({ operation, items, mode, isVolatile });
	}

	private orderItems(step: OrdersStep | RefundStep): IDataObject[] {
		const { known } = this.ledger;
		const found = step.orders.flatMap((back) => known.at(-1 - (back % known.length)) ?? []);
		return step.do === 'refund'
			? found.map((order) => this.refundItem(order, step))
			: found.map((order) => ({ ...order }));
	}

	private refundItem(order: Known, { number, byCode }: RefundStep): IDataObject {
		const { OrderId } = order;
		const tickets = this.vendor.orders.find(({ orderId }) => orderId === OrderId)?.tickets ?? [];
		const code = tickets.find((ticket) => ticket.state === 'valid')?.code ?? '';
		return {
			...order,
			codes: byCode && code !== '' ? [code] : [],
			...(number === 'own' ? { refundId: `OWN-${OrderId}-${code.slice(-4)}-${byCode}` } : {}),
		};
	}

	/** Something happens at the vendor's, unless its rules forbid it. */
	private actOfVendor({ act, order }: VendorStep): void {
		const { orders, sandbox } = this.vendor;
		const { products, tickets, refunds } = sandbox.upstream;
		const id = orders.at(-1 - (order % Math.max(orders.length, 1)))?.orderId ?? 0;
		const refundOf = () => refunds.all().findLast((refund) => refund.order.orderId === id);
		const acts: Record<VendorStep['act'], () => unknown> = {
			issue: () => tickets.issue(id),
			failIssue: () => tickets.failIssue(id),
			redeem: () => tickets.redeem(id, 1),
			approve: () => refunds.review(refundOf()?.refundId ?? '', true),
			reject: () => refunds.review(refundOf()?.refundId ?? '', false),
			force: () => refunds.force(id, 1),
			changeProduct: () => products.change(3, 'price-changed'),
		};
		try {
			acts[act]();
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
		}
	}
}
