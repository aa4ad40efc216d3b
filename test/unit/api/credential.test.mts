import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { ZhongzhiyouApi } from '../../../credentials/ZhongzhiyouApi.credentials.ts';
import {
	apiPathOf,
	parseCredential,
	TEST_BASE_URL,
} from '../../../nodes/Zhongzhiyou/api/credential.ts';
import { CredentialError, SentBeforeError } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { withDeadline } from '../../../nodes/Zhongzhiyou/api/marks.ts';
import { computeSignature } from '../../../nodes/Zhongzhiyou/api/signature.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const PREVIOUS_KEY = 'fedcba9876543210fedcba9876543210';
const TIMESTAMP = 1753756569000;

const good: ICredentialDataDecryptedObject = {
	baseUrl: TEST_BASE_URL,
	partnerId: '9258',
	signKey: KEY,
	previousSignKey: '',
};

function refusalOf(changes: ICredentialDataDecryptedObject): string {
	try {
		parseCredential({ ...good, previousSignKey: PREVIOUS_KEY, ...changes });
	} catch (error) {
		if (error instanceof CredentialError) return error.message;
		throw error;
	}
	return 'nothing was refused';
}

describe('a credential', () => {
	test('is taken as it is when nothing is wrong with it', () => {
		expect(parseCredential({ ...good, previousSignKey: PREVIOUS_KEY })).toEqual({
			baseUrl: 'http://testapi.juyingzhiye.com',
			partnerId: '9258',
			signKey: KEY,
			previousSignKey: PREVIOUS_KEY,
		});
	});

	test('loses the space around its fields, and may have its partner as a number', () => {
		expect(
			parseCredential({
				baseUrl: ' http://host/ ',
				partnerId: 9258,
				signKey: ` ${KEY}\n`,
				previousSignKey: '\t',
			}),
		).toEqual({ baseUrl: 'http://host', partnerId: '9258', signKey: KEY, previousSignKey: '' });
	});

	test('needs no previous key', () => {
		const { previousSignKey: _none, ...rest } = good;
		expect(parseCredential(rest).previousSignKey).toBe('');
	});

	test.each([
		['http://host', 'http://host'],
		['HTTP://HOST.example', 'http://host.example'],
		['https://host:8443/', 'https://host:8443'],
		['http://host/gw', 'http://host/gw'],
		['http://host/gw///', 'http://host/gw'],
		['http://host/Gw/v2', 'http://host/Gw/v2'],
		['http://127.0.0.1:80', 'http://127.0.0.1'],
	])('has a Base URL without a slash at its end: %s', (baseUrl, expected) => {
		expect(parseCredential({ ...good, baseUrl }).baseUrl).toBe(expected);
	});

	test.each([
		['', "'Base URL' is empty."],
		['  ', "'Base URL' is empty."],
		['testapi.juyingzhiye.com', "'Base URL' must start with http:// or https://"],
		['testapi.juyingzhiye.com:80', "'Base URL' must start with http:// or https://"],
		['ftp://host', "'Base URL' must start with http:// or https://"],
		['http://', "'Base URL' must start with http:// or https://"],
		['http://host?a=1', "'Base URL' must have no query"],
		['http://host/#part', '\'Base URL\' must have no query ("?…") and no fragment'],
		['http://me@host', "'Base URL' must not hold a user name or password"],
		['http://:pass@host', "'Base URL' must not hold a user name or password"],
	])('with Base URL %p is refused, naming the field', (baseUrl, start) => {
		expect(refusalOf({ baseUrl }).startsWith(start)).toBe(true);
	});

	test.each(['', 'ABC', '92 58', '-1', '9258.0', '９２５８', '1e3'])(
		'with Partner ID %p is refused, naming the field',
		(partnerId) => {
			expect(refusalOf({ partnerId })).toBe(
				`'Partner ID' must be digits only, for example 9258, but it is "${partnerId}".`,
			);
		},
	);

	test.each(['', ' ', null, true, {}])(
		'with Sign Key %j is refused, naming the field',
		(signKey) => {
			const changes: Record<string, unknown> = { signKey };
			expect(refusalOf(changes as ICredentialDataDecryptedObject)).toMatch(
				/^'Sign Key' is empty\./,
			);
		},
	);

	test('is never quoted by its keys or its password', () => {
		const sentences = [
			refusalOf({ baseUrl: 'nowhere' }),
			refusalOf({ baseUrl: 'http://me:secret@host' }),
			refusalOf({ partnerId: 'x' }),
			refusalOf({ signKey: '' }),
		].join('\n');
		expect(sentences).not.toContain(KEY);
		expect(sentences).not.toContain(PREVIOUS_KEY);
		expect(sentences).not.toContain('secret');
	});
});

