import type { Logger } from 'n8n-workflow';

import type { RefusalReason } from '../api/signature';

/** Why a callback was not taken; for the log only. */
export type Refusal =
	| RefusalReason
	| { kind: 'credential'; problem: string }
	| { kind: 'bodyPartner' }
	| { kind: 'malformed' }
	| { kind: 'unreadable' }
	| { kind: 'busy' }
	| { kind: 'failed'; problem: string };

/** Milliseconds in which one kind of refusal is logged once for a trigger; the rest is counted. */
const LOG_INTERVAL = 10_000;

interface Logged {
	at: number;
	left: number;
}

const logged = new Map<string, Logged>();

/** Which check failed and what to do about it, without secrets. */
export function explain(reason: Refusal): string {
	switch (reason.kind) {
		case 'noKey':
			return 'the credential holds no sign key. Enter the Sign Key in the credential.';
		case 'credential':
			return `the credential cannot be used: ${reason.problem}`;
		case 'missingHeader':
			return `the header ${reason.header} is missing. Callbacks of ZhongZhiYou carry Authorization, PartnerId and Timestamp: check that no proxy drops them.`;
		case 'scheme':
			return 'Authorization is not "Bearer ZZY-OPENAPI:{PartnerId}:{sign}". The call does not come from ZhongZhiYou, or a proxy changed the header.';
		case 'partner':
			return `the partner in the ${reason.where === 'token' ? 'token' : 'PartnerId header'} is not the credential's. Choose that partner's credential, or register another URL for that partner.`;
		case 'bodyPartner':
			return "the partner in the body is not the credential's. Tell ZhongZhiYou's support: header and body of a callback must name the same partner.";
		case 'timestampFormat':
			return 'the Timestamp header is not a Unix time in milliseconds.';
		case 'timestampWindow':
			return `its Timestamp is ${Math.abs(reason.seconds)} seconds ${reason.seconds > 0 ? 'in the future' : 'in the past'}. Set the clock of the n8n host (NTP), or raise Timestamp Tolerance if ZhongZhiYou repeats callbacks with their first Timestamp.`;
		case 'signature':
			return `the signature does not match. Tried the path${reason.paths.length === 1 ? '' : 's'} ${reason.paths.join(' and ')} with every key of the credential. Either the Sign Key is not the one ZhongZhiYou uses, or the URL registered there has another path (add it as Extra Signed Path).`;
		case 'malformed':
			return 'the content is not a callback: OrderNotifyHeader with NotifyServiceName, and OrderNotifyBody as JSON, are expected.';
		case 'unreadable':
			return 'the content could not be read: the sender hung up, or it is larger than n8n allows (N8N_PAYLOAD_SIZE_MAX).';
		case 'failed':
			return `the trigger's parameters cannot be read: ${reason.problem}`;
		case 'busy':
			return 'an earlier copy of it is still being worked on. ZhongZhiYou will send it again.';
	}
}

/** What is alike for the log: refusals that need different remedies are not counted as one. */
function kindOf(reason: Refusal): string {
	switch (reason.kind) {
		case 'missingHeader':
			return `missingHeader ${reason.header}`;
		case 'partner':
			return `partner ${reason.where}`;
		case 'timestampWindow':
			return `timestampWindow ${Math.sign(reason.seconds)}`;
		default:
			return reason.kind;
	}
}

/**
 * Logs a refusal; of many of one kind in a short time only the first, and how many there were.
 *
 * @param trigger what tells triggers apart
 * @param now Unix time in milliseconds
 */
export function logRefusal(logger: Logger, trigger: string, reason: Refusal, now: number): void {
	const key = `${trigger} ${kindOf(reason)}`;
	const last = logged.get(key);
	if (last !== undefined && now - last.at < LOG_INTERVAL) {
		last.left++;
		return;
	}
	const more = last === undefined || last.left === 0 ? '' : ` (${last.left} more like it before)`;
	logged.set(key, { at: now, left: 0 });
	logger.warn(`Zhongzhiyou Trigger refused a callback: ${explain(reason)}${more}`);
}
