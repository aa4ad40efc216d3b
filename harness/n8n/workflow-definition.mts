import { asRecord, asString, isRecord, type JsonRecord } from '../records.mts';

export interface WorkflowDefinition {
	name?: string;
	nodes: JsonRecord[];
	connections: JsonRecord;
	settings?: JsonRecord;
	[property: string]: unknown;
}

function isTrigger({ type, disabled }: JsonRecord): boolean {
	return disabled !== true && /trigger$|\.webhook$/i.test(asString(type));
}

/** The name of the node a workflow starts with: its only trigger. */
export function triggerNode(workflow: WorkflowDefinition): string {
	const triggers = workflow.nodes.filter(isTrigger);
	if (triggers.length !== 1) {
		const names = triggers.map(({ name }) => name).join(', ');
		throw new Error(
			`The workflow must have one trigger, or the call name one; it has: ${names || 'none'}`,
		);
	}
	return asString(asRecord(triggers[0]).name);
}

/** For every webhook node, the paths below `/webhook/` at which it may be found. */
export function webhookPaths(workflow: WorkflowDefinition): string[][] {
	return workflow.nodes.filter(isTrigger).flatMap(({ webhookId, parameters }) => {
		if (typeof webhookId !== 'string') return [];
		const path = isRecord(parameters) ? parameters.path : undefined;
		const named = typeof path === 'string' && path !== '' ? [path, `${webhookId}/${path}`] : [];
		return [[...named, `${webhookId}/webhook`]];
	});
}
