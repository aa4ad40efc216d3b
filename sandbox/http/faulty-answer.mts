import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from '../control/faults.mts';
import type { LoggedRequest } from '../control/request-log.mts';
import { readDialects } from '../dialects/index.mts';
import { speak } from '../dialects/speak.mts';
import { writeJson } from '../formats/json.mts';
import type { Settings } from '../settings.mts';
import type { Answer } from './envelope.mts';
import { send, sendTruncated } from './messages.mts';

export interface FaultyAnswerOptions {
	faults: Faults;
	settings: Settings;
	/** Ends a latency that is under way. */
	closing: AbortSignal;
}

/** Answers a request unless a fault that is set gets in the way, and logs which did. */
export async function answerFaultily(
	{ faults: set, settings, closing }: FaultyAnswerOptions,
	logged: LoggedRequest,
	incoming: IncomingMessage,
	response: ServerResponse,
	perform: () => Promise<Answer>,
): Promise<void> {
	const faults = set.takeRequest(logged.operation);
	logged.faults = Object.keys(faults);
	if (faults.latency !== undefined) {
		await wait(faults.latency.ms ?? 1000, undefined, { signal: closing });
	}
	if (faults.resetBefore !== undefined) {
		incoming.socket.resetAndDestroy();
		return;
	}
	const { status: fault } = faults;
	const processed = fault === undefined || fault.processed === true;
	const answer = processed ? await perform() : undefined;
	if (faults.resetAfter !== undefined) {
		incoming.socket.resetAndDestroy();
		return;
	}
	if (fault !== undefined || answer === undefined) {
		const status = fault?.status ?? 503;
		logged.status = status;
		const headers =
			fault?.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
		send(response, status, writeJson({ Message: 'An error has occurred.' }), headers);
		return;
	}
	const numericVouchers = settings.numericVouchers || faults.numericVouchers !== undefined;
	const said = speak(readDialects(settings.dialects), answer.body);
	const text = writeJson(said, numericVouchers);
	logged.status = answer.status;
	if (settings.logBodies) logged.answer = text;
	if (faults.truncate !== undefined) sendTruncated(response, answer.status, text);
	else if (faults.malformed !== undefined) send(response, answer.status, text.slice(0, -1));
	else send(response, answer.status, text);
}
