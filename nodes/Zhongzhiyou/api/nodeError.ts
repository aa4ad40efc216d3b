import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure as FailureCause, INode, TimedCause } from 'n8n-workflow';

import { ApiFailure, CredentialError, Failure, InputError } from './failures.ts';
import type { NetworkFault } from './networkFault.ts';

/** Statuses that speak of something between us and the API, or of this moment. */
const NOT_OF_THE_REQUEST: ReadonlySet<number> = new Set([407, 408, 429]);

/** A connection that may well be there the next time; not a wrong name, certificate or proxy. */
function mayComeBack({ code, cancelled, insecure, proxy }: NetworkFault): boolean {
	return !cancelled && !insecure && proxy === undefined && code !== 'ENOTFOUND';
}

/** The cause of a failure that waiting can mend; undefined when there is none. */
function timedCauseOf({ httpStatus, fault }: ApiFailure): TimedCause | undefined {
	if (httpStatus === 429) return 'rate-limited';
	const isDown = httpStatus !== undefined && (httpStatus >= 500 || httpStatus === 408);
	return isDown || (fault !== undefined && mayComeBack(fault))
		? 'temporarily-unavailable'
		: undefined;
}

/**
 * Why a call failed, in n8n's own words for machines; n8n before 2.41 passes it over. A write whose
 * outcome is not known has none: whoever reads one may wait and send it again.
 */
function causeOf(error: unknown): FailureCause | undefined {
	if (error instanceof InputError) return { cause: 'configuration-invalid' };
	if (error instanceof CredentialError) return { cause: 'credential-invalid' };
	if (!(error instanceof ApiFailure) || error.ambiguous) return undefined;
	const { blame, missing, httpStatus, retryAfter } = error;
	if (blame === 'time') return { cause: 'configuration-invalid' };
	if (blame !== undefined) return { cause: 'credential-invalid' };
	const cause = timedCauseOf(error);
	if (cause !== undefined) {
		return Number.isSafeInteger(retryAfter) ? { cause, retryAfterMs: retryAfter } : { cause };
	}
	if (missing) return { cause: 'configuration-invalid' };
	if (httpStatus === undefined || httpStatus < 300 || NOT_OF_THE_REQUEST.has(httpStatus)) {
		return undefined;
	}
	const isForKey = httpStatus === 401 || httpStatus === 403;
	return { cause: isForKey ? 'credential-invalid' : 'configuration-invalid' };
}

function wrap(
	node: INode,
	error: unknown,
	itemIndex: number | undefined,
): NodeApiError | NodeOperationError {
	const failure = causeOf(error);
	if (error instanceof ApiFailure) {
		return new NodeApiError(
			node,
			{ message: error.message, Code: error.code ?? null, LogId: error.logId },
			{
				message: error.message,
				description: error.description,
				httpCode: error.httpStatus === undefined ? undefined : String(error.httpStatus),
				itemIndex,
				failure,
			},
		);
	}
	if (error instanceof Failure) {
		return new NodeOperationError(node, error.message, {
			itemIndex,
			description: error.description,
			failure,
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
