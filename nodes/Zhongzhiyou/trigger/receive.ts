import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { registry, type Kept } from './kept/registry.ts';
import { readSettings } from './parameters.ts';
import { Pipeline, refuse, type Result } from './pipeline.ts';
import { answerTo, warningOf, type Refusal } from './refusals.ts';
import { acknowledgement, refusalBody, type CallbackResponse } from './response.ts';
import { answer } from './steps/answer.ts';
import { decode } from './steps/decode.ts';
import { deduplicate } from './steps/deduplicate.ts';
import { filter } from './steps/filter.ts';
import { read } from './steps/read.ts';
import { verify } from './steps/verify.ts';

/** The way of every callback. */
const CALLBACK = new Pipeline(verify).to(read).to(decode).to(filter).to(deduplicate).to(answer);

async function take(
	context: IWebhookFunctions,
	kept: Kept,
	now: number,
): Promise<Result<IWebhookResponseData>> {
	try {
		return await CALLBACK.run({
			context,
			request: context.getRequestObject(),
			response: context.getResponseObject(),
			settings: readSettings(context),
			kept,
			now,
		});
	} catch (error) {
		const problem = error instanceof Error ? error.message : String(error);
		return refuse({ kind: 'failed', problem });
	}
}

/** Answers a callback that is not taken, and logs why. */
function answerRefusal(
	context: IWebhookFunctions,
	{ warnings }: Kept,
	reason: Refusal,
): IWebhookResponseData {
	const response: CallbackResponse = context.getResponseObject();
	const { status, message } = answerTo(reason);
	warnings.note(context.logger, warningOf(reason), Date.now());
	response.status(status).json(refusalBody(status, message));
	return { noWebhookResponse: true };
}

/**
 * Receives one callback. Never throws, because n8n would start an execution with the error, for
 * whoever called.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const now = Date.now();
	const kept = registry.of(context, now);
	const result = await take(context, kept, now);
	switch (result.kind) {
		case 'passed':
			return result.value;
		case 'acknowledged':
			return { webhookResponse: acknowledgement(result.eventId) };
		case 'refused':
			return answerRefusal(context, kept, result.reason);
	}
}
