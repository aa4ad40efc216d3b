import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n makes a type of its own of each node that is used as a tool, and ends its name so. */
const TOOL_TYPE = /Tool$/;

/** Where a run of the node stands: in which workflow, as which node, the how-many-eth time. */
export class Place {
	readonly workflowId: string | undefined;

	readonly nodeId: string;

	/** True where an AI agent, or a client of n8n's MCP server, calls the node. */
	readonly isTool: boolean;

	private readonly context: IExecuteFunctions;

	private run: number | undefined;

	constructor(context: IExecuteFunctions) {
		const { id, type } = context.getNode();
		this.context = context;
		this.workflowId = context.getWorkflow().id;
		this.nodeId = id;
		this.isTool = TOOL_TYPE.test(type);
	}

	/** Which run of the node within its execution, from 0; asked of n8n once, and only if needed. */
	get runIndex(): number {
		this.run ??= Number(this.context.getWorkflowDataProxy(0).$runIndex);
		return this.run;
	}
}
