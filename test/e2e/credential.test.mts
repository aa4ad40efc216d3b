// The credential in a real n8n: what its test says, and what n8n's own HTTP Request node makes of it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';

import type { Execution } from '../../harness/n8n/execution-data.mts';
import { freePorts } from '../../harness/ports.mts';
import { asArray, asRecord, asString, type JsonRecord } from '../../harness/records.mts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.mts';
import { startScripted } from '../support/http.mts';
import { bench, useBench } from '../support/use-bench.mts';
import {
	assertSucceeded,
	byId,
	credentialData,
	credentialType,
	day,
	errorOf,
	jsonOf,
	node,
	usingCredential,
} from '../support/workflow.mts';

let gateway: Sandbox;

useBench();

before(async () => {
	gateway = await startSandbox({ prefix: '/gateway/zzy' });
});

after(async () => await gateway?.close());

beforeEach(() => {
	gateway.requests.reset();
});

async function tested(
	changes: Record<string, string>,
): Promise<{ status: string; message: string }> {
	return await bench.n8n.credentials.test(await bench.credential(changes));
}

describe('the test of the credential', () => {
	it('says that it works, with one signed request', async () => {
		const { status } = await tested({});
		assert.equal(status, 'OK');
		assert.equal(bench.requests('getProductByDistributor').length, 1);
	});

	it('works through a gateway whose prefix is not signed, with a slash at the end too', async () => {
		assert.equal((await tested({ baseUrl: gateway.baseUrl })).status, 'OK');
		assert.equal((await tested({ baseUrl: `${gateway.baseUrl}/` })).status, 'OK');
		const [{ url }] = gateway.requests.list();
		assert.match(url, /^\/gateway\/zzy\/product\/getProductByDistributor\?/);
	});

	it('tells what is wrong in words', async () => {
		const [closed] = await freePorts(1);
		const website = await startScripted(() => ({ text: '<html>Welcome</html>' }));
		const cases: Array<[changes: Record<string, string>, message: RegExp]> = [
			[
				{ signKey: 'wrong' },
				/^ZhongZhiYou refused: 签名错误.*Check the 'Sign Key' and the 'Partner ID'/,
			],
			[{ partnerId: '7811' }, /^ZhongZhiYou refused: .*Check the 'Partner ID' in the credential/],
			[
				{ baseUrl: `http://127.0.0.1:${closed}` },
				/^127\.0\.0\.1:\d+ cannot be reached\. .*'Base URL'/,
			],
			[{ baseUrl: 'http://nowhere.invalid' }, /^The host name nowhere\.invalid cannot be resolved/],
			[{ baseUrl: website.url }, /^The answer is not one of ZhongZhiYou's API/],
			[{ baseUrl: `${bench.sandbox.baseUrl}/wrong` }, /^The server answered with HTTP 404/],
			[
				{ baseUrl: 'testapi.juyingzhiye.com' },
				/^'Base URL' must start with http:\/\/ or https:\/\//,
			],
			[{ baseUrl: '' }, /^'Base URL' is empty/],
			[{ partnerId: 'abc' }, /^'Partner ID' must be digits only/],
			[{ signKey: '' }, /^'Sign Key' is empty/],
		];
		try {
			for (const [changes, expected] of cases) {
				const { status, message } = await tested(changes);
				assert.equal(status, 'Error', JSON.stringify(changes));
				assert.match(message, expected);
				assert.doesNotMatch(message, new RegExp(bench.sandbox.identity.signKey));
			}
		} finally {
			await website.close();
		}
	});

	it('says the same when the server answers a wrong signature with 401', async () => {
		bench.sandbox.settings.authFailureStatus = 401;
		try {
			const { message } = await tested({ signKey: 'wrong' });
			assert.match(message, /^ZhongZhiYou refused: 签名错误.*Check the 'Sign Key'/);
		} finally {
			bench.sandbox.settings.authFailureStatus = 200;
		}
	});

	it('never gives a key back to the browser', async () => {
		const id = await bench.credential({ previousSignKey: 'an-older-secret' });
		const stored = JSON.stringify(
			await bench.n8n.rest.call('GET', `/credentials/${id}?includeData=true`),
		);
		assert.doesNotMatch(stored, new RegExp(bench.sandbox.identity.signKey));
		assert.doesNotMatch(stored, /an-older-secret/);
		assert.match(stored, /9258/);
	});
});

describe('a credential that cannot be used', () => {
	it('stops the node with a sentence that names the field', async () => {
		for (const [changes, message] of [
			[{ baseUrl: 'example.com' }, /'Base URL' must start with http/],
			[{ partnerId: '92 58' }, /'Partner ID' must be digits only/],
			[{ signKey: ' ' }, /'Sign Key' is empty/],
		] as Array<[Record<string, string>, RegExp]>) {
			const id = await bench.credential(changes);
			const execution = await bench.run(
				[{}],
				bench.zhongzhiyou('Get', 'product.get', { productId: byId(3) }, usingCredential(id)),
			);
			const error = errorOf(execution, 'Get');
			assert.match(error.message, message);
			assert.match(String(error.description), /Open the credential and correct it/);
		}
		assert.deepEqual(bench.requests(), []);
	});

	it('is blamed for a refused signature', async () => {
		const id = await bench.credential({ signKey: 'wrong' });
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Get', 'product.get', { productId: byId(3) }, usingCredential(id)),
		);
		const error = errorOf(execution, 'Get');
		assert.match(error.message, /^ZhongZhiYou refused: 签名错误/);
		assert.match(String(error.description), /Check the 'Sign Key'.*Code 401, LogId \w+/);
		assert.equal(bench.requests().length, 1, 'a refusal is not repeated');
	});
});

