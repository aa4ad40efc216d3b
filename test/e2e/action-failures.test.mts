// What the action node does when something goes wrong, in a real n8n.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { freePorts } from '../../harness/ports.mts';
import { asRecord, asString, type JsonRecord } from '../../harness/records.mts';
import { until } from '../../harness/until.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import { startScripted, success } from '../support/http.mts';
import { bench, fault, originIds, useBench } from '../support/use-bench.mts';
import {
	assertSucceeded,
	bodyOf,
	byId,
	chain,
	code,
	day,
	errorIn,
	errorOf,
	jsonOf,
	manualTrigger,
	pairsOf,
	usingCredential,
} from '../support/workflow.mts';

useBench();

const order = {
	productId: byId(3),
	visitDate: day(2),
	contactName: '张三',
	contactMobile: '13800000000',
};
const goOn = { onError: 'continueRegularOutput' };
const get = { productId: byId('={{ $json.id ?? 3 }}') };
const pay = { orderId: '={{ $json.orderId }}' };

function options(values: JsonRecord): { options: JsonRecord } {
	return { options: values };
}

describe('a write with an unknown outcome', () => {
	const unknown =
		/\. It is not known whether ZhongZhiYou carried this out \(.*ID .+\), so it was not repeated/;

	it('is not repeated: Create, reset after it was processed', async () => {
		fault('resetAfter', 'createOrder', { count: null });
		const execution = await bench.run([{}], bench.zhongzhiyou('Create', 'order.create', order));
		const error = errorOf(execution, 'Create');
		assert.match(error.message, /broke before the answer was complete/);
		assert.match(error.message, unknown);
		assert.ok(error.message.includes(`(Origin Order ID ${originIds()[0]})`), error.message);
		assert.equal(bench.requests('createOrder').length, 1);
		assert.equal(bench.sandbox.upstream.orders.all().length, 1);
	});

	it('is not repeated: Pay, reset after it was processed', async () => {
		const [orderId] = bench.placeOrders(3, 1);
		fault('resetAfter', 'payOrder', { count: null });
		const execution = await bench.run([{ orderId }], bench.zhongzhiyou('Pay', 'order.pay', pay));
		assert.match(errorOf(execution, 'Pay').message, unknown);
		assert.ok(errorOf(execution, 'Pay').message.includes(`(Order ID ${orderId})`));
		assert.equal(bench.requests('payOrder').length, 1);
		assert.equal(bench.sandbox.upstream.orders.get(orderId).status, 4);
	});

	for (const [kind, more, message] of [
		['resetBefore', {}, /broke before the answer was complete/],
		['truncate', {}, /broke before the answer was complete/],
		['malformed', {}, /The answer is not one of ZhongZhiYou's API/],
		['status', { status: 502, processed: true }, /The server answered with HTTP 502/],
		['latency', { ms: 2000 }, /did not answer in time/],
	] as const) {
		it(`is not repeated: Create and Refund, ${kind}`, async () => {
			const [orderId] = bench.placeOrders(3, 1);
			bench.sandbox.upstream.tickets.pay({ orderId, unitPrice: undefined, ticketCount: undefined });
			fault(kind, 'createOrder', { count: null, ...more });
			fault(kind, 'refundOrder', { count: null, ...more });
			const execution = await bench.run(
				[{ orderId }],
				bench.zhongzhiyou('Refund', 'order.refund', { ...pay, ...options({ timeout: 700 }) }, goOn),
				bench.zhongzhiyou(
					'Create',
					'order.create',
					{ ...order, ...options({ timeout: 700 }) },
					goOn,
				),
			);
			assertSucceeded(execution);
			for (const name of ['Refund', 'Create']) {
				const error = errorIn(execution.items(name)[0]);
				assert.match(asString(error.message), message);
				assert.match(asString(error.message), unknown);
				assert.equal(error.outcomeUnknown, true);
			}
			const created = errorIn(execution.items('Create')[0]);
			assert.deepEqual([created.originOrderId], originIds());
			const refunded = errorIn(execution.items('Refund')[0]);
			const [sent] = bench.requests('refundOrder').map((request) => bodyOf(request).RefundId);
			assert.deepEqual([refunded.refundId, refunded.orderId], [sent, String(orderId)]);
			assert.equal(bench.requests('createOrder').length, 1);
			assert.equal(bench.requests('refundOrder').length, 1);
		});
	}
});

describe('a write that never left', () => {
	it('is repeated until the server is there', async () => {
		const [port] = await freePorts(1);
		const baseUrl = `http://127.0.0.1:${port}`;
		const id = await bench.credential({ baseUrl });
		const running = bench.run(
			[{}],
			bench.zhongzhiyou(
				'Create',
				'order.create',
				{ ...order, ...options({ retries: 5 }) },
				usingCredential(id),
			),
		);
		await pause(1200);
		const late = await startSandbox({ port });
		try {
			const execution = await running;
			assertSucceeded(execution);
			assert.equal(late.requests.list({ operation: 'createOrder' }).length, 1);
			assert.ok((execution.nodes.Create[0].executionTime ?? 0) >= 500, 'it had to wait');
		} finally {
			await late.close();
		}
	});

	it('fails with what cannot be reached', async () => {
		const [port] = await freePorts(1);
		const id = await bench.credential({ baseUrl: `http://127.0.0.1:${port}` });
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Create', 'order.create', order, usingCredential(id)),
		);
		const error = errorOf(execution, 'Create');
		assert.match(error.message, new RegExp(`^127\\.0\\.0\\.1:${port} cannot be reached`));
		assert.doesNotMatch(error.message, /not known/);
		assert.match(String(error.description), /^Nothing was carried out/);
		assert.match(String(error.description), /'Base URL'/);
		assert.ok((execution.nodes.Create[0].executionTime ?? 0) >= 1400, 'two pauses');
	});
});

