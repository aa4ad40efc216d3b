// Whether a request reached the API: secure connections that fail, proxies that do, and cancels.
import { createServer, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

import { selfSigned, type KeyAndCertificate } from '../../support/certificate.mts';
import { closingAfterEach } from '../../support/closing.mts';
import { credentialFor, Credentials, nodeErrorOf, runAction } from '../../support/in-process.mts';
import { opened } from '../../support/http.mts';
import { startRaw, type RawServer } from '../../support/raw-server.mts';
import { serve } from '../scripted.mts';

const CREATE = {
	operation: 'pay',
	orderId: '77',
	options: { retries: 0, timeout: 400 },
};

const NOT_KNOWN = /It is not known whether ZhongZhiYou carried this out \(Order ID 77\)/;

const NEVER_REACHED = /^Nothing was carried out: the request never reached ZhongZhiYou\./;

const closing = closingAfterEach();

async function raw(...given: Parameters<typeof startRaw>): Promise<RawServer> {
	return await closing(startRaw(...given));
}

/** The failure of a payment sent there. */
async function failureAt(baseUrl: string, signal?: AbortSignal) {
	const credentials = new Credentials(credentialFor(baseUrl));
	return await nodeErrorOf(runAction({ credentials, parameters: CREATE, signal }));
}

describe('a secure connection that is not made', () => {
	const DAY = 86_400_000;
	const now = Date.now();
	const certificates = {
		unknown: selfSigned('localhost', new Date(now - DAY), new Date(now + DAY)),
		good: selfSigned('localhost', new Date(now - DAY), new Date(now + DAY)),
		expired: selfSigned('localhost', new Date(now - 2 * DAY), new Date(now - DAY)),
		early: selfSigned('localhost', new Date(now + DAY), new Date(now + 2 * DAY)),
		elsewhere: selfSigned('elsewhere.example', new Date(now - DAY), new Date(now + DAY)),
	};
	const original = getCACertificates('default');

	beforeAll(() => {
		const { good, expired, early, elsewhere } = certificates;
		const trusted = [good, expired, early, elsewhere].map(({ cert }) => cert);
		setDefaultCACertificates([...original, ...trusted]);
	});

	afterAll(() => setDefaultCACertificates(original));

	async function secure(given: KeyAndCertificate, more: ServerOptions = {}) {
		const seen = { requests: 0 };
		const server = createServer({ ...given, ...more }, (request) => {
			seen.requests++;
			request.socket.destroy();
		});
		const { port } = await closing(opened(server));
		return { seen, url: `https://localhost:${port}` };
	}

	test.each(['unknown', 'expired', 'early', 'elsewhere'] as const)(
		'because of its certificate (%s) let nothing through',
		async (name) => {
			const { seen, url } = await secure(certificates[name]);
			const { message, description } = await failureAt(url);
			expect(message).toBe(
				`No secure connection to ${new URL(url).host} could be made (Order ID 77) [item 0]`,
			);
			expect(description).toMatch(NEVER_REACHED);
			expect(seen.requests).toBe(0);
		},
	);

	test('because there is no common version let nothing through', async () => {
		const { seen, url } = await secure(certificates.good, {
			minVersion: 'TLSv1.1',
			maxVersion: 'TLSv1.1',
			ciphers: 'DEFAULT@SECLEVEL=0',
		});
		const { message, description } = await failureAt(url);
		expect(message).toMatch(/^No secure connection to /);
		expect(description).toMatch(NEVER_REACHED);
		expect(seen.requests).toBe(0);
	});

	test('is told from one that breaks after the request', async () => {
		const { seen, url } = await secure(certificates.good);
		const { message } = await failureAt(url);
		expect(message).toMatch(/ broke before the answer was complete\. /);
		expect(message).toMatch(NOT_KNOWN);
		expect(seen.requests).toBe(1);
	});

	test.each<[string, (socket: Socket) => void]>([
		['plain HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
		['a reset', (socket) => socket.resetAndDestroy()],
		['an end', (socket) => socket.end()],
		['silence', () => {}],
	])(
		'because the server answers the handshake with %s let nothing through',
		async (_name, answer) => {
			const server = await raw(
				() => {},
				(socket) => void socket.once('data', () => answer(socket)),
			);
			const { message, description } = await failureAt(`https://localhost:${server.port}`);
			expect(message).toBe(
				`No secure connection to localhost:${server.port} could be made (Order ID 77) [item 0]`,
			);
			expect(description).toMatch(NEVER_REACHED);
			expect(server.connections).toBe(1);
		},
	);
});

describe('a proxy', () => {
	const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
	const before = NAMES.map((name) => [name, process.env[name]] as const);

	function use(url: string): void {
		for (const name of NAMES) delete process.env[name];
		process.env.HTTP_PROXY = url;
		process.env.HTTPS_PROXY = url;
	}

	afterEach(() => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	});

	const APIS = [
		'http://api.example.com',
		'https://api.example.com',
		'http://127.0.0.1:9',
		'https://localhost:9999',
	];

	test.each(APIS)('that is dead is named, and not %s blamed', async (api) => {
		use('http://127.0.0.1:1');
		const { message, description } = await failureAt(api);
		expect(message).toBe('The proxy 127.0.0.1:1 cannot be reached (Order ID 77) [item 0]');
		expect(description).toMatch(NEVER_REACHED);
		expect(description).toContain('HTTP_PROXY, HTTPS_PROXY and NO_PROXY');
	});

	test.each(APIS)('whose name is not known is named, and not %s blamed', async (api) => {
		use('http://no-proxy.invalid:3128');
		const { message } = await failureAt(api);
		expect(message).toBe('The proxy no-proxy.invalid cannot be reached (Order ID 77) [item 0]');
	});

	test('that is dead is named where the API has the same port', async () => {
		use('http://127.0.0.1:1');
		for (const api of ['http://api.example.com:1', 'https://api.example.com:1']) {
			expect((await failureAt(api)).message).toMatch(/^The proxy 127\.0\.0\.1:1 cannot be reached/);
		}
	});

	test('that is none leaves the API’s own host to be blamed', async () => {
		use('');
		for (const api of ['http://127.0.0.1:1', 'http://localhost:1', 'https://127.0.0.1:1']) {
			const { message } = await failureAt(api);
			expect(message).toMatch(new RegExp(`^${new URL(api).host} cannot be reached`));
		}
	});

	test.each<[string, (socket: Socket) => void]>([
		['a reset', (socket) => socket.resetAndDestroy()],
		['an end', (socket) => socket.end()],
		['silence', () => {}],
	])('that answers CONNECT with %s let nothing through', async (_name, answer) => {
		const proxy = await raw((socket) => answer(socket));
		use(proxy.url);
		const { message, description } = await failureAt('https://api.example.com');
		expect(message).toBe('The proxy gave no connection to api.example.com (Order ID 77) [item 0]');
		expect(description).toMatch(NEVER_REACHED);
		expect(proxy.requests).toEqual([expect.stringMatching(/^CONNECT api\.example\.com:443 /)]);
	});

	test.each([
		['http', 403],
		['http', 407],
		['https', 403],
		['https', 407],
	])('that refuses an API over %s with HTTP %i is no doubt', async (scheme, status) => {
		const proxy = await raw((socket) =>
			socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 2\r\n\r\nno`),
		);
		use(proxy.url);
		const { message, description } = await failureAt(`${scheme}://api.example.com`);
		expect(message).not.toMatch(/not known/);
		expect(proxy.requests).toHaveLength(1);
		if (status === 407) {
			expect(message).toMatch(/^The proxy refused the request \(HTTP 407\)/);
			expect(description).toMatch(NEVER_REACHED);
		}
	});

	test('through which the handshake fails let nothing through', async () => {
		const proxy = await raw((socket) => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			socket.once('data', () => socket.resetAndDestroy());
		});
		use(proxy.url);
		const { message, description } = await failureAt('https://api.example.com');
		expect(message).toMatch(/^No secure connection to api\.example\.com could be made/);
		expect(description).toMatch(NEVER_REACHED);
	});

	test('that breaks off with a request for plain HTTP leaves its outcome open', async () => {
		const proxy = await raw((socket) => socket.resetAndDestroy());
		use(proxy.url);
		const { message } = await failureAt('http://api.example.com');
		expect(message).toMatch(NOT_KNOWN);
		expect(proxy.requests).toHaveLength(1);
	});
});

describe('a connection that is reset', () => {
	test('while a request is being written leaves its outcome open', async () => {
		const server = await raw(
			() => {},
			(socket) => void socket.once('data', () => socket.resetAndDestroy()),
		);
		const credentials = new Credentials(credentialFor(server.url));
		const parameters = {
			operation: 'pay',
			orderId: '77',
			paymentDetails: { eticketNo: 'x'.repeat(8_000_000) },
		};
		const { message } = await nodeErrorOf(runAction({ credentials, parameters }));
		expect(message).toMatch(NOT_KNOWN);
		expect(server.connections).toBe(1);
		expect(server.requests).toHaveLength(0);
	});
});

describe('a cancel', () => {
	test('in the pause before a repeat is known to have come before anything was sent', async () => {
		const cancel = new AbortController();
		const server = await raw(() => {});
		await server.close();
		setTimeout(() => cancel.abort(), 200);
		const credentials = new Credentials(credentialFor(server.url));
		const parameters = { operation: 'pay', orderId: '77', options: { retries: 5 } };
		const { message, description } = await nodeErrorOf(
			runAction({ credentials, parameters, signal: cancel.signal }),
		);
		expect(message).toBe(
			'The execution was cancelled before anything was sent (Order ID 77) [item 0]',
		);
		expect(description).toMatch(NEVER_REACHED);
	});

	test('while the request is under way leaves its outcome open', async () => {
		const cancel = new AbortController();
		const server = await serve(() => {
			setTimeout(() => cancel.abort(), 20);
			return 'silence';
		});
		const { message } = await failureAt(server.url, cancel.signal);
		expect(message).toMatch(/^The execution was cancelled\. It is not known/);
		expect(server.requests).toHaveLength(1);
	});

	test('in the handshake is known to have come before anything was sent', async () => {
		const cancel = new AbortController();
		const server = await raw(
			() => {},
			() => void setTimeout(() => cancel.abort(), 50),
		);
		const { message } = await failureAt(`https://localhost:${server.port}`, cancel.signal);
		expect(message).toMatch(/^The execution was cancelled before anything was sent/);
	});
});
