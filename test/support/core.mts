// What this package is for, from the price list to the gate. Each step requires what must hold
// whatever the sandbox's dialect, and gives what the nodes put out, so that one dialect can be
// compared with another.
import assert from 'node:assert/strict';

import { DateTime } from 'luxon';

import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../../harness/records.mts';
import { until } from '../../harness/until.mts';
import { buildCallback, sendCallback } from '../../sandbox/callbacks/callback.mts';
import { readDialects } from '../../sandbox/dialects/index.mts';
import type { Sandbox } from '../../sandbox/sandbox.mts';
import { control } from '../../sandbox/testing/client.mts';
import type { Order, Person } from '../../sandbox/upstream/order.mts';
import { plainForm, plainText } from './plain-form.mts';

/** One action node, after the one before it. */
export interface CoreNode {
	name: string;
	/** Resource and operation, e.g. order.create. */
	operation: string;
	parameters?: JsonRecord;
	/** Failed items become error items. */
	goesOn?: boolean;
}

/** A published trigger to which the sandbox's callbacks go. */
export interface CoreListener {
	url: string;
	/** What it has put out, once there are so many and no more, oldest first. */
	events(count: number): Promise<JsonRecord[]>;
}

/** Where the nodes run, beside a sandbox that their credential points at. */
export interface CoreHost {
	readonly sandbox: Sandbox;
	/**
	 * Runs nodes one after the other, the first on these items. Expressions may use `$json` only.
	 *
	 * @returns what each put out, by its name
	 * @throws when one of them fails
	 */
	run(input: JsonRecord[], ...nodes: CoreNode[]): Promise<Record<string, JsonRecord[]>>;
	/** Publishes a trigger for all events, those of unknown names included. */
	listen(): Promise<CoreListener>;
}

/** One thing that must work; what it gives is the same in every dialect. */
export interface CoreStep {
	name: string;
	/** Runs on a sandbox as new. */
	run(host: CoreHost): Promise<unknown>;
}

const PEOPLE: Person[] = [
	{ name: '张三', mobile: '18102623512', idCard: '330103199001011230' },
	{ name: '李四', mobile: '18102623513', idCard: '330103199002022345' },
	{ name: '王五', mobile: '18102623514', idCard: '33010319900303345X' },
];

/** A day from today in China, yyyy-MM-dd. */
function day(daysAhead: number): string {
	return DateTime.now().setZone('Asia/Shanghai').plus({ days: daysAhead }).toFormat('yyyy-MM-dd');
}

/** What the resource locators of the editor hold. */
function byId(value: string | number): JsonRecord {
	return { __rl: true, mode: 'id', value: String(value) };
}

/** The bodies of the orders that were sent, oldest first. */
function ordersSent({ sandbox }: CoreHost): string[] {
	return sandbox.requests.list({ operation: 'createOrder' }).map(({ body }) => body);
}

/** What no two runs have in common, in place of which a comparison sees that it is there. */
const ONCE_ONLY = ['LogId', 'logId', 'eventId', 'sentAt', 'receivedAt'];

const LOG_ID = /LogId \d+/;

const MINUTE_MS = 60_000;

/** Puts marks in the place of what no two runs have in common. */
function comparable(host: CoreHost, value: unknown): unknown {
	const { orders } = host.sandbox.upstream;
	const codes = orders.all().flatMap(({ tickets }) => tickets.map(({ code }) => code));
	const given = [...new Set(codes)].filter((code) => code !== '');
	const known = new Map(given.map((code, index) => [code, `code ${index}`]));
	const walk = (inner: unknown, name = ''): unknown => {
		if (Array.isArray(inner)) return inner.map((entry: unknown) => walk(entry, name));
		if (isRecord(inner)) {
			return Object.fromEntries(
				Object.entries(inner).map(([member, held]) => [member, walk(held, member)]),
			);
		}
		if (ONCE_ONLY.includes(name)) return asString(inner) === '' ? 'missing' : 'given';
		if (name === 'checkTimeIso') return isNow(inner) ? 'now' : inner;
		if (name === 'CheckTime') return 'as it came';
		const text = typeof inner === 'string' ? inner.replace(LOG_ID, 'LogId') : inner;
		return known.get(String(inner)) ?? text;
	};
	return walk(plainForm(value));
}

