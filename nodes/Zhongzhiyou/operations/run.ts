import { NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	NodeApiError,
} from 'n8n-workflow';

import { ApiFailure, Failure, sentences } from '../api/failures.ts';
import { nodeError } from '../api/nodeError.ts';
import { openClient, type Client } from '../api/request.ts';
import { cancelSignalOf } from '../host.ts';
import { CarriedOut, carriedOutBefore, type Door } from './carriedOut.ts';
import { identityOf } from './identity.ts';
import { ItemInput } from './input.ts';
import { readOptions } from './options.ts';
import { Parameters } from './parameters.ts';
import { PassedOver } from './passedOver.ts';
import { Place } from './place.ts';
import { Turnstile } from './turnstile.ts';
import type { Operation, Step } from './types.ts';

async function perform(
	operation: Operation,
	input: ItemInput,
	client: Client,
	door: Door | undefined,
	carriedOut: (step: Step) => void,
) {
	if ('execute' in operation) return await operation.execute(input, door ?? client, carriedOut);
	const make = () => ({ ...operation.request(input), writes: operation.writes !== false });
	const response = await (door === undefined ? client.send(make()) : door.sendOnly(make));
	return operation.output(response, input, identityOf(response.names ?? []));
}

function errorItem(
	error: unknown,
	operation: string,
	itemIndex: number,
	{ steps = [], before = '' }: { steps?: Step[]; before?: string } = {},
): INodeExecutionData {
	const failure = error instanceof ApiFailure ? error : undefined;
	const json: IDataObject = {
		error: {
			message: error instanceof Error ? error.message : String(error),
			description: sentences(
				error instanceof Failure ? error.description : '',
				carriedOutBefore(steps),
				before,
			),
			code: failure?.code ?? null,
			logId: failure?.logId ?? '',
			httpStatus: failure?.httpStatus ?? null,
			outcomeUnknown: failure?.ambiguous ?? false,
			operation,
			...identityOf(failure?.names ?? []),
			...(failure?.data === undefined ? {} : { data: failure.data }),
			...(steps.length === 0 ? {} : { carriedOut: steps.map(({ result }) => result) }),
		},
	};
	return { json, pairedItem: { item: itemIndex } };
}

/** Whether n8n, told to retry on fail, takes these for the items of a run that failed. */
function isRetried(node: INode, outputs: INodeExecutionData[]): boolean {
	const error = outputs.at(0)?.json.error;
	return node.retryOnFail === true && error !== undefined && error !== null && error !== false;
}

/**
 * Runs an operation for every input item: at most `concurrency` at a time, outputs in the order of
 * the inputs and paired with them. With Continue On Fail a failed item becomes an error item;
 * otherwise nothing more is sent after the first failure. What an earlier try of a run that failed
 * had carried out is not sent again, and what it left in doubt is sent again as it was.
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
	const cancelled = cancelSignalOf(context);
	const results = new Array<INodeExecutionData[] | undefined>(items.length);
	const failures = new Map<number, unknown>();
	const turnstile = new Turnstile();
	const carriedOut = operation.writes === false ? undefined : new CarriedOut(context, place);
	const passedOver = new PassedOver();
	let next = 0;

	async function runItem(itemIndex: number, client: Client): Promise<void> {
		const steps: Step[] = [];
		try {
			const input = new ItemInput(
				context,
				parameters,
				place,
				itemIndex,
				client.credential,
				passedOver,
			);
			const door = carriedOut?.doorFor(input, client);
			let rows = await perform(operation, input, client, door, (step) => {
				steps.push(step);
				carriedOut?.stands(itemIndex);
			});
			if (operation.writes !== false) {
				rows = carriedOut?.done(itemIndex, rows, operation.writes.namedBy) ?? rows;
			}
			results[itemIndex] = rows.map((json) => ({ json, pairedItem: { item: itemIndex } }));
		} catch (error) {
			const told = carriedOut === undefined ? error : carriedOut.failed(itemIndex, steps, error);
			if (context.continueOnFail()) {
				const before = carriedOut?.leftInWords(itemIndex);
				results[itemIndex] = [
					errorItem(told, operation.option.value, itemIndex, { steps, before }),
				];
			} else {
				failures.set(itemIndex, told);
			}
		}
	}

	async function worker(client: Client): Promise<void> {
		while (next < items.length && failures.size === 0 && !cancelled?.aborted) {
			await runItem(next++, client);
			await turnstile.pass();
		}
	}

	/** Ends a run that failed: its error tells what was carried out, and the next try will know. */
	function failed(error: NodeApiError | NodeOperationError, itemIndex?: number): never {
		carriedOut?.keep();
		error.message += carriedOut?.unknownInWords(itemIndex) ?? '';
		const before = carriedOut?.inWords() ?? '';
		if (before !== '') error.description = sentences(error.description ?? '', before);
		throw error;
	}

	try {
		const { concurrency, ...clientOptions } = readOptions(context);
		const client = await openClient(context, clientOptions);
		const workers = Math.min(concurrency, items.length);
		await Promise.all(Array.from({ length: workers }, async () => await worker(client)));
	} catch (error) {
		// Left to n8n, Continue On Fail would pass the input on as if it had been carried out.
		if (!context.continueOnFail()) failed(nodeError(node, error));
		return items.map((_, itemIndex) => {
			const told = carriedOut === undefined ? error : carriedOut.withDoubts(itemIndex, error);
			const before = carriedOut?.leftInWords(itemIndex);
			return errorItem(told, operation.option.value, itemIndex, { before });
		});
	}
	passedOver.tell(context);
	if (failures.size > 0) {
		const first = Math.min(...failures.keys());
		failed(nodeError(node, failures.get(first), first), first);
	}
	if (cancelled?.aborted) failed(new NodeOperationError(node, 'The execution was cancelled'));
	carriedOut?.tell(context);
	const outputs = results.flatMap((rows) => rows ?? []);
	if (isRetried(node, outputs)) carriedOut?.keep();
	else carriedOut?.forget();
	return outputs;
}
