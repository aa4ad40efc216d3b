import type { IDataObject } from 'n8n-workflow';

import { CODE_OK, isJsonObject } from '../api/envelope.ts';
import { parseJson } from '../api/json.ts';

/** What is used of the response that n8n gives a webhook. */
export interface CallbackResponse {
	status(code: number): CallbackResponse;
	json(body: object): unknown;
	readonly statusCode: number;
	readonly headersSent: boolean;
	removeHeader(name: string): unknown;
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

function isSuccess({ statusCode }: CallbackResponse): boolean {
	return statusCode >= 200 && statusCode < 300;
}

function textOf(chunk: unknown): string {
	return typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk.toString() : '';
}

function isAcknowledgement(text: string): boolean {
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
		answered(isSuccess(response) && isAcknowledgement(textOf(chunk)));
		return end(chunk, ...rest);
	};
}

/**
 * Puts the vendor's envelope in the place of what n8n answers when a workflow has finished: an
 * empty success when it succeeded; anything else, such as a success that says that an execution
 * gave no data, does not say that it did, and is not an acknowledgement.
 */
export function answerWhenFinished(response: CallbackResponse, eventId: string): void {
	const end = response.end;
	response.end = (chunk?: unknown) => {
		response.end = end;
		response.removeHeader('ETag');
		return isSuccess(response) && textOf(chunk) === ''
			? response.status(200).json(acknowledgement(eventId))
			: response.status(500).json(refusalBody(500, 'The workflow failed'));
	};
}

/**
 * Says that the workflow failed where n8n says nothing: n8n 1 answers a workflow that failed before
 * its Respond to Webhook node with an empty success, which might pass for an acknowledgement.
 */
export function refuseEmptyAnswer(response: CallbackResponse): void {
	const end = response.end;
	response.end = (chunk?: unknown, ...rest: unknown[]) => {
		response.end = end;
		if (response.headersSent || !isSuccess(response) || textOf(chunk) !== '') {
			return response.end(chunk, ...rest);
		}
		response.removeHeader('ETag');
		return response.status(500).json(refusalBody(500, 'The workflow failed'));
	};
}
