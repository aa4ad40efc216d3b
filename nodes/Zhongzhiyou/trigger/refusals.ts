import type { RefusalReason } from '../api/signature.ts';
import type { Warning } from './kept/warnings.ts';

/** Why a callback was not taken; for the log only. */
export type Refusal =
	| RefusalReason
	| { kind: 'credential'; problem: string }
	| { kind: 'bodyPartner' }
	| { kind: 'malformed' }
	| { kind: 'unreadable' }
	| { kind: 'busy' }
	| { kind: 'behind' }
	| { kind: 'failed'; problem: string };

/** What the sender is told: nothing of the reason. */
export interface RefusalAnswer {
	status: number;
	message: string;
}

const UNAUTHORIZED: RefusalAnswer = { status: 401, message: 'Unauthorized' };
const BAD_REQUEST: RefusalAnswer = { status: 400, message: 'Bad request' };
const TRY_AGAIN: RefusalAnswer = { status: 503, message: 'Try again later' };
const INTERNAL_ERROR: RefusalAnswer = { status: 500, message: 'Internal error' };

interface Rule<Reason> {
	answer: RefusalAnswer;
	/** For the log: which check failed and what to do about it, without secrets. */
	explain(reason: Reason): string;
	/** What sets refusals of this kind apart that need different remedies, where any do. */
	detail?(reason: Reason): string;
}

type RefusalKind = Refusal['kind'];

type RefusalOf = { [Reason in Refusal as Reason['kind']]: Reason };

/** All that follows from the reason of a refusal. */
const RULES: { readonly [Kind in RefusalKind]: Rule<RefusalOf[Kind]> } = {
	noKey: {
		answer: UNAUTHORIZED,
		explain: () => "the credential holds no sign key. Enter the 'Sign Key' in the credential.",
	},
	credential: {
		answer: UNAUTHORIZED,
		explain: ({ problem }) => `the credential cannot be used: ${problem}`,
	},
	missingHeader: {
		answer: UNAUTHORIZED,
		explain: ({ header }) =>
			`the header ${header} is missing. Callbacks of ZhongZhiYou carry Authorization, PartnerId and Timestamp: check that no proxy drops them.`,
		detail: ({ header }) => header,
	},
	scheme: {
		answer: UNAUTHORIZED,
		explain: () =>
			'Authorization is not "Bearer ZZY-OPENAPI:{PartnerId}:{sign}". The call does not come from ZhongZhiYou, or a proxy changed the header.',
	},
	partner: {
		answer: UNAUTHORIZED,
		explain: ({ where }) =>
			`the partner in the ${where === 'token' ? 'token' : 'PartnerId header'} is not the credential's. Choose that partner's credential, or register another URL for that partner.`,
		detail: ({ where }) => where,
	},
	bodyPartner: {
		answer: UNAUTHORIZED,
		explain: () =>
			"the partner in the body is not the credential's. Tell ZhongZhiYou's support: header and body of a callback must name the same partner.",
	},
	timestampFormat: {
		answer: UNAUTHORIZED,
		explain: () => 'the Timestamp header is not a Unix time in milliseconds.',
	},
	timestampWindow: {
		answer: UNAUTHORIZED,
		explain: ({ seconds }) =>
			`its Timestamp is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'in the future' : 'in the past'}. Set the clock of the n8n host (NTP), or raise 'Timestamp Tolerance' if ZhongZhiYou repeats callbacks with their first Timestamp.`,
		detail: ({ seconds }) => String(Math.sign(seconds)),
	},
	signature: {
		answer: UNAUTHORIZED,
		explain: ({ paths }) =>
			`the signature does not match. Tried the path${paths.length === 1 ? '' : 's'} ${paths.join(' and ')} with every key of the credential. Either the 'Sign Key' is not the one ZhongZhiYou uses, or the URL registered there has another path (add it as 'Extra Signed Path').`,
	},
	malformed: {
		answer: BAD_REQUEST,
		explain: () =>
			'the content is not a callback: OrderNotifyHeader with NotifyServiceName, and OrderNotifyBody as JSON, are expected.',
	},
	unreadable: {
		answer: BAD_REQUEST,
		explain: () =>
			'the content could not be read: the sender hung up, or it is larger than n8n allows (N8N_PAYLOAD_SIZE_MAX).',
	},
	busy: {
		answer: TRY_AGAIN,
		explain: () =>
			'an earlier copy of it is still being worked on. ZhongZhiYou will send it again.',
	},
	behind: {
		answer: TRY_AGAIN,
		explain: () =>
			'another callback about the same order is still being worked on. ZhongZhiYou will send it again.',
	},
	failed: {
		answer: INTERNAL_ERROR,
		explain: ({ problem }) => `the trigger's parameters cannot be read: ${problem}`,
	},
};

function ruleOf<Kind extends RefusalKind>(kind: Kind): Rule<RefusalOf[Kind]> {
	return RULES[kind];
}

export function answerTo({ kind }: Refusal): RefusalAnswer {
	return RULES[kind].answer;
}

/** Which check failed and what to do about it, without secrets. */
export function explain(reason: Refusal): string {
	return ruleOf(reason.kind).explain(reason);
}

/** What the log says of a refusal; those that need different remedies are not alike. */
export function warningOf(reason: Refusal): Warning {
	const detail = ruleOf(reason.kind).detail?.(reason);
	return {
		alike: detail === undefined ? reason.kind : `${reason.kind} ${detail}`,
		words: `refused a callback: ${explain(reason)}`,
	};
}