function isNow(value: unknown): boolean {
	return Math.abs(Date.parse(String(value)) - Date.now()) < MINUTE_MS;
}

function codesOf({ tickets }: Pick<Order, 'tickets'>): string[] {
	return [...new Set(tickets.map(({ code }) => code))];
}

const contact = PEOPLE[0];

/** An order in the words of the JSON way; each way is given the same. */
interface Wanted extends JsonRecord {
	productId: number;
	quantity: number;
	originOrderId: string;
	entranceMode: 'group' | 'person';
	session?: string;
}

function wanted(productId: number, quantity: number, changes: JsonRecord = {}): Wanted {
	return {
		productId,
		quantity,
		visitDate: day(2),
		entranceMode: 'group',
		contact,
		visitors: PEOPLE.slice(0, quantity),
		originOrderId: `CORE-${productId}-${quantity}`,
		...changes,
	};
}

/** The three ways to give an order, each as the parameters that read it from the input item. */
const WAYS: Record<string, (operation: 'validate' | 'create', order: Wanted) => JsonRecord> = {
	fields: (operation, order) => ({
		productId: byId('={{ $json.productId }}'),
		visitDate: '={{ $json.visitDate }}',
		entranceMode: order.entranceMode,
		...(order.session === undefined ? {} : { session: byId('={{ $json.session }}') }),
		visitorsFrom: 'json',
		visitorsJson: '={{ $json.visitors }}',
		...(operation === 'validate'
			? {}
			: {
					quantity: '={{ $json.quantity }}',
					contactName: '={{ $json.contact.name }}',
					contactMobile: '={{ $json.contact.mobile }}',
					contactIdCard: '={{ $json.contact.idCard }}',
					originOrderId: '={{ $json.originOrderId }}',
				}),
	}),
	json: () => ({ orderFrom: 'json', orderJson: '={{ $json }}' }),
	autoMap: () => ({ orderFrom: 'autoMap' }),
};

/** Validates, creates, pays, shows and refunds one order, and requires that each did so. */
async function buy(host: CoreHost, way: string, order: Wanted): Promise<unknown> {
	const parameters = WAYS[way];
	const { Validate } = await host.run([order], {
		name: 'Validate',
		operation: 'order.validate',
		parameters: parameters('validate', order),
	});
	assert.equal(Validate[0].valid, true);
	const before = ordersSent(host).length;
	const { Create, Pay, Codes } = await host.run(
		[order],
		{ name: 'Create', operation: 'order.create', parameters: parameters('create', order) },
		{ name: 'Pay', operation: 'order.pay', parameters: { orderId: '={{ $json.OrderId }}' } },
		{
			name: 'Codes',
			operation: 'order.getQrCodes',
			parameters: { originOrderId: order.originOrderId },
		},
	);
	assert.equal(ordersSent(host).length, before + 1, 'created once');
	const made = host.sandbox.upstream.orders.all();
	const placed = made.find(({ originOrderId }) => originOrderId === order.originOrderId);
	assert.ok(placed, 'placed');

	const [created] = Create;
	assert.equal(created.status, 'unpaid');
	assert.equal(plainText(asString(created.OrderId)), String(placed.orderId));
	const [paid] = Pay;
	assert.equal(paid.status, 'issued');
	assert.deepEqual(paid.voucherCodes, codesOf(placed), 'the codes that Pay gives');
	const shown = Codes.map(({ QrCode }) => QrCode);
	assert.deepEqual(shown, codesOf(placed), 'the codes that Get QR Codes gives');
	const { Refund } = await host.run([{ code: shown[0], order: created.OrderId }], {
		name: 'Refund',
		operation: 'order.refund',
		parameters: {
			orderId: '={{ $json.order }}',
			refundId: `15228707407503032${10 + host.sandbox.upstream.refunds.all().length}`,
			voucherCodes: '={{ $json.code }}',
		},
	});
	assert.equal(Refund[0].status, 'underReview');
	const { tickets } = host.sandbox.upstream.refunds.all().at(-1) ?? { tickets: [] };
	assert.deepEqual(codesOf({ tickets }), codesOf(placed).slice(0, 1), 'the code that is refunded');
	return { Create, Pay, Codes, Refund, session: placed.session?.code };
}

