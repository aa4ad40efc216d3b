// The workflows in examples/, imported and run as a user would.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { root } from '../../harness/base/paths.mjs';
import type { Execution } from '../../harness/n8n/execution-data.mts';
import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../../harness/records.mts';
import { bench, useBench } from '../support/use-bench.mts';
import { assertSucceeded, bodyOf, credentialType, day, jsonOf } from '../support/workflow.mts';

const folder = join(root, 'examples');
const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));

useBench();

async function read(file: string): Promise<WorkflowDefinition> {
	const workflow = asRecord(JSON.parse(await readFile(join(folder, file), 'utf8')));
	return {
		...workflow,
		nodes: asArray(workflow.nodes).map(asRecord),
		connections: asRecord(workflow.connections),
	};
}

/** What a user does after the import: chooses their credential, and their address. */
function withAccount(node: JsonRecord): JsonRecord {
	const text = JSON.stringify(node).replaceAll('http://127.0.0.1:4010', bench.sandbox.baseUrl);
	const own = asRecord(JSON.parse(text));
	if (!isRecord(own.credentials) || !(credentialType in own.credentials)) return own;
	const chosen = { [credentialType]: { id: bench.credentialId, name: 'ZZY' } };
	return { ...own, credentials: { ...own.credentials, ...chosen } };
}

async function importExample(file: string, change = withAccount): Promise<string> {
	const workflow = await read(file);
	return await bench.n8n.workflows.create({ ...workflow, nodes: workflow.nodes.map(change) });
}

/** A click on "Execute workflow". */
async function click(id: string): Promise<Execution> {
	const execution = await bench.n8n.workflows.run(id);
	assertSucceeded(execution);
	return execution;
}

async function runExample(file: string, change = withAccount): Promise<Execution> {
	return await click(await importExample(file, change));
}

/** Changes an example to order another product. */
const ordering =
	(productId: string) =>
	(node: JsonRecord): JsonRecord =>
		asRecord(JSON.parse(JSON.stringify(withAccount(node)).replaceAll('165325', productId)));

describe('every example', () => {
	for (const file of files) {
		it(`${file} is imported whole, explains itself and holds no secret`, async () => {
			const workflow = await read(file);
			const types = workflow.nodes.map(({ type }) => asString(type));
			assert.ok(types.includes('n8n-nodes-base.stickyNote'), 'a note explains it');
			const ids = workflow.nodes.map(({ id }) => asString(id));
			assert.equal(new Set(ids).size, ids.length, 'ids are unique');
			const names = workflow.nodes.map(({ name }) => asString(name));
			assert.equal(new Set(names).size, names.length, 'names are unique');
			for (const { credentials } of workflow.nodes) {
				if (!isRecord(credentials)) continue;
				const { id, name, ...others } = asRecord(credentials[credentialType]);
				assert.deepEqual([typeof id, name, others], ['string', 'Zhongzhiyou account', {}]);
			}
			const known = await bench.n8n.rest.request('GET', '/../types/nodes.json');
			const installed = asArray(await known.json()).map((type) => asRecord(type).name);
			assert.deepEqual(
				types.filter((type) => !installed.includes(type)),
				[],
				'all node types are installed',
			);
			const stored = await bench.n8n.workflows.get(await bench.n8n.workflows.create(workflow));
			assert.deepEqual(
				stored.nodes.map(({ name }) => name),
				names,
			);
			assert.deepEqual(stored.connections, workflow.connections);
		});
	}
});

