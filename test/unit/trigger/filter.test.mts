import type { EventName, ZhongzhiyouEvent } from '../../../nodes/Zhongzhiyou/events/catalog.ts';
import { decodeEvent } from '../../../nodes/Zhongzhiyou/events/decode.ts';
import type { TriggerSettings } from '../../../nodes/Zhongzhiyou/trigger/parameters.ts';
import { readProductIds } from '../../../nodes/Zhongzhiyou/trigger/productIds.ts';
import { isWanted } from '../../../nodes/Zhongzhiyou/trigger/steps/filter.ts';
import type { JsonObject } from '../../../nodes/Zhongzhiyou/api/types.ts';
import { ACKNOWLEDGED, start, stopClock } from './triggers.mts';

const settings: TriggerSettings = {
	events: ['*'],
	products: readProductIds([]),
	emitUnknown: false,
	deduplicate: true,
	window: 1,
	tolerance: 1,
	extraPath: '',
	includeRaw: false,
	answer: 'onReceived',
};

function event(service: string, body: JsonObject): ZhongzhiyouEvent {
	return decodeEvent({ partnerId: '9258', service, body }, '1', 1);
}

const issued = event('order_ticket_notify', { OrderId: 1, TicketStatus: 1 });
const redeemed = event('order_verify_notify', { OrderId: 1 });
const offShelf = event('order_product_notify', { ProductId: 11063, Status: 0 });
const unknown = event('order_news_notify', { ProductId: 11063 });

/** Of kinds that are known, with statuses that are not. */
const unforeseen = [
	event('order_ticket_notify', { OrderId: 1, TicketStatus: 4 }),
	event('order_refund_notify', { OrderId: 1, RefundApplyNo: '', RefundStatus: null }),
	event('order_product_notify', { ProductId: 11063, Status: 9 }),
];

function wanted(changes: Partial<TriggerSettings>): EventName[] {
	return [issued, redeemed, offShelf, unknown]
		.filter((candidate) => isWanted(candidate, { ...settings, ...changes }))
		.map((candidate) => candidate.event);
}

describe('an event starts the workflow', () => {
	test('when all are selected, unknown ones excepted', () => {
		expect(wanted({})).toEqual(['order.issued', 'order.redeemed', 'product.offShelf']);
	});

	test('when it is selected', () => {
		expect(wanted({ events: ['order.redeemed'] })).toEqual(['order.redeemed']);
		expect(wanted({ events: ['order.redeemed', '*'] })).toHaveLength(3);
		expect(wanted({ events: [] })).toEqual([]);
		expect(wanted({ events: ['order.issueFailed', 5, null] })).toEqual([]);
	});

	test('when it is unknown, by its own option whatever is selected', () => {
		expect(wanted({ events: [], emitUnknown: true })).toEqual(['unknown']);
		expect(wanted({ events: ['*', 'unknown'] })).not.toContain('unknown');
	});

	test('when its status is not known but its kind is, under all events', () => {
		for (const candidate of unforeseen) {
			expect(candidate.event).toBe('unknown');
			expect(isWanted(candidate, settings)).toBe(true);
			expect(isWanted(candidate, { ...settings, products: readProductIds(['1']) })).toBe(true);
			expect(isWanted(candidate, { ...settings, events: ['order.issued'] })).toBe(false);
			const emitting = { ...settings, events: ['order.issued'], emitUnknown: true };
			expect(isWanted(candidate, emitting)).toBe(true);
		}
	});

	test('when its product is chosen; orders have none', () => {
		expect(wanted({ products: readProductIds(['11063']) })).toContain('product.offShelf');
		expect(wanted({ products: readProductIds(['1', '11063']) })).toContain('product.offShelf');
		expect(wanted({ products: readProductIds(['110']) })).toEqual([
			'order.issued',
			'order.redeemed',
		]);
		expect(wanted({ products: readProductIds(['110']), emitUnknown: true })).toContain('unknown');
	});

	test('when its product is chosen and it is selected, not by its product alone', () => {
		expect(wanted({ products: readProductIds(['11063']), events: ['order.issued'] })).toEqual([
			'order.issued',
		]);
	});

	test('of a product of more digits than a double has', () => {
		const id = '202052255633322222124';
		const long = event('order_product_notify', { ProductId: id, Status: 0 });
		expect(isWanted(long, { ...settings, products: readProductIds([id]) })).toBe(true);
		const other = readProductIds(['202052255633322222125']);
		expect(isWanted(long, { ...settings, products: other })).toBe(false);
	});

	test.each([
		'011063',
		' 11063 ',
		'11063.0',
		'\u200B11063',
		['11063'],
		[20001, 11063],
		{ ProductId: 11063 },
	])('when its ProductId is another spelling of one that is chosen: %j', (ProductId) => {
		const change = event('order_product_notify', { ProductId, Status: 3 });
		for (const chosen of ['11063', '0011063', 11063, '7, 11063']) {
			expect(isWanted(change, { ...settings, products: readProductIds(chosen) })).toBe(true);
		}
		expect(isWanted(change, { ...settings, products: readProductIds('110') })).toBe(false);
	});
});

