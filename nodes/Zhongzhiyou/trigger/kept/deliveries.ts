/** What became of a callback: accepted when n8n has stored its execution and said so. */
export type Outcome = 'accepted' | 'failed';

/** The right to run a callback. */
export interface FreshClaim {
	kind: 'fresh';
	/**
	 * n8n has stored the execution.
	 *
	 * @returns what to keep across restarts now; undefined when another callback will see to it
	 */
	stored: () => string | undefined;
	settle: (outcome: Outcome) => void;
}

export type Claim =
	/** Nobody had it: run it, and say when its execution is stored and what became of it. */
	| FreshClaim
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
const SNAPSHOT_SIZE = 200;

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
export class Deliveries {
	/** Key and Unix time in milliseconds of acceptance, oldest first. */
	private readonly accepted = new Map<string, number>();

	/** The keys accepted last, oldest first. */
	private readonly recent: string[] = [];

	private lastSnapshot = '';

	private lastSnapshotAt = Number.NEGATIVE_INFINITY;

	/** Unix time in milliseconds from which on nothing in here counts any more. */
	private countsUntil = Number.NEGATIVE_INFINITY;

	private readonly pending = new Map<string, Pending>();

	/**
	 * @param now Unix time in milliseconds
	 * @param window milliseconds for which an accepted id counts
	 */
	claim(id: string, now: number, window: number): Claim {
		const key = id.slice(0, KEY_LENGTH);
		const longest = Math.max(window + CLOCK_MARGIN, ABANDONED_AFTER);
		this.countsUntil = Math.max(this.countsUntil, now + longest);
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
			stored: () => {
				own.stored = true;
				return this.takeSnapshot(now);
			},
			settle: (outcome) => {
				if (this.pending.get(key) === own) this.pending.delete(key);
				if (outcome === 'accepted') this.remember(key, now);
				resolve(outcome);
			},
		};
	}

	/**
	 * Whether nothing in here can count any more: every acceptance is past its window, and every
	 * callback under way has been given up.
	 *
	 * @param now Unix time in milliseconds
	 */
	isSpent(now: number): boolean {
		return now >= this.countsUntil;
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
		if (this.recent.length > SNAPSHOT_SIZE) this.recent.shift();
		if (this.accepted.size > CAPACITY) {
			const oldest = this.accepted.keys().next();
			if (oldest.done !== true) this.accepted.delete(oldest.value);
		}
	}

	/**
	 * Takes over what is kept across restarts, by this process or another.
	 *
	 * @param snapshot as a claim's `stored` gave it
	 * @param now Unix time in milliseconds; what claims to be later is not believed
	 */
	restore(snapshot: unknown, now: number): void {
		if (typeof snapshot !== 'string' || snapshot === this.lastSnapshot) return;
		this.lastSnapshot = snapshot;
		const [newest, ...entries] = snapshot.split(',');
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
	private takeSnapshot(now: number): string | undefined {
		const pending = [...this.pending];
		const othersFollow = pending.some(([, { stored }]) => !stored);
		if (othersFollow && now - this.lastSnapshotAt < WRITE_INTERVAL) return undefined;
		this.lastSnapshotAt = now;
		const times = new Map(this.recent.map((key) => [key, this.accepted.get(key) ?? now]));
		for (const [key, { since, stored }] of pending) {
			if (!stored) continue;
			times.delete(key);
			times.set(key, since);
		}
		const seconds = (time: number) => Math.floor(time / 1000);
		const entries = [...times]
			.slice(-SNAPSHOT_SIZE)
			.map(([key, time]) => `${key}${(seconds(now) - seconds(time)).toString(36)}`);
		this.lastSnapshot = [seconds(now).toString(36), ...entries].join(',');
		return this.lastSnapshot;
	}
}
