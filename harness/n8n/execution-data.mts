// What an execution did, in the shapes that n8n's API answers with.
import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../records.mts';

/** One item as a node put it out. */
export interface Item {
	json: JsonRecord;
	pairedItem?: unknown;
	error?: unknown;
	binary?: unknown;
}

export interface NodeError extends JsonRecord {
	message: string;
	description?: unknown;
}

export interface NodeRun {
	status: string;
	error?: NodeError;
	/** Items by output. */
	outputs: Item[][];
	executionTime: number;
	/** Hints the node gave, as the editor shows them. */
	hints: unknown[];
}

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: string;
	/** `success`, `error`, `crashed`, `canceled`; `new`, `running` and `waiting` have not ended. */
	status: string;
	retryOf?: string;
	startedAt?: string;
	stoppedAt?: string;
}

export interface Execution extends ExecutionSummary {
	error?: NodeError;
	lastNodeExecuted?: string;
	/** Runs by node name; a node in a loop has several. */
	nodes: Record<string, NodeRun[]>;
	/** All items one output of a node put out, over its runs; none if it never ran. */
	items: (node: string, output?: number) => Item[];
}

/**
 * Reads the "flatted" form in which n8n stores executions: a list of values in which every text
 * inside an object or a list is the position of the value meant.
 */
export function unflatten(text: string): unknown {
	const values = asArray(JSON.parse(text));
	const known = new Map<number, unknown>();
	const resolve = (value: unknown): unknown => {
		if (typeof value !== 'string') return value;
		const position = Number(value);
		if (known.has(position)) return known.get(position);
		const found = values[position];
		if (Array.isArray(found)) {
			const list: unknown[] = [];
			known.set(position, list);
			list.push(...found.map(resolve));
			return list;
		}
		if (isRecord(found)) {
			const record: JsonRecord = {};
			known.set(position, record);
			for (const [key, inner] of Object.entries(found)) record[key] = resolve(inner);
			return record;
		}
		return found;
	};
	return resolve('0');
}

function optionalText(value: unknown): string | undefined {
	return value === undefined || value === null ? undefined : asString(value);
}

function toError(value: unknown): NodeError | undefined {
	if (!isRecord(value)) return undefined;
	return { ...value, message: optionalText(value.message) ?? '' };
}

function toItem(value: unknown): Item {
	const item = asRecord(value);
	return { ...item, json: asRecord(item.json) };
}

function toRun(value: unknown): NodeRun {
	const run = asRecord(value);
	const main = isRecord(run.data) && Array.isArray(run.data.main) ? run.data.main : [];
	return {
		status: optionalText(run.executionStatus) ?? '',
		error: toError(run.error),
		outputs: main.map((items) => (Array.isArray(items) ? items.map(toItem) : [])),
		executionTime: typeof run.executionTime === 'number' ? run.executionTime : 0,
		hints: Array.isArray(run.hints) ? run.hints : [],
	};
}

export function toSummary(row: JsonRecord): ExecutionSummary {
	return {
		id: asString(row.id),
		workflowId: asString(row.workflowId),
		mode: asString(row.mode),
		status: asString(row.status),
		retryOf: optionalText(row.retryOf),
		startedAt: optionalText(row.startedAt),
		stoppedAt: optionalText(row.stoppedAt),
	};
}

export function toExecution(row: JsonRecord, data: unknown): Execution {
	const result = isRecord(data) && isRecord(data.resultData) ? data.resultData : {};
	const runData = isRecord(result.runData) ? result.runData : {};
	const nodes = Object.fromEntries(
		Object.entries(runData).map(([name, runs]) => [name, asArray(runs).map(toRun)]),
	);
	return {
		...toSummary(row),
		error: toError(result.error),
		lastNodeExecuted: optionalText(result.lastNodeExecuted),
		nodes,
		items: (node, output = 0) => (nodes[node] ?? []).flatMap((run) => run.outputs[output] ?? []),
	};
}
