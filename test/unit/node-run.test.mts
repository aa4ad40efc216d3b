import { verifySignature } from '../../nodes/Zhongzhiyou/api/signature.ts';
import {
	refusal,
	startScripted,
	success,
	unusedUrl,
	type Reply,
	type ScriptedServer,
	type SeenRequest,
} from '../support/http.mts';
import {
	credentialFor,
	Credentials,
	everythingIn,
	nodeErrorOf,
	PARTNER_ID,
	runAction,
	SIGN_KEY,
	skipPauses,
	type RunSettings,
} from '../support/inProcess.mts';

const READ = { resource: 'order', operation: 'getQrCodes', originOrderId: '={{ $json.id }}' };
const WRITE = { resource: 'order', operation: 'cancel', orderId: '={{ $json.id }}' };

const servers: ScriptedServer[] = [];

async function serve(
	script: (request: SeenRequest, index: number) => Reply,
	port?: number,
): Promise<ScriptedServer> {
	const server = await startScripted(script, port);
	servers.push(server);
	return server;
}

afterEach(async () => {
	jest.restoreAllMocks();
	await Promise.all(servers.splice(0).map(async (server) => await server.close()));
});

function credentials(url: string): Credentials {
	return new Credentials(credentialFor(url));
}

/** Items whose `id` is 100, 101 … */
function ids(count: number): Array<{ id: number }> {
	return Array.from({ length: count }, (_, index) => ({ id: 100 + index }));
}

async function run(url: string, settings: RunSettings) {
	return await runAction({ credentials: credentials(url), items: ids(1), ...settings });
}

function orderIdOf(request: SeenRequest): number {
	return Number(request.query.get('orderId'));
}

/** Refuses one order, and carries out the others. */
function refusing(orderId: number) {
	return (request: SeenRequest) =>
		orderIdOf(request) === orderId ? refusal('订单已支付') : success();
}

describe('items', () => {
	test('come out in the order in which they went in, paired, however long each takes', async () => {
		const server = await serve(() => {
			const answer = success();
			return typeof answer === 'string' ? answer : { ...answer, after: Math.random() * 60 };
		});
		const items = await run(server.url, {
			parameters: { ...WRITE, options: { concurrency: 7 } },
			items: ids(30),
		});
		expect(items.map(({ json }) => json.OrderId)).toEqual(ids(30).map(({ id }) => id));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(ids(30).map((_, item) => ({ item })));
		expect(server.requests).toHaveLength(30);
	});

	test('that come of one item are all paired with it', async () => {
		const server = await serve((_request, index) =>
			success(index === 0 ? [{ code: 'a' }, { code: 'b' }] : [{ code: 'c' }]),
		);
		const items = await run(server.url, {
			parameters: { ...READ, options: { concurrency: 1 } },
			items: ids(2),
		});
		expect(items).toEqual([
			{ json: { code: 'a' }, pairedItem: { item: 0 } },
			{ json: { code: 'b' }, pairedItem: { item: 0 } },
			{ json: { code: 'c' }, pairedItem: { item: 1 } },
		]);
	});

	test.each([
		['as many as Concurrency says', { concurrency: 3 }, 3],
		['five unless Concurrency is given', {}, 5],
	])('are under way at once: %s', async (_name, options, peak) => {
		const server = await serve(() => ({ text: '{"IsSuccess":true}', after: 25 }));
		await run(server.url, { parameters: { ...WRITE, options }, items: ids(14) });
		expect(server.peak).toBe(peak);
	});

	test('that are none send nothing', async () => {
		const server = await serve(() => success());
		await expect(run(server.url, { parameters: WRITE, items: [] })).resolves.toEqual([]);
		expect(server.requests).toHaveLength(0);
	});

	test('share one decryption of the credential', async () => {
		const server = await serve(() => success());
		const known = credentials(server.url);
		await runAction({ credentials: known, parameters: WRITE, items: ids(12) });
		expect(server.requests).toHaveLength(12);
		expect(known.decrypted).toBe(1);
	});
});