describe('the path that is signed', () => {
	test.each([
		['http://host/order/Create', 'http://host', '/order/Create'],
		['http://host/order/create', 'http://host', '/order/create'],
		['http://host/order/cancelOrder?orderId=1', 'http://host', '/order/cancelOrder'],
		['http://host/order/Create?a=/b#c', 'http://host', '/order/Create'],
		['http://host:8080/order/Create', 'http://host', '/order/Create'],
		['http://host', 'http://host', '/'],
		['http://host/gw/order/Create', 'http://host/gw', '/order/Create'],
		['http://host/gw/order/Create', 'http://host/gw/', '/order/Create'],
		['http://host/a/b/order/Create', 'http://host/a/b', '/order/Create'],
		['http://host/gw/gw/order/Create', 'http://host/gw', '/gw/order/Create'],
		// Only whole parts of a path are a prefix, in the same case.
		['http://host/orderx/Create', 'http://host/order', '/orderx/Create'],
		['http://host/GW/order/Create', 'http://host/gw', '/GW/order/Create'],
		['http://host/gw', 'http://host/gw', '/gw'],
		['http://host/order/Create', 'http://host/gw', '/order/Create'],
		// As sent, and not decoded.
		['http://host/order/%e7%a5%a8', 'http://host', '/order/%e7%a5%a8'],
		['http://host/order/a%2Fb', 'http://host', '/order/a%2Fb'],
		['http://host/order/Create/', 'http://host', '/order/Create/'],
		['http://host//order/Create', 'http://host', '//order/Create'],
	])('of %s with Base URL %s is %s', (url, baseUrl, path) => {
		expect(apiPathOf(url, baseUrl)).toBe(path);
	});
});

