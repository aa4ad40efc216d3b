// One order, once: the automatic numbers and what is not sent again, by n8n's own buttons.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { asRecord, asString, type JsonRecord } from '../../harness/records.mts';
import { bench, fault, originIds, useBench } from '../support/use-bench.mts';
import {
	assertSucceeded,
	bodyOf,
	byId,
	chain,
	day,
	errorOf,
	items,
	jsonOf,
	manualTrigger,
	node,
	type NodeDefinition,
	pairsOf,
	target,
} from '../support/workflow.mts';

useBench();

const order = {
	productId: byId(3),
	visitDate: day(2),
	contactName: '张三',
	contactMobile: '18102623512',
};
const byOrderId = { orderId: '={{ $json.orderId }}' };
const oneByOne = { options: { concurrency: 1 } };
const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 50 };

function refundIds(): string[] {
	return bench.requests('refundOrder').map((request) => asString(bodyOf(request).RefundId));
}

function orders(): number {
	return bench.sandbox.upstream.orders.all().length;
}

/** Places orders and pays them, without n8n. */
function paidOrders(...quantities: number[]): number[] {
	const ids = bench.placeOrders(3, ...quantities);
	for (const orderId of ids) {
		bench.sandbox.upstream.tickets.pay({ orderId, unitPrice: undefined, ticketCount: undefined });
	}
	return ids;
}

function create(parameters: JsonRecord = {}, settings: JsonRecord = {}): NodeDefinition {
	return bench.zhongzhiyou('Create', 'order.create', { ...order, ...parameters }, settings);
}

describe('Retry On Fail', () => {
	it('sends the same order number again, so that there is one order', async () => {
		fault('resetAfter', 'createOrder');
		const execution = await bench.run([{}, {}], create(oneByOne, retry));
		assertSucceeded(execution);
		const ids = originIds();
		assert.equal(ids.length, 3);
		assert.equal(ids[0], ids[1]);
		assert.notEqual(ids[1], ids[2]);
		assert.equal(orders(), 2);
		assert.deepEqual(
			jsonOf(execution.items('Create')).map(({ OriginOrderId }) => OriginOrderId),
			ids.slice(1),
		);
	});

	it('sends the same refund number again, so that there is one refund', async () => {
		const [orderId] = paidOrders(2);
		fault('resetAfter', 'refundOrder');
		const refund = bench.zhongzhiyou('Refund', 'order.refund', byOrderId, retry);
		const execution = await bench.run([{ orderId }], refund);
		assertSucceeded(execution);
		const ids = refundIds();
		assert.equal(ids.length, 2);
		assert.equal(new Set(ids).size, 1);
		assert.equal(bench.sandbox.upstream.refunds.all().length, 1);
		const [{ RefundId, OrderId }] = jsonOf(execution.items('Refund'));
		assert.deepEqual([RefundId, OrderId], [ids[0], orderId]);
	});

	for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput']) {
		for (const [operation, operationId, parameters] of [
			['create', 'createOrder', order],
			['pay', 'payOrder', byOrderId],
			['refund', 'refundOrder', byOrderId],
			['cancel', 'cancelOrder', byOrderId],
		] as const) {
			it(`sends what was carried out once: ${operation}, ${onError}`, async () => {
				const ids = operation === 'refund' ? paidOrders(1, 1, 1) : bench.placeOrders(3, 1, 1, 1);
				// The first request is the first item's; it is refused before it is carried out.
				fault('status', operationId, { status: 429 });
				const write = bench.zhongzhiyou(
					'Write',
					`order.${operation}`,
					{ ...parameters, ...(onError === 'stopWorkflow' ? {} : oneByOne) },
					{ ...retry, onError },
				);
				const execution = await bench.run(
					ids.map((orderId) => ({ orderId })),
					write,
				);
				assertSucceeded(execution);
				assert.equal(bench.requests(operationId).length, 4);
				const done = execution.items('Write');
				assert.deepEqual(pairsOf(done), [0, 1, 2]);
				for (const { error } of jsonOf(done)) assert.equal(error, undefined);
			});
		}
	}
});

