import { refusal, success } from '../../support/http.mts';
import {
	credentialFor,
	Credentials,
	nodeErrorOf,
	runAction,
	skipPauses,
} from '../../support/in-process.mts';
import { READ, WRITE, serve, credentials, ids, run, orderIdOf, refusing } from '../scripted.mts';

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
			{ json: { code: 'a', logId: 'log-1' }, pairedItem: { item: 0 } },
			{ json: { code: 'b', logId: 'log-1' }, pairedItem: { item: 0 } },
			{ json: { code: 'c', logId: 'log-1' }, pairedItem: { item: 1 } },
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
		expect(error.message).toBe('ZhongZhiYou refused: 订单已支付 (Order ID 102) [item 2]');
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
		expect(error.message).toBe('ZhongZhiYou refused: 订单 100 (Order ID 100) [item 0]');
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
				message: 'ZhongZhiYou refused: 订单已支付 (Order ID 101)',
				description: "Code 0, LogId log-2 (quote the LogId to ZhongZhiYou's support).",
				code: 0,
				logId: 'log-2',
				httpStatus: 200,
				outcomeUnknown: false,
				operation: 'cancel',
				orderId: '101',
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
		['a credential that cannot be used', { partnerId: 'abc' }, /^'Partner ID' must be digits only/],
		['a credential without a key', { signKey: '' }, /^'Sign Key' is empty/],
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
			'\'Partner ID\' must be digits only, for example 9258, but it is "92 58".',
		],
		[
			{ baseUrl: 'api.example.com' },
			'\'Base URL\' must start with http:// or https://, but it is "api.example.com".',
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
		expect(error.description).toBe("Choose 'Resource' and 'Operation' again.");
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
		expect(error.message).toBe(
			'The execution was cancelled. It is not known whether ZhongZhiYou carried out item 0 (Order ID 100)',
		);
		expect(server.requests).toHaveLength(1);
	});
});