describe('the first failure', () => {
	test('ends the sending, and the error names item, remedy and what was carried out', async () => {
		const server = await serve(refusing(102));
		const error = await nodeErrorOf(
			run(server.url, { parameters: { ...WRITE, options: { concurrency: 1 } }, items: ids(5) }),
		);
		expect(server.requests.map(orderIdOf)).toEqual([100, 101, 102]);
		expect(error.name).toBe('NodeApiError');
		expect(error.message).toBe('ZhongZhiYou refused: 订单已支付 [item 2]');
		expect(error.description).toBe(
			"Code 0, LogId log-2 (quote the LogId to ZhongZhiYou's support). Already carried out and not undone: item 0 (100), 1 (101).",
		);
		expect(error.context.itemIndex).toBe(2);
	});

	test('waits for what is under way, and names it', async () => {
		const server = await serve((request) =>
			orderIdOf(request) === 100 ? refusal('库存不足') : { text: '{"IsSuccess":true}', after: 80 },
		);
		const error = await nodeErrorOf(
			run(server.url, { parameters: { ...WRITE, options: { concurrency: 3 } }, items: ids(9) }),
		);
		expect(server.requests).toHaveLength(3);
		expect(error.message).toMatch(/\[item 0\]$/);
		expect(error.description).toMatch(
			/Already carried out and not undone: item 1 \(101\), 2 \(102\)\.$/,
		);
	});

	test('is the one of the lowest item when several fail', async () => {
		const server = await serve((request) => {
			const answer = refusal(`订单 ${orderIdOf(request)}`);
			const after = orderIdOf(request) === 100 ? 80 : 0;
			return typeof answer === 'string' ? answer : { ...answer, after };
		});
		const error = await nodeErrorOf(run(server.url, { parameters: WRITE, items: ids(3) }));
		expect(error.message).toBe('ZhongZhiYou refused: 订单 100 [item 0]');
	});

	test('names twenty of what was carried out and counts the rest', async () => {
		const server = await serve(refusing(123));
		const error = await nodeErrorOf(
			run(server.url, { parameters: { ...WRITE, options: { concurrency: 1 } }, items: ids(30) }),
		);
		expect(error.description).toMatch(/item 0 \(100\), .*, 19 \(119\) and 3 more\.$/);
	});

	test('names a refund by its ApplyId, and by its item where the API gave none', async () => {
		const server = await serve(
			(_request, index) =>
				[success({ ApplyId: 'A-1', RefundStatus: 0 }), success({ RefundStatus: 0 })].at(index) ??
				refusal('不可退'),
		);
		const error = await nodeErrorOf(
			run(server.url, {
				parameters: {
					resource: 'order',
					operation: 'refund',
					orderId: '={{ $json.id }}',
					options: { concurrency: 1 },
				},
				items: ids(3),
			}),
		);
		expect(error.description).toMatch(/not undone: item 0 \(A-1\), 1\.$/);
	});

	test('of a read says nothing of what was carried out', async () => {
		const server = await serve((_request, index) =>
			index === 0 ? success([]) : refusal('无此订单'),
		);
		const error = await nodeErrorOf(
			run(server.url, { parameters: { ...READ, options: { concurrency: 1 } }, items: ids(2) }),
		);
		expect(error.message).toMatch(/\[item 1\]$/);
		expect(error.description).not.toMatch(/carried out/);
	});

	test('of an expression names its item too', async () => {
		const server = await serve(() => success());
		const error = await nodeErrorOf(
			run(server.url, { parameters: { ...WRITE, orderId: "={{ $('Nowhere').first().json.id }}" } }),
		);
		expect(error.message).toBe("Referenced node doesn't exist [item 0]");
		expect(server.requests).toHaveLength(0);
	});

	test('of a bad parameter is found before anything is sent for that item', async () => {
		const server = await serve(() => success());
		const error = await nodeErrorOf(run(server.url, { parameters: WRITE, items: [{ id: 'x' }] }));
		expect(error.name).toBe('NodeOperationError');
		expect(error.message).toBe('Order ID must be a number, but it is "x" [item 0]');
		expect(error.description).toBe('Give the number that ZhongZhiYou uses: digits only.');
		expect(server.requests).toHaveLength(0);
	});
});

