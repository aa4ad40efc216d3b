import type { IDataObject } from 'n8n-workflow';

import { ORDER_STATUS, type Order } from '../../sandbox/upstream/order.mts';
import { everythingIn, SIGN_KEY } from '../support/in-process.mts';
import type { Operation, Plan } from './executions.mts';
import type { ItemTold, Told } from './told.mts';
import { isUnpaid, tagIn, type Seen, type Snapshot, type Vendor } from './vendor.mts';
import { must } from './violation.mts';

/** An order that the workflow has been told of. */
export interface Known {
	OrderId: number;
	OriginOrderId: string;
}

/** A try of a node, and what came of it. */
interface Try {
	plan: Plan;
	seen: Seen[];
	told: Told;
	before: Snapshot;
	vendor: Vendor;
}

const WRITES: readonly Operation[] = ['create', 'pay', 'cancel', 'refund'];

const NUMBERED: readonly Operation[] = ['create', 'refund'];

/** Numbers that an item brought along, or that an expression has made. */
const NOT_AUTOMATIC = /^(?:OWN|VOL)/;

/** How often a call goes out that may be repeated. */
const READ_ATTEMPTS = 3;

/** What in an output may be a code: of a voucher, under whichever name. */
const CODE_NAME = /^(?!voucherType$).*(?:voucher|qrcode)/i;

function isNumbered({ operation }: Plan): boolean {
	return NUMBERED.includes(operation);
}

/** What an item is about, alike for items that are alike. */
export function aboutOf({ operation }: Plan, item: IDataObject): string {
	switch (operation) {
		case 'create':
			return String(item.remark);
		case 'refund':
			return `${String(item.OrderId)}/${JSON.stringify(item.codes)}`;
		default:
			return String(item.OrderId);
	}
}

/** The number that an item brings along; undefined where the node makes it. */
function ownKeyOf({ operation }: Plan, item: IDataObject): string | undefined {
	const own: Partial<Record<Operation, unknown>> = {
		create: item.originOrderId,
		refund: item.refundId,
		pay: item.OrderId,
		cancel: item.OrderId,
	};
	const key = own[operation];
	return key === undefined ? undefined : String(key);
}

function count<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
	counts.set(key, (counts.get(key) ?? 0) + by);
}

/** What a write has changed since, by what its items are about. */
function effects({ operation }: Plan, before: Snapshot, vendor: Vendor): Map<string, number> {
	const changed = new Map<string, number>();
	if (operation === 'refund') {
		for (const { refundId, order } of vendor.sandbox.upstream.refunds.all()) {
			if (!before.refunds.has(refundId)) count(changed, String(order.orderId));
		}
		return changed;
	}
	for (const order of vendor.orders) {
		const was = before.orders.get(order.orderId);
		if (was === undefined) count(changed, tagIn(order));
		else if (was.status !== order.status || was.cancelled !== order.cancelled) {
			count(changed, String(order.orderId));
		}
	}
	return changed;
}

/** What an item's write changes. */
function entityOf(plan: Plan, item: IDataObject): string {
	return plan.operation === 'create' ? aboutOf(plan, item) : String(item.OrderId);
}

/** Every text or number under a name that may be a code's. */
function codesIn(value: unknown, named = false): unknown[] {
	if (Array.isArray(value)) return value.flatMap((entry) => codesIn(entry, named));
	if (typeof value !== 'object' || value === null) return named && value !== '' ? [value] : [];
	return Object.entries(value).flatMap(([name, member]) => codesIn(member, CODE_NAME.test(name)));
}

/** @throws Violation when codes were changed, or one of those that came in is missing */
export function checkCodes(out: unknown, given: string[], vendor: Vendor, where: string): void {
	const known = vendor.codes;
	const text = JSON.stringify(out);
	for (const code of codesIn(out)) {
		if (code === null) continue;
		must(typeof code === 'string' && known.has(code), 'codes', () => {
			return `${where} shows ${JSON.stringify(code)}, which was never given out: ${text}`;
		});
	}
	const missing = given.find((code) => !text.includes(`"${code}"`));
	must(missing === undefined, 'codes', () => `${where} lacks ${missing}: ${text}`);
}

