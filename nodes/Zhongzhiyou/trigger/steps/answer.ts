import type { IDataObject, IWebhookResponseData } from 'n8n-workflow';

import type { CallbackRequest } from '../call.ts';
import { pass, type Result } from '../pipeline.ts';
import { answerWhenFinished, refuseEmptyAnswer } from '../response.ts';
import type { ClaimedCall } from './deduplicate.ts';

function rawCallback(request: CallbackRequest, body: string): IDataObject {
	const headers = Object.fromEntries(
		Object.entries(request.headers).filter(([name]) => name !== 'authorization'),
	);
	return { headers, path: request.originalUrl, body };
}

/** Hands the event to n8n, and with it the answer, or sees to it that the end is answered. */
export function answer(call: ClaimedCall): Result<IWebhookResponseData> {
	const { request, response, settings, event, raw, acceptance } = call;
	if (settings.answer === 'lastNode') answerWhenFinished(response, event.eventId);
	if (settings.answer === 'responseNode') refuseEmptyAnswer(response);
	const json: IDataObject = {
		...event,
		...(settings.includeRaw ? { raw: rawCallback(request, raw) } : {}),
	};
	return pass(Object.assign(acceptance, { workflowData: [[{ json }]] }));
}
