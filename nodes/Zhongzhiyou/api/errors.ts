import { blameOf, type Blame } from './blame.ts';
import { TEST_BASE_URL } from './credential.ts';
import type { Envelope } from './envelope.ts';
import { ApiFailure, sentences } from './failures.ts';
import { anyOf } from './patterns.ts';
import type { ApiRequest } from './types.ts';

/** How far this machine's clock may be off before a refused signature is blamed on it; seconds. */
const CLOCK_SKEW_SECONDS = 120;

const REFUSAL_REMEDIES: Record<Blame, string> = {
	time: 'The request came too late or too early: check the clock of the n8n host (NTP).',
	partner:
		'Check the Partner ID in the credential, and that it belongs to this Base URL (test and production have different ones).',
	signature:
		'Check the Sign Key and the Partner ID in the credential, and that both belong to this Base URL (test and production have different ones).',
};

const UNKNOWN_OUTCOME =
	'It is not known whether ZhongZhiYou carried this out, so it was not repeated. Check the order with ZhongZhiYou first; if you run it again, keep the same Origin Order ID or Refund ID.';

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

/**
 * A refusal by the API, in its own words (API, The envelope).
 *
 * @param skew seconds by which this machine's clock is ahead of the server's, if known
 */
export function refusal(
	request: ApiRequest,
	envelope: Envelope,
	httpStatus: number,
	skew: number | undefined,
): ApiFailure {
	const words = envelope.message.trim();
	// A server that fails may have carried out the write before.
	const ambiguous = request.writes && httpStatus >= 500;
	return new ApiFailure(
		words === ''
			? 'ZhongZhiYou refused the request without a reason'
			: `ZhongZhiYou refused: ${words}`,
		{
			code: envelope.code,
			logId: envelope.logId,
			httpStatus,
			ambiguous,
			description: sentences(
				ambiguous ? UNKNOWN_OUTCOME : '',
				refusalRemedy(words, httpStatus, skew),
				references(envelope.code, envelope.logId),
			),
		},
	);
}

/** An answer that is not the API's envelope: another server, a proxy's page, or a cut-off body. */
export function notTheApi(request: ApiRequest, httpStatus: number, location: unknown): ApiFailure {
	const ambiguous = request.writes && (httpStatus < 300 || httpStatus >= 500);
	if (httpStatus >= 300 && httpStatus < 400) {
		const target =
			typeof location === 'string' && URL.canParse(location) ? new URL(location).origin : '';
		return new ApiFailure(`The Base URL redirects elsewhere (HTTP ${httpStatus})`, {
			httpStatus,
			description: `Redirects are not followed, because a signed order must not be sent on.${target === '' ? '' : ` Set the credential's Base URL to ${target} if that is ZhongZhiYou's address.`}`,
		});
	}
	const message =
		httpStatus >= 200 && httpStatus < 300
			? "The answer is not one of ZhongZhiYou's API"
			: `The server answered with HTTP ${httpStatus}`;
	return new ApiFailure(message, {
		httpStatus,
		ambiguous,
		description: sentences(
			ambiguous ? UNKNOWN_OUTCOME : '',
			httpStatus === 429
				? 'Too many requests: lower the Concurrency option or try later.'
				: httpStatus >= 500
					? 'The server or a proxy in front of it failed; try later.'
					: "Check the credential's Base URL: something other than the API answers there.",
		),
	});
}

/** What is known of a failure without an answer, read from Node's error. */
export interface NetworkFault {
	code: string;
	/** True when no connection was made, so that the request provably never left this machine. */
	neverLeft: boolean;
	cancelled: boolean;
	reason: string;
}

/** Codes of Node for a secure connection that could not be agreed upon, or a certificate refused. */
const TLS_CODE = new RegExp(
	`^${anyOf('ERR_TLS', 'ERR_SSL', 'EPROTO', 'CERT_', 'DEPTH_ZERO', 'SELF_SIGNED', 'UNABLE_TO')}`,
);

function networkSentence(fault: NetworkFault, baseUrl: string): [message: string, remedy: string] {
	const { host, protocol, hostname } = new URL(baseUrl);
	if (fault.cancelled) return ['The execution was cancelled', ''];
	if (protocol === 'https:' && hostname === new URL(TEST_BASE_URL).hostname) {
		return [
			"ZhongZhiYou's test host cannot be reached over https",
			`It speaks plain HTTP: set the credential's Base URL to ${TEST_BASE_URL}.`,
		];
	}
	if (fault.code === 'ENOTFOUND' || fault.code === 'EAI_AGAIN') {
		return [
			`The host name ${hostname} cannot be resolved`,
			"Check the credential's Base URL and the DNS of the n8n host.",
		];
	}
	if (TLS_CODE.test(fault.code)) {
		return [
			`No secure connection to ${host} could be made`,
			`Check that the Base URL's https is right for this host (${fault.code}).`,
		];
	}
	if (fault.neverLeft) {
		return [
			`${host} cannot be reached`,
			`No connection could be made (${fault.code}). Check the credential's Base URL and that the host is up.`,
		];
	}
	if (fault.code === 'ECONNABORTED' || fault.code === 'ETIMEDOUT') {
		return [`${host} did not answer in time`, 'Raise the Timeout option or try later.'];
	}
	return [
		`The connection to ${host} broke before the answer was complete`,
		`The network said: ${fault.code === '' ? fault.reason : fault.code}.`,
	];
}

/** A call without a complete answer: host unreachable, connection reset, timed out, or cancelled. */
export function networkFailure(
	request: ApiRequest,
	fault: NetworkFault,
	baseUrl: string,
): ApiFailure {
	const [message, remedy] = networkSentence(fault, baseUrl);
	const ambiguous = request.writes && !fault.neverLeft;
	return new ApiFailure(message, {
		ambiguous,
		description: sentences(ambiguous ? UNKNOWN_OUTCOME : '', remedy),
	});
}