describe('a product event that cannot be compared', () => {
	const events = ['product.priceStockChanged'];

	test.each([
		['undefined', '"undefined"'],
		['null', '"null"'],
		['NaN', '"NaN"'],
		['[object Object]', '"[object", "Object]"'],
		['[null]', 'null'],
		[['11063', 'undefined'], '"undefined"'],
		[['11063', ''], ''],
		['P-11063', '"P-11063"'],
		[true, 'true'],
		[{ id: 1 }, '{"id":1}'],
	])('with Products %j starts the workflow and leaves a warning', async (products, quoted) => {
		const trigger = await start({ parameters: { events, options: { products } } });
		expect(
			await trigger.send('product.priceStockChanged', { body: { ProductId: 20001 } }),
		).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
		expect(trigger.log).toEqual([expect.stringContaining(`Product Names or IDs holds ${quoted}`)]);
		expect(trigger.log[0]).toContain(String(trigger.runs[0].eventId));
	});

	test.each([null, '', 'undefined', 'NaN', {}, [], [null], true, 'P-1', 1.5])(
		'because of its ProductId starts the workflow and leaves a warning: %j',
		async (ProductId) => {
			const trigger = await start({ parameters: { events, options: { products: ['11063'] } } });
			expect(
				await trigger.send('product.priceStockChanged', { body: { ProductId } }),
			).toMatchObject(ACKNOWLEDGED);
			expect(trigger.runs).toHaveLength(1);
			expect(trigger.log).toEqual([
				`Zhongzhiyou Trigger received an event of a product whose ProductId it cannot read (${JSON.stringify(ProductId ?? '')}). It started the workflow, so that nothing is lost (eventId ${String(trigger.runs[0].eventId)}).`,
			]);
		},
	);

	test('without a filter leaves no warning, nor where it is not selected', async () => {
		const all = await start();
		await all.send('product.priceStockChanged', { body: { ProductId: null } });
		expect([all.runs.length, all.log]).toEqual([1, []]);
		const options = { products: 'undefined' };
		const others = await start({ parameters: { events: ['product.offShelf'], options } });
		await others.send('product.priceStockChanged');
		expect([others.runs.length, others.log]).toEqual([0, []]);
	});
});

describe('a genuine callback', () => {
	test('is acknowledged and starts nothing when its event is not selected', async () => {
		const trigger = await start({ parameters: { events: ['order.redeemed'] } });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(0);
		expect(await trigger.send('order.redeemed')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});

	test('of a product that is not listened to is acknowledged and starts nothing', async () => {
		const trigger = await start({ parameters: { options: { products: ['3', '11063'] } } });
		await trigger.send('product.offShelf', { body: { ProductId: 20001 } });
		expect(trigger.attempts).toBe(0);
		await trigger.send('product.offShelf');
		await trigger.send('order.issued');
		expect(trigger.runs.map(({ event }) => event)).toEqual(['product.offShelf', 'order.issued']);
	});

	test('that is not known is acknowledged silently, or emitted if wished', async () => {
		const silent = await start();
		expect(await silent.send('unknown')).toMatchObject(ACKNOWLEDGED);
		expect(silent.attempts).toBe(0);
		const emitting = await start({ parameters: { options: { unknownEvents: 'emit' } } });
		await emitting.send('unknown');
		expect(emitting.runs).toEqual([
			expect.objectContaining({ event: 'unknown', notifyServiceName: 'order_settlement_notify' }),
		]);
	});
});

describe('a status that is not known, of a kind that is', () => {
	const body = { TicketStatus: 4 };

	test('starts the workflow as unknown and leaves a warning', async () => {
		const trigger = await start();
		expect(await trigger.send('order.issued', { body })).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toEqual([
			expect.objectContaining({ event: 'unknown', notifyServiceName: 'order_ticket_notify' }),
		]);
		const [eventId] = trigger.runs.map((run) => String(run.eventId));
		expect(trigger.log).toEqual([
			`Zhongzhiyou Trigger received order_ticket_notify with a TicketStatus that it does not know (4), eventId ${eventId}. It started the workflow as "unknown", on the output Other where there is one for each kind.`,
		]);
	});

	test('of a refund without an application is one of them', async () => {
		const trigger = await start();
		await trigger.send('order.refundForced', { body: { RefundStatus: null } });
		expect(trigger.runs).toEqual([expect.objectContaining({ event: 'unknown' })]);
		expect(trigger.log[0]).toContain(
			'order_refund_notify with a RefundStatus that it does not know (null)',
		);
	});

	test('leaves a warning also where single events are selected, and starts nothing', async () => {
		const trigger = await start({ parameters: { events: ['order.issued'] } });
		expect(await trigger.send('order.issued', { body })).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(0);
		expect(trigger.log).toEqual([
			expect.stringMatching(
				/TicketStatus that it does not know \(4\), eventId [\w-]{22}\. It was acknowledged and started nothing: select 'All Events', or set 'Unknown Events' to 'Emit'/,
			),
		]);
	});

	test('is warned of once in ten seconds, and the rest is counted', async () => {
		const clock = stopClock();
		const trigger = await start();
		for (const OrderId of [1, 2, 3])
			await trigger.send('order.issued', { body: { ...body, OrderId } });
		expect(trigger.runs).toHaveLength(3);
		expect(trigger.log).toHaveLength(1);
		clock.advance(10_000);
		await trigger.send('order.issued', { body: { ...body, OrderId: 4 } });
		expect(trigger.log[1]).toMatch(/ \(2 more like it before\)$/);
	});

	test('is quoted at its beginning only', async () => {
		const trigger = await start();
		await trigger.send('order.issued', { body: { TicketStatus: 'x'.repeat(5_000) } });
		expect(trigger.log[0].length).toBeLessThan(600);
	});

	test('of a kind that is not known stays without a word', async () => {
		const trigger = await start();
		await trigger.send('unknown');
		expect(trigger.log).toEqual([]);
	});
});
