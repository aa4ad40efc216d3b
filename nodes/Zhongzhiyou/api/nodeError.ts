import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure as FailureCause, INode, TimedCause } from 'n8n-workflow';

import { blameOf, type Blame } from './blame.ts';
import { CLOCK_SKEW_SECONDS } from './errors.ts';
import { ApiFailure, CredentialError, Failure, InputError } from './failures.ts';
import { isMissing } from './missing.ts';
import type { NetworkFault } from './networkFault.ts';

/** The proxy's, which is none of the workflow's. */
const PROXY_ASKS = 407;

/** A connection that may well be there the next time; not a wrong name, certificate or proxy. */
function mayComeBack({ code, cancelled, insecure, proxy }: NetworkFault): boolean {
	return !cancelled && !insecure && proxy === undefined && code !== 'ENOTFOUND';
}

/** The cause of a failure that waiting can mend; undefined when there is none. */
function timedCauseOf({ httpStatus, hints: { fault } }: ApiFailure): TimedCause | undefined {
	if (httpStatus === 429) return 'rate-limited';
	const isDown = httpStatus !== undefined && (httpStatus >= 500 || httpStatus === 408);
	return isDown || (fault !== undefined && mayComeBack(fault))
		? 'temporarily-unavailable'
		: undefined;
}

/** What a refusal blames beside the order; a clock that is wrong before all else. */
function blamed({ httpStatus, hints: { words = '', skew = 0 } }: ApiFailure): Blame | undefined {
	const isForKey = httpStatus === 401 || httpStatus === 403;
	const blame = blameOf(words) ?? (isForKey ? 'signature' : undefined);
	return blame !== undefined && Math.abs(skew) > CLOCK_SKEW_SECONDS ? 'time' : blame;
}

/**
 * Why a call failed, in n8n's own words for machines; n8n before 2.41 passes it over. A write whose
 * outcome is not known has none: whoever reads one may wait and send it again.
 */
function causeOf(error: unknown): FailureCause | undefined {
	if (error instanceof InputError) return { cause: 'configuration-invalid' };
	if (error instanceof CredentialError) return { cause: 'credential-invalid' };
	if (!(error instanceof ApiFailure) || error.ambiguous) return undefined;
	const { httpStatus, hints } = error;
	const blame = blamed(error);
	if (blame === 'time') return { cause: 'configuration-invalid' };
	if (blame !== undefined) return { cause: 'credential-invalid' };
	const cause = timedCauseOf(error);
	if (cause !== undefined) {
		const retryAfterMs = hints.retryAfter;
		return Number.isSafeInteger(retryAfterMs) ? { cause, retryAfterMs } : { cause };
	}
	const ofTheRequest = httpStatus !== undefined && httpStatus >= 300 && httpStatus !== PROXY_ASKS;
	const isThere = hints.isMissing !== true && !isMissing(hints.words ?? '');
	return isThere && !ofTheRequest ? undefined : { cause: 'configuration-invalid' };
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
