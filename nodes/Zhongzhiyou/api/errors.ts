import { isStillAtWork } from './atWork.ts';
import { blameOf, type Blame } from './blame.ts';
import { holdsNothing } from './blank.ts';
import { TEST_BASE_URL } from './credential.ts';
import type { Envelope } from './envelope.ts';
import { ApiFailure, sentences } from './failures.ts';
import { canonicalJson } from './json.ts';
import { leavesOf, showsWork } from './leaves.ts';
import type { NetworkFault } from './networkFault.ts';
import { leavesSentBy } from './sent.ts';
import type { ApiRequest, CallName, JsonValue } from './types.ts';
import { isAlreadySo } from './writes.ts';

/** How far this machine's clock may be off before a refused signature is blamed on it; seconds. */
export const CLOCK_SKEW_SECONDS = 120;

const REFUSAL_REMEDIES: Record<Blame, string> = {
	time: 'The request came too late or too early: check the clock of the n8n host (NTP).',
	partner:
		"Check the 'Partner ID' in the credential, and that it belongs to this 'Base URL' (test and production have different ones).",
	signature:
		"Check the 'Sign Key' and the 'Partner ID' in the credential, and that both belong to this 'Base URL' (test and production have different ones).",
};

/** The environment variables from which n8n takes its proxy. */
const PROXY_VARIABLES = 'HTTP_PROXY, HTTPS_PROXY and NO_PROXY';

const OTHER_SERVER =
	"Check the credential's 'Base URL': something other than the API answers there.";

/** What to do about a write whose outcome is not known; that it is not known is in the message. */
export const UNKNOWN_REMEDY =
	"Check the order with ZhongZhiYou first; if you run it again, keep the same 'Origin Order ID' or 'Refund ID'.";

/** What to do, besides, about one that asks for what is already so. */
const ALREADY_SO_REMEDY =
	"What it asks for is already so, perhaps by an earlier try: look at the order before anything else is done; 'Get QR Codes' shows what is issued.";

/** What is known of a write that never got as far as the API. */
const NEVER_LEFT = 'Nothing was carried out: the request never reached ZhongZhiYou.';

/** Also by the vendor's full-width signs. */
const ENDS_SENTENCE = /[.!?\u3002\uff01\uff1f]$/;

/** The numbers of a call, as a message has them; empty when there are none. */
export function namesInWords(names: readonly CallName[]): string {
	return names.map(({ label, value }) => `${label} ${value}`).join(', ');
}

/**
 * What happened to a call, as the message of its failure. A write's names and an unknown outcome
 * stand in it, because an AI agent is given nothing but the message.
 */
export function outcomeMessage(
	what: string,
	names: readonly CallName[] = [],
	isUnknown: boolean,
): string {
	const list = namesInWords(names);
	const named = list === '' ? '' : ` (${list})`;
	if (!isUnknown) return `${what}${named}`;
	return followedBy(
		what,
		`It is not known whether ZhongZhiYou carried this out${named}, so it was not repeated`,
	);
}

/** A message that goes on with another sentence. */
export function followedBy(message: string, sentence: string): string {
	return `${message}${ENDS_SENTENCE.test(message) ? '' : '.'} ${sentence}`;
}

interface Told {
	code?: number | string;
	logId?: string;
	httpStatus?: number;
	/** True when a write may have been carried out. */
	ambiguous: boolean;
	/** What came with an answer that leaves a write in doubt. */
	data?: JsonValue;
	/** What to do, sentence by sentence; the empty ones are left out. */
	remedies: string[];
}

function failureOf(
	request: ApiRequest,
	what: string,
	{ ambiguous, remedies, ...details }: Told,
): ApiFailure {
	return new ApiFailure(outcomeMessage(what, request.names, ambiguous), {
		...details,
		ambiguous,
		names: request.names,
		description: sentences(ambiguous ? UNKNOWN_REMEDY : '', ...remedies),
	});
}

/** Support references of an answer, as one sentence for the description; empty when there are none. */
export function references(code: number | string | undefined, logId: string): string {
	const parts = [
		...(code === undefined ? [] : [`Code ${code}`]),
		...(logId === '' ? [] : [`LogId ${logId}`]),
	];
	if (parts.length === 0) return '';
	const hint = logId === '' ? '' : " (quote the LogId to ZhongZhiYou's support)";
	return `${parts.join(', ')}${hint}.`;
}

/** How much of an answer's data an error quotes. */
const LONGEST_QUOTE = 2_000;

