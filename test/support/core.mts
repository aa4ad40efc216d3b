// What this package is for, from the price list to the gate, through a real n8n. Each step requires
// what must hold whatever the sandbox's dialect, and gives what the nodes put out, so that one
// dialect can be compared with another.
import assert from 'node:assert/strict';

import type { Execution } from '../../harness/n8n/execution-data.mts';
import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../../harness/records.mts';
import { until } from '../../harness/until.mts';
import { readDialects } from '../../sandbox/dialects/index.mts';
import type { Order } from '../../sandbox/upstream/order.mts';
import { control } from '../../sandbox/testing/client.mts';
import { plainForm, plainText } from './plain-form.mts';
import { noticeOf, receiver, type Receiver } from './trigger.mts';
import { assertSucceeded, type Bench, byId, day, jsonOf, visitor } from './workflow.mts';

/** One thing that must work; what it gives is the same in every dialect. */
export interface CoreStep {
	name: string;
	/** Runs on a sandbox as new. */
	run(bench: Bench): Promise<unknown>;
}

/** What no two runs have in common, in place of which a comparison sees that it is there. */
const ONCE_ONLY = ['LogId', 'logId', 'eventId', 'sentAt', 'receivedAt'];

const LOG_ID = /LogId \d+/;

const MINUTE_MS = 60_000;

