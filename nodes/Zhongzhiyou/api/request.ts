import { sleep } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { CREDENTIAL_NAME, parseCredential } from './credential.ts';
import { openEnvelope } from './envelope.ts';
import {
	clockSkewSeconds,
	networkFailure,
	notTheApi,
	refusal,
	type NetworkFault,
} from './errors.ts';
import type { ApiFailure } from './failures.ts';
import { stringifyJson } from './json.ts';
import { DIGITS, whole } from './patterns.ts';
import type { ApiRequest, ApiResponse, Credential, ReadRequest } from './types.ts';

type RequestContext = IExecuteFunctions | ILoadOptionsFunctions;

export interface ClientOptions {
	/** Milliseconds to wait for an answer. */
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

/** The longest pause that a Retry-After header can ask for, in milliseconds. */
const LONGEST_PAUSE = 20_000;

/** Errors of a connection that was never made. */
const UNCONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** How deep n8n and axios wrap the error of the socket, at the most. */
const CAUSE_DEPTH = 6;

type Attempt =
	| { response: ApiResponse }
	| { failure: ApiFailure; mayRepeat: boolean; retryAfter?: number };

function field(error: Error, name: 'code' | 'syscall'): string {
	const value: unknown = Reflect.get(error, name);
	return typeof value === 'string' ? value : '';
}

/** The error and what it wraps, outermost first. */
function causes(error: unknown): Error[] {
	const chain: Error[] = [];
	for (
		let current = error;
		current instanceof Error && chain.length < CAUSE_DEPTH;
		current = current.cause
	) {
		chain.push(current);
	}
	return chain;
}

function wasNeverConnected(chain: Error[]): boolean {
	const attempts = chain.flatMap((error) =>
		error instanceof AggregateError
			? error.errors.filter((entry: unknown): entry is Error => entry instanceof Error)
			: [error],
	);
	const failed = attempts.filter((error) => field(error, 'code') !== '');
	return (
		failed.some((error) => UNCONNECTED.has(field(error, 'code'))) ||
		failed.some((error) => field(error, 'syscall') === 'connect')
	);
}

/** Reads what kind of network failure n8n's request helper reported. */
export function networkFaultOf(error: unknown): NetworkFault {
	const chain = causes(error);
	const code = chain.map((entry) => field(entry, 'code')).find((entry) => entry !== '') ?? '';
	return {
		code,
		neverLeft: wasNeverConnected(chain),
		cancelled: code === 'ERR_CANCELED',
		reason: chain.at(-1)?.message ?? 'no reason given',
	};
}

function mayPass(httpStatus: number): boolean {
	return httpStatus === 429 || httpStatus >= 500;
}

const SECONDS = whole(DIGITS);

/** Milliseconds that a Retry-After header asks for, in seconds or as a date. */
function retryAfterOf(header: unknown, now: number): number | undefined {
	if (typeof header !== 'string') return undefined;
	const pause = SECONDS.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isNaN(pause) ? undefined : Math.min(Math.max(pause, 0), LONGEST_PAUSE);
}

function optionsFor(request: ApiRequest, baseURL: string, timeout: number): IHttpRequestOptions {
	const query = new URLSearchParams(request.query).toString();
	return {
		method: request.method,
		baseURL,
		url: query === '' ? request.path : `${request.path}?${query}`,
		// Sent and read as text: n8n's own JSON handling would round long numbers.
		...(request.body === undefined ? {} : { body: stringifyJson(request.body) }),
		headers: {
			Accept: 'application/json',
			...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		encoding: 'text',
		returnFullResponse: true,
		// Without this n8n sends a request a second time when it is answered with 401.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout,
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
	if (successful && envelope?.succeeded) {
		return {
			response: {
				data: envelope.data,
				message: envelope.message,
				code: envelope.code,
				logId: envelope.logId,
			},
		};
	}
	const failure =
		envelope === undefined
			? notTheApi(request, statusCode, headers.location)
			: refusal(request, envelope, statusCode, clockSkewSeconds(headers.date, now));
	return {
		failure,
		mayRepeat: !request.writes && mayPass(statusCode),
		retryAfter: retryAfterOf(headers['retry-after'], now),
	};
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

	async function attempt(request: ApiRequest): Promise<Attempt> {
		try {
			const answer: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL_NAME,
				optionsFor(request, credential.baseUrl, options.timeout),
				{ credentialsDecrypted: decrypted },
			);
			return readAnswer(request, answer);
		} catch (error) {
			const fault = networkFaultOf(error);
			return {
				failure: networkFailure(request, fault, credential.baseUrl),
				mayRepeat: !fault.cancelled && (!request.writes || fault.neverLeft),
			};
		}
	}

	async function send(request: ApiRequest): Promise<ApiResponse> {
		for (let repeats = 0; ; repeats++) {
			const result = await attempt(request);
			if ('response' in result) return result.response;
			if (!result.mayRepeat || repeats >= options.retries) throw result.failure;
			await sleep(result.retryAfter ?? BACKOFF * 2 ** repeats);
		}
	}

	return { credential, send };
}