function boughtBy(way: string): CoreStep {
	return {
		name: `validates, creates, pays, shows and refunds orders given by ${way}`,
		async run(host) {
			const bought = [
				await buy(host, way, wanted(165325, 1, { entranceMode: 'person' })),
				await buy(host, way, wanted(165325, 2, { entranceMode: 'person' })),
				await buy(host, way, wanted(3, 1, { originOrderId: '20270501000000000001' })),
			];
			return comparable(host, bought);
		},
	};
}

/** The sessions of a product on a day as Get Prices puts them out, as `begin-end`. */
async function sessionsOf(host: CoreHost, productId: number): Promise<string[]> {
	const { Days: days } = await host.run([{}], {
		name: 'Days',
		operation: 'product.getPrices',
		parameters: {
			productId: byId(productId),
			startDate: day(2),
			endDate: day(2),
			output: 'days',
		},
	});
	assert.equal(days.length, 1, 'one item for the day');
	return asArray(days[0].ProductSeats)
		.map(asRecord)
		.map(
			({ SeatsStartTime, SeatsEndTime }) => `${asString(SeatsStartTime)}-${asString(SeatsEndTime)}`,
		);
}

const sessions: CoreStep = {
	name: 'orders each session that the prices show, up to the end of the day, by each way',
	async run(host) {
		const found = await sessionsOf(host, 20019);
		assert.equal(found.length, 2, `rows of one day join their sessions: ${found.join(', ')}`);
		const bought: unknown[] = [];
		for (const [index, session] of found.entries()) {
			for (const way of Object.keys(WAYS)) {
				const originOrderId = `CORE-${way}-${index}`;
				bought.push(await buy(host, way, wanted(20019, 1, { session, originOrderId })));
				const sent = asRecord(JSON.parse(ordersSent(host).at(-1) ?? ''));
				assert.equal(
					`${sent.BeginPlayTime}-${sent.EndPlayTime}`,
					session,
					"the list's own spelling",
				);
			}
		}
		return comparable(host, bought);
	},
};

const products: CoreStep = {
	name: 'looks up products, one, some and all',
	async run(host) {
		const found = await host.run(
			[{}],
			{ name: 'One', operation: 'product.get', parameters: { productId: byId(20018) } },
			{
				name: 'Simple',
				operation: 'product.get',
				parameters: { productId: byId(3), simplify: true },
			},
			{ name: 'All', operation: 'product.getAll', parameters: { returnAll: true } },
		);
		const { Some } = await host.run([{}], {
			name: 'Some',
			operation: 'product.getAll',
			parameters: { limit: 7 },
		});
		const ids = (list: JsonRecord[]) => list.map(({ ProductId }) => plainText(asString(ProductId)));
		const { products: listed } = host.sandbox.upstream.products.page({ index: 1, size: 1000 });
		const expected = listed.map(({ ProductId }) => String(ProductId));
		assert.deepEqual(ids(found.All), expected, 'every product once, in order');
		assert.deepEqual(ids(Some), expected.slice(0, 7));
		assert.deepEqual([...ids(found.One), ...ids(found.Simple)], ['20018', '3']);
		return comparable(host, { ...found, Some });
	},
};