/** Puts marks in the place of what no two runs have in common. */
function comparable(bench: Bench, value: unknown): unknown {
	const { orders } = bench.sandbox.upstream;
	const codes = orders.all().flatMap(({ tickets }) => tickets.map(({ code }) => code));
	const known = new Map([...new Set(codes)].map((code, index) => [code, `code ${index}`]));
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

const contact = { name: '张三', mobile: '18102623512', idCard: visitor(1).idCard };

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
		visitors: Array.from({ length: quantity }, (_, index) => visitor(index + 1)),
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
async function buy(bench: Bench, way: string, order: Wanted): Promise<unknown> {
	const parameters = WAYS[way];
	const validation = await bench.run(
		[order],
		bench.zhongzhiyou('Validate', 'order.validate', parameters('validate', order)),
	);
	assertSucceeded(validation);
	assert.equal(jsonOf(validation.items('Validate'))[0].valid, true);
	const before = bench.requests('createOrder').length;
	const execution = await bench.run(
		[order],
		bench.zhongzhiyou('Create', 'order.create', parameters('create', order)),
		bench.zhongzhiyou('Pay', 'order.pay', { orderId: '={{ $json.OrderId }}' }),
		bench.zhongzhiyou('Codes', 'order.getQrCodes', { originOrderId: order.originOrderId }),
		bench.zhongzhiyou(
			'Refund',
			'order.refund',
			{
				orderId: '={{ $("Create").item.json.OrderId }}',
				refundId: `15228707407503032${10 + bench.sandbox.upstream.refunds.all().length}`,
				voucherCodes: '={{ $json.QrCode }}',
			},
			{ executeOnce: true },
		),
	);
	assertSucceeded(execution);
	assert.equal(bench.requests('createOrder').length, before + 1, 'created once');
	const made = bench.sandbox.upstream.orders.all();
	const placed = made.find(({ originOrderId }) => originOrderId === order.originOrderId);
	assert.ok(placed, 'placed');

	const [created] = jsonOf(execution.items('Create'));
	assert.equal(created.status, 'unpaid');
	assert.equal(plainText(asString(created.OrderId)), String(placed.orderId));
	const [paid] = jsonOf(execution.items('Pay'));
	assert.equal(paid.status, 'issued');
	assert.deepEqual(paid.voucherCodes, codesOf(placed), 'the codes that Pay gives');
	const shown = jsonOf(execution.items('Codes')).map(({ QrCode }) => QrCode);
	assert.deepEqual(shown, codesOf(placed), 'the codes that Get QR Codes gives');
	const [refund] = jsonOf(execution.items('Refund'));
	assert.equal(refund.status, 'underReview');
	return { ...outputs(execution), session: placed.session?.code };
}

function outputs(execution: Execution): JsonRecord {
	return Object.fromEntries(
		['Create', 'Pay', 'Codes', 'Refund'].map((name) => [name, jsonOf(execution.items(name))]),
	);
}

function boughtBy(way: string): CoreStep {
	return {
		name: `validates, creates, pays, shows and refunds orders given by ${way}`,
		async run(bench) {
			const bought = [
				await buy(bench, way, wanted(165325, 1, { entranceMode: 'person' })),
				await buy(bench, way, wanted(165325, 2, { entranceMode: 'person' })),
				await buy(bench, way, wanted(3, 1, { originOrderId: '20270501000000000001' })),
			];
			return comparable(bench, bought);
		},
	};
}

/** The sessions of a product on a day as Get Prices puts them out, as `begin-end`. */
async function sessionsOf(bench: Bench, productId: number): Promise<string[]> {
	const execution = await bench.run(
		[{}],
		bench.zhongzhiyou('Days', 'product.getPrices', {
			productId: byId(productId),
			startDate: day(2),
			endDate: day(2),
			output: 'days',
		}),
	);
	assertSucceeded(execution);
	const days = jsonOf(execution.items('Days'));
	assert.equal(days.length, 1, 'one item for the day');
	return asArray(days[0].ProductSeats)
		.map(asRecord)
		.map(
			({ SeatsStartTime, SeatsEndTime }) => `${asString(SeatsStartTime)}-${asString(SeatsEndTime)}`,
		);
}

const sessions: CoreStep = {
	name: 'orders each session that the prices show, up to the end of the day, by each way',
	async run(bench) {
		const found = await sessionsOf(bench, 20019);
		assert.equal(found.length, 2, `rows of one day join their sessions: ${found.join(', ')}`);
		const bought: unknown[] = [];
		for (const [index, session] of found.entries()) {
			for (const way of Object.keys(WAYS)) {
				const originOrderId = `CORE-${way}-${index}`;
				bought.push(await buy(bench, way, wanted(20019, 1, { session, originOrderId })));
				const sent = asRecord(JSON.parse(bench.requests('createOrder').at(-1)?.body ?? ''));
				assert.equal(
					`${sent.BeginPlayTime}-${sent.EndPlayTime}`,
					session,
					"the list's own spelling",
				);
			}
		}
		return comparable(bench, bought);
	},
};

const products: CoreStep = {
	name: 'looks up products, one, some and all',
	async run(bench) {
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('One', 'product.get', { productId: byId(20018) }),
			bench.zhongzhiyou('Simple', 'product.get', { productId: byId(3), simplify: true }),
			bench.zhongzhiyou('Some', 'product.getAll', { limit: 7 }),
			bench.zhongzhiyou('All', 'product.getAll', { returnAll: true }, { executeOnce: true }),
		);
		assertSucceeded(execution);
		const ids = (name: string) =>
			jsonOf(execution.items(name)).map(({ ProductId }) => plainText(asString(ProductId)));
		const { products: listed } = bench.sandbox.upstream.products.page({ index: 1, size: 1000 });
		const expected = listed.map(({ ProductId }) => String(ProductId));
		assert.deepEqual(ids('All'), expected, 'every product once, in order');
		assert.deepEqual(ids('Some'), expected.slice(0, 7));
		assert.deepEqual([...ids('One'), ...ids('Simple')], ['20018', '3']);
		const named = ['One', 'Simple', 'All'].map((name) => jsonOf(execution.items(name)));
		return comparable(bench, named);
	},
};