describe('the HTTP Request node with this credential', () => {
	async function call(
		sandbox: Sandbox,
		path: string,
		parameters: JsonRecord = {},
	): Promise<Execution> {
		const id = await bench.n8n.credentials.create('ZZY', credentialType, credentialData(sandbox));
		return await bench.run(
			[{}],
			node(
				'HTTP',
				'n8n-nodes-base.httpRequest',
				{
					url: `${sandbox.baseUrl}${path}`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: credentialType,
					options: {},
					...parameters,
				},
				{ typeVersion: 4.2, ...usingCredential(id) },
			),
		);
	}

	function answer(execution: Execution): JsonRecord {
		assertSucceeded(execution);
		const [json] = jsonOf(execution.items('HTTP'));
		assert.equal(json.IsSuccess, true, asString(json.Message ?? ''));
		return json;
	}

	const body = {
		PartnerId: 9258,
		OriginOrderId: 'HTTP-1',
		ContactPerson: { Name: '张三', Mobile: '18102623512', IdCard: '' },
		ProductId: 3,
		OrderQuantity: 1,
		VisitDate: day(2),
	};
	const json = {
		method: 'POST',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: JSON.stringify(body),
	};
	const list = '/product/getProductByDistributor';

	it('signs a GET with its query in the URL', async () => {
		const { Data } = answer(await call(bench.sandbox, `${list}?pageIndex=1&pageSize=3`));
		assert.equal(asArray(asRecord(Data).Products).length, 3);
	});

	it('signs a GET with query parameters', async () => {
		const parameters = [
			{ name: 'pageIndex', value: '1' },
			{ name: 'productId', value: '165325' },
		];
		const query = { sendQuery: true, queryParameters: { parameters } };
		const { Data } = answer(await call(bench.sandbox, list, query));
		assert.equal(asArray(asRecord(Data).Products).length, 1);
	});

	it('signs a POST with a JSON body', async () => {
		const { Data } = answer(await call(bench.sandbox, '/order/Create', json));
		assert.equal(asRecord(Data).OriginOrderId, 'HTTP-1');
	});

	it('signs a POST with a query and no body', async () => {
		const [orderId] = bench.placeOrders(3, 1);
		answer(await call(bench.sandbox, `/order/CancelOrder?orderId=${orderId}`, { method: 'POST' }));
		assert.equal(bench.sandbox.upstream.orders.get(orderId).cancelled, true);
	});

	it('signs a path in lower case as it is sent', async () => {
		answer(await call(bench.sandbox, '/order/create', json));
		assert.equal(bench.requests('createOrder')[0].url, '/order/create');
	});

	it('leaves the prefix of a gateway out of the signature', async () => {
		answer(await call(gateway, `${list}?pageIndex=1&pageSize=3`));
		answer(await call(gateway, '/order/create', json));
		assert.deepEqual(
			gateway.requests.list().map(({ url }) => url),
			[`/gateway/zzy${list}?pageIndex=1&pageSize=3`, '/gateway/zzy/order/create'],
		);
	});

	it('sends the three headers and nothing of the key', async () => {
		answer(await call(bench.sandbox, list));
		const [{ headers }] = bench.requests();
		assert.equal(headers.partnerid, '9258');
		assert.match(String(headers.timestamp), /^\d{13}$/);
		assert.match(String(headers.authorization), /^Bearer ZZY-OPENAPI:9258:[A-Za-z0-9+/]{27}=$/);
		assert.doesNotMatch(JSON.stringify(headers), new RegExp(bench.sandbox.identity.signKey));
	});
});

describe('this package’s node behind a gateway', () => {
	it('reaches every operation', async () => {
		const id = await bench.n8n.credentials.create('ZZY', credentialType, credentialData(gateway));
		const own = usingCredential(id);
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Get', 'product.get', { productId: byId(3) }, own),
			bench.zhongzhiyou(
				'Create',
				'order.create',
				{
					productId: byId(3),
					visitDate: day(2),
					contactName: '张三',
					contactMobile: '13800000000',
				},
				own,
			),
			bench.zhongzhiyou('Cancel', 'order.cancel', { orderId: '={{ $json.OrderId }}' }, own),
		);
		assertSucceeded(execution);
		assert.equal(gateway.requests.list().length, 3);
	});
});
