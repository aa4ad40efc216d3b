import { asArray, asRecord, asString } from '../records.mts';
import { until } from '../until.mts';
import {
	toExecution,
	toSummary,
	unflatten,
	type Execution,
	type ExecutionSummary,
} from './execution-data.mts';
import { RestError, type RestClient } from './rest.mts';

function isFinished({ status }: ExecutionSummary): boolean {
	return !['new', 'running', 'waiting', 'unknown'].includes(status);
}

/** n8n 1 notes that an execution has ended before it has stored what its nodes did. */
function isStored({ status, nodes, error }: Execution): boolean {
	const ran = Object.keys(nodes).length > 0 || error !== undefined;
	return ran || (status !== 'success' && status !== 'error');
}

/** n8n 2.20 answers 500 about an execution as long as it has stored nothing of what nodes did. */
function ifNotStored(error: unknown): undefined {
	if (!(error instanceof RestError && error.status === 500)) throw error;
}

/** The executions of an n8n. */
export class Executions {
	private readonly rest: RestClient;

	constructor(rest: RestClient) {
		this.rest = rest;
	}

	/** Retries a failed execution, as "Retry with original workflow", and returns the new one, finished. */
	async retry(id: string, { currentWorkflow = false, timeout = 60_000 } = {}): Promise<Execution> {
		const body = { loadWorkflow: currentWorkflow };
		const retried = asRecord(await this.rest.call('POST', `/executions/${id}/retry`, body));
		return await this.waitFor(asString(retried.id), timeout);
	}

	/** One execution with what every node put out. */
	async get(id: string): Promise<Execution> {
		const stored = asRecord(await this.rest.call('GET', `/executions/${id}`));
		return toExecution(stored, unflatten(asString(stored.data)));
	}

	/**
	 * All executions of a workflow, newest first, without their data. n8n asks its database for those
	 * that run and for those that ended at the same moment but apart, so one that ends just then is
	 * in both lists: it counts once, as ended.
	 */
	async of(workflowId: string): Promise<ExecutionSummary[]> {
		const found = new Map<string, ExecutionSummary>();
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		let cursor: string | undefined;
		do {
			const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
			const page = asRecord(
				await this.rest.call('GET', `/executions?limit=100&filter=${filter}${from}`),
			);
			for (const row of asArray(page.results)) {
				const summary = toSummary(asRecord(row));
				found.set(summary.id, summary);
			}
			cursor = typeof page.nextCursor === 'string' ? page.nextCursor : undefined;
		} while (cursor !== undefined);
		return [...found.values()].sort((one, other) => Number(other.id) - Number(one.id));
	}

	/** Waits until a workflow has at least `count` finished executions and returns all it has, newest first. */
	async waitForCount(
		workflowId: string,
		count: number,
		timeout = 30_000,
	): Promise<ExecutionSummary[]> {
		let seen: ExecutionSummary[] = [];
		const what = (): string =>
			`${count} finished executions of ${workflowId}; there are ${JSON.stringify(seen)}`;
		return await until(what, timeout, async () => {
			seen = await this.of(workflowId);
			return seen.filter(isFinished).length >= count ? seen : undefined;
		});
	}

	/** Waits until one execution has ended, well or not. */
	async waitFor(id: string, timeout = 60_000): Promise<Execution> {
		return await until(`execution ${id} has ended`, timeout, async () => {
			const execution = await this.get(id).catch(ifNotStored);
			return execution && isFinished(execution) && isStored(execution) ? execution : undefined;
		});
	}
}