const prices: CoreStep = {
	name: 'lays prices out by day: the narrowest row counts',
	async run(bench) {
		const days = Array.from({ length: 30 }, (_, index) => index);
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Days', 'product.getPrices', {
				productId: byId(20020),
				startDate: day(0),
				endDate: day(29),
				output: 'days',
			}),
			bench.zhongzhiyou(
				'Limited',
				'product.getPrices',
				{ productId: byId(20001), startDate: day(3), endDate: day(3), output: 'days' },
				{ executeOnce: true },
			),
			bench.zhongzhiyou(
				'Rows',
				'product.getPrices',
				{ productId: byId(20020), startDate: day(0), endDate: day(29), output: 'rows' },
				{ executeOnce: true },
			),
		);
		assertSucceeded(execution);
		const found = jsonOf(execution.items('Days'));
		assert.deepEqual(
			found.map(({ date, Price }) => [date, Number(Price)]),
			days.map((offset) => [day(offset), priceOfLayers(offset)]),
		);
		const limited = jsonOf(execution.items('Limited'));
		assert.deepEqual(
			limited.map(({ date, DailyStock }) => [date, Number(DailyStock)]),
			[[day(3), 5]],
		);
		return comparable(bench, [found, limited, jsonOf(execution.items('Rows'))]);
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
	async run(bench) {
		const orders = [3, 165325, 20005, 20006, 20007, 20016].map(
			(productId) => bench.placeOrders(productId, 1)[0],
		);
		const unpaid = bench.placeOrders(3, 2);
		const [broke] = bench.placeOrders(20017, 1);
		const input = [...orders, broke].map((orderId) => ({ orderId }));
		const goOn = { onError: 'continueRegularOutput' };
		const paying = await bench.run(
			input,
			bench.zhongzhiyou('Pay', 'order.pay', { orderId: '={{ $json.orderId }}' }, goOn),
		);
		assertSucceeded(paying);
		const paid = jsonOf(paying.items('Pay'));
		const expected = ['issued', 'issued', 'issuing', 'paid', 'issuing', 'paymentFailed', undefined];
		assert.deepEqual(
			paid.map(({ status }) => status),
			expected,
		);
		const { error } = asRecord(paid.at(-1));
		assert.match(asString(asRecord(error).message), /账户余额不足/);
		assert.notEqual(asString(asRecord(error).logId), '');
		const cancelling = await bench.run(
			[{ orderId: unpaid[0] }, { orderId: orders[0] }],
			bench.zhongzhiyou('Cancel', 'order.cancel', { orderId: '={{ $json.orderId }}' }, goOn),
		);
		assertSucceeded(cancelling);
		const [cancelled, refused] = jsonOf(cancelling.items('Cancel'));
		assert.equal(cancelled.cancelled, true);
		assert.match(asString(asRecord(refused.error).message), /订单已支付，不能取消/);
		assert.equal(bench.sandbox.upstream.orders.get(unpaid[0]).cancelled, true);
		return comparable(bench, [paid, cancelled, refused]);
	},
};

/** Waits until the last callback is acknowledged; a refusal of one fails at once. */
async function acknowledged({ sandbox }: Bench, event: string): Promise<void> {
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
	private readonly bench: Bench;

	constructor(bench: Bench) {
		this.bench = bench;
	}

	/** An order that is paid, its number the same in every run. */
	paid(productId: number, quantity: number): Order {
		const { orders, tickets } = this.bench.sandbox.upstream;
		const { orderId } = orders.create({
			productId,
			visitDate: day(3),
			beginTime: undefined,
			quantity,
			visitors: Array.from({ length: quantity }, (_, index) => visitor(index + 1)),
			originOrderId: `2027050100000000000${orders.all().length}`,
			contact,
			content: '',
		});
		return tickets.pay({ orderId, unitPrice: undefined, ticketCount: undefined });
	}

	async happen(event: string, path: string, body?: object): Promise<void> {
		const answer = await control(this.bench.sandbox, 'POST', path, body);
		assert.equal(answer.status, 200, answer.text);
		this.told.push({ event });
		await acknowledged(this.bench, event);
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
		this.bench.sandbox.upstream.refunds.request({
			orderId,
			refundId,
			count: 1,
			codes,
			content: '',
		});
		const event = verdict === 'approve' ? 'order.refundApproved' : 'order.refundRejected';
		await this.happen(event, `/refunds/${refundId}/${verdict}`, { reason: '审核' });
		this.with(codesOf(this.bench.sandbox.upstream.orders.get(orderId)));
	}
}

async function tellEverything(bench: Bench, to: Receiver): Promise<Told[]> {
	const life = new Happenings(bench);
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
	await to.deliver('unknown', { dialects: readDialects(bench.sandbox.settings.dialects) });
	return [...life.told, { event: 'unknown' }];
}

const callbacks: CoreStep = {
	name: 'emits every kind of callback, once, with every code in it',
	async run(bench) {
		const to = await receiver(bench, { options: { unknownEvents: 'emit' } });
		to.register();
		const told = await tellEverything(bench, to);
		const events = await to.events(told.length);
		assert.deepEqual(
			events.map(({ event }) => event),
			told.map(({ event }) => event),
		);
		for (const [index, { event, codes }] of told.entries()) {
			if (codes === undefined) continue;
			assert.deepEqual(noticeOf(events[index]).voucherCodes, codes, `the codes of ${event}`);
		}
		// A name that the vendor's document does not have is given on as it came.
		return comparable(bench, events.slice(0, -1));
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
