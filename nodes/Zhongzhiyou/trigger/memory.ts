/** What became of a callback: accepted when n8n has stored its execution and said so. */
export type Outcome = 'accepted' | 'failed';

export type Claim =
	/** Nobody had it: run it, and say when its execution is stored and what became of it. */
	| { kind: 'fresh'; store: () => string | undefined; settle: (outcome: Outcome) => void }
	/** It was accepted before. */
	| { kind: 'seen' }
	/** Another copy is being worked on: wait for what becomes of it. */
	| { kind: 'pending'; outcome: Promise<Outcome> };

interface Pending {
	since: number;
	outcome: Promise<Outcome>;
	/** Its execution is stored; only the answer is still to be sent. */
	stored: boolean;
}

/** How many accepted ids one trigger remembers in this process. */
const CAPACITY = 20_000;

/** How many of them are kept across restarts: n8n reads and parses them all for each callback. */
const STORED = 200;

/** Characters of an id (72 bits) by which it is told apart. */
const KEY_LENGTH = 12;

/**
 * Milliseconds for which a callback may leave it to another one under way to write what is kept:
 * writing each time costs a tenth of the callbacks that n8n can take a second.
 */
const WRITE_INTERVAL = 1_000;

/** Milliseconds by which the clock of another process may be ahead. */
const CLOCK_MARGIN = 60_000;

/** Milliseconds after which a callback that never got an answer no longer holds up its copies. */
const ABANDONED_AFTER = 15 * 60_000;

/**
 * What one trigger has accepted. Exact within a process: a claim is taken in one step, so that of
 * any number of copies at the same moment one runs and the others wait for its outcome.
 */
export class DeliveryMemory {
	/** Key and Unix time in milliseconds of acceptance, oldest first. */
	private readonly accepted = new Map<string, number>();

	/** The keys accepted last, oldest first. */
	private readonly recent: string[] = [];

	private lastStored = '';

	private lastStoredAt = Number.NEGATIVE_INFINITY;

	private readonly pending = new Map<string, Pending>();

	/**
	 * @param now Unix time in milliseconds
	 * @param window milliseconds for which an accepted id counts
	 */
	claim(id: string, now: number, window: number): Claim {
		const key = id.slice(0, KEY_LENGTH);
		if (this.isAccepted(key, now, window)) return { kind: 'seen' };
		const other = this.pending.get(key);
		if (other !== undefined && now - other.since < ABANDONED_AFTER) {
			return { kind: 'pending', outcome: other.outcome };
		}
		const { promise, resolve } = Promise.withResolvers<Outcome>();
		const own: Pending = { since: now, outcome: promise, stored: false };
		this.pending.set(key, own);
		return {
			kind: 'fresh',
			store: () => {
				own.stored = true;
				return this.toStored(now);
			},
			settle: (outcome) => {
				if (this.pending.get(key) === own) this.pending.delete(key);
				if (outcome === 'accepted') this.remember(key, now);
				resolve(outcome);
			},
		};
	}

	private isAccepted(key: string, now: number, window: number): boolean {
		const at = this.accepted.get(key);
		return at !== undefined && now - at < window;
	}

	/** Notes an id as accepted, also one that another process has accepted. */
	private remember(key: string, at: number): void {
		const known = this.accepted.get(key) ?? at;
		this.accepted.delete(key);
		this.accepted.set(key, Math.max(at, known));
		this.recent.push(key);
		if (this.recent.length > STORED) this.recent.shift();
		if (this.accepted.size > CAPACITY) {
			const oldest = this.accepted.keys().next();
			if (oldest.done !== true) this.accepted.delete(oldest.value);
		}
	}

	/**
	 * Takes over what is kept across restarts, by this process or another.
	 *
	 * @param stored as a claim's `store` gave it
	 * @param now Unix time in milliseconds; what claims to be later is not believed
	 */
	restore(stored: unknown, now: number): void {
		if (typeof stored !== 'string' || stored === this.lastStored) return;
		this.lastStored = stored;
		const [newest, ...entries] = stored.split(',');
		const newestSeconds = Number.parseInt(newest, 36);
		for (const entry of entries) {
			const key = entry.slice(0, KEY_LENGTH);
			const at = (newestSeconds - Number.parseInt(entry.slice(KEY_LENGTH), 36)) * 1000;
			const known = this.accepted.get(key) ?? Number.NEGATIVE_INFINITY;
			if (at > known && at <= now + CLOCK_MARGIN) this.remember(key, at);
		}
	}

	/**
	 * What to keep across restarts: the ids accepted last, and those that are about to be. All of
	 * them each time, so that an id that another process overwrote comes back with the next one.
	 * Undefined when a callback under way, whose execution is not stored yet, will write it too.
	 *
	 * @param now Unix time in milliseconds
	 */
	private toStored(now: number): string | undefined {
		const pending = [...this.pending];
		const othersFollow = pending.some(([, { stored }]) => !stored);
		if (othersFollow && now - this.lastStoredAt < WRITE_INTERVAL) return undefined;
		this.lastStoredAt = now;
		const times = new Map(this.recent.map((key) => [key, this.accepted.get(key) ?? now]));
		for (const [key, { since, stored }] of pending) {
			if (!stored) continue;
			times.delete(key);
			times.set(key, since);
		}
		const seconds = (time: number) => Math.floor(time / 1000);
		const entries = [...times]
			.slice(-STORED)
			.map(([key, time]) => `${key}${(seconds(now) - seconds(time)).toString(36)}`);
		this.lastStored = [seconds(now).toString(36), ...entries].join(',');
		return this.lastStored;
	}
}
