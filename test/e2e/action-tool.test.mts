// The action node as a tool of n8n's AI agent, with a scripted model in place of a real one.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';

import type { JsonRecord } from '../../harness/records.mts';
import { Agents, type ToolCall } from '../support/agent.mts';
import { bench, fault, originIds, useBench } from '../support/use-bench.mts';
import { assertSucceeded, byId, day, items, jsonOf } from '../support/workflow.mts';

let agents: Agents;

useBench();

const create: [string, JsonRecord] = [
	'order.create',
	{
		productId: byId("={{ $fromAI('product', 'Product ID', 'number') }}"),
		visitDate: "={{ $fromAI('date', 'Day of the visit, yyyy-MM-dd', 'string') }}",
		quantity: "={{ $fromAI('quantity', 'Number of tickets', 'number') }}",
		contactName: '张三',
		contactMobile: '18102623512',
	},
];

const wish = (quantity: number): ToolCall => ({
	tool: 'Create_order',
	arguments: { product: 3, date: day(2), quantity },
});

describe('as a tool', () => {
	before(async () => {
		agents = await Agents.start(bench);
	});

	after(async () => await agents?.close());

	beforeEach(() => agents.reset());

	it('is called with what the model fills in, and gives back the result', async () => {
		agents.turns = [[{ tool: 'Find_product', arguments: { id: 165325 } }], []];
		const execution = await agents.run({
			'Find product': [
				'product.get',
				{ productId: byId("={{ $fromAI('id', 'Product ID', 'number') }}") },
			],
		});
		assertSucceeded(execution);
		assert.equal(jsonOf(execution.items('Agent'))[0].output, 'Done.');
		assert.match(agents.answers()[0], /龙游石窟景区成人票（实名）/);
		assert.doesNotMatch(agents.answers()[0], /TicketGetAddress/);
	});

	it('gives a model the fields of a product that Output says', async () => {
		const productId = byId(165325);
		for (const [parameters, wanted] of [
			[{ productOutput: 'raw' }, /TicketGetAddress/],
			[
				{ productOutput: 'selected', productFields: ['MinAge'] },
				/^\[?\{"ProductId":165325,"MinAge":\d+\}\]?$/,
			],
			// As it was stored before there was an Output.
			[{ simplify: true }, /"ProductId":165325/],
		] as const) {
			agents.reset();
			agents.turns = [[{ tool: 'Find_product', arguments: {} }], []];
			const tool: [string, JsonRecord] = ['product.get', { productId, ...parameters }];
			assertSucceeded(await agents.run({ 'Find product': tool }));
			assert.match(agents.answers()[0], wanted);
		}
	});

	it('takes the same wish, told again, for the same order', async () => {
		agents.turns = [[wish(1)], [wish(1)], []];
		assertSucceeded(await agents.run({ 'Create order': create }));
		assert.equal(originIds().length, 2);
		assert.equal(bench.sandbox.upstream.orders.all().length, 1);
		// Only the LogId is of the call and not of the order.
		const [first, second] = agents.answers().map((text) => text.replace(/"logId":"\d+"/, ''));
		assert.equal(first, second);
	});

	it('takes the same wish, told twice at once, for the same order', async () => {
		agents.turns = [[wish(1), wish(1)], []];
		assertSucceeded(await agents.run({ 'Create order': create }));
		assert.equal(originIds().length, 2);
		assert.equal(bench.sandbox.upstream.orders.all().length, 1);
	});

	it('takes other wishes for other orders', async () => {
		agents.turns = [[wish(1)], [wish(2)], []];
		assertSucceeded(await agents.run({ 'Create order': create }));
		assert.equal(new Set(originIds()).size, 2);
		assert.equal(bench.sandbox.upstream.orders.all().length, 2);
	});

	it('knows the order again when the user writes "try again", but not in another chat', async () => {
		const chat = (sessionId: string, chatInput: string): JsonRecord => ({
			sessionId,
			action: 'sendMessage',
			chatInput,
		});
		const workflow = await agents.workflow({ 'Create order': create });
		const id = await bench.n8n.workflows.create(workflow);
		for (const input of [
			chat('one', 'Two tickets, please'),
			chat('one', 'Try again'),
			chat('other', 'Two tickets, please'),
		]) {
			agents.reset();
			agents.turns = [[wish(2)], []];
			await bench.n8n.workflows.update(id, {
				...workflow,
				nodes: workflow.nodes.map((one) =>
					one.name === 'Chat' ? { ...one, parameters: items([input]).parameters } : one,
				),
			});
			assertSucceeded(await bench.n8n.workflows.run(id));
		}
		const [first, again, other] = originIds();
		assert.equal(again, first);
		assert.notEqual(other, first);
		assert.equal(bench.sandbox.upstream.orders.all().length, 2);
	});

	it('tells the model that an outcome is unknown, and its second try finds the order', async () => {
		fault('resetAfter', 'createOrder');
		agents.turns = [[wish(1)], [wish(1)], []];
		assertSucceeded(await agents.run({ 'Create order': create }));
		const [number, ...others] = new Set(originIds());
		assert.deepEqual(others, []);
		const [unknown, found] = agents.answers();
		assert.match(unknown, /It is not known whether ZhongZhiYou carried this out/);
		assert.ok(unknown.includes(`(Origin Order ID ${number})`), unknown);
		assert.ok(found.includes(number), found);
		assert.equal(bench.sandbox.upstream.orders.all().length, 1);
	});

	it('tells the model what is wrong with its wish', async () => {
		agents.turns = [[wish(0)], []];
		await agents.run({ 'Create order': create });
		assert.match(agents.answers().join('\n'), /Quantity must be at least 1, but it is 0/);
		assert.deepEqual(bench.requests(), []);
	});
});
