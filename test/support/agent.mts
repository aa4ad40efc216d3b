// n8n's AI agent with the action node as its tools, and a scripted model in place of a real one.
import type { Execution } from '../../harness/n8n/execution-data.mts';
import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import { asArray, asRecord, type JsonRecord } from '../../harness/records.mts';
import { type Reply, type ScriptedServer, startScripted } from './http.mts';
import { actionType, type Bench, chain, items, manualTrigger, node } from './workflow.mts';

/** A tool that the model calls. */
export interface ToolCall {
	tool: string;
	arguments: JsonRecord;
}

/** By their names, the operations that are tools. */
export type Tools = Record<string, [operation: string, parameters: JsonRecord]>;

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

/** A model that says what it is told to, and agents that use it. */
export class Agents {
	/** What the model answers, turn by turn: tools to call, at the end nothing. */
	turns: ToolCall[][] = [];
	private readonly bench: Bench;
	private readonly model: ScriptedServer;

	private constructor(bench: Bench, model: ScriptedServer) {
		this.bench = bench;
		this.model = model;
	}

	static async start(bench: Bench): Promise<Agents> {
		const model = await startScripted((_request, index) =>
			completion(agents.turns[index] ?? [], index),
		);
		const agents = new Agents(bench, model);
		return agents;
	}

	async close(): Promise<void> {
		await this.model.close();
	}

	/** The model begins with its first turn again. */
	reset(): void {
		this.model.requests.length = 0;
	}

	/** Runs an agent that has the node as its tools, one for each operation. */
	async run(tools: Tools): Promise<Execution> {
		return await this.bench.n8n.workflows.run(await this.workflow(tools));
	}

	/** A workflow of an agent, and what comes in to it, that has the node as its tools. */
	async workflow(tools: Tools, input: JsonRecord = {}): Promise<WorkflowDefinition> {
		const id = await this.bench.n8n.credentials.create('Model', 'openAiApi', {
			apiKey: 'none',
			url: `${this.model.url}/v1`,
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
			...this.bench.zhongzhiyou(name, operation, {
				descriptionType: 'manual',
				toolDescription: `Does ${operation}`,
				...parameters,
			}),
			type: `${actionType}Tool`,
		}));
		const workflow = chain(manualTrigger(), items([input], 'Chat'), agent);
		const attach = (type: string): JsonRecord => ({
			[type]: [[{ node: 'Agent', type, index: 0 }]],
		});
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
	answers(): string[] {
		const messages = asArray(
			asRecord(JSON.parse(this.model.requests.at(-1)?.body ?? '{}')).messages,
		);
		return messages
			.map(asRecord)
			.filter(({ role }) => role === 'tool')
			.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)));
	}
}
