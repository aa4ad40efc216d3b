import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import { ApiFailure, Failure } from './failures.ts';

function wrap(
	node: INode,
	error: unknown,
	itemIndex: number | undefined,
): NodeApiError | NodeOperationError {
	if (error instanceof ApiFailure) {
		return new NodeApiError(
			node,
			{ message: error.message, Code: error.code ?? null, LogId: error.logId },
			{
				message: error.message,
				description: error.description,
				httpCode: error.httpStatus === undefined ? undefined : String(error.httpStatus),
				itemIndex,
			},
		);
	}
	if (error instanceof Failure) {
		return new NodeOperationError(node, error.message, {
			itemIndex,
			description: error.description,
		});
	}
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex,
	});
}

/** Turns a failure into the error that n8n shows: what happened, what to do, and for which item. */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const shown = wrap(node, error, itemIndex);
	// Set once more: n8n swaps a message that contains the name of a network error for its own.
	const message = error instanceof Error ? error.message : shown.message;
	const named = itemIndex === undefined || message.includes('[item ');
	shown.message = named ? message : `${message} [item ${itemIndex}]`;
	return shown;
}