/** @throws Violation when a secret is in it */
export function checkSecrets(text: string, where: string): void {
	for (const secret of [SIGN_KEY, 'ZZY-OPENAPI:']) {
		must(!text.includes(secret), 'secret', () => `${where} shows ${secret}`);
	}
}

/** What the simulation knows by itself of what was done, and what must follow from it. */
export class Ledger {
	readonly known: Known[] = [];

	/** At how many places of a list something was ever wanted, by what it is about. */
	private readonly wanted = new Map<string, Set<number>>();

	/** The numbers that were made for it. */
	private readonly numbers = new Map<string, Set<string>>();

	/** What a number was first used for. */
	private readonly uses = new Map<string, string>();

	/** Of the execution under way. */
	private start: Snapshot = { orders: new Map(), refunds: new Set() };

	private readonly answered = new Map<string, number>();

	private readonly sentFor = new Map<string, Set<string>>();

	private lost = 0;

	/**
	 * What was asked for and not answered, in this execution or one before; also when another one has
	 * asked for it since and was answered, of which an execution that is run again knows nothing.
	 */
	private readonly doubted = new Set<string>();

	/** Of it what is from executions before: one that is run again may still know. */
	private doubtedBefore: ReadonlySet<string> = new Set();

	/** An execution begins. */
	begin(plan: Plan, start: Snapshot): void {
		this.start = start;
		this.answered.clear();
		this.sentFor.clear();
		this.lost = 0;
		this.doubtedBefore = new Set(this.doubted);
		for (const [index, item] of plan.items.entries()) {
			if (!isNumbered(plan) || plan.isVolatile || ownKeyOf(plan, item) !== undefined) continue;
			const about = `${plan.operation} ${aboutOf(plan, item)}`;
			const places = this.wanted.get(about) ?? new Set<number>();
			this.wanted.set(about, places.add(index));
		}
	}

	/** Notes what reached the vendor in a try, also in one whose process died. */
	note(plan: Plan, seen: Seen[], vendor: Vendor): void {
		const limits = this.limits(plan);
		const sent = new Map<string, number>();
		for (const { key, about, lost } of seen) {
			count(sent, key);
			if (lost) this.lost++;
			if (!isNumbered(plan)) continue;
			this.sentFor.set(about, (this.sentFor.get(about) ?? new Set()).add(key));
			this.noteNumber(`${plan.operation} ${about}`, key);
		}
		const write = WRITES.includes(plan.operation);
		for (const [key, times] of sent) {
			const limit = write ? (limits.get(key) ?? 1) : READ_ATTEMPTS * plan.items.length;
			const done = this.answered.get(key) ?? 0;
			must(times <= limit, write ? 'oneRequest' : 'reads', () => {
				return `${plan.operation} of ${key} was sent ${times} times in one try`;
			});
			must(!write || times <= limit - done, 'notAgain', () => {
				return `${plan.operation} of ${key} was sent again after it was answered`;
			});
		}
		for (const { key, about, answered, lost } of seen) {
			// In a slow run the node may have given up on an answer that this machine was late to read.
			if (answered && plan.mode.slow !== true) count(this.answered, key);
			if (lost) this.doubted.add(`${plan.operation} ${about}`);
		}
		this.checkOrders(vendor);
	}

	/** How many items there are to a number that items bring along. */
	private limits(plan: Plan): Map<string, number> {
		const limits = new Map<string, number>();
		for (const item of plan.items) {
			const key = ownKeyOf(plan, item);
			if (key !== undefined) count(limits, key);
		}
		return limits;
	}

