import type { IDataObject } from 'n8n-workflow';

import { CODE_OK, isJsonObject } from '../api/envelope';
import { parseJson } from '../api/json';

/** What is used of the response that n8n gives a webhook. */
export interface CallbackResponse {
	status(code: number): CallbackResponse;
	json(body: object): unknown;
	readonly statusCode: number;
	end(chunk?: unknown, ...rest: unknown[]): unknown;
}

/** The answer that makes the vendor regard a callback as received (API, Callbacks). */
export function acknowledgement(eventId: string): IDataObject {
	return { Code: CODE_OK, IsSuccess: true, LogId: eventId, Message: '收到通知' };
}

/** An answer after which the vendor may send the callback again; it says nothing of the reason. */
export function refusalBody(httpStatus: number, message: string): IDataObject {
	return { Code: httpStatus, IsSuccess: false, LogId: '', Message: message };
}

function isAcknowledgement(chunk: unknown): boolean {
	const text = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk.toString() : '';
	try {
		const body = parseJson(text);
		return isJsonObject(body) && body.IsSuccess === true && Number(body.Code) === CODE_OK;
	} catch {
		return false;
	}
}

/**
 * Tells whether the callback was acknowledged, once n8n ends the response. `finish` and `close`
 * would not do: they say nothing of the body, and come too early or never when the sender has
 * hung up, although n8n goes on to store the execution.
 */
export function whenAnswered(
	response: CallbackResponse,
	answered: (acknowledged: boolean) => void,
): void {
	const end = response.end.bind(response);
	response.end = (chunk?: unknown, ...rest: unknown[]) => {
		const successful = response.statusCode >= 200 && response.statusCode < 300;
		answered(successful && isAcknowledgement(chunk));
		return end(chunk, ...rest);
	};
}
