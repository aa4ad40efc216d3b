import { credentialFor, Credentials, SIGN_KEY } from '../../support/in-process.mts';
import { ACKNOWLEDGED, start, stopClock } from './triggers.mts';

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

	test.each<[extraPath: string, ...signed: string[]]>([
		['/回调/zzy', '/回调/zzy', '/%E5%9B%9E%E8%B0%83/zzy'],
		['https://shop.example.com/回调?x=1#y', '/回调', '/%E5%9B%9E%E8%B0%83'],
		['/%E5%9B%9E/zzy', '/%E5%9B%9E/zzy'],
		['//gateway/zzy', '//gateway/zzy'],
		['https://shop.example.com//gateway//zzy', '//gateway//zzy'],
		['/a b/zzy', '/a b/zzy', '/a%20b/zzy'],
		['/a/../zzy', '/a/../zzy', '/zzy'],
		['/a/./zzy/', '/a/./zzy/'],
		['callbacks/zzy', '/callbacks/zzy'],
		['/Callbacks/ZZY', '/Callbacks/ZZY'],
		['/a:b@c/zzy', '/a:b@c/zzy'],
		['/?', '/'],
	])('matches what was typed, and what is sent for it: %s', async (extraPath, ...signed) => {
		const trigger = await start({ parameters: { options: { extraPath, deduplicate: false } } });
		for (const signedPath of signed) {
			expect(await trigger.send('order.issued', { signedPath })).toMatchObject(ACKNOWLEDGED);
		}
		for (const signedPath of ['/gateway', '/shop.example.com', '', '/other', `${extraPath}x`]) {
			expect(await trigger.send('order.issued', { signedPath })).toMatchObject({ status: 401 });
		}
	});

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

describe('the time of a callback', () => {
	test.each([
		[{}, 599_000, 200],
		[{}, 601_000, 401],
		[{ toleranceMinutes: 1 }, 61_000, 401],
		[{ toleranceMinutes: 120 }, 3_600_000, 200],
		[{ toleranceMinutes: 0 }, 30 * 86_400_000, 200],
		[{ toleranceMinutes: ' 120 ' }, 3_600_000, 200],
		[{ toleranceMinutes: '0' }, 30 * 86_400_000, 200],
		[{ toleranceMinutes: '' }, 599_000, 200],
		[{ toleranceMinutes: '' }, 601_000, 401],
		[{ toleranceMinutes: '  ' }, 601_000, 401],
		[{ toleranceMinutes: null }, 601_000, 401],
		[{ toleranceMinutes: false }, 601_000, 401],
		[{ toleranceMinutes: [] }, 601_000, 401],
		[{ toleranceMinutes: '0x0' }, 601_000, 401],
		[{ toleranceMinutes: -1 }, 601_000, 401],
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
		['without a key', { signKey: '' }, /'Sign Key' is empty/],
		['with a partner that is no number', { partnerId: 'x' }, /'Partner ID' must be digits only/],
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