	private noteNumber(about: string, number: string): void {
		const use = this.uses.get(number) ?? about;
		this.uses.set(number, use);
		must(use === about, 'oneOrder', () => `number ${number} is for ${use} and for ${about}`);
		const places = this.wanted.get(about);
		if (places === undefined) return;
		const made = (this.numbers.get(about) ?? new Set()).add(number);
		this.numbers.set(about, made);
		must(
			[...made].filter((one) => !NOT_AUTOMATIC.test(one)).length <= places.size,
			'oneOrder',
			() => {
				return `${about} was wanted at ${places.size} places and got the numbers ${[...made].join(', ')}`;
			},
		);
	}

	private checkOrders(vendor: Vendor): void {
		const orders = new Map<string, number>();
		for (const order of vendor.orders) count(orders, tagIn(order));
		for (const [tag, made] of orders) {
			// Each execution of these makes an order of its own; how many one may make, its chain knows.
			if (tag.startsWith('volatile')) continue;
			const places = this.wanted.get(`create ${tag}`)?.size ?? 1;
			must(made <= places, 'oneOrder', () => {
				return `${tag} was wanted at ${places} places and ordered ${made} times`;
			});
		}
	}

	/** After a try: what it told against what was done. */
	check({ plan, seen, told, before, vendor }: Try): void {
		checkSecrets(told.text, 'the output');
		if (told.error !== undefined) checkSecrets(everythingIn(told.error), 'the error');
		this.checkOutcomes(plan, told, effects(plan, before, vendor), 'noMeansNo');
		const unknown = [...told.items.values()].filter(({ outcome }) => outcome === 'unknown').length;
		// In a slow run an answer may be late for reasons of this machine's own.
		const lost = plan.mode.slow === true ? Infinity : this.lost;
		const doubted = plan.items.filter((item) =>
			this.doubtedBefore.has(`${plan.operation} ${aboutOf(plan, item)}`),
		).length;
		const mayBeLost = WRITES.includes(plan.operation) ? lost + doubted : 0;
		must(unknown <= mayBeLost, 'unknownIfLost', () => {
			return `${unknown} outcomes are told unknown and ${mayBeLost} answers were lost: ${told.text}`;
		});
		this.checkAlreadySo(plan, told, seen);
		for (const [index, itemTold] of told.items) {
			const item = plan.items[index];
			if (itemTold.outcome === 'done') this.checkDone(plan, item, itemTold, vendor);
			else this.checkNumberTold(plan, item, itemTold, seen);
		}
		if (plan.operation === 'create') this.checkDistinct(plan, told);
	}

	/** After the last try: what the workflow sees against what all of them did. */
	end(told: Told, plan: Plan, vendor: Vendor): void {
		this.checkOutcomes(plan, told, effects(plan, this.start, vendor), 'noAfterUnknown');
		for (const order of vendor.orders) {
			if (this.start.orders.has(order.orderId) || !isUnpaid(order)) continue;
			const { orderId, originOrderId } = order;
			const named = told.text.includes(String(orderId)) || told.text.includes(originOrderId);
			must(named, 'mentioned', () => {
				return `order ${orderId} (${originOrderId}) is unpaid and not in: ${told.text}`;
			});
		}
	}

	private checkOutcomes(
		plan: Plan,
		told: Told,
		changed: Map<string, number>,
		rule: 'noMeansNo' | 'noAfterUnknown',
	): void {
		if (!WRITES.includes(plan.operation)) return;
		for (const [entity, times] of changed) {
			let admitted = 0;
			let silent = 0;
			for (const [index, item] of plan.items.entries()) {
				if (entityOf(plan, item) !== entity) continue;
				const outcome = told.items.get(index)?.outcome;
				if (outcome === undefined) silent++;
				else if (outcome !== 'not') admitted++;
			}
			must(times <= admitted, silent > 0 ? 'mentioned' : rule, () => {
				return `${plan.operation} of ${entity} was carried out ${times} times, told of ${admitted}: ${told.text}`;
			});
		}
	}