describe('order.json', () => {
	it('goes from the shop’s order to the QR codes', async () => {
		const execution = await runExample('order.json');
		const codes = jsonOf(execution.items('Get QR codes'));
		assert.deepEqual(
			codes.map(({ Name }) => Name),
			['张三', '赵四'],
		);
		const [order, ...others] = bench.sandbox.upstream.orders.all();
		assert.deepEqual(others, []);
		assert.deepEqual(
			codes.map(({ QrCode }) => QrCode),
			order.tickets.map(({ code }) => code),
		);
		assert.match(order.originOrderId, /^SHOP-/);
		assert.deepEqual(
			['verifyOrder', 'createOrder', 'payOrder', 'personQrCodes'].map(
				(operation) => bench.requests(operation).length,
			),
			[1, 1, 1, 1],
		);
	});

	it('leaves an order whose tickets come later to the callback', async () => {
		const execution = await runExample('order.json', ordering('20006'));
		assert.equal(execution.items('Codes come by callback').length, 1);
		assert.equal(bench.requests('personQrCodes').length, 0);
	});

	it('orders and pays once, however often it is run', async () => {
		const id = await importExample('order.json');
		const codes: JsonRecord[][] = [];
		for (let clicks = 0; clicks < 3; clicks++) {
			codes.push(jsonOf((await click(id)).items('Get QR codes')));
		}
		assert.equal(bench.sandbox.upstream.orders.all().length, 1);
		assert.equal(bench.requests('payOrder').length, 1);
		assert.deepEqual(codes, [codes[0], codes[0], codes[0]]);
	});

	it('leads what is not paid to the desk, not to those who wait for codes', async () => {
		const execution = await runExample('order.json', ordering('20016'));
		const [order, ...others] = jsonOf(execution.items('Tell the desk'));
		assert.deepEqual([order.status, others], ['paymentFailed', []]);
		assert.equal(execution.nodes['Codes come by callback'], undefined);
	});
});

describe('price-sync.json', () => {
	it('gives a month of days for each product on the shelf', async () => {
		const execution = await runExample('price-sync.json');
		const products = execution.items('On the shelf').length;
		const { total } = bench.sandbox.upstream.products.page({ index: 1, size: 1 });
		assert.equal(products, total - 1, 'all but the one off the shelf');
		assert.equal(bench.requests('getProductPriceByDistributor').length, products);
		assert.ok(bench.sandbox.requests.peakConcurrency() <= 10);
		const rows = jsonOf(execution.items('Get prices by day'));
		const seasons = rows.filter(({ productId }) => productId === 20012);
		assert.equal(seasons.length, 30);
		assert.deepEqual([seasons[10].date, seasons[10].Price], [day(10), 150.5]);
	});
});

describe('refund.json', () => {
	it('asks for the refund under the shop’s number', async () => {
		const [orderId] = bench.placeOrders(3, 2);
		assert.equal(orderId, 4623122, 'the order that the example names');
		bench.sandbox.upstream.tickets.pay({ orderId, unitPrice: undefined, ticketCount: undefined });
		const execution = await runExample('refund.json');
		const [refund] = jsonOf(execution.items('Tell the customer'));
		assert.equal(refund.status, 'underReview');
		assert.match(asString(bodyOf(bench.requests('refundOrder')[0]).RefundId), /^SHOP-REFUND-/);
	});

	it('refunds once, however often it is run', async () => {
		const [orderId] = bench.placeOrders(3, 2);
		bench.sandbox.upstream.tickets.pay({ orderId, unitPrice: undefined, ticketCount: undefined });
		const id = await importExample('refund.json');
		for (let clicks = 0; clicks < 3; clicks++) await click(id);
		assert.equal(bench.requests('refundOrder').length, 3);
		assert.equal(bench.sandbox.upstream.refunds.all().length, 1);
	});

	it('sends a refusal to the other output', async () => {
		const execution = await runExample('refund.json');
		assert.equal(execution.items('Tell the customer').length, 0);
		const [refused] = jsonOf(execution.items('Tell the desk'));
		assert.match(asString(asRecord(refused.error).message), /订单不存在/);
	});
});

describe('http-request.json', () => {
	it('signs a request of the HTTP Request node', async () => {
		const execution = await runExample('http-request.json');
		const [answer] = jsonOf(execution.items('Call'));
		assert.equal(answer.IsSuccess, true);
		assert.equal(asArray(asRecord(answer.Data).Products).length, 5);
	});
});
