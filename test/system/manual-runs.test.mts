// Manual runs on workers, as n8n's next major version has them always in queue mode.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import type { QueueMode } from '../../harness/queue-mode/queue-mode.mts';
import { type QueueBench, startQueueBench } from '../support/queue-bench.mts';
import { assertSucceeded, type Bench, byId, jsonOf } from '../support/workflow.mts';

let started: QueueBench | undefined;
let queue: QueueMode;
let bench: Bench;

before(async () => {
	started = await startQueueBench({
		webhooks: 0,
		workers: 1,
		env: { OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true' },
	});
	({ queue, bench } = started);
});

after(async () => await started?.close());

it('places an order, and again none when the run is retried', async () => {
	const order = {
		productId: byId(3),
		visitDate: '={{ $now.plus(2, "days") }}',
		contactName: '张三',
		contactMobile: '={{ $json.mobile }}',
	};
	bench.sandbox.faults.add({ kind: 'resetAfter', operation: 'createOrder', count: 1 });
	const mobiles = ['18102623512', '18102623513'].map((mobile) => ({ mobile }));
	const failed = await bench.run(mobiles, bench.zhongzhiyou('Create', 'order.create', order));
	assert.match(failed.error?.message ?? '', /It is not known whether ZhongZhiYou carried this out/);
	const retried = await bench.n8n.executions.retry(failed.id);
	assertSucceeded(retried);
	assert.equal(jsonOf(retried.items('Create')).length, 2);
	assert.equal(bench.sandbox.upstream.orders.all().length, 2);
	assert.equal(bench.requests('createOrder').length, 3, 'only the one in doubt');
	const [worker] = queue.workers;
	assert.match(worker.log(), new RegExp(`execution ${failed.id}\\b`));
});
