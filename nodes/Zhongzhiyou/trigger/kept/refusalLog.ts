import type { Logger } from 'n8n-workflow';

import { explain, remedyOf, type Refusal } from '../refusals.ts';

/** Milliseconds in which refusals of one remedy are logged once; the rest is counted. */
const LOG_INTERVAL = 10_000;

interface Logged {
	at: number;
	left: number;
}

/** The refusals of one trigger: of many of one remedy in a short time only the first is logged. */
export class RefusalLog {
	private readonly logged = new Map<string, Logged>();

	/** @param now Unix time in milliseconds */
	note(logger: Logger, reason: Refusal, now: number): void {
		const key = remedyOf(reason);
		const last = this.logged.get(key);
		if (last !== undefined && now - last.at < LOG_INTERVAL) {
			last.left++;
			return;
		}
		const more = last === undefined || last.left === 0 ? '' : ` (${last.left} more like it before)`;
		this.logged.set(key, { at: now, left: 0 });
		logger.warn(`Zhongzhiyou Trigger refused a callback: ${explain(reason)}${more}`);
	}
}