const prices: CoreStep = {
	name: 'lays prices out by day: the narrowest row counts',
	async run(host) {
		const pricesOf = async (productId: number, from: number, to: number, output: string) => {
			const range = { startDate: day(from), endDate: day(to) };
			const parameters = { productId: byId(productId), ...range, output };
			const { Prices } = await host.run([{}], {
				name: 'Prices',
				operation: 'product.getPrices',
				parameters,
			});
			return Prices;
		};
		const found = await pricesOf(20020, 0, 29, 'days');
		assert.deepEqual(
			found.map(({ date, Price }) => [date, Number(Price)]),
			Array.from({ length: 30 }, (_, offset) => [day(offset), priceOfLayers(offset)]),
		);
		const limited = await pricesOf(20001, 3, 3, 'days');
		assert.deepEqual(
			limited.map(({ date, DailyStock }) => [date, Number(DailyStock)]),
			[[day(3), 5]],
		);
		return comparable(host, [found, limited, await pricesOf(20020, 0, 29, 'rows')]);
	},
};

/** What sandbox/README.md says of product 20020. */
function priceOfLayers(offset: number): number {
	if (offset === 11) return 150.5;
	if (offset >= 10 && offset <= 12) return 120;
	if (offset >= 5 && offset <= 25) return 100;
	return offset >= 8 ? 90 : 80;
}

const states: CoreStep = {
	name: 'tells the outcomes of payment apart, and cancels what is not paid',
	async run(host) {
		const life = new Happenings(host);
		const orders = [3, 165325, 20005, 20006, 20007, 20016, 20017].map((id) => life.placed(id, 1));
		const unpaid = life.placed(3, 2);
		const { Pay: paid } = await host.run(
			orders.map(({ orderId }) => ({ orderId })),
			{
				name: 'Pay',
				operation: 'order.pay',
				parameters: { orderId: '={{ $json.orderId }}' },
				goesOn: true,
			},
		);
		const expected = ['issued', 'issued', 'issuing', 'paid', 'issuing', 'paymentFailed', undefined];
		assert.deepEqual(
			paid.map(({ status }) => status),
			expected,
		);
		const { error } = asRecord(paid.at(-1));
		assert.match(asString(asRecord(error).message), /账户余额不足/);
		assert.notEqual(asString(asRecord(error).logId), '');
		const { Cancel } = await host.run(
			[unpaid, orders[0]].map(({ orderId }) => ({ orderId })),
			{
				name: 'Cancel',
				operation: 'order.cancel',
				parameters: { orderId: '={{ $json.orderId }}' },
				goesOn: true,
			},
		);
		const [cancelled, refused] = Cancel;
		assert.equal(cancelled.cancelled, true);
		assert.match(asString(asRecord(refused.error).message), /订单已支付，不能取消/);
		assert.equal(unpaid.cancelled, true);
		return comparable(host, [paid, cancelled, refused]);
	},
};

/** Waits until the last callback is acknowledged; a refusal of one fails at once. */
async function acknowledged({ sandbox }: CoreHost, event: string): Promise<void> {
	await until(
		`${event} is acknowledged`,
		20_000,
		async () => {
			const last = sandbox.callbacks.deliveries().at(-1);
			const attempt = last?.attempts.at(-1);
			if (last?.state === 'delivered') return true;
			if (attempt?.status === undefined) return undefined;
			assert.fail(`${event}: ${attempt.status} ${attempt.answer} to ${last?.body}`);
		},
		20,
	);
}

/** A callback that the sandbox is made to send, and what the trigger must make of it. */
interface Told {
	event: string;
	codes?: string[];
}

/** Makes every kind of callback happen, one after the other. */
class Happenings {
	readonly told: Told[] = [];
	private readonly host: CoreHost;

	constructor(host: CoreHost) {
		this.host = host;
	}

	/** An order, its number the same in every run. */
	placed(productId: number, quantity: number): Order {
		const { orders } = this.host.sandbox.upstream;
		return orders.create({
			productId,
			visitDate: day(3),
			beginTime: undefined,
			quantity,
			visitors: PEOPLE.slice(0, quantity),
			originOrderId: `2027050100000000000${orders.all().length}`,
			contact,
			content: '',
		});
	}

	paid(productId: number, quantity: number): Order {
		const { orderId } = this.placed(productId, quantity);
		const payment = { orderId, unitPrice: undefined, ticketCount: undefined };
		return this.host.sandbox.upstream.tickets.pay(payment);
	}