describe('signing a request', () => {
	const api = new ZhongzhiyouApi();

	beforeEach(() => {
		jest.useFakeTimers({ now: TIMESTAMP });
	});

	afterEach(() => {
		jest.useRealTimers();
	});

	async function sign(
		options: Partial<IHttpRequestOptions> & { uri?: string; qs?: object },
		changes: ICredentialDataDecryptedObject = {},
	): Promise<Record<string, unknown>> {
		const requestOptions = { ...options } as IHttpRequestOptions;
		const signed = await api.authenticate({ ...good, ...changes }, requestOptions);
		return { ...signed };
	}

	function signedFor(apiPath: string): object {
		const sign = computeSignature(KEY, { partnerId: '9258', timestamp: TIMESTAMP, apiPath });
		return {
			Timestamp: String(TIMESTAMP),
			PartnerId: '9258',
			Authorization: `Bearer ZZY-OPENAPI:9258:${sign}`,
		};
	}

	test('gives the published signature', async () => {
		const { headers } = await sign({ baseURL: TEST_BASE_URL, url: '/order/Create' });
		expect(headers).toEqual({
			Timestamp: '1753756569000',
			PartnerId: '9258',
			Authorization: 'Bearer ZZY-OPENAPI:9258:FupBSpSs43XZaB0lWAivhAkUzvs=',
		});
	});

	test.each<[string, object, string, string]>([
		['our nodes', { baseURL: 'http://h', url: '/order/Pay' }, 'http://h', '/order/Pay'],
		['our nodes without a slash', { baseURL: 'http://h/', url: 'a/B' }, 'http://h', '/a/B'],
		['our nodes with a query', { baseURL: 'http://h', url: '/a/B?c=1' }, 'http://h', '/a/B'],
		[
			'our nodes behind a gateway',
			{ baseURL: 'http://h/gw', url: '/a/B?c=1' },
			'http://h/gw/',
			'/a/B',
		],
		['a path alone', { url: '/a/B' }, 'http://h', '/a/B'],
		['a path alone behind a gateway', { url: 'a/B' }, 'http://h/gw', '/a/B'],
		['an absolute url', { url: 'http://h/a/B?c=1' }, 'http://h', '/a/B'],
		['the HTTP Request node', { uri: 'http://h/a/B' }, 'http://h', '/a/B'],
		[
			'the HTTP Request node with qs',
			{ uri: 'http://h/a/B', qs: { orderId: '1' } },
			'http://h',
			'/a/B',
		],
		[
			'the HTTP Request node with a query in its URL',
			{ uri: 'http://h/order/cancelOrder?orderId=1' },
			'http://h',
			'/order/cancelOrder',
		],
		['the HTTP Request node behind a gateway', { uri: 'http://h/gw/a/B' }, 'http://h/gw', '/a/B'],
		[
			'the HTTP Request node at another host',
			{ uri: 'http://other:81/a/B' },
			'http://h/gw',
			'/a/B',
		],
		[
			'an absolute url in spite of a base',
			{ baseURL: 'http://h/x', url: 'http://h/gw/a/B' },
			'http://h/gw',
			'/a/B',
		],
	])('of %s signs the path alone', async (_who, options, baseUrl, path) => {
		const { headers } = await sign(options, { baseUrl });
		expect(headers).toEqual(signedFor(path));
	});

	test('leaves everything else of the request as it was', async () => {
		const options: IHttpRequestOptions = {
			method: 'POST',
			url: 'http://h/a',
			body: { a: 1 },
			qs: { b: 2 },
			timeout: 5,
			headers: { 'X-Other': 'kept', Accept: 'application/json' },
		};
		const before = JSON.stringify(options);
		const { headers, ...rest } = await sign(options);
		expect(headers).toEqual({
			'X-Other': 'kept',
			Accept: 'application/json',
			...signedFor('/a'),
		});
		expect(Object.fromEntries(Object.entries(rest))).toEqual({
			method: 'POST',
			url: 'http://h/a',
			body: { a: 1 },
			qs: { b: 2 },
			timeout: 5,
		});
		expect(JSON.stringify(options)).toBe(before);
	});

	test('signs each attempt with its own time', async () => {
		const first = await sign({ url: 'http://h/a' });
		jest.setSystemTime(TIMESTAMP + 1);
		const second = await sign({ url: 'http://h/a' });
		expect(second.headers).toMatchObject({ Timestamp: String(TIMESTAMP + 1) });
		expect(second.headers).not.toEqual(first.headers);
	});

	test('never uses the previous key', async () => {
		const { headers } = await sign({ url: 'http://h/a' }, { previousSignKey: PREVIOUS_KEY });
		expect(headers).toEqual(signedFor('/a'));
	});

	test('is refused with a credential that cannot be used', async () => {
		await expect(sign({ url: 'http://h/a' }, { partnerId: 'x' })).rejects.toThrow(CredentialError);
	});

	test('hides both keys in the editor', () => {
		const hidden = api.properties.filter(({ typeOptions }) => typeOptions?.password === true);
		expect(hidden.map(({ name }) => name)).toEqual(['signKey', 'previousSignKey']);
	});

	describe('that was signed before', () => {
		async function again(method: IHttpRequestOptions['method']) {
			const first = await api.authenticate(good, { url: 'http://h/a', method });
			return await api.authenticate(good, first);
		}

		test.each(['GET', undefined] as const)('is done anew for %s', async (method) => {
			jest.setSystemTime(TIMESTAMP);
			const { headers } = await again(method);
			expect(headers).toEqual(signedFor('/a'));
		});

		test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const)(
			'is refused for %s, whatever copied it meanwhile',
			async (method) => {
				await expect(again(method)).rejects.toThrow(SentBeforeError);
				const first = await api.authenticate(good, { url: 'http://h/a', method });
				await expect(api.authenticate(good, { ...first })).rejects.toThrow(SentBeforeError);
				await expect(api.authenticate(good, Object.assign({}, first))).rejects.toThrow(
					SentBeforeError,
				);
			},
		);

		test('says nothing of the request that it was made of, which may be sent once more', async () => {
			const request: IHttpRequestOptions = { url: 'http://h/a', method: 'POST' };
			await api.authenticate(good, request);
			await expect(api.authenticate(good, request)).resolves.toMatchObject({ method: 'POST' });
		});
	});

	describe('with a deadline', () => {
		test('ends with it, or with the execution', async () => {
			for (const first of ['deadline', 'cancel'] as const) {
				const deadline = new AbortController();
				const cancel = new AbortController();
				const request = { url: 'http://h/a', abortSignal: cancel.signal };
				const { abortSignal } = await api.authenticate(
					good,
					withDeadline(request, deadline.signal),
				);
				expect(abortSignal?.aborted).toBe(false);
				(first === 'deadline' ? deadline : cancel).abort();
				expect(abortSignal?.aborted).toBe(true);
			}
		});

		test('ends with it where n8n gives no signal', async () => {
			const deadline = new AbortController();
			const request = withDeadline({ url: 'http://h/a' }, deadline.signal);
			const { abortSignal } = await api.authenticate(good, request);
			deadline.abort();
			expect(abortSignal?.aborted).toBe(true);
		});

		test('that is none leaves the signal of n8n as it is', async () => {
			const { signal } = new AbortController();
			const request = { url: 'http://h/a', abortSignal: signal };
			expect((await api.authenticate(good, request)).abortSignal).toBe(signal);
			expect(await api.authenticate(good, { url: 'http://h/a' })).not.toHaveProperty('abortSignal');
		});
	});
});