describe('Executions → Retry', () => {
	for (const currentWorkflow of [false, true]) {
		const which = currentWorkflow ? 'currently saved' : 'original';

		it(`with the ${which} workflow places no second order`, async () => {
			fault('resetAfter', 'createOrder');
			const failed = await bench.run([{ shop: 'A' }], create());
			assert.match(errorOf(failed, 'Create').message, /not known .* \(Origin Order ID \w+\)/);
			assert.equal(orders(), 1);
			const again = await bench.n8n.executions.retry(failed.id, { currentWorkflow });
			assertSucceeded(again);
			assert.equal(originIds().length, 2);
			assert.equal(new Set(originIds()).size, 1);
			assert.equal(orders(), 1);
		});

		it(`with the ${which} workflow asks for no second refund`, async () => {
			const [orderId] = paidOrders(2);
			fault('resetAfter', 'refundOrder');
			const refund = bench.zhongzhiyou('Refund', 'order.refund', byOrderId);
			const failed = await bench.run([{ orderId }], refund);
			assertSucceeded(await bench.n8n.executions.retry(failed.id, { currentWorkflow }));
			assert.equal(new Set(refundIds()).size, 1);
			assert.equal(bench.sandbox.upstream.refunds.all().length, 1);
		});

		it(`with the ${which} workflow sends no item again that was carried out`, async () => {
			const [first] = bench.placeOrders(3, 1, 1);
			// The last two are not there yet.
			const ids = [first, first + 1, first + 2, first + 3];
			const input = ids.map((orderId) => ({ orderId }));
			const pay = bench.zhongzhiyou('Pay', 'order.pay', { ...byOrderId, ...oneByOne });
			const failed = await bench.run(input, pay);
			assert.match(
				String(errorOf(failed, 'Pay').description),
				/Already carried out and not undone: item 0 \(\d+\), 1 \(\d+\)\.$/,
			);
			bench.placeOrders(3, 1, 1);
			const again = await bench.n8n.executions.retry(failed.id, { currentWorkflow });
			assertSucceeded(again);
			assert.deepEqual(
				bench.requests('payOrder').map((request) => bodyOf(request).OrderId),
				[ids[0], ids[1], ids[2], ids[2], ids[3]],
			);
			assert.deepEqual(pairsOf(again.items('Pay')), [0, 1, 2, 3]);
			// Paid a second time, an order gives what its first payment gave.
			const whole = await bench.run(input, pay);
			const withoutLogId = jsonOf(whole.items('Pay')).map((json) => ({ ...json, logId: '' }));
			assert.deepEqual(
				jsonOf(again.items('Pay')).map((json) => ({ ...json, logId: '' })),
				withoutLogId,
			);
		});
	}

	it('makes no second order with the shop’s number either', async () => {
		fault('resetAfter', 'createOrder');
		const failed = await bench.run(
			[{ number: 'SHOP-7' }],
			create({ originOrderId: '={{ $json.number }}' }),
		);
		assert.equal(failed.status, 'error');
		assertSucceeded(await bench.n8n.executions.retry(failed.id));
		assert.deepEqual(originIds(), ['SHOP-7', 'SHOP-7']);
		assert.equal(orders(), 1);
	});
});

