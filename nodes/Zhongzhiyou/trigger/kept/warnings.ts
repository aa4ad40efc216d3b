import type { Logger } from 'n8n-workflow';

/** Milliseconds in which warnings that are alike are logged once; the rest is counted. */
const LOG_INTERVAL = 10_000;

/** What the log is to say of a callback. */
export interface Warning {
	/** The same for warnings of which one is enough for a while. */
	alike: string;
	/** Goes on after "Zhongzhiyou Trigger"; without secrets. */
	words: string;
}

interface Logged {
	at: number;
	left: number;
}

/** The warnings of one trigger: of many that are alike in a short time only the first is logged. */
export class Warnings {
	private readonly logged = new Map<string, Logged>();

	/** @param now Unix time in milliseconds */
	note(logger: Logger, { alike, words }: Warning, now: number): void {
		const last = this.logged.get(alike);
		if (last !== undefined && now - last.at < LOG_INTERVAL) {
			last.left++;
			return;
		}
		const more = last === undefined || last.left === 0 ? '' : ` (${last.left} more like it before)`;
		this.logged.set(alike, { at: now, left: 0 });
		logger.warn(`Zhongzhiyou Trigger ${words}${more}`);
	}
}
