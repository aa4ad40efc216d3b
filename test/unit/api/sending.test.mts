import { verifySignature } from '../../../nodes/Zhongzhiyou/api/signature.ts';
import { refusal, success, unusedUrl, type Reply } from '../../support/http.mts';
import {
	credentialFor,
	Credentials,
	everythingIn,
	nodeErrorOf,
	PARTNER_ID,
	runAction,
	SIGN_KEY,
	skipPauses,
} from '../../support/in-process.mts';
import { READ, WRITE, serve, ids, run } from '../scripted.mts';

describe('secrets', () => {
	const failures: Record<string, Reply> = {
		'a refusal': refusal('签名错误', 401),
		'HTTP 401': refusal('签名错误', 401, 401),
		'a web page': { text: '<html></html>' },
		'HTTP 502': { status: 502, text: 'Bad gateway' },
		'a redirect': { status: 302, headers: { location: 'https://example.com/' }, text: '' },
		'a reset': 'reset',
		'a cut-off answer': 'truncate',
	};

	test.each(Object.keys(failures))('are in no error that %s causes', async (name) => {
		const server = await serve(() => failures[name]);
		const previousSignKey = 'the-key-of-last-year-9f8e7d';
		const error = await nodeErrorOf(
			runAction({
				credentials: new Credentials(credentialFor(server.url, { previousSignKey })),
				parameters: WRITE,
				items: ids(1),
			}),
		);
		const [{ headers }] = server.requests;
		const signature = String(headers.authorization).split(':').at(-1) ?? '';
		expect(signature).toHaveLength(28);
		const everything = everythingIn(error);
		expect(everything).toContain(error.message);
		for (const secret of [SIGN_KEY, previousSignKey, signature]) {
			expect(everything).not.toContain(secret);
		}
	});
});

describe('a read', () => {
	const waiting = (seconds: string): Reply => ({
		status: 503,
		headers: { 'Retry-After': seconds },
		text: 'later',
	});

	test.each<[string, Reply, number]>([
		['HTTP 503 with Retry-After in seconds', waiting('7'), 7000],
		['HTTP 429', { status: 429, text: 'slow down' }, 500],
		['HTTP 500', { status: 500, text: '' }, 500],
		['a refusal at HTTP 503', refusal('系统繁忙', 0, 503), 500],
		['a reset', 'reset', 500],
		['a cut-off answer', 'truncate', 500],
		['a Retry-After that is no time', waiting('soon'), 500],
		['a Retry-After of an hour', waiting('3600'), 20_000],
	])('is repeated after %s', async (_name, first, pause) => {
		const pauses = skipPauses();
		const server = await serve((_request, index) =>
			index === 0 ? first : success([{ code: 'a' }]),
		);
		const items = await run(server.url, { parameters: READ });
		expect(items.map(({ json }) => json)).toEqual([{ code: 'a', logId: 'log-1' }]);
		expect(server.requests).toHaveLength(2);
		expect(pauses).toEqual([pause]);
	});

	test('is repeated at the time that Retry-After names', async () => {
		const pauses = skipPauses();
		const server = await serve((_request, index) =>
			index === 0 ? waiting(new Date(Date.now() + 9_000).toUTCString()) : success([]),
		);
		await run(server.url, { parameters: READ });
		expect(pauses).toHaveLength(1);
		expect(pauses[0]).toBeGreaterThan(7_000);
		expect(pauses[0]).toBeLessThanOrEqual(9_000);
	});

	test.each([
		[undefined, 3, [500, 1000]],
		[0, 1, []],
		[4, 5, [500, 1000, 2000, 4000]],
	])('with Repeats %p is sent %p times before it fails', async (retries, times, expected) => {
		const pauses = skipPauses();
		const server = await serve(() => ({ status: 503, text: '' }));
		const options = retries === undefined ? {} : { retries };
		const error = await nodeErrorOf(run(server.url, { parameters: { ...READ, options } }));
		expect(error.message).toBe('The server answered with HTTP 503 [item 0]');
		expect(error).toMatchObject({ httpCode: '503' });
		expect(server.requests).toHaveLength(times);
		expect(pauses).toEqual(expected);
	});

	test.each<[string, Reply]>([
		['a refusal', refusal('无此订单')],
		['HTTP 404', { status: 404, text: '' }],
		['a web page', { text: '<html></html>' }],
	])('is not repeated after %s', async (_name, answer) => {
		const server = await serve(() => answer);
		await nodeErrorOf(run(server.url, { parameters: READ }));
		expect(server.requests).toHaveLength(1);
	});

	test('that times out is repeated, and the error says what to do', async () => {
		skipPauses();
		const server = await serve(() => 'silence');
		const error = await nodeErrorOf(
			run(server.url, { parameters: { ...READ, options: { timeout: 60, retries: 1 } } }),
		);
		expect(error.message).toBe(`${new URL(server.url).host} did not answer in time [item 0]`);
		expect(error.description).toBe("Raise the option 'Timeout' or try later.");
		expect(server.requests).toHaveLength(2);
	});

	test('is signed anew each time, with the time of that attempt', async () => {
		const server = await serve((_request, index) => (index < 2 ? 'reset' : success([])));
		await run(server.url, { parameters: READ });
		const stamps = server.requests.map(({ headers }) => Number(headers.timestamp));
		expect(stamps).toHaveLength(3);
		expect(stamps[1] - stamps[0]).toBeGreaterThanOrEqual(490);
		expect(stamps[2] - stamps[1]).toBeGreaterThanOrEqual(990);
		for (const { headers, path } of server.requests) {
			const secrets = { partnerId: PARTNER_ID, signKeys: [SIGN_KEY], tolerance: 5_000 };
			expect(verifySignature(headers, [path], secrets, Date.now())).toMatchObject({ ok: true });
		}
	});
});

