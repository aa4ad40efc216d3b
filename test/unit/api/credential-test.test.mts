import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { testCredential } from '../../../nodes/Zhongzhiyou/api/credentialTest.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.mts';
import { closingAfterAll, closingAfterEach } from '../../support/closing.mts';
import { refusal, startScripted, success, unusedUrl, type Reply } from '../../support/http.mts';
import {
	credentialFor,
	credentialTestContext,
	everythingIn,
	PARTNER_ID,
	SIGN_KEY,
} from '../../support/in-process.mts';

async function check(data: ICredentialDataDecryptedObject | undefined) {
	return await testCredential.call(credentialTestContext(), {
		id: '1',
		name: 'Account',
		type: 'zhongzhiyouApi',
		data,
	});
}

const closing = closingAfterEach();

/** Tests a credential against a server that answers in one way; the verdict, and what it was sent. */
async function against(reply: Reply, path = '') {
	const server = await closing(startScripted(() => reply));
	const verdict = await check(credentialFor(`${server.url}${path}`));
	return { verdict, requests: server.requests, host: new URL(server.url).host };
}

describe('against the sandbox', () => {
	let sandbox: Sandbox;
	const closingSandbox = closingAfterAll();

	beforeAll(async () => {
		sandbox = await closingSandbox(startSandbox({ partnerId: PARTNER_ID, signKey: SIGN_KEY }));
	});

	beforeEach(() => {
		sandbox.requests.reset();
		sandbox.settings.authFailureStatus = 200;
	});

	test('a right credential works, with the cheapest signed read', async () => {
		await expect(check(credentialFor(sandbox.baseUrl))).resolves.toEqual({
			status: 'OK',
			message: 'Connection successful',
		});
		expect(sandbox.requests.list().map(({ method, url }) => `${method} ${url}`)).toEqual([
			'GET /product/getProductByDistributor?pageIndex=1&pageSize=1',
		]);
	});

	test.each([200, 401])('a wrong key is told as such, refused with HTTP %i', async (status) => {
		sandbox.settings.authFailureStatus = status;
		const verdict = await check(credentialFor(sandbox.baseUrl, { signKey: 'wrong' }));
		expect(verdict.status).toBe('Error');
		expect(verdict.message).toMatch(
			/^ZhongZhiYou refused: .+\. Check the 'Sign Key' and the 'Partner ID'/,
		);
		expect(sandbox.requests.list()).toHaveLength(1);
	});

	test('a wrong partner is told as such', async () => {
		const verdict = await check(credentialFor(sandbox.baseUrl, { partnerId: '777' }));
		expect(verdict.status).toBe('Error');
		expect(verdict.message).toMatch(/'Partner ID'/);
	});

	test('the previous key is not used to sign', async () => {
		const verdict = await check(
			credentialFor(sandbox.baseUrl, { signKey: 'wrong', previousSignKey: SIGN_KEY }),
		);
		expect(verdict.status).toBe('Error');
	});
});

describe('whatever else is there', () => {
	test('a host where nothing listens cannot be reached', async () => {
		const url = await unusedUrl();
		await expect(check(credentialFor(url))).resolves.toEqual({
			status: 'Error',
			message: `${new URL(url).host} cannot be reached. No connection could be made (ECONNREFUSED). Check the credential's 'Base URL' and that the host is up.`,
		});
	});

	test('a connection that breaks is told as such', async () => {
		const { verdict, host } = await against('reset');
		expect(verdict).toEqual({
			status: 'Error',
			message: `The connection to ${host} broke before the answer was complete. The network said: ECONNRESET.`,
		});
	});

	test('a redirect is not followed, and its target named', async () => {
		const elsewhere = await closing(startScripted(() => success({ Products: [], TotalCount: 0 })));
		const { verdict } = await against({
			status: 301,
			headers: { location: `${elsewhere.url}/product` },
			text: '',
		});
		expect(verdict).toEqual({
			status: 'Error',
			message: `The 'Base URL' redirects elsewhere (HTTP 301). Redirects are not followed, because a signed order must not be sent on. Set the credential's 'Base URL' to ${elsewhere.url} if that is ZhongZhiYou's address.`,
		});
		expect(elsewhere.requests).toHaveLength(0);
	});

	test.each<[string, Reply, RegExp]>([
		[
			'a web page',
			{ text: '<html>Hello</html>' },
			/^The answer is not one of ZhongZhiYou's API\. Check the credential's 'Base URL'/,
		],
		[
			'JSON of something else',
			{ text: '{"status":"up"}' },
			/^The answer is not one of ZhongZhiYou's API/,
		],
		[
			'HTTP 404',
			{ status: 404, text: 'Not found' },
			/^The server answered with HTTP 404\. Check the credential's 'Base URL'/,
		],
		[
			'HTTP 502',
			{ status: 502, text: 'Bad gateway' },
			/^The server answered with HTTP 502\. The server or a proxy/,
		],
		[
			'a refusal for another reason',
			refusal('系统维护中', 5),
			/^ZhongZhiYou refused: 系统维护中\. Code 5, LogId log-2/,
		],
	])('%s is told as such', async (_name, reply, message) => {
		const { verdict } = await against(reply);
		expect(verdict).toEqual({ status: 'Error', message: expect.stringMatching(message) });
	});

	test('a gateway’s prefix is sent but not signed', async () => {
		const sandbox = await closing(
			startSandbox({ partnerId: PARTNER_ID, signKey: SIGN_KEY, prefix: '/gw' }),
		);
		const verdict = await check(credentialFor(`${sandbox.baseUrl}/`));
		expect(verdict.status).toBe('OK');
	});

	test('no verdict holds a key', async () => {
		for (const reply of ['reset', { text: '<html>' }, refusal('签名错误', 401)] satisfies Reply[]) {
			const { verdict } = await against(reply);
			expect(everythingIn(verdict)).not.toContain(SIGN_KEY);
		}
	});
});

describe('fields that cannot be used', () => {
	test.each<[ICredentialDataDecryptedObject, string]>([
		[{ baseUrl: '' }, "'Base URL' is empty."],
		[{ baseUrl: 'testapi.juyingzhiye.com' }, "'Base URL' must start with http:// or https://"],
		[{ baseUrl: 'http://host/?a=1' }, "'Base URL' must have no query"],
		[{ baseUrl: 'http://me:pass@host' }, "'Base URL' must not hold a user name or password"],
		[
			{ partnerId: 'ABC' },
			'\'Partner ID\' must be digits only, for example 9258, but it is "ABC".',
		],
		[{ signKey: '  ' }, "'Sign Key' is empty."],
	])('are named without anything being sent: %j', async (changes, start) => {
		const verdict = await check(credentialFor('http://127.0.0.1:9', changes));
		expect(verdict.status).toBe('Error');
		expect(verdict.message.startsWith(start)).toBe(true);
	});

	test('are named in a credential that was never filled in', async () => {
		const verdict = await check(undefined);
		expect(verdict).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^'Base URL' is empty/),
		});
	});
});
