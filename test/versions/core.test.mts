// The core of what this package is for, in whichever n8n is chosen.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';

import { asRecord, type JsonRecord } from '../../harness/records.mts';
import { publicUrl } from '../../harness/n8n/environment.mts';
import { buildCallback, sendCallback } from '../../sandbox/callbacks/callback.mts';
import { Agents } from '../support/agent.mts';
import { CORE } from '../support/core.mts';
import { n8nHost } from '../support/core-n8n.mts';
import {
	eventOf,
	noOp,
	receiver,
	respondNode,
	triggerNode,
	waitNode,
} from '../support/trigger.mts';
import {
	assertSucceeded,
	type Bench,
	byId,
	chain,
	jsonOf,
	node,
	type NodeDefinition,
	startBench,
	usingCredential,
} from '../support/workflow.mts';

const PUBLIC = 'https://example.com/zzy/';

let bench: Bench;
let agents: Agents;

before(async () => {
	bench = await startBench({ n8n: { env: publicUrl(PUBLIC) } });
	agents = await Agents.start(bench);
});

after(async () => {
	await bench.close();
	await agents.close();
});

beforeEach(() => {
	bench.reset();
	agents.reset();
	bench.sandbox.callbacks.reset();
	bench.sandbox.callbacks.target = undefined;
});

describe('orders and events', () => {
	for (const step of CORE) it(step.name, async () => void (await step.run(n8nHost(bench))));
});

describe('the credential', () => {
	async function tested(changes: Record<string, string>) {
		return await bench.n8n.credentials.test(await bench.credential(changes));
	}

	it('is tested, and a wrong key told in words', async () => {
		assert.equal((await tested({})).status, 'OK');
		const { status, message } = await tested({ signKey: 'wrong' });
		assert.equal(status, 'Error');
		assert.match(message, /^ZhongZhiYou refused: 签名错误.*Check the Sign Key/);
	});

	it('signs a request of the HTTP Request node', async () => {
		const parameters = {
			url: `${bench.sandbox.baseUrl}/product/getProductByDistributor?pageIndex=1&pageSize=3`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'zhongzhiyouApi',
			options: {},
		};
		const settings = { typeVersion: 4.2, ...usingCredential(bench.credentialId) };
		const execution = await bench.run(
			[{}],
			node('HTTP', 'n8n-nodes-base.httpRequest', parameters, settings),
		);
		assertSucceeded(execution);
		assert.equal(jsonOf(execution.items('HTTP'))[0].IsSuccess, true);
	});
});

describe('a run that fails', () => {
	const order = {
		productId: byId(3),
		visitDate: '={{ $now.plus(2, "days") }}',
		contactName: '张三',
		contactMobile: '={{ $json.mobile }}',
	};
	const mobiles = ['18102623512', '18102623513'].map((mobile) => ({ mobile }));

	it('is told what a lost answer leaves open, and sends no order again when it is retried', async () => {
		bench.sandbox.faults.add({ kind: 'resetAfter', operation: 'createOrder', count: 1 });
		const create = bench.zhongzhiyou('Create', 'order.create', order);
		const failed = await bench.run(mobiles, create);
		assert.equal(failed.status, 'error');
		assert.match(
			failed.error?.message ?? '',
			/It is not known whether ZhongZhiYou carried this out/,
		);
		assert.equal(bench.requests('createOrder').length, 2);
		assertSucceeded(await bench.n8n.executions.retry(failed.id));
		assert.equal(bench.sandbox.upstream.orders.all().length, 2);
		assert.equal(bench.requests('createOrder').length, 3, 'only the one in doubt');
	});

	it('names the item in an error item and goes on', async () => {
		const create = bench.zhongzhiyou('Create', 'order.create', order, {
			onError: 'continueRegularOutput',
		});
		const execution = await bench.run([{ mobile: '1' }, mobiles[0]], create);
		assertSucceeded(execution);
		const [refused, done] = jsonOf(execution.items('Create'));
		assert.match(String(asRecord(refused.error).message), /Contact Mobile/);
		assert.equal(done.status, 'unpaid');
	});
});

/** The URL of a receiver as the vendor has it. */
function publicly(url: string): string {
	return new URL(url).pathname.replace('/', PUBLIC);
}

describe('the trigger', () => {
	const stop = (): NodeDefinition =>
		node('Stop', 'n8n-nodes-base.stopAndError', { errorMessage: 'no' });

	async function answerOf(responseMode: string, ...nodes: NodeDefinition[]): Promise<JsonRecord> {
		const to = await receiver(bench, { responseMode }, ...nodes);
		const { status, text } = await to.send('order.issued');
		const { Code, IsSuccess } = asRecord(JSON.parse(text === '' ? '{}' : text));
		return { status, Code, IsSuccess };
	}

	it('answers at the end of the workflow, as it went', async () => {
		const received = { status: 200, Code: 1000, IsSuccess: true };
		assert.deepEqual(await answerOf('lastNode', waitNode(1), noOp()), received);
		assert.deepEqual(await answerOf('lastNode', stop()), {
			...received,
			status: 500,
			Code: 500,
			IsSuccess: false,
		});
		assert.deepEqual(await answerOf('responseNode', noOp(), respondNode()), received);
		assert.equal((await answerOf('responseNode', stop(), respondNode())).status, 500);
	});

	it('refuses what is forged, and runs a copy once', async () => {
		const to = await receiver(bench, {});
		assert.equal((await to.send('order.issued', { bad: 'wrong-key' })).status, 401);
		const answers = await Promise.all(Array.from({ length: 5 }, () => to.send('order.issued')));
		assert.ok(answers.every(({ acknowledged }) => acknowledged));
		await to.finished(1);
	});

	it('knows after a restart what it accepted', async () => {
		const to = await receiver(bench, {});
		await to.deliver('order.issued');
		await to.finished(1);
		await bench.n8n.restart();
		await bench.n8n.workflows.webhookUrls(to.id);
		await to.deliver('order.issued');
		await to.deliver('order.redeemed');
		await to.finished(2);
	});

	it('takes a callback that is signed for the public URL', async () => {
		const to = await receiver(bench, {});
		await to.deliver('order.issued', { signedPath: new URL(publicly(to.url)).pathname });
		await to.finished(1);
	});

	it('takes a test event that is signed for the public Test URL', async () => {
		const id = await bench.n8n.workflows.create(
			chain(triggerNode({}, usingCredential(bench.credentialId)), noOp()),
		);
		const [url] = await bench.n8n.workflows.listenForTestEvent(id);
		const { partnerId, signKey } = bench.sandbox.identity;
		const signedPath = new URL(publicly(url)).pathname;
		const callback = buildCallback('order.issued', { url, partnerId, signKey, signedPath });
		assert.equal((await sendCallback(callback)).status, 200);
		const [{ id: execution }] = await bench.n8n.executions.waitForCount(id, 1);
		assert.equal(eventOf(await bench.n8n.executions.waitFor(execution)).event, 'order.issued');
	});
});

describe('as a tool', () => {
	it('is called with what the model fills in, and gives back the result', async () => {
		agents.turns = [[{ tool: 'Find_product', arguments: { id: 165325 } }], []];
		const execution = await agents.run({
			'Find product': [
				'product.get',
				{ productId: byId("={{ $fromAI('id', 'Product ID', 'number') }}"), simplify: true },
			],
		});
		assertSucceeded(execution);
		assert.match(agents.answers()[0], /龙游石窟景区成人票（实名）/);
	});
});