describe('with Continue On Fail', () => {
	const node = { onError: 'continueRegularOutput' } as const;

	test('a refused item becomes an error item in its place, and the others go on', async () => {
		const server = await serve(refusing(101));
		const items = await run(server.url, { node, parameters: WRITE, items: ids(3) });
		expect(items.map(({ json }) => json.cancelled ?? json.error)).toEqual([
			true,
			{
				message: 'ZhongZhiYou refused: 订单已支付',
				description: "Code 0, LogId log-2 (quote the LogId to ZhongZhiYou's support).",
				code: 0,
				logId: 'log-2',
				httpStatus: 200,
				outcomeUnknown: false,
				operation: 'cancel',
			},
			true,
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	test('a bad parameter becomes one with what to do', async () => {
		const server = await serve(() => success());
		const [item] = await run(server.url, { node, parameters: WRITE, items: [{ id: '' }] });
		expect(item.json.error).toEqual({
			message: 'Order ID is empty',
			description: 'Fill it in, or check that the expression finds a value.',
			code: null,
			logId: '',
			httpStatus: null,
			outcomeUnknown: false,
			operation: 'cancel',
		});
	});

	test('an item whose outcome is not known says so', async () => {
		const server = await serve(() => 'reset');
		const [item] = await run(server.url, { node, parameters: WRITE });
		expect(item.json.error).toMatchObject({ outcomeUnknown: true, httpStatus: null });
	});

	test.each([
		['a credential that cannot be used', { partnerId: 'abc' }, /^Partner ID must be digits only/],
		['a credential without a key', { signKey: '' }, /^Sign Key is empty/],
	])('%s gives an error item for every item', async (_name, changes, message) => {
		const server = await serve(() => success());
		const items = await runAction({
			node,
			credentials: new Credentials(credentialFor(server.url, changes)),
			parameters: WRITE,
			items: ids(3),
		});
		expect(items).toHaveLength(3);
		for (const [item, { json, pairedItem }] of items.entries()) {
			expect(pairedItem).toEqual({ item });
			expect(json.error).toMatchObject({
				message: expect.stringMatching(message),
				description: 'Open the credential and correct it.',
				operation: 'cancel',
			});
		}
		expect(server.requests).toHaveLength(0);
	});

	test('a credential that is gone gives an error item for every item', async () => {
		const items = await runAction({
			node,
			credentials: new Credentials(undefined),
			parameters: WRITE,
			items: ids(2),
		});
		expect(items.map(({ json }) => json.error)).toEqual([
			expect.objectContaining({
				message: 'Credential with ID "1" does not exist',
				description: '',
			}),
			expect.objectContaining({
				message: 'Credential with ID "1" does not exist',
				description: '',
			}),
		]);
	});
});

describe('refused before anything is sent', () => {
	test.each([
		[{ concurrency: 0 }, 'Concurrency must be at least 1, but it is 0'],
		[{ concurrency: 1.5 }, 'Concurrency must be a whole number, but it is 1.5'],
		[{ timeout: 0 }, 'Timeout must be at least 1, but it is 0'],
		[{ retries: -1 }, 'Repeats must be at least 0, but it is -1'],
	])('the options %j', async (options, message) => {
		const server = await serve(() => success());
		const error = await nodeErrorOf(run(server.url, { parameters: { ...WRITE, options } }));
		expect(error.name).toBe('NodeOperationError');
		expect(error.message).toBe(message);
		expect(server.requests).toHaveLength(0);
	});

	test.each([
		[
			{ partnerId: '92 58' },
			'Partner ID must be digits only, for example 9258, but it is "92 58".',
		],
		[
			{ baseUrl: 'api.example.com' },
			'Base URL must start with http:// or https://, but it is "api.example.com".',
		],
	])('the credential %j, as a fault of the node and not of an item', async (changes, message) => {
		const error = await nodeErrorOf(
			runAction({
				credentials: new Credentials(credentialFor('http://127.0.0.1:9', changes)),
				parameters: WRITE,
				items: ids(1),
			}),
		);
		expect(error.message).toBe(message);
		expect(error.description).toBe('Open the credential and correct it.');
		expect(error.context.itemIndex).toBeUndefined();
	});

	test('an operation that there is not', async () => {
		const parameters = { resource: 'order', operation: 'pickUp' };
		const error = await nodeErrorOf(run('http://127.0.0.1:9', { parameters }));
		expect(error.message).toBe('There is no operation "pickUp" for "order"');
		expect(error.description).toBe('Choose Resource and Operation again.');
	});
});

describe('a cancelled execution', () => {
	test('sends nothing more, and ends what is under way', async () => {
		const pauses = skipPauses();
		const cancel = new AbortController();
		const server = await serve((_request, index) => {
			if (index === 1) setImmediate(() => cancel.abort());
			return 'silence';
		});
		const error = await nodeErrorOf(
			run(server.url, {
				parameters: { ...READ, options: { concurrency: 2 } },
				items: ids(10),
				signal: cancel.signal,
			}),
		);
		expect(error.message).toBe('The execution was cancelled [item 0]');
		expect(pauses).toEqual([]);
		expect(server.requests).toHaveLength(2);
	});

	test('sends nothing at all when it was cancelled before', async () => {
		const server = await serve(() => success());
		const error = await nodeErrorOf(
			run(server.url, { parameters: WRITE, items: ids(3), signal: AbortSignal.abort() }),
		);
		expect(error.message).toBe('The execution was cancelled');
		expect(server.requests).toHaveLength(0);
	});

	test('is not carried on by Continue On Fail', async () => {
		const cancel = new AbortController();
		const server = await serve(() => {
			setImmediate(() => cancel.abort());
			return 'silence';
		});
		const error = await nodeErrorOf(
			run(server.url, {
				node: { onError: 'continueRegularOutput' },
				parameters: { ...WRITE, options: { concurrency: 1 } },
				items: ids(4),
				signal: cancel.signal,
			}),
		);
		expect(error.message).toBe('The execution was cancelled');
		expect(server.requests).toHaveLength(1);
	});
});

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
		expect(items.map(({ json }) => json)).toEqual([{ code: 'a' }]);
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
		expect(error.description).toBe('Raise the Timeout option or try later.');
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
			expect(error.description).toMatch(/^It is not known whether ZhongZhiYou carried this out/);
		},
	);

	test('is not repeated after a time-out', async () => {
		const server = await serve(() => 'silence');
		const error = await nodeErrorOf(
			run(server.url, { parameters: { ...WRITE, options: { timeout: 60 } } }),
		);
		expect(server.requests).toHaveLength(1);
		expect(error.description).toMatch(/^It is not known whether/);
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
			expect(error.message).toBe(`${url.host} cannot be reached [item 0]`);
			expect(error.description).toBe(
				"No connection could be made (ECONNREFUSED). Check the credential's Base URL and that the host is up.",
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
			expect(error.message).toBe('ZhongZhiYou refused: 签名错误 [item 0]');
			expect(error.description).toMatch(/^Check the Sign Key and the Partner ID in the credential/);
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
		expect(error.message).toBe(`The Base URL redirects elsewhere (HTTP ${status}) [item 0]`);
		expect(error.description).toContain(`Set the credential's Base URL to ${elsewhere.url} if`);
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
