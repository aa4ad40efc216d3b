import {
	BAD_KINDS,
	buildCallback,
	composeCallback,
	isBadKind,
	sendCallback,
} from '../../sandbox/callbacks.mts';
import { CATALOG } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import {
	credentialFor,
	Credentials,
	everythingIn,
	PARTNER_ID,
	releasePauses,
	SIGN_KEY,
	skipPauses,
} from '../support/inProcess.mts';
import {
	startTrigger,
	type RunningTrigger,
	type TriggerSettings,
} from '../support/inProcessWebhook.mts';

const ACKNOWLEDGED = { status: 200, acknowledged: true };

const triggers: RunningTrigger[] = [];

async function start(settings: TriggerSettings = {}): Promise<RunningTrigger> {
	const trigger = await startTrigger(settings);
	triggers.push(trigger);
	return trigger;
}

beforeEach(() => releasePauses());

afterEach(async () => {
	jest.restoreAllMocks();
	await Promise.all(triggers.splice(0).map(async (trigger) => await trigger.close()));
});

/** A clock that stands still until it is moved on. */
function stopClock() {
	let now = Date.now();
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	return {
		advance: (milliseconds: number) => {
			now += milliseconds;
		},
	};
}

function gate() {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	return { promise, open: () => resolve(), fail: () => reject(new Error('database is locked')) };
}

/** Whether something has not happened yet after a while in which it could have. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
	const early = Symbol('early');
	const pause = new Promise((resolve) => setTimeout(resolve, 80, early));
	return (await Promise.race([promise, pause])) === early;
}

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** The trigger as a process that has just started has it, its memory empty. */
function afterRestart(trigger: RunningTrigger): void {
	jest.isolateModules(() => {
		const { ZhongzhiyouTrigger } = jest.requireActual<
			typeof import('../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts')
		>('../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts');
		trigger.type = new ZhongzhiyouTrigger();
	});
}

function eventIdOf({ runs }: RunningTrigger): unknown {
	return runs.at(-1)?.eventId;
}

