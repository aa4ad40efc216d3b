import type { NetworkFault } from './networkFault.ts';
import type { CallName, JsonValue } from './types.ts';

/** Whatever goes wrong in a way that a person can mend: what happened, and what to do about it. */
export abstract class Failure extends Error {
	/** What to do about it; empty when nothing helps. */
	readonly description: string;

	constructor(message: string, description: string) {
		super(message);
		this.description = description;
	}
}

/** Sentences one after the other, without those that are empty. */
export function sentences(...parts: string[]): string {
	return parts.filter((part) => part !== '').join(' ');
}

/** A parameter or a field of an item that cannot be sent; nothing was sent for this item. */
export class InputError extends Failure {
	override readonly name = 'InputError';

	readonly parameter: string;

	/**
	 * @param parameter the parameter's display name, which starts the message
	 * @param problem what is wrong with it, continuing the sentence
	 * @param description what to do about it
	 */
	constructor(parameter: string, problem: string, description: string) {
		super(`${parameter} ${problem}`, description);
		this.parameter = parameter;
	}
}

/** A field of the credential that cannot be used as it is; the message names the field. */
export class CredentialError extends Failure {
	override readonly name = 'CredentialError';

	constructor(message: string) {
		super(message, 'Open the credential and correct it.');
	}
}

/** The name by which the next one is known again once n8n has wrapped it. */
export const SENT_BEFORE = 'SentBeforeError';

/**
 * A request other than a GET that n8n would send a second time after a 401. Its own error, and with
 * it whether the answer was complete, is lost by then.
 */
export class SentBeforeError extends Failure {
	override readonly name = SENT_BEFORE;

	constructor() {
		super(
			'The server answered with HTTP 401; the request was not sent a second time',
			"Check the 'Sign Key' and the 'Partner ID' in the credential. If the answer broke off, it is not known whether ZhongZhiYou carried this out: check there first, and keep the same 'Origin Order ID' or 'Refund ID'.",
		);
	}
}

/** What is known of why a call failed, for the cause that n8n is told (nodeError.ts). */
export interface FailureHints {
	/** The vendor's own words, where it refused. */
	words?: string;
	/** Seconds by which this machine's clock is ahead of the server's. */
	skew?: number;
	/** Milliseconds after which the server wants to be asked again. */
	retryAfter?: number;
	/** How the connection failed, where no complete answer came. */
	fault?: NetworkFault;
	/** True when what the call was about is not there. */
	isMissing?: boolean;
}

interface ApiFailureDetails {
	description: string;
	code?: number | string;
	logId?: string;
	httpStatus?: number;
	/** True when a write may have been carried out although no answer came. */
	ambiguous?: boolean;
	/** The numbers that the call was about; they stand in the message too. */
	names?: readonly CallName[];
	/** What the answer held, where the failure does not mean that nothing was carried out. */
	data?: JsonValue;
}

/** A call that did not succeed: refused by the API, or never answered. */
export class ApiFailure extends Failure {
	override readonly name = 'ApiFailure';

	/** Noted where the answer is read. */
	hints: FailureHints = {};

	readonly code: number | string | undefined;

	readonly logId: string;

	readonly httpStatus: number | undefined;

	readonly ambiguous: boolean;

	readonly names: readonly CallName[];

	readonly data: JsonValue | undefined;

	constructor(message: string, details: ApiFailureDetails) {
		super(message, details.description);
		this.code = details.code;
		this.logId = details.logId ?? '';
		this.httpStatus = details.httpStatus;
		this.ambiguous = details.ambiguous ?? false;
		this.names = details.names ?? [];
		this.data = details.data;
	}
}