/** What an answer held, digit for digit, as a sentence; empty where it held nothing. */
export function dataInWords(data: JsonValue | undefined): string {
	if (holdsNothing(data)) return '';
	const text = canonicalJson(data);
	return `ZhongZhiYou sent: ${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}`;
}

/** Seconds by which this machine's clock is ahead of the server's, from the answer's Date header. */
export function clockSkewSeconds(dateHeader: unknown, now: number): number | undefined {
	if (typeof dateHeader !== 'string') return undefined;
	const server = Date.parse(dateHeader);
	return Number.isNaN(server) ? undefined : Math.round((now - server) / 1000);
}

function refusalRemedy(words: string, httpStatus: number, skew: number | undefined): string {
	const blame =
		blameOf(words) ?? (httpStatus === 401 || httpStatus === 403 ? 'signature' : undefined);
	if (blame === undefined) return '';
	if (skew !== undefined && Math.abs(skew) > CLOCK_SKEW_SECONDS) {
		return `This machine's clock is ${Math.abs(skew)} seconds ${skew > 0 ? 'ahead of' : 'behind'} the server's. Set the clock of the n8n host (NTP) and run it again.`;
	}
	return REFUSAL_REMEDIES[blame];
}

/** Statuses of servers that no longer wait for each other, which may be at work all the same. */
const GAVE_UP_WAITING: readonly number[] = [408, 499];

/** Whether a server that answers with this status may have carried out a write. */
function mayHaveDone(httpStatus: number): boolean {
	return httpStatus >= 500 || GAVE_UP_WAITING.includes(httpStatus);
}

/** What a refusal of a write says beside that it is one. */
interface Doubts {
	/** That the work goes on, or that the vendor's system failed in it. */
	atWork: boolean;
	/** That what was asked for is so. */
	alreadySo: boolean;
	/** It holds what only work makes. */
	showsWork: boolean;
}

/** What of the answer to a write leaves open whether it was carried out, wherever in it that stands. */
function doubtsOf(request: ApiRequest, { message, code, data, succeeded }: Envelope): Doubts {
	const sent = leavesSentBy(request);
	const own = new Set(sent.map(({ text }) => text));
	const came = leavesOf(data);
	const words = [
		message,
		...(code === undefined ? [] : [String(code).replaceAll('_', ' ')]),
		...came.map(({ text }) => text).filter((text) => !own.has(text)),
	].join('; ');
	return {
		atWork: isStillAtWork(words, request.path),
		alreadySo: isAlreadySo(words, request.path),
		showsWork: !succeeded && showsWork(came, sent),
	};
}

function refusalSentence(envelope: Envelope, httpStatus: number, isClear: boolean): string {
	const words = envelope.message.trim();
	const said = words === '' ? '' : `: ${words}`;
	if (!isClear) {
		return `ZhongZhiYou's answer is neither a clear success nor a clear refusal${said}`;
	}
	if (envelope.succeeded) {
		return `ZhongZhiYou reported success, but with HTTP ${httpStatus}${said}`;
	}
	return `ZhongZhiYou refused${words === '' ? ' the request without a reason' : said}`;
}

/**
 * A refusal by the API, in its own words, or an answer that is none (API, The envelope).
 *
 * @param skew seconds by which this machine's clock is ahead of the server's, if known
 */
export function refusal(
	request: ApiRequest,
	envelope: Envelope,
	httpStatus: number,
	skew: number | undefined,
): ApiFailure {
	const { message, code, logId, data } = envelope;
	// A server that fails, contradicts itself or is still at work may have carried out the write.
	const doubts = request.writes ? doubtsOf(request, envelope) : undefined;
	const isClear = doubts === undefined || (envelope.isClear && !doubts.showsWork);
	const ambiguous =
		doubts !== undefined &&
		(doubts.atWork ||
			doubts.alreadySo ||
			!isClear ||
			mayHaveDone(httpStatus) ||
			envelope.succeeded);
	return failureOf(request, refusalSentence(envelope, httpStatus, isClear), {
		code,
		logId,
		httpStatus,
		ambiguous,
		...(ambiguous && !holdsNothing(data) ? { data } : {}),
		remedies: [
			doubts?.alreadySo === true ? ALREADY_SO_REMEDY : '',
			// Words such as "the token could not be had in time" are about the work, not about the key.
			refusalRemedy(doubts?.atWork === true ? '' : message, httpStatus, skew),
			references(code, logId),
			ambiguous ? dataInWords(data) : '',
		],
	});
}