describe('an expression that gives something else in the next try', () => {
	const ofNow = '=SHOP-{{ $now.toMillis() }}';

	it('makes no second order in a try of Retry On Fail: the first is sent again as it was', async () => {
		fault('resetAfter', 'createOrder');
		const execution = await bench.run([{}], create({ originOrderId: ofNow }, retry));
		assertSucceeded(execution);
		const [first, second, ...others] = bench.requests('createOrder');
		assert.deepEqual(others, []);
		assert.equal(second.body, first.body);
		assert.notEqual(second.headers.timestamp, first.headers.timestamp);
		assert.equal(orders(), 1);
		const [json] = jsonOf(execution.items('Create'));
		assert.equal(json.OriginOrderId, originIds()[0]);
		assert.equal('earlierTries' in json, false);
	});

	for (const currentWorkflow of [false, true]) {
		const which = currentWorkflow ? 'currently saved' : 'original';

		it(`makes none when the execution is retried with the ${which} workflow`, async () => {
			fault('resetAfter', 'createOrder');
			const failed = await bench.run(
				[{ shop: 'A' }],
				create({ orderDetails: { remark: '={{ $now.toMillis() }}' } }),
			);
			assert.equal(failed.status, 'error');
			const again = await bench.n8n.executions.retry(failed.id, { currentWorkflow });
			assertSucceeded(again);
			const [first, second] = bench.requests('createOrder');
			assert.equal(second.body, first.body);
			assert.equal(orders(), 1);
			assert.equal(jsonOf(again.items('Create'))[0].OriginOrderId, originIds()[0]);
		});
	}

	it('asks for no second refund', async () => {
		const [orderId] = paidOrders(2);
		fault('resetAfter', 'refundOrder');
		const parameters = { ...byOrderId, refundId: '=R-{{ $now.toMillis() }}' };
		const refund = bench.zhongzhiyou('Refund', 'order.refund', parameters, retry);
		assertSucceeded(await bench.run([{ orderId }], refund));
		assert.equal(bench.requests('refundOrder').length, 2);
		assert.equal(new Set(refundIds()).size, 1);
		assert.equal(bench.sandbox.upstream.refunds.all().length, 1);
	});
});

describe('a node that was changed before its execution is retried', () => {
	/** Runs Create, changes its parameters where the workflow is stored, and retries what failed. */
	async function retryChanged(data: JsonRecord[], parameters: JsonRecord, changed: JsonRecord) {
		const workflow = chain(manualTrigger(), items(data), create(parameters));
		const id = await bench.n8n.workflows.create(workflow);
		const failed = await bench.n8n.workflows.run(id);
		assert.equal(failed.status, 'error');
		const stored = await bench.n8n.workflows.get(id);
		await bench.n8n.workflows.update(id, {
			...stored,
			nodes: stored.nodes.map((one) =>
				one.name === 'Create'
					? { ...one, parameters: { ...asRecord(one.parameters), ...changed } }
					: one,
			),
		});
		const again = await bench.n8n.executions.retry(failed.id, { currentWorkflow: true });
		assertSucceeded(again);
		return jsonOf(again.items('Create'));
	}

	it('orders what was refused, and not once more what was carried out', async () => {
		const [first, second] = await retryChanged(
			[{ mobile: '18102623512' }, { mobile: 'unknown' }],
			{ ...oneByOne, contactMobile: '={{ $json.mobile }}' },
			{ contactMobile: '18102623512', orderDetails: { remark: 'called back' } },
		);
		assert.equal(orders(), 2);
		assert.deepEqual([first.OriginOrderId, second.OriginOrderId], originIds());
		assert.equal('earlierTries' in first, false);
	});

	it('orders what it is set up to now, and tells of the order that stays unknown', async () => {
		fault('resetAfter', 'createOrder');
		const [{ OriginOrderId, earlierTries }] = await retryChanged(
			[{}],
			{ originOrderId: 'SHOP-1' },
			{ originOrderId: 'SHOP-2' },
		);
		assert.deepEqual(originIds(), ['SHOP-1', 'SHOP-2']);
		assert.equal(OriginOrderId, 'SHOP-2');
		assert.deepEqual(earlierTries, [{ outcomeUnknown: true, originOrderId: 'SHOP-1' }]);
	});
});