describe('a genuine callback', () => {
	test.each(CATALOG.map(({ name }) => name))(
		'%s starts the workflow and is acknowledged',
		async (name) => {
			const trigger = await start();
			const answer = await trigger.send(name);
			expect(answer).toMatchObject(ACKNOWLEDGED);
			expect(trigger.runs).toEqual([
				expect.objectContaining({ event: name, partnerId: PARTNER_ID }),
			]);
			expect(JSON.parse(answer.text)).toEqual({
				Code: 1000,
				IsSuccess: true,
				LogId: eventIdOf(trigger),
				Message: '收到通知',
			});
			expect(trigger.log).toEqual([]);
		},
	);

	test('keeps voucher codes of 21 digits that come as JSON numbers', async () => {
		const trigger = await start();
		const callback = buildCallback('order.redeemed', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
			numericVouchers: true,
		});
		expect(callback.body).toContain('[202052255633322222124]');
		await sendCallback(callback);
		expect(trigger.runs[0].body).toMatchObject({ VoucherCode: ['202052255633322222124'] });
	});

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

	test('with Include Raw comes as it was received, without its signature', async () => {
		const trigger = await start({ parameters: { options: { includeRaw: true } } });
		const callback = buildCallback('order.issued', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		await sendCallback(callback);
		const [item] = trigger.runs;
		expect(item.raw).toMatchObject({
			body: callback.body,
			path: new URL(trigger.url).pathname,
			headers: { partnerid: PARTNER_ID, timestamp: callback.headers.Timestamp },
		});
		expect(everythingIn(item)).not.toContain(callback.headers.Authorization.split(':')[2]);
		expect(item.raw).not.toHaveProperty('headers.authorization');
	});

	test('without Include Raw comes without it', async () => {
		const trigger = await start();
		await trigger.send('order.issued');
		expect(trigger.runs[0]).not.toHaveProperty('raw');
	});

	test('is taken as text of another type too', async () => {
		const trigger = await start();
		const callback = buildCallback('order.issued', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		callback.headers['Content-Type'] = 'application/octet-stream';
		expect(await sendCallback(callback)).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});
});

describe('the signed path', () => {
	const webhookBaseUrl = 'https://n8n.example.com/base/webhook';
	const publicPath = '/base/webhook/c0ffee00-0000-4000-8000-000000000001/webhook';

	test.each([
		['the public one, which a proxy strips', publicPath],
		['the one that reaches n8n', undefined],
	])('may be %s', async (_name, signedPath) => {
		const trigger = await start({ webhookBaseUrl });
		expect(await trigger.send('order.issued', { signedPath })).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});

	test.each(['/callbacks/zzy', ' https://shop.example.com/callbacks/zzy?x=1 '])(
		'may be the extra one, given as %p',
		async (extraPath) => {
			const signedPath = '/callbacks/zzy';
			const trigger = await start({ parameters: { options: { extraPath } } });
			expect(await trigger.send('order.issued', { signedPath })).toMatchObject(ACKNOWLEDGED);
			const without = await start();
			expect(await without.send('order.issued', { signedPath })).toMatchObject({ status: 401 });
		},
	);

	test('does not hold the query', async () => {
		const trigger = await start();
		const { pathname } = new URL(trigger.url);
		trigger.url += '?tenant=1';
		expect(await trigger.send('order.issued', { signedPath: pathname })).toMatchObject(
			ACKNOWLEDGED,
		);
	});

	test('may be the production URL’s or the test URL’s while the editor listens', async () => {
		const trigger = await start({ mode: 'manual' });
		const signedPath = new URL(trigger.url).pathname.replace('webhook-test', 'webhook');
		expect(await trigger.send('order.issued', { signedPath })).toMatchObject(ACKNOWLEDGED);
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
	});

	test('is named in the log when no path matches', async () => {
		const trigger = await start({
			webhookBaseUrl,
			parameters: { options: { extraPath: '/callbacks/zzy' } },
		});
		await trigger.send('order.issued', { signedPath: '/other' });
		expect(trigger.log[0]).toContain(
			`Tried the paths ${publicPath} and ${new URL(trigger.url).pathname} and /callbacks/zzy with`,
		);
	});
});

describe('a refused callback', () => {
	const reasons: Record<string, RegExp> = {
		'missing-authorization': /the header Authorization is missing/,
		'wrong-scheme': /Authorization is not "Bearer ZZY-OPENAPI/,
		'wrong-auth-pub': /Authorization is not "Bearer ZZY-OPENAPI/,
		'wrong-key': /the signature does not match\. Tried the path/,
		'other-partner': /the partner in the token is not the credential's/,
		'header-partner': /the partner in the PartnerId header is not/,
		'body-partner': /the partner in the body is not/,
		'too-old': /its Timestamp is 3600 seconds in the past/,
		'too-new': /its Timestamp is (3600|3599) seconds in the future/,
		'wrong-path': /the signature does not match\. Tried the path/,
		'partial-signature': /the signature does not match/,
		'not-json': /the content is not a callback/,
		'no-body': /the content is not a callback/,
		'body-not-json': /the content is not a callback/,
	};

	test.each(Object.entries(BAD_KINDS))(
		'(%s) is answered with HTTP %i, starts nothing, and the log says why without secrets',
		async (bad, status) => {
			if (!isBadKind(bad)) throw new Error(`${bad} is no kind`);
			const trigger = await start();
			const callback = buildCallback('order.issued', {
				url: trigger.url,
				partnerId: PARTNER_ID,
				signKey: SIGN_KEY,
				bad,
			});
			// n8n itself answers 422 to JSON that cannot be parsed; another type gets as far as the node.
			if (bad === 'not-json') callback.headers['Content-Type'] = 'application/octet-stream';
			const answer = await sendCallback(callback);
			expect(answer.status).toBe(status);
			expect(JSON.parse(answer.text)).toEqual({
				Code: status,
				IsSuccess: false,
				LogId: '',
				Message: status === 401 ? 'Unauthorized' : 'Bad request',
			});
			expect(trigger.attempts).toBe(0);
			expect(trigger.stored).toEqual({});
			expect(trigger.log).toEqual([
				expect.stringMatching(
					new RegExp(`^Zhongzhiyou Trigger refused a callback: .*${reasons[bad].source}`),
				),
			]);
			expect(trigger.log.join()).not.toContain(SIGN_KEY);
			const signature = callback.headers.Authorization?.split(':').at(-1) ?? SIGN_KEY;
			expect(trigger.log.join()).not.toContain(signature);
		},
	);

	test('with JSON that is broken never reaches the node', async () => {
		const trigger = await start();
		expect(await trigger.send('order.issued', { bad: 'not-json' })).toMatchObject({ status: 422 });
		expect(trigger.attempts).toBe(0);
	});

	test('with a Timestamp that is no time is refused', async () => {
		const trigger = await start();
		const callback = buildCallback('order.issued', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		callback.headers.Timestamp = '2025-07-29';
		expect(await sendCallback(callback)).toMatchObject({ status: 401 });
		expect(trigger.log[0]).toMatch(/the Timestamp header is not a Unix time/);
	});

	test('whose body cannot be read is answered with HTTP 400', async () => {
		const trigger = await start({ maxBody: 20 });
		const callback = buildCallback('order.issued', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		callback.headers['Content-Type'] = 'application/octet-stream';
		expect(await sendCallback(callback)).toMatchObject({ status: 400 });
		expect(trigger.log[0]).toMatch(/the content could not be read/);
		expect(trigger.attempts).toBe(0);
	});

	test('is not remembered: the same with a right signature gets in', async () => {
		const trigger = await start();
		const timestamp = Date.now();
		await trigger.send('order.issued', { bad: 'wrong-key', timestamp });
		expect(await trigger.send('order.issued', { timestamp })).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});

	test('of one kind is logged once in ten seconds, and the rest is counted', async () => {
		const clock = stopClock();
		const trigger = await start();
		for (let sent = 0; sent < 25; sent++) await trigger.send('order.issued', { bad: 'wrong-key' });
		await trigger.send('order.issued', { bad: 'wrong-scheme' });
		expect(trigger.log).toHaveLength(2);
		clock.advance(9_999);
		await trigger.send('order.issued', { bad: 'wrong-key' });
		expect(trigger.log).toHaveLength(2);
		clock.advance(1);
		await trigger.send('order.issued', { bad: 'wrong-key' });
		await trigger.send('order.issued', { bad: 'wrong-scheme' });
		expect(trigger.log).toHaveLength(4);
		expect(trigger.log[2]).toMatch(/ \(25 more like it before\)$/);
		expect(trigger.log[3]).not.toMatch(/more like it/);
	});
});

describe('parameters that hold what they should not', () => {
	test('are taken as their defaults, and nothing runs that was not selected', async () => {
		const trigger = await start({ parameters: { events: 'order.issued', options: 'none' } });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(0);
	});

	test('by an expression that fails answer with HTTP 500 and run nothing, for whoever calls', async () => {
		const extraPath = "={{ $('Nowhere').first().json.path }}";
		const trigger = await start({ parameters: { options: { extraPath } } });
		const answer = await trigger.send('order.issued', { bad: 'missing-authorization' });
		expect(answer.status).toBe(500);
		expect(JSON.parse(answer.text)).toEqual({
			Code: 500,
			IsSuccess: false,
			LogId: '',
			Message: 'Internal error',
		});
		expect(trigger.attempts).toBe(0);
		expect(trigger.log).toEqual([
			expect.stringMatching(/refused a callback: the trigger's parameters cannot be read: ./),
		]);
	});

	test('an extra path that is no path is passed over', async () => {
		const trigger = await start({ parameters: { options: { extraPath: 'http://[' } } });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});
});

describe('the time of a callback', () => {
	test.each([
		[{}, 599_000, 200],
		[{}, 601_000, 401],
		[{ toleranceMinutes: 1 }, 61_000, 401],
		[{ toleranceMinutes: 120 }, 3_600_000, 200],
		[{ toleranceMinutes: 0 }, 30 * 86_400_000, 200],
	])('with %j may be %i ms off, either way: HTTP %i', async (options, off, status) => {
		stopClock();
		const trigger = await start({ parameters: { options } });
		for (const timestamp of [Date.now() - off, Date.now() + off]) {
			expect(await trigger.send('product.offShelf', { timestamp })).toMatchObject({ status });
		}
	});
});

describe('the credential', () => {
	test('is decrypted once in ten seconds', async () => {
		const clock = stopClock();
		const trigger = await start();
		for (let sent = 0; sent < 5; sent++) {
			await trigger.send('product.offShelf');
			clock.advance(2_000);
		}
		expect(trigger.runs).toHaveLength(5);
		expect(trigger.credentials.decrypted).toBe(1);
		await trigger.send('product.offShelf');
		expect(trigger.credentials.decrypted).toBe(2);
	});

	test('is decrypted once for any number of callbacks at the same moment', async () => {
		const trigger = await start();
		const moments = Array.from({ length: 20 }, (_, index) => Date.now() + index);
		await Promise.all(
			moments.map(async (timestamp) => await trigger.send('product.offShelf', { timestamp })),
		);
		expect(trigger.runs).toHaveLength(20);
		expect(trigger.credentials.decrypted).toBe(1);
	});

	test.each([
		['key', { signKey: 'the-new-key' }, { signKey: 'the-new-key' }],
		['partner', { partnerId: '777' }, { partnerId: '777' }],
	])('with a new %s works at once', async (_name, changes, signedWith) => {
		const clock = stopClock();
		const trigger = await start();
		await trigger.send('order.issued');
		trigger.credentials.data = credentialFor('http://127.0.0.1:9', changes);
		clock.advance(1);
		expect(await trigger.send('order.redeemed', signedWith)).toMatchObject(ACKNOWLEDGED);
		expect(trigger.credentials.decrypted).toBe(2);
		expect(await trigger.send('order.redeemed')).toMatchObject({ status: 401 });
	});

	test('accepts the previous key while it changes', async () => {
		const trigger = await start({
			credentials: new Credentials(
				credentialFor('http://127.0.0.1:9', { signKey: 'new', previousSignKey: SIGN_KEY }),
			),
		});
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(await trigger.send('order.redeemed', { signKey: 'new' })).toMatchObject(ACKNOWLEDGED);
		expect(await trigger.send('order.redeemed', { signKey: 'old' })).toMatchObject({ status: 401 });
	});

	test('is read anew for forged callbacks once a second at the most', async () => {
		const clock = stopClock();
		const trigger = await start();
		for (let sent = 0; sent < 30; sent++) {
			await trigger.send('order.issued', { bad: 'wrong-key' });
			clock.advance(100);
		}
		expect(trigger.credentials.decrypted).toBe(1 + 3);
		expect(trigger.attempts).toBe(0);
	});

	test('is not read anew for what no key could mend', async () => {
		const clock = stopClock();
		const trigger = await start();
		for (let sent = 0; sent < 5; sent++) {
			await trigger.send('order.issued', { bad: 'too-old' });
			clock.advance(1_500);
		}
		expect(trigger.credentials.decrypted).toBe(1);
	});

	test('that is gone accepts nothing, and works at once when it is back', async () => {
		const trigger = await start({ credentials: new Credentials(undefined) });
		expect(await trigger.send('order.issued')).toMatchObject({ status: 401 });
		expect(trigger.log[0]).toMatch(
			/the credential cannot be used: Credential with ID "1" does not exist/,
		);
		trigger.credentials.data = credentialFor('http://127.0.0.1:9');
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
	});

	test.each([
		['without a key', { signKey: '' }, /Sign Key is empty/],
		['with a partner that is no number', { partnerId: 'x' }, /Partner ID must be digits only/],
	])('%s accepts nothing', async (_name, changes, reason) => {
		const trigger = await start({
			credentials: new Credentials(credentialFor('http://127.0.0.1:9', changes)),
		});
		expect(await trigger.send('order.issued', { signKey: '' })).toMatchObject({ status: 401 });
		expect(trigger.log[0]).toMatch(reason);
	});

	test('that is not chosen accepts nothing', async () => {
		const trigger = await start({ node: {}, hasCredential: false });
		expect(await trigger.send('order.issued')).toMatchObject({ status: 401 });
		expect(trigger.log[0]).toMatch(
			/the credential cannot be used: Node does not have any credentials set/,
		);
		expect(trigger.attempts).toBe(0);
	});
});

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

describe('a restart', () => {
	test('between two copies still gives one execution', async () => {
		const trigger = await start();
		await trigger.send('order.issued');
		afterRestart(trigger);
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(1);
		await trigger.send('order.redeemed');
		expect(trigger.attempts).toBe(2);
		afterRestart(trigger);
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
		afterRestart(trigger);
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

describe('answered by a Respond to Webhook node', () => {
	const parameters = { responseMode: 'responseNode' };
	const good = {
		status: 200,
		body: { Code: 1000, IsSuccess: true, LogId: '', Message: '收到通知' },
	};

	test.each([
		['Code 1001', { status: 200, body: { ...good.body, Code: 1001 } }],
		['IsSuccess false', { status: 200, body: { ...good.body, IsSuccess: false } }],
		['HTTP 500', { ...good, status: 500 }],
		['nothing', { status: 200, body: undefined }],
		['n8n’s own words', { status: 200, body: { message: 'Workflow executed successfully' } }],
	])('with %s, the repeat runs again', async (_name, refusing) => {
		const trigger = await start({
			parameters,
			answer: async (_item, attempt) => (attempt === 1 ? refusing : good),
		});
		expect(await trigger.send('order.issued')).toMatchObject({ acknowledged: false });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(2);
	});

	test('the repeat runs again when the workflow fails', async () => {
		const trigger = await start({
			parameters,
			answer: async (_item, attempt) => {
				if (attempt === 1) throw new Error('Error in workflow');
				return good;
			},
		});
		expect(await trigger.send('order.issued')).toMatchObject({ status: 500 });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(2);
	});

	test('nothing is written to the static data, so that a restart loses no callback', async () => {
		const trigger = await start({ parameters, answer: async () => ({ ...good, status: 500 }) });
		await trigger.send('order.issued');
		expect(JSON.stringify(trigger.stored)).not.toContain('accepted');
		const immediate = await start();
		await immediate.send('order.issued');
		expect(JSON.stringify(immediate.stored)).toMatch(
			new RegExp(`"accepted":"\\w+,${String(eventIdOf(immediate)).slice(0, 12)}0"`),
		);
	});

	test('copies wait for the workflow’s answer', async () => {
		const workflow = gate();
		const trigger = await start({
			parameters,
			answer: async () => {
				await workflow.promise;
				return good;
			},
		});
		const first = trigger.send('order.issued');
		await until(() => trigger.attempts === 1);
		const copy = trigger.send('order.issued');
		expect(await isPending(copy)).toBe(true);
		workflow.open();
		expect(await first).toMatchObject(ACKNOWLEDGED);
		expect(await copy).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(1);
	});
});

describe('answered when the last node finishes', () => {
	const parameters = { responseMode: 'lastNode' };
	const succeeded = { status: 200, body: undefined };

	test('acknowledges with the event’s id, whatever the workflow put out', async () => {
		const trigger = await start({ parameters, answer: async () => succeeded });
		const answer = await trigger.send('order.issued');
		expect(answer).toMatchObject(ACKNOWLEDGED);
		expect(JSON.parse(answer.text)).toMatchObject({ Code: 1000, LogId: eventIdOf(trigger) });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});

	test.each([
		['the workflow failed', { status: 500, body: { message: 'Error in workflow' } }],
		['n8n does not know', { status: 200, body: { message: 'no data was returned' } }],
	])('when %s, says so in the vendor’s words and runs the repeat', async (_name, failed) => {
		const trigger = await start({
			parameters,
			answer: async (_item, attempt) => (attempt === 1 ? failed : succeeded),
		});
		const first = await trigger.send('order.issued');
		expect(first.status).toBe(500);
		expect(JSON.parse(first.text)).toMatchObject({ Code: 500, IsSuccess: false });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(2);
	});

	test('does so without a memory too, and for a test in the editor', async () => {
		const answer = async () => succeeded;
		const forgetful = { ...parameters, options: { deduplicate: false } };
		const ways: TriggerSettings[] = [{ parameters: forgetful }, { parameters, mode: 'manual' }];
		for (const way of ways) {
			const trigger = await start({ ...way, answer });
			expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
			expect(trigger.runs).toHaveLength(1);
		}
	});

	test('what starts nothing is acknowledged or refused as ever', async () => {
		const events = ['order.redeemed'];
		const trigger = await start({ parameters: { ...parameters, events } });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(await trigger.send('order.redeemed', { bad: 'wrong-key' })).toMatchObject({
			status: 401,
		});
		expect(trigger.attempts).toBe(0);
	});

	test('nothing is written to the static data, so that a restart loses no callback', async () => {
		const trigger = await start({ parameters, answer: async () => succeeded });
		await trigger.send('order.issued');
		expect(JSON.stringify(trigger.stored)).not.toContain('accepted');
	});
});
