import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import { CredentialError } from '../api/credential';
import { ApiFailure, InputError } from '../api/errors';

/** Turns a failure into the error that n8n shows: what happened, what to do, and for which item. */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof ApiFailure) {
		const failure = new NodeApiError(
			node,
			{ message: error.message, Code: error.code ?? null, LogId: error.logId },
			{
				message: error.message,
				description: error.description,
				httpCode: error.httpStatus === undefined ? undefined : String(error.httpStatus),
				itemIndex,
			},
		);
		// n8n swaps messages that contain the name of a network error for its own.
		failure.message = error.message;
		return failure;
	}
	if (error instanceof InputError || error instanceof CredentialError) {
		return new NodeOperationError(node, error.message, {
			itemIndex,
			description:
				error instanceof InputError ? error.description : 'Open the credential and correct it.',
		});
	}
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex,
	});
}
