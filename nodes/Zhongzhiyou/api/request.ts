import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { cancelSignalOf } from '../host.ts';
import { CREDENTIAL_NAME, parseCredential } from './credential.ts';
import { deadlineAfter, LONGEST_TIME, pause } from './deadline.ts';
import { openEnvelope } from './envelope.ts';
import { clockSkewSeconds, networkFailure, notTheApi, refusal } from './errors.ts';
import type { ApiFailure } from './failures.ts';
import { withDeadline } from './marks.ts';
import { networkFaultOf, NO_ANSWER, type NetworkFault } from './networkFault.ts';
import { DIGITS, whole } from './patterns.ts';
import { textOfBody } from './sent.ts';
import type { ApiRequest, ApiResponse, Credential, ReadRequest } from './types.ts';

type RequestContext = IExecuteFunctions | ILoadOptionsFunctions;

export interface ClientOptions {
	/** Milliseconds that one call may take, from the connection to the last byte of the answer. */
	timeout: number;
	/** How often a call that may be repeated is repeated. */
	retries: number;
}

export const DEFAULT_TIMEOUT = 30_000;

export const DEFAULT_RETRIES = 2;

/** The one door to the API: signs, sends, opens the envelope, and knows what may be repeated. */
export interface Client {
	readonly credential: Credential;
	/** @throws ApiFailure when the API refuses or does not answer */
	readonly send: (request: ApiRequest) => Promise<ApiResponse>;
}

/** The same door for those who only look: they cannot send what changes anything. */
export interface ReadClient {
	readonly credential: Credential;
	/** @throws ApiFailure when the API refuses or does not answer */
	readonly send: (request: ReadRequest) => Promise<ApiResponse>;
}

/** First pause before a repeat, in milliseconds; it doubles each time. */
const BACKOFF = 500;

/** The longest pause before a repeat, whatever a Retry-After header asks for, in milliseconds. */
const LONGEST_PAUSE = 20_000;

type Attempt = { response: ApiResponse } | { failure: ApiFailure; mayRepeat: boolean };

function mayPass(httpStatus: number): boolean {
	return httpStatus === 429 || httpStatus >= 500;
}

const SECONDS = whole(DIGITS);

/** Milliseconds that a Retry-After header asks for, in seconds or as a date, however many. */
function retryAfterOf(header: unknown, now: number): number | undefined {
	if (typeof header !== 'string') return undefined;
	const pause = SECONDS.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isNaN(pause) ? undefined : Math.max(pause, 0);
}

function optionsFor(request: ApiRequest, baseURL: string, timeout: number): IHttpRequestOptions {
	const query = new URLSearchParams(request.query).toString();
	const body = textOfBody(request);
	return {
		method: request.method,
		baseURL,
		url: query === '' ? request.path : `${request.path}?${query}`,
		// Sent and read as text: n8n's own JSON handling would round long numbers.
		...(body === undefined ? {} : { body }),
		headers: {
			Accept: 'application/json',
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		encoding: 'text',
		returnFullResponse: true,
		// Without this n8n sends a request a second time when it is answered with 401.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout,
	};
}

/** A cancel before an attempt. A write never left until then: only what did not is repeated. */
function cancelledBefore(request: ApiRequest, baseUrl: string): ApiFailure {
	const fault: NetworkFault = { ...NO_ANSWER, cancelled: true, neverLeft: request.writes };
	return networkFailure(request, fault, baseUrl);
}

/** A call without a complete answer: what it failed with, and whether it may be sent again. */
function withoutAnswer(request: ApiRequest, fault: NetworkFault, baseUrl: string): Attempt {
	const failure = networkFailure(request, fault, baseUrl);
	failure.hints = { fault };
	return {
		failure,
		mayRepeat: !fault.cancelled && (!request.writes || fault.neverLeft),
	};
}

/** What is read of an HTTP answer. */
export type Answer = Pick<IN8nHttpFullResponse, 'statusCode' | 'headers' | 'body'>;

/** Opens an HTTP answer: a success, or a failure and whether it may pass. */
export function readAnswer(request: ApiRequest, answer: Answer): Attempt {
	const { statusCode, headers } = answer;
	const now = Date.now();
	const envelope = typeof answer.body === 'string' ? openEnvelope(answer.body) : undefined;
	const successful = statusCode >= 200 && statusCode < 300;
	if (successful && envelope?.succeeded && (envelope.isClear || !request.writes)) {
		return {
			response: {
				data: envelope.data,
				message: envelope.message,
				code: envelope.code,
				logId: envelope.logId,
				...(request.names === undefined ? {} : { names: request.names }),
			},
		};
	}
	const failure =
		envelope === undefined
			? notTheApi(request, statusCode, headers.location)
			: refusal(request, envelope, statusCode, clockSkewSeconds(headers.date, now));
	failure.hints = {
		words: envelope?.message,
		skew: clockSkewSeconds(headers.date, now),
		retryAfter: retryAfterOf(headers['retry-after'], now),
	};
	return { failure, mayRepeat: !request.writes && mayPass(statusCode) };
}

/**
 * Opens the door for one run of a node: the credential is decrypted and checked once.
 *
 * @throws CredentialError naming the field that cannot be used
 */
export async function openClient(
	context: RequestContext,
	options: ClientOptions = { timeout: DEFAULT_TIMEOUT, retries: DEFAULT_RETRIES },
): Promise<Client> {
	const data = await context.getCredentials(CREDENTIAL_NAME);
	const credential = parseCredential(data);
	const decrypted = { id: '', name: '', type: CREDENTIAL_NAME, data };

	const cancelled = cancelSignalOf(context);

	async function attempt(request: ApiRequest): Promise<Attempt> {
		const deadline = deadlineAfter(options.timeout);
		const sent = optionsFor(request, credential.baseUrl, Math.min(options.timeout, LONGEST_TIME));
		try {
			const answer: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL_NAME,
				withDeadline(sent, deadline),
				// An answer of 401 that breaks off would have n8n send the request a second time.
				{ credentialsDecrypted: decrypted, preAuthenticationRetryStatusCode: [] },
			);
			return readAnswer(request, answer);
		} catch (error) {
			const fault = networkFaultOf(error, credential.baseUrl);
			const tooLate = fault.cancelled && deadline.aborted && cancelled?.aborted !== true;
			return withoutAnswer(
				request,
				tooLate ? { ...fault, cancelled: false, code: 'ETIMEDOUT' } : fault,
				credential.baseUrl,
			);
		}
	}

	async function send(request: ApiRequest): Promise<ApiResponse> {
		for (let repeats = 0; ; repeats++) {
			if (cancelled?.aborted) throw cancelledBefore(request, credential.baseUrl);
			const result = await attempt(request);
			if ('response' in result) return result.response;
			if (!result.mayRepeat || repeats >= options.retries) throw result.failure;
			const asked = result.failure.hints.retryAfter ?? BACKOFF * 2 ** repeats;
			await pause(Math.min(asked, LONGEST_PAUSE), cancelled);
		}
	}

	return { credential, send };
}