function redirectRemedy(location: unknown): string {
	const target =
		typeof location === 'string' && URL.canParse(location) ? new URL(location).origin : '';
	return `Redirects are not followed, because a signed order must not be sent on.${target === '' ? '' : ` Set the credential's 'Base URL' to ${target} if that is ZhongZhiYou's address.`}`;
}

function otherAnswer(httpStatus: number, location: unknown): [what: string, remedy: string] {
	if (httpStatus < 300) return ["The answer is not one of ZhongZhiYou's API", OTHER_SERVER];
	if (httpStatus < 400) {
		return [`The 'Base URL' redirects elsewhere (HTTP ${httpStatus})`, redirectRemedy(location)];
	}
	if (httpStatus === 407) {
		return [
			'The proxy refused the request (HTTP 407)',
			`It asks for a user name and a password: check ${PROXY_VARIABLES} of the n8n host.`,
		];
	}
	const what = `The server answered with HTTP ${httpStatus}`;
	if (httpStatus === 429) {
		return [what, "Too many requests: lower the option 'Concurrency' or try later."];
	}
	if (httpStatus >= 500) {
		return [what, 'The server or a proxy in front of it failed; try later.'];
	}
	return [what, OTHER_SERVER];
}

/** An answer that is not the API's envelope: another server, a proxy's page, or a cut-off body. */
export function notTheApi(request: ApiRequest, httpStatus: number, location: unknown): ApiFailure {
	const [what, remedy] = otherAnswer(httpStatus, location);
	return failureOf(request, what, {
		httpStatus,
		ambiguous: request.writes && (httpStatus < 300 || mayHaveDone(httpStatus)),
		remedies: [request.writes && httpStatus === 407 ? NEVER_LEFT : '', remedy],
	});
}

function proxySentence(
	proxy: string,
	{ code, reason }: NetworkFault,
	host: string,
): [what: string, remedy: string] {
	const cause = code === '' ? reason : code;
	const remedy = `The n8n host reaches ${host} through a proxy (${cause}). Check ${PROXY_VARIABLES} of the n8n host, and that the proxy is up.`;
	return proxy === ''
		? [`The proxy gave no connection to ${host}`, remedy]
		: [`The proxy ${proxy} cannot be reached`, remedy];
}

function networkSentence(fault: NetworkFault, baseUrl: string): [what: string, remedy: string] {
	const { host, protocol, hostname } = new URL(baseUrl);
	const cause = fault.code === '' ? fault.reason : fault.code;
	if (fault.cancelled) {
		return [`The execution was cancelled${fault.neverLeft ? ' before anything was sent' : ''}`, ''];
	}
	if (fault.proxy !== undefined) return proxySentence(fault.proxy, fault, host);
	if (protocol === 'https:' && hostname === new URL(TEST_BASE_URL).hostname) {
		return [
			"ZhongZhiYou's test host cannot be reached over https",
			`It speaks plain HTTP: set the credential's 'Base URL' to ${TEST_BASE_URL}.`,
		];
	}
	if (fault.code === 'ENOTFOUND' || fault.code === 'EAI_AGAIN') {
		return [
			`The host name ${hostname} cannot be resolved`,
			"Check the credential's 'Base URL' and the DNS of the n8n host.",
		];
	}
	if (fault.insecure) {
		return [
			`No secure connection to ${host} could be made`,
			`Check that the https of 'Base URL' is right for this host (${cause}).`,
		];
	}
	if (fault.neverLeft) {
		return [
			`${host} cannot be reached`,
			`No connection could be made (${cause}). Check the credential's 'Base URL' and that the host is up.`,
		];
	}
	if (fault.code === 'ECONNABORTED' || fault.code === 'ETIMEDOUT') {
		return [`${host} did not answer in time`, "Raise the option 'Timeout' or try later."];
	}
	const begun =
		fault.httpStatus === undefined ? '' : ` The answer had begun with HTTP ${fault.httpStatus}.`;
	return [
		`The connection to ${host} broke before the answer was complete`,
		`The network said: ${cause}.${begun}`,
	];
}

/** A call without a complete answer: host unreachable, connection reset, timed out, or cancelled. */
export function networkFailure(
	request: ApiRequest,
	fault: NetworkFault,
	baseUrl: string,
): ApiFailure {
	const [what, remedy] = networkSentence(fault, baseUrl);
	return failureOf(request, what, {
		ambiguous: request.writes && !fault.neverLeft,
		remedies: [request.writes && fault.neverLeft ? NEVER_LEFT : '', remedy],
	});
}
