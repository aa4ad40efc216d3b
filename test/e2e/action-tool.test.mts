// The action node as a tool of n8n's AI agent, with a scripted model in place of a real one.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';

import type { Execution } from '../../harness/n8n/execution-data.mts';
import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import { asArray, asRecord, type JsonRecord } from '../../harness/records.mts';
import { type Reply, type ScriptedServer, startScripted } from '../support/http.mts';
import { bench, fault, originIds, useBench } from '../support/use-bench.mts';
import {
	actionType,
	assertSucceeded,
	byId,
	chain,
	day,
	items,
	jsonOf,
	manualTrigger,
	node,
} from '../support/workflow.mts';

interface ToolCall {
	tool: string;
	arguments: JsonRecord;
}

let model: ScriptedServer;
/** What the model answers, turn by turn: tools to call, at the end nothing. */
let turns: ToolCall[][] = [];

function completion(calls: ToolCall[], index: number): Reply {
	const message = {
		role: 'assistant',
		content: calls.length === 0 ? 'Done.' : null,
		tool_calls: calls.map((call, position) => ({
			id: `call_${index}_${position}`,
			type: 'function',
			function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
		})),
	};
	const finish_reason = calls.length === 0 ? 'stop' : 'tool_calls';
	if (calls.length === 0) Reflect.deleteProperty(message, 'tool_calls');
	return {
		text: JSON.stringify({
			id: `completion-${index}`,
			object: 'chat.completion',
			created: 1,
			model: 'scripted',
			choices: [{ index: 0, message, finish_reason }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		}),
	};
}

useBench();

before(async () => {
	model = await startScripted((_request, index) => completion(turns[index] ?? [], index));
});

after(async () => await model?.close());

beforeEach(() => {
	model.requests.length = 0;
});

type Tools = Record<string, [operation: string, parameters: JsonRecord]>;

/** Runs an agent that has the node as its tools, one for each operation. */
async function runAgent(tools: Tools): Promise<Execution> {
	return await bench.n8n.workflows.run(await agentWith(tools));
}

/** A workflow of an agent, and what comes in to it, that has the node as its tools. */
async function agentWith(tools: Tools, input: JsonRecord = {}): Promise<WorkflowDefinition> {
	const id = await bench.n8n.credentials.create('Model', 'openAiApi', {
		apiKey: 'none',
		url: `${model.url}/v1`,
		header: false,
	});
	const agent = node(
		'Agent',
		'@n8n/n8n-nodes-langchain.agent',
		{ promptType: 'define', text: 'Order the tickets.', options: {} },
		{ typeVersion: 3 },
	);
	const chat = node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		{
			model: { __rl: true, mode: 'id', value: 'scripted' },
			responsesApiEnabled: false,
			options: {},
		},
		{ typeVersion: 1.2, credentials: { openAiApi: { id, name: 'Model' } } },
	);
	const toolNodes = Object.entries(tools).map(([name, [operation, parameters]]) => ({
		...bench.zhongzhiyou(name, operation, {
			descriptionType: 'manual',
			toolDescription: `Does ${operation}`,
			...parameters,
		}),
		type: `${actionType}Tool`,
	}));
	const workflow = chain(manualTrigger(), items([input], 'Chat'), agent);
	const attach = (type: string): JsonRecord => ({ [type]: [[{ node: 'Agent', type, index: 0 }]] });
	return {
		...workflow,
		nodes: [...workflow.nodes, chat, ...toolNodes],
		connections: {
			...workflow.connections,
			Model: attach('ai_languageModel'),
			...Object.fromEntries(toolNodes.map(({ name }) => [name, attach('ai_tool')])),
		},
	};
}

/** What the model was told that its tools gave. */
function toolAnswers(): string[] {
	const messages = asArray(asRecord(JSON.parse(model.requests.at(-1)?.body ?? '{}')).messages);
	return messages
		.map(asRecord)
		.filter(({ role }) => role === 'tool')
		.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)));
}

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
	it('is called with what the model fills in, and gives back the result', async () => {
		turns = [[{ tool: 'Find_product', arguments: { id: 165325 } }], []];
		const execution = await runAgent({
			'Find product': [
				'product.get',
				{ productId: byId("={{ $fromAI('id', 'Product ID', 'number') }}") },
			],
		});
		assertSucceeded(execution);
		assert.equal(jsonOf(execution.items('Agent'))[0].output, 'Done.');
		assert.match(toolAnswers()[0], /龙游石窟景区成人票（实名）/);
		assert.doesNotMatch(toolAnswers()[0], /TicketGetAddress/);
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
			model.requests.length = 0;
			turns = [[{ tool: 'Find_product', arguments: {} }], []];
			const tool: [string, JsonRecord] = ['product.get', { productId, ...parameters }];
			assertSucceeded(await runAgent({ 'Find product': tool }));
			assert.match(toolAnswers()[0], wanted);
		}
	});

	it('takes the same wish, told again, for the same order', async () => {
		turns = [[wish(1)], [wish(1)], []];
		assertSucceeded(await runAgent({ 'Create order': create }));
		assert.equal(originIds().length, 2);
		assert.equal(bench.sandbox.upstream.orders.all().length, 1);
		// Only the LogId is of the call and not of the order.
		const [first, second] = toolAnswers().map((text) => text.replace(/"logId":"\d+"/, ''));
		assert.equal(first, second);
	});

	it('takes the same wish, told twice at once, for the same order', async () => {
		turns = [[wish(1), wish(1)], []];
		assertSucceeded(await runAgent({ 'Create order': create }));
		assert.equal(originIds().length, 2);
		assert.equal(bench.sandbox.upstream.orders.all().length, 1);
	});

	it('takes other wishes for other orders', async () => {
		turns = [[wish(1)], [wish(2)], []];
		assertSucceeded(await runAgent({ 'Create order': create }));
		assert.equal(new Set(originIds()).size, 2);
		assert.equal(bench.sandbox.upstream.orders.all().length, 2);
	});

	it('knows the order again when the user writes "try again", but not in another chat', async () => {
		const chat = (sessionId: string, chatInput: string): JsonRecord => ({
			sessionId,
			action: 'sendMessage',
			chatInput,
		});
		const workflow = await agentWith({ 'Create order': create });
		const id = await bench.n8n.workflows.create(workflow);
		for (const input of [
			chat('one', 'Two tickets, please'),
			chat('one', 'Try again'),
			chat('other', 'Two tickets, please'),
		]) {
			model.requests.length = 0;
			turns = [[wish(2)], []];
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
		turns = [[wish(1)], [wish(1)], []];
		assertSucceeded(await runAgent({ 'Create order': create }));
		const [number, ...others] = new Set(originIds());
		assert.deepEqual(others, []);
		const [unknown, found] = toolAnswers();
		assert.match(unknown, /It is not known whether ZhongZhiYou carried this out/);
		assert.ok(unknown.includes(`(Origin Order ID ${number})`), unknown);
		assert.ok(found.includes(number), found);
		assert.equal(bench.sandbox.upstream.orders.all().length, 1);
	});

	it('tells the model what is wrong with its wish', async () => {
		turns = [[wish(0)], []];
		await runAgent({ 'Create order': create });
		assert.match(toolAnswers().join('\n'), /Quantity must be at least 1, but it is 0/);
		assert.deepEqual(bench.requests(), []);
	});
});
