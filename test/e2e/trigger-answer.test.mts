// The examples that start with callbacks, imported, published and sent callbacks to.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';

import { root } from '../../harness/base/paths.mjs';
import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import { asArray, asRecord, type JsonRecord } from '../../harness/records.mts';
import type { EventName } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import { EVENT_NAMES } from '../../sandbox/callbacks/samples.mts';
import { activated } from '../support/trigger.mts';
import { bench, useBench } from '../support/use-bench.mts';
import { assertSucceeded, usingCredential } from '../support/workflow.mts';

useBench();

/** An example as imported, with the user's credential chosen. */
async function example(name: string): Promise<WorkflowDefinition> {
	const text = await readFile(join(root, 'examples', name), 'utf8');
	const workflow = asRecord(JSON.parse(text));
	const nodes = asArray(workflow.nodes).map(asRecord);
	return {
		...workflow,
		nodes: nodes.map((one) =>
			'credentials' in one ? { ...one, ...usingCredential(bench.credentialId) } : one,
		),
		connections: asRecord(workflow.connections),
	};
}

it('reliable-callbacks.json acknowledges when the work is done', async () => {
	const to = await activated(bench, await example('reliable-callbacks.json'));
	const answer = await to.send('order.redeemed');
	assert.ok(answer.acknowledged, answer.text);
	const [execution] = await to.finished(1);
	assertSucceeded(execution);
	const [{ json: event }] = execution.items('Zhongzhiyou Trigger');
	assert.deepEqual(JSON.parse(answer.text), {
		Code: 1000,
		IsSuccess: true,
		LogId: event.eventId,
		Message: '收到通知',
	});
	assert.deepEqual(execution.items('Your work')[0].json, {
		eventId: event.eventId,
		event: 'order.redeemed',
		subject: '4553010',
	});
	await to.deliver('order.redeemed');
	await to.deliver('product.onShelf');
	await to.finished(2);
});

it('reliable-callbacks.json does not acknowledge when the work fails', async () => {
	const workflow = await example('reliable-callbacks.json');
	const failing = { type: 'n8n-nodes-base.stopAndError', parameters: { errorMessage: 'no' } };
	const nodes = workflow.nodes.map((one) =>
		one.name === 'Your work' ? { ...one, ...failing, typeVersion: 1 } : one,
	);
	const to = await activated(bench, { ...workflow, nodes });
	for (const time of [1, 2]) {
		assert.equal((await to.send('order.redeemed')).status, 500);
		assert.equal((await to.finished(time)).at(-1)?.status, 'error');
	}
});

it('callbacks.json leads each kind of event to its branch and fetches what changed', async () => {
	const to = await activated(bench, await example('callbacks.json'));
	const branches: Record<EventName, [string, JsonRecord]> = {
		'order.issued': [
			'Send the codes',
			{
				order: '1522870633233514497',
				codes: ['202052255633322222124', '2020522556333222221-2'],
			},
		],
		'order.issueFailed': [
			'Tell the buyer that there are no tickets',
			{ order: '1522870633233514497', event: 'order.issueFailed' },
		],
		'order.redeemed': [
			'Note the entry',
			{ order: '1522870633233514497', entered: 2, of: 2, at: '2025-07-29T10:36:09+08:00' },
		],
		'order.refundApproved': ['Pay back or explain', { payBack: true, reason: '' }],
		'order.refundRejected': ['Pay back or explain', { payBack: false, reason: '已过退款期限' }],
		'order.refundForced': ['Pay back or explain', { payBack: true, refundId: '' }],
		'product.offShelf': ['Update the shop', { change: 'product.offShelf', product: {} }],
		'product.onShelf': ['Update the shop', { productId: '11063', prices: [] }],
		'product.detailsChanged': ['Update the shop', { change: 'product.detailsChanged' }],
		'product.priceStockChanged': ['Update the shop', { change: 'product.priceStockChanged' }],
		unknown: ['Tell a person', { service: 'order_settlement_notify' }],
	};
	for (const event of EVENT_NAMES) {
		await to.deliver(event);
	}
	const executions = await to.finished(EVENT_NAMES.length);
	for (const execution of executions) {
		assertSucceeded(execution);
		const [event] = execution.nodes['Zhongzhiyou Trigger'][0].outputs.flat();
		const name = EVENT_NAMES.find((known) => known === event.json.event);
		assert.ok(name);
		const [branch, expected] = branches[name];
		assert.deepEqual(
			Object.keys(execution.nodes).filter(
				(node) => !['Zhongzhiyou Trigger', 'Issued?'].includes(node),
			),
			[branch],
			name,
		);
		const [{ json }] = execution.items(branch);
		assert.deepEqual({ ...json, ...expected }, json, name);
		if (name === 'product.detailsChanged') assert.equal(asRecord(json.product).ProductId, 11063);
		if (name === 'product.priceStockChanged') assert.ok(asArray(json.prices).length > 0);
	}
});
