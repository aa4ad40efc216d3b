import { testCredential } from '../../../nodes/Zhongzhiyou/api/credentialTest.ts';
import { deadlineAfter, pause, unlessAborted } from '../../../nodes/Zhongzhiyou/api/deadline.ts';
import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { closingAfterEach } from '../../support/closing.mts';
import {
	credentialFor,
	Credentials,
	credentialTestContext,
	editorContext,
	nodeErrorOf,
	runAction,
	skipPauses,
} from '../../support/in-process.mts';
import { startRaw, type RawServer } from '../../support/raw-server.mts';
import { READ, run, serve } from '../scripted.mts';
import { success } from '../../support/http.mts';

const PAUSE = 5_000;

const closing = closingAfterEach();

afterEach(() => jest.restoreAllMocks());

/** A server that answers with one byte every 100 ms, headers or body, and never ends. */
async function dripping(part: 'headers' | 'body'): Promise<RawServer> {
	const opening = startRaw((socket) => {
		socket.write('HTTP/1.1 200 OK\r\n');
		if (part === 'body') socket.write('Content-Length: 100000\r\n\r\n');
		const timer = setInterval(() => socket.write('x'), 100);
		socket.on('close', () => clearInterval(timer));
	});
	return await closing(opening);
}

describe('the time of a call', () => {
	test.each(['headers', 'body'] as const)('is over though %s still come', async (part) => {
		const server = await dripping(part);
		const credentials = new Credentials(credentialFor(server.url));
		const options = { timeout: 450, retries: 0 };
		const started = Date.now();
		const read = await nodeErrorOf(
			runAction({ credentials, parameters: { ...READ, originOrderId: '1', options } }),
		);
		expect(read.message).toMatch(/ did not answer in time \[item 0\]$/);
		const write = await nodeErrorOf(
			runAction({ credentials, parameters: { operation: 'pay', orderId: '77', options } }),
		);
		expect(write.message).toMatch(
			/ did not answer in time\. It is not known whether ZhongZhiYou carried this out \(Order ID 77\)/,
		);
		expect(Date.now() - started).toBeLessThan(4_500);
		expect(server.requests).toHaveLength(2);
	});

	test('is counted for the editor’s look-ups as well', async () => {
		const server = await dripping('body');
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		const soon = AbortSignal.abort();
		timeout.mockReturnValue(soon);
		skipPauses();
		const context = editorContext(new Zhongzhiyou(), {
			credentials: new Credentials(credentialFor(server.url)),
		});
		const { searchProducts } = new Zhongzhiyou().methods.listSearch;
		const error = await nodeErrorOf(searchProducts.call(context));
		expect(error.message).toMatch(/ did not answer in time$/);
		expect(timeout).toHaveBeenCalledWith(30_000);
	});

	test('is counted for the test of the credential as well', async () => {
		const server = await dripping('body');
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
		const verdict = await testCredential.call(credentialTestContext(), {
			id: '1',
			name: 'Account',
			type: 'zhongzhiyouApi',
			data: credentialFor(server.url),
		});
		expect(verdict).toEqual({
			status: 'Error',
			message: expect.stringMatching(/ did not answer in time\. Raise the option 'Timeout'/),
		});
		expect(timeout).toHaveBeenCalledWith(15_000);
	});

	test.each([2 ** 31 - 1, 2 ** 31, 3e9, Number.MAX_SAFE_INTEGER])(
		'may be as long as %i milliseconds, and then is not over at once',
		async (timeout) => {
			const server = await serve(() => ({ ...successAfter(80) }));
			const items = await run(server.url, { parameters: { ...READ, options: { timeout } } });
			expect(items).toHaveLength(1);
			expect(server.requests).toHaveLength(1);
		},
	);
});

function successAfter(after: number) {
	const reply = success([{ code: 'a' }]);
	if (typeof reply === 'string') throw new Error('no text');
	return { ...reply, after };
}

describe('a pause before a repeat', () => {
	test('is never longer than twenty seconds, however often it was doubled', async () => {
		const pauses = skipPauses();
		const server = await serve(() => ({ status: 503, text: '' }));
		await nodeErrorOf(run(server.url, { parameters: { ...READ, options: { retries: 9 } } }));
		expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000, 20_000]);
		expect(server.requests).toHaveLength(10);
	});

	test('ends when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const server = await serve(() => {
			setTimeout(() => cancel.abort(), 50);
			return { status: 503, headers: { 'Retry-After': '20' }, text: '' };
		});
		const started = Date.now();
		const error = await nodeErrorOf(run(server.url, { parameters: READ, signal: cancel.signal }));
		expect(Date.now() - started).toBeLessThan(5_000);
		expect(error.message).toBe('The execution was cancelled [item 0]');
		expect(server.requests).toHaveLength(1);
	});
});

describe('waiting', () => {
	test('ends with the signal, or was over with it before', async () => {
		const cancel = new AbortController();
		const started = Date.now();
		setTimeout(() => cancel.abort(), 30);
		await pause(PAUSE, cancel.signal);
		await pause(PAUSE, cancel.signal);
		expect(Date.now() - started).toBeLessThan(PAUSE);
	});

	test('takes its time without a signal, or with one that is not given', async () => {
		const started = Date.now();
		await pause(40, undefined);
		await pause(40, new AbortController().signal);
		expect(Date.now() - started).toBeGreaterThanOrEqual(75);
	});

	test('gives the result of the work that was first, or its error', async () => {
		const { signal } = new AbortController();
		await expect(unlessAborted(Promise.resolve(7), signal)).resolves.toBe(7);
		await expect(unlessAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
	});

	test('leaves no listener behind', async () => {
		const { signal } = new AbortController();
		const add = jest.spyOn(signal, 'addEventListener');
		await unlessAborted(Promise.resolve(1), signal);
		const [[, , options]] = add.mock.calls;
		expect(options).toMatchObject({ signal: { aborted: true } });
	});

	test('has a signal that is given in time', async () => {
		const signal = deadlineAfter(20);
		await unlessAborted(new Promise(() => {}), signal);
		expect(signal.aborted).toBe(true);
	});
});