	async happen(event: string, path: string, body?: object): Promise<void> {
		const answer = await control(this.host.sandbox, 'POST', path, body);
		assert.equal(answer.status, 200, answer.text);
		this.told.push({ event });
		await acknowledged(this.host, event);
	}

	/** The codes that the last callback must have brought. */
	with(codes: string[]): void {
		this.told[this.told.length - 1].codes = codes;
	}

	async issue(productId: number, quantity: number): Promise<void> {
		const order = this.paid(productId, quantity);
		await this.happen('order.issued', `/orders/${order.orderId}/issue`);
		this.with(codesOf(order));
	}

	async redeem(order: Order, from: number, count: number): Promise<void> {
		await this.happen('order.redeemed', `/orders/${order.orderId}/redeem`, { count });
		this.with(codesOf({ tickets: order.tickets.slice(from, from + count) }));
	}

	async judge(refundId: string, verdict: 'approve' | 'reject'): Promise<void> {
		const { orderId, product } = this.paid(20008, 1);
		assert.equal(product.review, 'manual');
		const codes: string[] = [];
		this.host.sandbox.upstream.refunds.request({
			orderId,
			refundId,
			count: 1,
			codes,
			content: '',
		});
		const event = verdict === 'approve' ? 'order.refundApproved' : 'order.refundRejected';
		await this.happen(event, `/refunds/${refundId}/${verdict}`, { reason: '审核' });
		this.with(codesOf(this.host.sandbox.upstream.orders.get(orderId)));
	}
}

async function tellEverything(host: CoreHost): Promise<Told[]> {
	const life = new Happenings(host);
	await life.issue(20005, 2);
	await life.issue(20006, 1);
	await life.issue(20006, 2);
	await life.happen('order.issueFailed', `/orders/${life.paid(20007, 1).orderId}/issue-fail`);
	life.with([]);
	const three = life.paid(165325, 3);
	await life.redeem(three, 0, 1);
	await life.redeem(three, 1, 2);
	await life.redeem(life.paid(3, 2), 0, 2);
	await life.judge('1522870740750303232', 'approve');
	await life.judge('CORE-R2', 'reject');
	const forced = life.paid(165325, 2);
	await life.happen('order.refundForced', `/orders/${forced.orderId}/force-refund`);
	life.with(codesOf(forced));
	await life.happen('product.offShelf', '/products/3/off-shelf');
	await life.happen('product.onShelf', '/products/3/on-shelf');
	await life.happen('product.detailsChanged', '/products/3/details-changed');
	await life.happen('product.priceStockChanged', '/products/3/price-changed');
	return life.told;
}

const callbacks: CoreStep = {
	name: 'emits every kind of callback, once, with every code in it',
	async run(host) {
		const to = await host.listen();
		host.sandbox.callbacks.target = { url: to.url };
		const told = await tellEverything(host);
		const { identity, settings } = host.sandbox;
		const unknown = buildCallback('unknown', {
			url: to.url,
			...identity,
			dialects: readDialects(settings.dialects),
		});
		assert.ok((await sendCallback(unknown)).acknowledged, 'a service of another name');
		const events = await to.events(told.length + 1);
		assert.deepEqual(
			events.map(({ event }) => event),
			[...told.map(({ event }) => event), 'unknown'],
		);
		for (const [index, { event, codes }] of told.entries()) {
			if (codes === undefined) continue;
			assert.deepEqual(asRecord(events[index].body).voucherCodes, codes, `the codes of ${event}`);
		}
		// A name that the vendor's document does not have is given on as it came.
		return comparable(host, events.slice(0, -1));
	},
};

/** The core of what must work with any vendor who says the same, however it is written. */
export const CORE: readonly CoreStep[] = [
	products,
	prices,
	...Object.keys(WAYS).map(boughtBy),
	sessions,
	states,
	callbacks,
];

/** The same without the members that hold codes: they have another shape in some dialects. */
export function withoutCodes(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutCodes);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => name !== 'VoucherCode' && name !== 'OrderUserVouchers')
			.map(([name, member]) => [name, withoutCodes(member)]),
	);
}