describe('a read', () => {
	it('is repeated after 503, a reset and a truncated body, each attempt signed anew', async () => {
		for (const [kind, more] of [
			['status', { status: 503 }],
			['resetBefore', {}],
			['resetAfter', {}],
			['truncate', {}],
		] as const) {
			bench.reset();
			fault(kind, 'getProductByDistributor', more);
			const execution = await bench.run([{}], bench.zhongzhiyou('Get', 'product.get', get));
			assertSucceeded(execution);
			const stamps = bench
				.requests('getProductByDistributor')
				.map(({ headers }) => headers.timestamp);
			assert.equal(stamps.length, 2, kind);
			assert.equal(new Set(stamps).size, 2, kind);
		}
	});

	it('waits as long as Retry-After asks for', async () => {
		fault('status', 'getProductByDistributor', { status: 429, retryAfter: 2 });
		const execution = await bench.run([{}], bench.zhongzhiyou('Get', 'product.get', get));
		assertSucceeded(execution);
		const [first, second] = bench.requests('getProductByDistributor').map(({ at }) => at);
		assert.ok(second - first >= 1900, `${second - first} ms`);
	});

	it('is given up after the repeats that the option allows', async () => {
		fault('status', 'getProductByDistributor', { count: null });
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Get', 'product.get', { ...get, ...options({ retries: 1 }) }),
		);
		const error = errorOf(execution, 'Get');
		assert.match(error.message, /The server answered with HTTP 503/);
		assert.equal(error.httpCode, '503');
		assert.equal(bench.requests().length, 2);
	});

	it('ends after the timeout that the option sets', async () => {
		fault('latency', 'getProductByDistributor', { ms: 5000, count: null });
		const execution = await bench.run(
			[{}],
			bench.zhongzhiyou('Get', 'product.get', { ...get, ...options({ timeout: 300, retries: 0 }) }),
		);
		assert.match(errorOf(execution, 'Get').message, /did not answer in time/);
		assert.ok(execution.nodes.Get[0].executionTime < 2000);
	});
});

describe('many items', () => {
	it('are worked on at most so many at a time, and come out in order', async () => {
		const delays = Array.from({ length: 30 }, (_, index) => ((index * 7) % 10) * 20);
		const vendor = await startScripted(({ body }) => {
			const { OrderId } = asRecord(JSON.parse(body));
			const answer = success({ OrderStatus: 4 });
			if (typeof answer === 'string') return answer;
			return { ...answer, after: delays[Number(OrderId) - 1] };
		});
		try {
			const id = await bench.credential({ baseUrl: vendor.url });
			for (const [concurrency, expected] of [
				[undefined, 5],
				[1, 1],
				[10, 10],
			]) {
				vendor.peak = 0;
				const execution = await bench.run(
					delays.map((_, index) => ({ orderId: index + 1 })),
					bench.zhongzhiyou(
						'Pay',
						'order.pay',
						{ ...pay, ...options(concurrency === undefined ? {} : { concurrency }) },
						usingCredential(id),
					),
				);
				assertSucceeded(execution);
				assert.equal(vendor.peak, expected);
				assert.deepEqual(
					jsonOf(execution.items('Pay')).map(({ OrderId }) => OrderId),
					delays.map((_, index) => index + 1),
				);
				assert.deepEqual(
					pairsOf(execution.items('Pay')),
					delays.map((_, index) => index),
				);
			}
		} finally {
			await vendor.close();
		}
	});

	it('stop with the first failure, which names what was carried out', async () => {
		const ids = bench.placeOrders(3, ...Array.from({ length: 20 }, () => 1));
		const input = ids.map((orderId, index) => ({ orderId: index === 3 ? 99 : orderId }));
		const execution = await bench.run(
			input,
			bench.zhongzhiyou('Pay', 'order.pay', { ...pay, ...options({ concurrency: 1 }) }),
		);
		const error = errorOf(execution, 'Pay');
		assert.match(error.message, /^ZhongZhiYou refused: 订单不存在 \(Order ID 99\) \[item 3\]$/);
		assert.match(
			String(error.description),
			new RegExp(
				`Already carried out and not undone: item 0 \\(${ids[0]}\\), 1 \\(${ids[1]}\\), 2 \\(${ids[2]}\\)\\.`,
			),
		);
		assert.match(String(error.description), /LogId/);
		assert.equal(asRecord(error.context).itemIndex, 3);
		assert.equal(bench.requests('payOrder').length, 4);
	});

	it('send no more than what is under way when one fails', async () => {
		const ids = bench.placeOrders(3, ...Array.from({ length: 40 }, () => 1));
		const input = ids.map((orderId, index) => ({ orderId: index === 6 ? 99 : orderId }));
		const execution = await bench.run(input, bench.zhongzhiyou('Pay', 'order.pay', pay));
		assert.equal(execution.status, 'error');
		const paid = bench.sandbox.upstream.orders.all().filter(({ status }) => status === 4);
		assert.ok(bench.requests('payOrder').length <= 12, String(bench.requests('payOrder').length));
		const named = String(errorOf(execution, 'Pay').description);
		for (const { orderId } of paid) assert.ok(named.includes(`(${orderId})`), String(orderId));
	});
});

