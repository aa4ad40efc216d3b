// The previews of what the nodes put out, against what they do put out in a real n8n. To write
// them anew after a change: UPDATE_SCHEMAS=1 npm run test:e2e -- trigger-schema
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { it } from 'node:test';

import { format, resolveConfig } from 'prettier';

import { root } from '../../harness/base/paths.mjs';
import { packageName } from '../../harness/package/pack.mts';
import type { JsonRecord } from '../../harness/records.mts';
import { CATALOG } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import { schemaOf } from '../support/trigger-schema.mts';
import { noOp, receiver } from '../support/trigger.mts';
import { bench, useBench } from '../support/use-bench.mts';
import {
	assertSucceeded,
	byId,
	day,
	jsonOf,
	type NodeDefinition,
	visitor,
} from '../support/workflow.mts';

const folder = join(root, 'nodes/Zhongzhiyou/__schema__');
const update = process.env.UPDATE_SCHEMAS === '1';

useBench();

/** Runs a node over these items and returns what it put out. */
async function outputs(input: JsonRecord[], node: NodeDefinition): Promise<JsonRecord[]> {
	const execution = await bench.run(input, node);
	assertSucceeded(execution);
	return jsonOf(execution.items(node.name));
}

function operation(name: string, parameters: JsonRecord): NodeDefinition {
	return bench.zhongzhiyou('Node', name, parameters);
}

const order = {
	productId: byId('={{ $json.product }}'),
	visitDate: day(3),
	entranceMode: 'person',
	visitors: { visitor: [visitor(1), visitor(2)] },
};

function paid(...products: number[]): number[] {
	return products.map((product) => {
		const [orderId] = bench.placeOrders(product, 2);
		bench.sandbox.upstream.tickets.pay({ orderId, unitPrice: undefined, ticketCount: undefined });
		return orderId;
	});
}

/** What each operation puts out with its default settings, for products of every kind. */
const samples: Record<string, () => Promise<JsonRecord[]>> = {
	'v1.0.0/product/get': async () =>
		await outputs(
			[3, 165325, 11063, 20018].map((id) => ({ id })),
			operation('product.get', { productId: byId('={{ $json.id }}') }),
		),
	'v1.0.0/product/getAll': async () =>
		await outputs([{}], operation('product.getAll', { returnAll: true })),
	'v1.0.0/product/getPrices': async () =>
		await outputs(
			[3, 11063, 20012].map((id) => ({ id })),
			operation('product.getPrices', { productId: byId('={{ $json.id }}') }),
		),
	'v1.0.0/order/validate': async () =>
		await outputs([{ product: 165325 }], operation('order.validate', order)),
	'v1.0.0/order/create': async () =>
		await outputs(
			[{ product: 165325 }],
			operation('order.create', {
				...order,
				quantity: 2,
				contactName: '张三',
				contactMobile: '18102623512',
			}),
		),
	'v1.0.0/order/pay': async () =>
		await outputs(
			bench
				.placeOrders(3, 1)
				.concat(
					bench.placeOrders(165325, 2),
					bench.placeOrders(20005, 1),
					bench.placeOrders(20016, 1),
				)
				.map((id) => ({ id })),
			operation('order.pay', { orderId: '={{ $json.id }}' }),
		),
	'v1.0.0/order/getQrCodes': async () =>
		await outputs(
			paid(165325, 3).map((id) => ({ id: bench.sandbox.upstream.orders.get(id).originOrderId })),
			operation('order.getQrCodes', { originOrderId: '={{ $json.id }}' }),
		),
	'v1.0.0/order/refund': async () =>
		await outputs(
			paid(3, 20009).map((id) => ({ id })),
			operation('order.refund', { orderId: '={{ $json.id }}' }),
		),
	'v1.0.0/order/cancel': async () =>
		await outputs(
			bench.placeOrders(3, 1).map((id) => ({ id })),
			operation('order.cancel', { orderId: '={{ $json.id }}' }),
		),
	// The editor shows none for triggers (n8n 2.41), n8n's assistant that builds workflows uses it.
	'v1.1.0': async () => {
		const to = await receiver(bench, {}, noOp());
		for (const { name } of CATALOG) await to.deliver(name);
		return await to.events(CATALOG.length);
	},
};

/** As prettier has it, like all that is committed. */
async function formatted(file: string, content: object): Promise<string> {
	const options = await resolveConfig(file);
	return await format(JSON.stringify(content, null, '\t'), { ...options, filepath: file });
}

async function stored(name: string): Promise<unknown> {
	return JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
}

for (const [name, sample] of Object.entries(samples)) {
	it(`${name} is what comes out, and is served to the editor`, async () => {
		const schema = schemaOf(await sample());
		const file = join(folder, `${name}.json`);
		if (update) {
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, await formatted(file, schema));
			return;
		}
		assert.deepEqual(schema, await stored(name));
		const type = name === 'v1.1.0' ? 'zhongzhiyouTrigger' : 'zhongzhiyou';
		const path = `/schemas/${packageName}.${type}/${name.slice(1)}.json`;
		const served = await fetch(`${bench.n8n.baseUrl}${path}`);
		assert.equal(served.status, 200, path);
		assert.deepEqual(await served.json(), await stored(name));
	});
}

it('there is no preview of anything else', async () => {
	const files = await readdir(folder, { recursive: true });
	const names = files.filter((file) => file.endsWith('.json'));
	assert.deepEqual(
		names.sort(),
		Object.keys(samples)
			.map((name) => `${name}.json`)
			.sort(),
	);
});
