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

interface ApiFailureDetails {
	description: string;
	code?: number | string;
	logId?: string;
	httpStatus?: number;
	/** True when a write may have been carried out although no answer came. */
	ambiguous?: boolean;
}

/** A call that did not succeed: refused by the API, or never answered. */
export class ApiFailure extends Failure {
	override readonly name = 'ApiFailure';

	readonly code: number | string | undefined;

	readonly logId: string;

	readonly httpStatus: number | undefined;

	readonly ambiguous: boolean;

	constructor(message: string, details: ApiFailureDetails) {
		super(message, details.description);
		this.code = details.code;
		this.logId = details.logId ?? '';
		this.httpStatus = details.httpStatus;
		this.ambiguous = details.ambiguous ?? false;
	}
}