describe('Continue On Fail', () => {
	const input = (): JsonRecord[] => {
		const [one, two] = bench.placeOrders(3, 1, 1);
		return [{ orderId: one }, { orderId: 99 }, { orderId: 'x' }, { orderId: two }];
	};

	function check(refused: JsonRecord, invalid: JsonRecord): void {
		assert.equal(refused.message, 'ZhongZhiYou refused: 订单不存在 (Order ID 99)');
		assert.match(asString(refused.description), /Code 0, LogId \w+/);
		const { code: refusedCode, logId, httpStatus, operation } = refused;
		assert.deepEqual([refusedCode, httpStatus, operation], [0, 200, 'pay']);
		assert.match(asString(logId), /^\w+$/);
		assert.match(asString(invalid.message), /^Order ID must be a number/);
		assert.deepEqual(
			[invalid.code, invalid.httpStatus, invalid.logId, invalid.operation, invalid.outcomeUnknown],
			[null, null, '', 'pay', false],
		);
	}

	it('puts error items in their places', async () => {
		const execution = await bench.run(input(), bench.zhongzhiyou('Pay', 'order.pay', pay, goOn));
		assertSucceeded(execution);
		const [one, refused, invalid, two] = execution.items('Pay');
		assert.deepEqual([one.json.status, two.json.status], ['issued', 'issued']);
		check(errorIn(refused), errorIn(invalid));
		assert.deepEqual(pairsOf(execution.items('Pay')), [0, 1, 2, 3]);
	});

	it('sends error items to the error output', async () => {
		const settings = { onError: 'continueErrorOutput' };
		const execution = await bench.run(
			input(),
			bench.zhongzhiyou('Pay', 'order.pay', pay, settings),
		);
		assertSucceeded(execution);
		assert.deepEqual(
			jsonOf(execution.items('Pay')).map(({ status }) => status),
			['issued', 'issued'],
		);
		assert.deepEqual(pairsOf(execution.items('Pay')), [0, 3]);
		const [refused, invalid, ...others] = execution.items('Pay', 1);
		assert.deepEqual(others, []);
		check(errorIn(refused), errorIn(invalid));
		assert.deepEqual(pairsOf([refused, invalid]), [1, 2]);
	});

	it('takes a credential that cannot be used as the failure of every item', async () => {
		const id = await bench.credential({ partnerId: 'abc' });
		const execution = await bench.run(
			[{ orderId: 1 }, { orderId: 2 }],
			bench.zhongzhiyou('Pay', 'order.pay', pay, { ...usingCredential(id), ...goOn }),
		);
		assertSucceeded(execution);
		const errors = execution.items('Pay').map(errorIn);
		assert.equal(errors.length, 2);
		for (const { message } of errors)
			assert.match(asString(message), /'Partner ID' must be digits/);
		assert.deepEqual(bench.requests(), []);
	});
});

describe('a cancelled execution', () => {
	it('sends nothing more', async () => {
		fault('latency', 'payOrder', { ms: 400, count: null });
		const ids = bench.placeOrders(3, ...Array.from({ length: 40 }, () => 1));
		const workflow = chain(
			manualTrigger(),
			code('Items', `return ${JSON.stringify(ids)}.map((orderId) => ({ json: { orderId } }));`),
			bench.zhongzhiyou('Pay', 'order.pay', { ...pay, ...options({ concurrency: 2 }) }),
		);
		const id = await bench.n8n.workflows.create(workflow);
		const finished = bench.n8n.workflows.run(id);
		await until('requests come', 20_000, async () =>
			bench.requests('payOrder').length >= 4 ? true : undefined,
		);
		const [{ id: executionId }] = await bench.n8n.executions.of(id);
		await bench.n8n.rest.call('POST', `/executions/${executionId}/stop`, {});
		const stopped = bench.requests('payOrder').length;
		const execution = await finished;
		assert.equal(execution.status, 'canceled');
		await pause(1500);
		assert.ok(
			bench.requests('payOrder').length <= stopped,
			`${stopped} before, ${bench.requests('payOrder').length} after`,
		);
	});
});
