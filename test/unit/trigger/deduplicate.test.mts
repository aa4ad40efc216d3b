import { CATALOG } from '../../../nodes/Zhongzhiyou/events/catalog.ts';
import {
	buildCallback,
	composeCallback,
	sendCallback,
} from '../../../sandbox/callbacks/callback.mts';
import type { RunningTrigger } from '../../support/in-process-webhook.mts';
import { PARTNER_ID, SIGN_KEY, skipPauses } from '../../support/in-process.mts';
import { ACKNOWLEDGED, gate, isPending, restart, start, stopClock, until } from './triggers.mts';

describe('each once', () => {
	test('two hundred copies at the same moment start one execution and are all acknowledged', async () => {
		const trigger = await start({
			store: async () => await new Promise((resolve) => setTimeout(resolve, 50)),
		});
		const answers = await Promise.all(
			Array.from({ length: 200 }, async () => await trigger.send('order.issued')),
		);
		expect(answers.filter(({ acknowledged }) => acknowledged)).toHaveLength(200);
		expect(trigger.attempts).toBe(1);
	});

	test('a copy waits for what becomes of the first, and is acknowledged when that was accepted', async () => {
		const database = gate();
		const trigger = await start({ store: async () => await database.promise });
		const first = trigger.send('order.issued');
		await until(() => trigger.attempts === 1);
		const copy = trigger.send('order.issued');
		expect(await isPending(copy)).toBe(true);
		database.open();
		expect(await first).toMatchObject(ACKNOWLEDGED);
		expect(await copy).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(1);
	});

	test('a copy runs when the first could not be stored', async () => {
		const database = gate();
		const trigger = await start({
			store: async (_item, attempt) => (attempt === 1 ? await database.promise : undefined),
		});
		const first = trigger.send('order.issued');
		await until(() => trigger.attempts === 1);
		const copies = [trigger.send('order.issued'), trigger.send('order.issued')];
		expect(await isPending(copies[0])).toBe(true);
		database.fail();
		expect(await first).toMatchObject({ status: 500, acknowledged: false });
		for (const copy of copies) expect(await copy).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(2);
		expect(trigger.runs).toHaveLength(1);
	});

	test('while the database refuses writes nothing is acknowledged, and then the callback gets in', async () => {
		let refusesWrites = true;
		const trigger = await start({
			store: async () => {
				if (refusesWrites) throw new Error('database is locked');
			},
		});
		for (let sent = 0; sent < 3; sent++) {
			expect(await trigger.send('order.issued')).toMatchObject({ status: 500 });
		}
		expect(trigger.stored).toEqual({});
		refusesWrites = false;
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});

	test('a copy is told to come again when the first takes too long', async () => {
		const database = gate();
		const trigger = await start({ store: async () => await database.promise });
		const first = trigger.send('order.issued');
		await until(() => trigger.attempts === 1);
		jest.restoreAllMocks();
		const pauses = skipPauses(60_000);
		const copy = await trigger.send('order.issued');
		expect(pauses).toContain(30_000);
		expect(copy).toMatchObject({ status: 503, acknowledged: false });
		expect(JSON.parse(copy.text)).toMatchObject({ Code: 503, Message: 'Try again later' });
		expect(trigger.log[0]).toMatch(/an earlier copy of it is still being worked on/);
		database.open();
		expect(await first).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(1);
	});

	test('a first that is never answered holds up its copies for fifteen minutes at the most', async () => {
		const clock = stopClock();
		const database = gate();
		const trigger = await start({
			store: async (_item, attempt) => (attempt === 1 ? await database.promise : undefined),
		});
		const first = trigger.send('order.issued');
		await until(() => trigger.attempts === 1);
		clock.advance(15 * 60_000);
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(2);
		database.fail();
		expect(await first).toMatchObject({ status: 500 });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(2);
	});

	test('a sender that hung up before the answer makes no second run of its repeat', async () => {
		const database = gate();
		const trigger = await start({ store: async () => await database.promise });
		const callback = buildCallback('order.issued', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		const hangUp = new AbortController();
		const first = sendCallback(callback, hangUp.signal);
		await until(() => trigger.attempts === 1);
		hangUp.abort();
		await expect(first).rejects.toThrow();
		const repeat = trigger.send('order.issued');
		expect(await isPending(repeat)).toBe(true);
		database.open();
		expect(await repeat).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(1);
	});

	test('a redemption of the remaining tickets is another event', async () => {
		const trigger = await start();
		await trigger.send('order.redeemed', { body: { CheckedNumber: 1 } });
		await trigger.send('order.redeemed', { body: { CheckedNumber: 2 } });
		expect(trigger.runs).toHaveLength(2);
	});

	test('a product change at another time is another event, with the same Timestamp the same', async () => {
		const trigger = await start();
		const timestamp = Date.now();
		await trigger.send('product.priceStockChanged', { timestamp });
		await trigger.send('product.priceStockChanged', { timestamp });
		expect(trigger.runs).toHaveLength(1);
		await trigger.send('product.priceStockChanged', { timestamp: timestamp + 1 });
		expect(trigger.runs).toHaveLength(2);
	});

	test('an order’s callback is the same whatever its Timestamp and the order of its members', async () => {
		const trigger = await start();
		await trigger.send('order.issued', { timestamp: Date.now() - 60_000 });
		const { service, sample } = CATALOG[0];
		const reversed = Object.fromEntries(Object.entries(sample).reverse());
		const callback = composeCallback(service, reversed, {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		expect(await sendCallback(callback)).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(1);
	});

	test('two redemptions whose time is a placeholder are two events, a copy of one is not', async () => {
		const trigger = await start();
		const body = { CheckTime: '0001-01-01 00:00:00', CheckedNumber: 1 };
		const timestamp = Date.now();
		for (const at of [timestamp, timestamp, timestamp + 1]) {
			await trigger.send('order.redeemed', { body, timestamp: at });
		}
		expect(trigger.runs).toHaveLength(2);
	});

	test('is forgotten after the window', async () => {
		const clock = stopClock();
		const trigger = await start({ parameters: { options: { deduplicationHours: 2 } } });
		await trigger.send('order.issued');
		clock.advance(2 * 3_600_000 - 1);
		await trigger.send('order.issued');
		expect(trigger.runs).toHaveLength(1);
		clock.advance(1);
		await trigger.send('order.issued');
		expect(trigger.runs).toHaveLength(2);
	});

	test('is off when it is switched off, and in a test in the editor', async () => {
		const off = await start({ parameters: { options: { deduplicate: false } } });
		const test = await start({ mode: 'manual' });
		for (const trigger of [off, test]) {
			await trigger.send('order.issued');
			await trigger.send('order.issued');
			expect(trigger.runs).toHaveLength(2);
			expect(trigger.stored).toEqual({});
		}
	});

	test('another trigger of the same callback runs too', async () => {
		const [one, other] = [await start(), await start()];
		await one.send('order.issued');
		await other.send('order.issued');
		expect(other.runs).toHaveLength(1);
	});
});

describe('a state that comes back', () => {
	const ids = ({ runs }: RunningTrigger) => runs.map(({ eventId }) => eventId);

	test('of an order, issued, failed and issued again, is a new event with an id of its own', async () => {
		const trigger = await start();
		for (const event of ['order.issued', 'order.issueFailed', 'order.issued'] as const) {
			expect(await trigger.send(event)).toMatchObject(ACKNOWLEDGED);
		}
		expect(trigger.runs.map(({ event }) => event)).toEqual([
			'order.issued',
			'order.issueFailed',
			'order.issued',
		]);
		expect(new Set(ids(trigger)).size).toBe(3);
	});

	test('is answered with the id of the event that it started', async () => {
		const trigger = await start();
		await trigger.send('order.issued');
		await trigger.send('order.issueFailed');
		const { text } = await trigger.send('order.issued');
		expect(JSON.parse(text)).toMatchObject({ LogId: ids(trigger)[2] });
	});

	test('each time is new, and its own copies are copies', async () => {
		const clock = stopClock();
		const trigger = await start();
		for (let round = 0; round < 3; round++) {
			for (const event of ['order.issued', 'order.issueFailed'] as const) {
				for (let copy = 0; copy < 3; copy++) {
					clock.advance(1_000);
					expect(await trigger.send(event)).toMatchObject(ACKNOWLEDGED);
				}
			}
		}
		expect(trigger.runs).toHaveLength(6);
		expect(new Set(ids(trigger)).size).toBe(6);
	});

	test('with the very Timestamp of the first is a copy that is late', async () => {
		const trigger = await start();
		const timestamp = Date.now();
		await trigger.send('order.issued', { timestamp });
		await trigger.send('order.issueFailed');
		await trigger.send('order.issued', { timestamp });
		expect(trigger.runs).toHaveLength(2);
		await trigger.send('order.issued', { timestamp: timestamp + 1 });
		expect(trigger.runs).toHaveLength(3);
	});

	test('of another order, and a redemption between, are nothing to it', async () => {
		const trigger = await start();
		await trigger.send('order.issued');
		await trigger.send('order.issueFailed', { body: { OrderId: 1 } });
		await trigger.send('order.redeemed');
		await trigger.send('order.refundRejected');
		await trigger.send('order.issued');
		expect(trigger.runs).toHaveLength(4);
	});

	test('of a refund, approved, rejected and approved again, is a new event', async () => {
		const trigger = await start();
		const events = ['order.refundApproved', 'order.refundRejected'] as const;
		for (const event of [...events, ...events]) await trigger.send(event);
		await trigger.send('order.refundRejected');
		expect(trigger.runs).toHaveLength(4);
		await trigger.send('order.refundRejected', { body: { RefundApplyNo: '2' } });
		await trigger.send('order.refundRejected');
		expect(trigger.runs).toHaveLength(5);
	});

	test.each(['kept', 'lost'])(
		'after one that starts nothing is a new event, process %s',
		async (process) => {
			const trigger = await start({ parameters: { events: ['order.issued'] } });
			await trigger.send('order.issued');
			expect(await trigger.send('order.issueFailed')).toMatchObject(ACKNOWLEDGED);
			if (process === 'lost') restart();
			await trigger.send('order.issued');
			await trigger.send('order.issued');
			expect(trigger.runs).toHaveLength(2);
			expect(new Set(ids(trigger)).size).toBe(2);
		},
	);

	test('after a restart is a new event, and its copies are copies', async () => {
		const clock = stopClock();
		const trigger = await start();
		for (const event of ['order.issued', 'order.issueFailed', 'order.issued'] as const) {
			await trigger.send(event);
			restart();
			clock.advance(1);
			await trigger.send(event);
			restart();
		}
		expect(trigger.runs).toHaveLength(3);
		expect(new Set(ids(trigger)).size).toBe(3);
	});

	test('and cannot be stored is the same event when it is sent again, also after a restart', async () => {
		const seen: unknown[] = [];
		const trigger = await start({
			store: async ({ eventId }, attempt) => {
				seen.push(eventId);
				if (attempt === 3 || attempt === 4) throw new Error('database is locked');
			},
		});
		await trigger.send('order.issued');
		await trigger.send('order.issueFailed');
		await trigger.send('order.issued');
		await trigger.send('order.issued');
		restart();
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(seen).toHaveLength(5);
		expect(new Set(seen.slice(2)).size).toBe(1);
		expect(new Set(seen).size).toBe(3);
	});

	test('while the other state is being worked on waits for what becomes of it', async () => {
		for (const fails of [false, true]) {
			const database = gate();
			const trigger = await start({
				store: async (_item, attempt) => (attempt === 2 ? await database.promise : undefined),
			});
			await trigger.send('order.issued');
			const other = trigger.send('order.issueFailed');
			await until(() => trigger.attempts === 2);
			const again = trigger.send('order.issued');
			expect(await isPending(again)).toBe(true);
			if (fails) database.fail();
			else database.open();
			expect(await other).toMatchObject({ acknowledged: !fails });
			expect(await again).toMatchObject(ACKNOWLEDGED);
			expect(trigger.attempts).toBe(fails ? 2 : 3);
		}
	});

	test('is told to come again when the other state takes too long', async () => {
		const database = gate();
		const trigger = await start({
			store: async (_item, attempt) => (attempt === 2 ? await database.promise : undefined),
		});
		await trigger.send('order.issued');
		const other = trigger.send('order.issueFailed');
		await until(() => trigger.attempts === 2);
		jest.restoreAllMocks();
		skipPauses(60_000);
		expect(await trigger.send('order.issued')).toMatchObject({ status: 503 });
		expect(trigger.log[0]).toMatch(/another callback about the same order is still being worked/);
		database.open();
		expect(await other).toMatchObject(ACKNOWLEDGED);
	});

	test('before the first of its kind is settled is not taken for a copy of that', async () => {
		const database = gate();
		const trigger = await start({
			store: async (_item, attempt) => (attempt === 1 ? await database.promise : undefined),
		});
		const first = trigger.send('order.issued');
		await until(() => trigger.attempts === 1);
		await trigger.send('order.issueFailed');
		const again = trigger.send('order.issued');
		expect(await isPending(again)).toBe(true);
		database.open();
		expect(await first).toMatchObject(ACKNOWLEDGED);
		expect(await again).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(3);
	});

	test('is known from what earlier versions have kept', async () => {
		const trigger = await start();
		await trigger.send('order.issued');
		restart();
		const name = 'node:Zhongzhiyou Trigger';
		const { accepted } = Object(trigger.stored[name]);
		const old = await start({
			staticData: { [name]: { accepted: String(accepted).replace(/\..*/, '') } },
		});
		await old.send('order.issued');
		expect(old.runs).toHaveLength(0);
		await old.send('order.issueFailed');
		await old.send('order.issued');
		expect(old.runs).toHaveLength(2);
	});
});

describe('a restart', () => {
	test('between two copies still gives one execution', async () => {
		const trigger = await start();
		await trigger.send('order.issued');
		restart();
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(1);
		await trigger.send('order.redeemed');
		expect(trigger.attempts).toBe(2);
		restart();
		await trigger.send('order.issued');
		await trigger.send('order.redeemed');
		expect(trigger.attempts).toBe(2);
	});

	test('after a callback that could not be stored runs its repeat', async () => {
		const trigger = await start({
			store: async (_item, attempt) => {
				if (attempt === 1) throw new Error('database is locked');
			},
		});
		expect(await trigger.send('order.issued')).toMatchObject({ status: 500 });
		restart();
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});

	test('with static data that is not ours starts with an empty memory', async () => {
		const trigger = await start({
			staticData: { 'node:Zhongzhiyou Trigger': { accepted: ['x', 1] } },
		});
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});
});