describe('a write', () => {
	test.each<[string, Reply]>([
		['HTTP 503', { status: 503, headers: { 'Retry-After': '0' }, text: '' }],
		['a reset', 'reset'],
		['a cut-off answer', 'truncate'],
		['an answer that is not the API’s', { text: 'OK' }],
	])(
		'is not repeated after %s, and the error says that the outcome is not known',
		async (_name, answer) => {
			const server = await serve(() => answer);
			const error = await nodeErrorOf(run(server.url, { parameters: WRITE }));
			expect(server.requests).toHaveLength(1);
			expect(error.message).toMatch(
				/\. It is not known whether ZhongZhiYou carried this out \(Order ID 100\), so it was not repeated \[item 0\]$/,
			);
		},
	);

	test('is not repeated after a time-out', async () => {
		const server = await serve(() => 'silence');
		const error = await nodeErrorOf(
			run(server.url, { parameters: { ...WRITE, options: { timeout: 60 } } }),
		);
		expect(server.requests).toHaveLength(1);
		expect(error.message).toMatch(/did not answer in time\. It is not known whether/);
	});

	test('that never left this machine is repeated until the server is there', async () => {
		const url = await unusedUrl();
		const running = run(url, { parameters: WRITE });
		await new Promise((resolve) => setTimeout(resolve, 150));
		const server = await serve(() => success(), Number(new URL(url).port));
		await expect(running).resolves.toMatchObject([{ json: { cancelled: true } }]);
		expect(server.requests).toHaveLength(1);
	});

	test.each(['127.0.0.1', 'localhost'])(
		'to %s, where nothing listens, is given up after its repeats; nothing is in doubt',
		async (hostname) => {
			const pauses = skipPauses();
			const url = new URL(await unusedUrl());
			url.hostname = hostname;
			const error = await nodeErrorOf(run(url.href, { parameters: WRITE }));
			expect(error.message).toBe(`${url.host} cannot be reached (Order ID 100) [item 0]`);
			expect(error.description).toBe(
				"Nothing was carried out: the request never reached ZhongZhiYou. No connection could be made (ECONNREFUSED). Check the credential's 'Base URL' and that the host is up.",
			);
			expect(pauses).toEqual([500, 1000]);
		},
	);
});

describe('whatever is sent', () => {
	test.each([READ, WRITE])(
		'is sent once when it is answered with 401: $operation',
		async (parameters) => {
			const server = await serve(() => refusal('签名错误', 401, 401));
			const error = await nodeErrorOf(run(server.url, { parameters }));
			expect(server.requests).toHaveLength(1);
			expect(error.message).toMatch(
				/^ZhongZhiYou refused: 签名错误( \(Order ID 100\))? \[item 0\]$/,
			);
			expect(error.description).toMatch(
				/^Check the 'Sign Key' and the 'Partner ID' in the credential/,
			);
		},
	);

	test.each([301, 302, 307, 308])('does not follow HTTP %i elsewhere', async (status) => {
		const elsewhere = await serve(() => success());
		const server = await serve(() => ({
			status,
			headers: { location: `${elsewhere.url}/order/CancelOrder` },
			text: '',
		}));
		const error = await nodeErrorOf(run(server.url, { parameters: WRITE }));
		expect(error.message).toBe(
			`The 'Base URL' redirects elsewhere (HTTP ${status}) (Order ID 100) [item 0]`,
		);
		expect(error.description).toContain(`Set the credential's 'Base URL' to ${elsewhere.url} if`);
		expect(elsewhere.requests).toHaveLength(0);
	});

	test('goes through the gateway in the Base URL, whose prefix is not signed', async () => {
		const server = await serve(() => success());
		await run(`${server.url}/gateway/zzy/`, { parameters: WRITE });
		const [{ path, headers }] = server.requests;
		expect(path).toBe('/gateway/zzy/order/CancelOrder');
		const secrets = { partnerId: PARTNER_ID, signKeys: [SIGN_KEY], tolerance: 5_000 };
		expect(verifySignature(headers, ['/order/CancelOrder'], secrets, Date.now())).toMatchObject({
			ok: true,
		});
	});

	test('blames the clock when the server’s differs by more than a refusal bears', async () => {
		const server = await serve(() => ({
			headers: { Date: new Date(Date.now() - 600_000).toUTCString() },
			text: JSON.stringify({ Code: 401, IsSuccess: false, LogId: '', Message: '时间戳已过期' }),
		}));
		const error = await nodeErrorOf(run(server.url, { parameters: WRITE }));
		expect(error.description).toMatch(
			/^This machine's clock is (599|60[01]) seconds ahead of the server's/,
		);
	});
});
