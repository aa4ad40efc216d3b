// n8n's old expression engine, in which an expression can change the item for the tries that follow.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';

import { asRecord } from '../../harness/records.mts';
import {
	assertSucceeded,
	type Bench,
	bodyOf,
	byId,
	day,
	jsonOf,
	startBench,
} from '../support/workflow.mts';

let bench: Bench;

before(async () => {
	bench = await startBench({ n8n: { env: { N8N_EXPRESSION_ENGINE: 'legacy' } } });
});

after(() => bench.close());

beforeEach(() => bench.reset());

const order = {
	productId: byId(3),
	visitDate: day(2),
	contactName: '={{ $json.guests.shift() }}',
	contactMobile: '18102623512',
};

function contacts(): unknown[] {
	return bench
		.requests('createOrder')
		.map((request) => asRecord(bodyOf(request).ContactPerson).Name);
}

describe('an expression that takes the next of a list', () => {
	for (const guests of [['张三', '李四'], ['张三']]) {
		it(`orders for the same person again, of ${guests.length}`, async () => {
			bench.sandbox.faults.add({ kind: 'resetAfter', operation: 'createOrder', count: 1 });
			const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 50 };
			const create = bench.zhongzhiyou('Create', 'order.create', order, retry);
			const execution = await bench.run([{ guests }], create);
			assertSucceeded(execution);
			assert.deepEqual(contacts(), ['张三', '张三']);
			assert.equal(bench.sandbox.upstream.orders.all().length, 1);
			const [first] = bench.requests('createOrder');
			const [{ OriginOrderId }] = jsonOf(execution.items('Create'));
			assert.equal(OriginOrderId, bodyOf(first).OriginOrderId);
		});
	}

	it('does so when the execution is retried', async () => {
		bench.sandbox.faults.add({ kind: 'resetAfter', operation: 'createOrder', count: 1 });
		const create = bench.zhongzhiyou('Create', 'order.create', order);
		const failed = await bench.run([{ guests: ['张三', '李四'] }], create);
		assert.equal(failed.status, 'error');
		assertSucceeded(await bench.n8n.executions.retry(failed.id));
		assert.deepEqual(contacts(), ['张三', '张三']);
		assert.equal(bench.sandbox.upstream.orders.all().length, 1);
	});
});
