import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ApiFailure, Failure } from '../api/failures';
import { DEFAULT_RETRIES, DEFAULT_TIMEOUT, openClient, type Client } from '../api/request';
import { ItemInput } from './input';
import { nodeError } from '../api/nodeError';
import { Parameters } from './parameters';
import { Turnstile } from './turnstile';
import type { Operation } from './types';
import { readInteger } from './values';

export const DEFAULT_CONCURRENCY = 5;

/** How many carried-out items an error names before it only counts them. */
const NAMED_ITEMS = 20;

interface RunOptions {
	concurrency: number;
	timeout: number;
	retries: number;
}

function readOptions(context: IExecuteFunctions): RunOptions {
	const given = context.getNodeParameter('options', 0, {});
	return {
		concurrency: readInteger(given.concurrency ?? DEFAULT_CONCURRENCY, 'Concurrency', 1),
		timeout: readInteger(given.timeout ?? DEFAULT_TIMEOUT, 'Timeout', 1),
		retries: readInteger(given.retries ?? DEFAULT_RETRIES, 'Repeats', 0),
	};
}

async function perform(operation: Operation, input: ItemInput, client: Client) {
	if ('execute' in operation) return await operation.execute(input, client);
	return operation.output(await client.send(operation.request(input)), input);
}

function errorItem(error: unknown, operation: string, itemIndex: number): INodeExecutionData {
	const failure = error instanceof ApiFailure ? error : undefined;
	const json: IDataObject = {
		error: {
			message: error instanceof Error ? error.message : String(error),
			description: error instanceof Failure ? error.description : '',
			code: failure?.code ?? null,
			logId: failure?.logId ?? '',
			httpStatus: failure?.httpStatus ?? null,
			outcomeUnknown: failure?.ambiguous ?? false,
			operation,
		},
	};
	return { json, pairedItem: { item: itemIndex } };
}

/** What was carried out before a failure: n8n drops these items, so the error has to name them. */
function carriedOut(results: Array<INodeExecutionData[] | undefined>): string {
	const done = results.flatMap((items, index) => (items === undefined ? [] : [{ index, items }]));
	if (done.length === 0) return '';
	const named = done.slice(0, NAMED_ITEMS).map(({ index, items }) => {
		const json = items.at(0)?.json;
		const id = json?.OrderId ?? json?.ApplyId;
		return typeof id === 'string' || typeof id === 'number' ? `${index} (${id})` : String(index);
	});
	const more = done.length > NAMED_ITEMS ? ` and ${done.length - NAMED_ITEMS} more` : '';
	return `Already carried out and not undone: item ${named.join(', ')}${more}.`;
}

/**
 * Runs an operation for every input item: at most `concurrency` at a time, outputs in the order of
 * the inputs and paired with them. With Continue On Fail a failed item becomes an error item;
 * otherwise nothing more is sent after the first failure.
 *
 * @throws NodeApiError when the API refuses or does not answer; NodeOperationError for bad input
 */
export async function runOperation(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const node = context.getNode();
	const parameters = new Parameters(context);
	const cancelled = context.getExecutionCancelSignal();
	const results = new Array<INodeExecutionData[] | undefined>(items.length);
	const failures = new Map<number, unknown>();
	const turnstile = new Turnstile();
	let next = 0;

	async function runItem(itemIndex: number, client: Client): Promise<void> {
		try {
			const input = new ItemInput(context, parameters, itemIndex, client.credential);
			const rows = await perform(operation, input, client);
			results[itemIndex] = rows.map((json) => ({ json, pairedItem: { item: itemIndex } }));
		} catch (error) {
			if (context.continueOnFail()) {
				results[itemIndex] = [errorItem(error, operation.option.value, itemIndex)];
			} else {
				failures.set(itemIndex, error);
			}
		}
	}

	async function worker(client: Client): Promise<void> {
		while (next < items.length && failures.size === 0 && !cancelled?.aborted) {
			await runItem(next++, client);
			await turnstile.pass();
		}
	}

	try {
		const { concurrency, ...clientOptions } = readOptions(context);
		const client = await openClient(context, clientOptions);
		const workers = Math.min(concurrency, items.length);
		await Promise.all(Array.from({ length: workers }, async () => await worker(client)));
	} catch (error) {
		// Left to n8n, Continue On Fail would pass the input on as if it had been carried out.
		if (!context.continueOnFail()) throw nodeError(node, error);
		return items.map((_, itemIndex) => errorItem(error, operation.option.value, itemIndex));
	}
	if (failures.size > 0) {
		const first = Math.min(...failures.keys());
		const error = nodeError(node, failures.get(first), first);
		if (operation.writes) {
			error.description = [error.description, carriedOut(results)].filter(Boolean).join(' ');
		}
		throw error;
	}
	if (cancelled?.aborted) throw new NodeOperationError(node, 'The execution was cancelled');
	return results.flatMap((outputs) => outputs ?? []);
}
