import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ApiFailure, Failure, sentences } from '../api/failures.ts';
import { nodeError } from '../api/nodeError.ts';
import { openClient, type Client } from '../api/request.ts';
import { carriedOutByItem, carriedOutBefore } from './carriedOut.ts';
import { identityOf, namedFailure, WriteFailure } from './identity.ts';
import { ItemInput } from './input.ts';
import { readOptions } from './options.ts';
import { Parameters } from './parameters.ts';
import { Place } from './place.ts';
import { Turnstile } from './turnstile.ts';
import type { Operation, Step } from './types.ts';

async function perform(operation: Operation, input: ItemInput, client: Client, steps: Step[]) {
	if ('execute' in operation) {
		return await operation.execute(input, client, (step) => void steps.push(step));
	}
	const request = { ...operation.request(input), writes: operation.writes !== false };
	try {
		return operation.output(await client.send(request), input, identityOf(request));
	} catch (error) {
		throw namedFailure(error, request);
	}
}

function errorItem(
	error: unknown,
	operation: string,
	itemIndex: number,
	steps: Step[] = [],
): INodeExecutionData {
	const failure = error instanceof ApiFailure ? error : undefined;
	const json: IDataObject = {
		error: {
			message: error instanceof Error ? error.message : String(error),
			description: sentences(
				error instanceof Failure ? error.description : '',
				carriedOutBefore(steps),
			),
			code: failure?.code ?? null,
			logId: failure?.logId ?? '',
			httpStatus: failure?.httpStatus ?? null,
			outcomeUnknown: failure?.ambiguous ?? false,
			operation,
			...(error instanceof WriteFailure ? error.identity : {}),
			...(steps.length === 0 ? {} : { carriedOut: steps.map(({ result }) => result) }),
		},
	};
	return { json, pairedItem: { item: itemIndex } };
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
	const place = new Place(context);
	const cancelled = context.getExecutionCancelSignal();
	const results = new Array<INodeExecutionData[] | undefined>(items.length);
	const failures = new Map<number, { error: unknown; steps: Step[] }>();
	const turnstile = new Turnstile();
	let next = 0;

	async function runItem(itemIndex: number, client: Client): Promise<void> {
		const steps: Step[] = [];
		try {
			const input = new ItemInput(context, parameters, place, itemIndex, client.credential);
			const rows = await perform(operation, input, client, steps);
			results[itemIndex] = rows.map((json) => ({ json, pairedItem: { item: itemIndex } }));
		} catch (error) {
			if (context.continueOnFail()) {
				results[itemIndex] = [errorItem(error, operation.option.value, itemIndex, steps)];
			} else {
				failures.set(itemIndex, { error, steps });
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
		const error = nodeError(node, failures.get(first)?.error, first);
		if (operation.writes !== false) {
			const done = carriedOutByItem(results, failures, operation.writes.namedBy);
			error.description = sentences(error.description ?? '', done);
		}
		throw error;
	}
	if (cancelled?.aborted) throw new NodeOperationError(node, 'The execution was cancelled');
	return results.flatMap((outputs) => outputs ?? []);
}
