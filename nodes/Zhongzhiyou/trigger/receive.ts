import { sleep } from 'n8n-workflow';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Credential } from '../api/types';
import { verifySignature, type IncomingHeaders, type Verification } from '../api/signature';
import { decodeEvent, readCallback, type Callback } from '../events/decode';
import {
	acknowledgement,
	answerWhenFinished,
	refusalBody,
	whenAnswered,
	type CallbackResponse,
} from './answer';
import { DeliveryMemory, type Outcome } from './memory';
import { readSettings, type TriggerSettings } from './parameters';
import { logRefusal, type Refusal } from './refusals';
import { keptCredential, rereadCredential } from './secrets';
import { isWanted } from './settings';

/** Milliseconds that a copy waits for what becomes of the one before it. */
const WAIT_FOR_COPY = 30_000;

/** What is used of the request that n8n gives a webhook. */
interface CallbackRequest {
	readonly headers: IncomingHeaders;
	/** What reached n8n, path and query. */
	readonly originalUrl: string;
	rawBody: Buffer | undefined;
	readRawBody(): Promise<void>;
}

/** What each trigger of this process has accepted. */
const memories = new Map<string, DeliveryMemory>();

function memoryOf(trigger: string): DeliveryMemory {
	const memory = memories.get(trigger) ?? new DeliveryMemory();
	memories.set(trigger, memory);
	return memory;
}

/** Tells triggers apart in this process. */
function triggerKey(context: IWebhookFunctions): string {
	return `${String(context.getWorkflow().id)}/${context.getNode().id}`;
}

function pathOf(url: string | undefined): string[] {
	const parsed = url === undefined ? null : URL.parse(url, 'http://localhost');
	return parsed === null ? [] : [parsed.pathname];
}

/** Every path that the sender may have signed: the public one and the one that reached n8n. */
function signedPaths(
	context: IWebhookFunctions,
	request: CallbackRequest,
	{ extraPath }: TriggerSettings,
): string[] {
	const paths = [
		...pathOf(context.getNodeWebhookUrl('default')),
		// The public address of a test, while one is listened for.
		...pathOf(context.getWebhookResourceUrl('default')),
		...pathOf(request.originalUrl),
		...(extraPath === '' ? [] : pathOf(extraPath)),
	];
	return [...new Set(paths)];
}

interface Verified {
	credential: Credential;
	timestamp: string;
}

async function verify(
	context: IWebhookFunctions,
	request: CallbackRequest,
	settings: TriggerSettings,
	now: number,
): Promise<Verified | Refusal> {
	const paths = signedPaths(context, request, settings);
	const check = ({ partnerId, signKey, previousSignKey }: Credential): Verification =>
		verifySignature(
			request.headers,
			paths,
			{ partnerId, signKeys: [signKey, previousSignKey], tolerance: settings.tolerance },
			now,
		);
	try {
		const credential = await keptCredential(context, now);
		const result = check(credential);
		if (result.ok) return { credential, timestamp: result.timestamp };
		if (result.reason.kind !== 'signature' && result.reason.kind !== 'partner')
			return result.reason;
		const renewed = await rereadCredential(context, now);
		const second = check(renewed);
		return second.ok ? { credential: renewed, timestamp: second.timestamp } : second.reason;
	} catch (error) {
		return {
			kind: 'credential',
			problem: error instanceof Error ? error.message : String(error),
		};
	}
}

async function readBody(request: CallbackRequest): Promise<string | undefined> {
	try {
		await request.readRawBody();
		return (request.rawBody ?? Buffer.alloc(0)).toString('utf8');
	} catch {
		return undefined;
	}
}

/** The outcome of the copy before, or undefined when it takes too long. */
async function waitFor(outcome: Promise<Outcome>): Promise<Outcome | undefined> {
	return await Promise.race([outcome, sleep(WAIT_FOR_COPY).then(() => undefined)]);
}

function rawCallback(request: CallbackRequest, body: string): IDataObject {
	const headers = Object.fromEntries(
		Object.entries(request.headers).filter(([name]) => name !== 'authorization'),
	);
	return { headers, path: request.originalUrl, body };
}

/** Answers a callback that is not taken, and logs why. */
function refuseWith(
	context: IWebhookFunctions,
	httpStatus: number,
	message: string,
	reason: Refusal,
): IWebhookResponseData {
	const response: CallbackResponse = context.getResponseObject();
	logRefusal(context.logger, triggerKey(context), reason, Date.now());
	response.status(httpStatus).json(refusalBody(httpStatus, message));
	return { noWebhookResponse: true };
}

async function take(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request: CallbackRequest = context.getRequestObject();
	const response: CallbackResponse = context.getResponseObject();
	const settings = readSettings(context);
	const now = Date.now();
	const refuse = (httpStatus: number, message: string, reason: Refusal) =>
		refuseWith(context, httpStatus, message, reason);

	const verified = await verify(context, request, settings, now);
	if ('kind' in verified) return refuse(401, 'Unauthorized', verified);
	const raw = await readBody(request);
	if (raw === undefined) return refuse(400, 'Bad request', { kind: 'unreadable' });
	const callback: Callback | undefined = readCallback(raw);
	if (callback === undefined) return refuse(400, 'Bad request', { kind: 'malformed' });
	if (callback.partnerId !== verified.credential.partnerId) {
		return refuse(401, 'Unauthorized', { kind: 'bodyPartner' });
	}

	const event = decodeEvent(callback, verified.timestamp, now);
	const acknowledge = { webhookResponse: acknowledgement(event.eventId) };
	if (!isWanted(event, settings)) return acknowledge;

	let onStored: (() => void) | undefined;
	// A test in the editor is run as often as it is sent.
	if (settings.deduplicate && context.getMode() !== 'manual') {
		const memory = memoryOf(triggerKey(context));
		const stored = context.getWorkflowStaticData('node');
		memory.restore(stored.accepted, now);
		let claim = memory.claim(event.eventId, now, settings.window);
		while (claim.kind === 'pending') {
			const outcome = await waitFor(claim.outcome);
			if (outcome === undefined) return refuse(503, 'Try again later', { kind: 'busy' });
			if (outcome === 'accepted') return acknowledge;
			claim = memory.claim(event.eventId, now, settings.window);
		}
		if (claim.kind === 'seen') return acknowledge;
		const { settle, store } = claim;
		whenAnswered(response, (acknowledged) => settle(acknowledged ? 'accepted' : 'failed'));
		// With a later answer n8n would keep it for a refused callback too: there the memory of the
		// process has to do.
		if (settings.answer === 'onReceived') {
			onStored = () => {
				const kept = store();
				if (kept !== undefined) stored.accepted = kept;
			};
		}
	}

	if (settings.answer === 'lastNode') answerWhenFinished(response, event.eventId);

	const json: IDataObject = {
		...event,
		...(settings.includeRaw ? { raw: rawCallback(request, raw) } : {}),
	};
	return {
		workflowData: [[{ json }]],
		// n8n reads the answer once the execution is stored, and saves static data next. What was
		// written before is not saved: starting the execution takes back the mark that it changed.
		get webhookResponse() {
			onStored?.();
			onStored = undefined;
			return acknowledge.webhookResponse;
		},
	};
}

/**
 * Receives one callback: verify → decode → filter → deduplicate → emit. Never throws, because n8n
 * would start an execution with the error, for whoever called.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await take(context);
	} catch (error) {
		const problem = error instanceof Error ? error.message : String(error);
		return refuseWith(context, 500, 'Internal error', { kind: 'failed', problem });
	}
}