describe('the automatic numbers', () => {
	it('are the same when the workflow is run again on the same data', async () => {
		const id = await bench.n8n.workflows.create(
			chain(manualTrigger(), items([{ shop: 'A' }, { shop: 'B' }]), create()),
		);
		assertSucceeded(await bench.n8n.workflows.run(id));
		const again = await bench.n8n.workflows.run(id);
		assertSucceeded(again);
		assert.equal(originIds().length, 4);
		assert.equal(new Set(originIds()).size, 2);
		assert.equal(orders(), 2);
		for (const { OriginOrderId } of jsonOf(again.items('Create'))) {
			assert.match(asString(OriginOrderId), /^[0-9a-f]{32}$/);
		}
	});

	it('are the same when the shop’s message is delivered twice', async () => {
		const webhook = node(
			'Shop',
			'n8n-nodes-base.webhook',
			{ httpMethod: 'POST', path: 'shop-orders', responseMode: 'lastNode', options: {} },
			{ typeVersion: 2, webhookId: 'shop-orders' },
		);
		const id = await bench.n8n.workflows.create(
			chain(webhook, create({ contactName: '={{ $json.body.name }}' })),
		);
		const [url] = await bench.n8n.workflows.activate(id);
		for (const body of [{ name: '张三' }, { name: '张三' }, { name: '李四' }]) {
			const answer = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			assert.equal(answer.status, 200, await answer.text());
		}
		await bench.n8n.workflows.deactivate(id);
		assert.equal(originIds().length, 3);
		assert.equal(orders(), 2);
	});

	it('differ between like items, and between nodes', async () => {
		const like = [{ shop: 'A' }, { shop: 'A' }];
		const second = bench.zhongzhiyou('Second', 'order.create', order);
		assertSucceeded(await bench.run(like, create(), second));
		assert.equal(originIds().length, 4);
		assert.equal(new Set(originIds()).size, 4);
	});

	it('differ where the order comes from another node and the item is the same each time', async () => {
		const id = await bench.n8n.workflows.create(
			chain(
				manualTrigger(),
				items([{ quantity: 1 }], 'Shop'),
				items([{}]),
				create({ quantity: "={{ $('Shop').first().json.quantity }}" }),
			),
		);
		assertSucceeded(await bench.n8n.workflows.run(id));
		const stored = await bench.n8n.workflows.get(id);
		await bench.n8n.workflows.update(id, {
			...stored,
			nodes: stored.nodes.map((one) =>
				one.name === 'Shop' ? { ...one, parameters: items([{ quantity: 2 }]).parameters } : one,
			),
		});
		assertSucceeded(await bench.n8n.workflows.run(id));
		assert.equal(new Set(originIds()).size, 2);
		assert.equal(orders(), 2);
	});

	it('differ between the runs of a loop', async () => {
		const loop = node(
			'Loop',
			'n8n-nodes-base.splitInBatches',
			{ batchSize: 1, options: {} },
			{ typeVersion: 3 },
		);
		const workflow = chain(manualTrigger(), items([{}, {}, {}]), loop);
		const connections = {
			...workflow.connections,
			Loop: { main: [[], [target('Create')]] },
			Create: { main: [[target('Loop')]] },
		};
		const execution = await bench.n8n.workflows.run({
			...workflow,
			nodes: [...workflow.nodes, create()],
			connections,
		});
		assertSucceeded(execution);
		assert.equal(execution.nodes.Create.length, 3);
		assert.equal(new Set(originIds()).size, 3, originIds().join(' '));
	});

	it('differ between refunds', async () => {
		const ids = paidOrders(1, 1);
		const execution = await bench.run(
			ids.map((orderId) => ({ orderId })),
			bench.zhongzhiyou('Refund', 'order.refund', byOrderId),
		);
		assertSucceeded(execution);
		assert.equal(new Set(refundIds()).size, 2);
	});

	it('do not stand in for an expression that finds nothing', async () => {
		const execution = await bench.run([{}], create({ originOrderId: '={{ $json.number }}' }));
		assert.match(
			errorOf(execution, 'Create').message,
			/^Origin Order ID is empty: its expression found no value/,
		);
		assert.deepEqual(bench.requests(), []);
	});
});