	/** An earlier try may have brought about what the vendor refuses because it is so. */
	private checkAlreadySo(plan: Plan, told: Told, seen: Seen[]): void {
		const so = new Map<string, number>();
		for (const { about, alreadySo } of seen) if (alreadySo) count(so, about);
		for (const [about, times] of so) {
			const admitted = [...told.items].filter(
				([index, { outcome }]) => outcome !== 'not' && aboutOf(plan, plan.items[index]) === about,
			);
			must(times <= admitted.length, 'alreadySo', () => {
				return `${plan.operation} of ${about} was so ${times} times, told of ${admitted.length}: ${told.text}`;
			});
		}
	}

	private checkDone(plan: Plan, item: IDataObject, { rows }: ItemTold, vendor: Vendor): void {
		const { operation } = plan;
		const [row] = rows;
		const text = JSON.stringify(rows);
		const wrong = () => `${operation} of ${aboutOf(plan, item)} is told as done: ${text}`;
		const order = this.orderOf(plan, item, row, vendor);
		switch (operation) {
			case 'create': {
				if (row === undefined) return;
				must(order !== undefined && tagIn(order) === item.remark, 'yesMeansYes', wrong);
				if (order === undefined) return;
				const { orderId: OrderId, originOrderId: OriginOrderId } = order;
				must(text.includes(`"${OriginOrderId}"`), 'numberTold', wrong);
				if (!this.known.some((known) => known.OrderId === OrderId)) {
					this.known.push({ OrderId, OriginOrderId });
				}
				return;
			}
			case 'pay':
				must(order?.status !== ORDER_STATUS.unpaid, 'yesMeansYes', wrong);
				if (row !== undefined) checkCodes(rows, codesOf(order), vendor, 'Pay');
				return;
			case 'cancel':
				must(order?.cancelled === true, 'yesMeansYes', wrong);
				return;
			case 'refund': {
				const refunds = vendor.sandbox.upstream.refunds.all();
				const made = refunds.find(({ applyId }) => applyId === Number(row?.ApplyId));
				if (row === undefined) return;
				must(made?.order.orderId === item.OrderId, 'yesMeansYes', wrong);
				must(text.includes(`"${made?.refundId}"`), 'numberTold', wrong);
				return;
			}
			case 'qr':
				checkCodes(rows, codesOf(order), vendor, 'Get QR Codes');
				return;
			default:
		}
	}

	private orderOf(
		{ operation }: Plan,
		item: IDataObject,
		row: IDataObject | undefined,
		{ orders }: Vendor,
	): Order | undefined {
		const id = Number(operation === 'create' ? row?.OrderId : item.OrderId);
		return orders.find(({ orderId }) => orderId === id);
	}

	private checkNumberTold(plan: Plan, item: IDataObject, told: ItemTold, seen: Seen[]): void {
		const about = aboutOf(plan, item);
		if (!isNumbered(plan) || !seen.some((request) => request.about === about)) return;
		const numbers = [...(this.sentFor.get(about) ?? [])];
		must(
			numbers.some((number) => told.message.includes(number)),
			'numberTold',
			() => `${plan.operation} was sent as ${numbers.join(', ')}, and told of is: ${told.message}`,
		);
	}

	/** Like items in one list are orders of their own, unless they bring the same number. */
	private checkDistinct(plan: Plan, told: Told): void {
		const ids = new Map<string, Set<unknown>>();
		const done = new Map<string, number>();
		for (const [index, { rows }] of told.items) {
			const item = plan.items[index];
			const [row] = rows;
			if (row === undefined || item.originOrderId !== undefined) continue;
			const about = aboutOf(plan, item);
			ids.set(about, (ids.get(about) ?? new Set()).add(row.OrderId));
			count(done, about);
		}
		for (const [about, times] of done) {
			must(ids.get(about)?.size === times, 'oneOrder', () => {
				return `${about} is ${times} items of one list and got one order`;
			});
		}
	}
}

/** The codes that an order's tickets let in with. */
function codesOf(order: Order | undefined): string[] {
	if (order?.status !== ORDER_STATUS.issued) return [];
	const valid = order.tickets.filter(({ state }) => state !== 'refunded');
	return [...new Set(valid.map(({ code }) => code))];
}
