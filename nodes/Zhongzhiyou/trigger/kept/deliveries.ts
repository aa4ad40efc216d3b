/** What became of a callback: accepted when n8n has stored its execution and said so. */
export type Outcome = 'accepted' | 'failed';

/** The right to run a callback. */
export interface FreshClaim {
	kind: 'fresh';
	/**
	 * Where it ran before, and its subject was in another state since: what names that state. The
	 * same for every try of this return.
	 */
	since: string | undefined;
	/**
	 * n8n has stored the execution.
	 *
	 * @returns what to keep across restarts now; undefined when another callback will see to it
	 */
	stored: () => string | undefined;
	/** Of several outcomes the first counts: it is what the sender was told. */
	settle: (outcome: Outcome) => void;
}

export type Claim =
	/** Nobody had it: run it, and say when its execution is stored and what became of it. */
	| FreshClaim
	/** It was accepted before. */
	| { kind: 'seen' }
	/** Another copy is being worked on: wait for what becomes of it. */
	| { kind: 'pending'; outcome: Promise<Outcome> }
	/** Another state of its subject is: whether it is a copy is known after that one's outcome. */
	| { kind: 'behind'; outcome: Promise<Outcome> };

/** What is told of a callback beside its id. */
export interface Statement {
	/** What it states the present state of, such as an order; empty where it states none. */
	subject: string;
	/** The Timestamp header: a copy that has the very same one is a copy, whatever came between. */
	sent: string;
}

const NO_STATEMENT: Statement = { subject: '', sent: '' };

/** A callback in the order in which it came. */
interface Arrival extends Statement {
	/** Unix time in milliseconds. */
	at: number;
	/** Tells those of one millisecond apart. */
	order: number;
}

interface Pending extends Arrival {
	outcome: Promise<Outcome>;
	/** Its execution is stored; only the answer is still to be sent. */
	stored: boolean;
	/** What the sender was told stays, whatever comes later. */
	settled: boolean;
}

interface Accepted extends Arrival {
	/** Whether it started the workflow. */
	ran: boolean;
}

/** The state in which a subject is. */
interface Latest {
	key: string;
	at: number;
	order: number;
}

/** How many accepted ids one trigger remembers in this process. */
const CAPACITY = 20_000;

/** How many of them are kept across restarts: n8n reads and parses them all for each callback. */
const SNAPSHOT_SIZE = 200;

/** Characters of an id (72 bits) by which it is told apart. */
const KEY_LENGTH = 12;

/** Before the subject of what ran, in what is kept across restarts, and of what did not. */
const RAN = '.';
const PASSED_BY = ':';

const ENTRY = /^(?<key>[^]{12})(?<age>-?[0-9a-z]+)(?:(?<mark>[.:])(?<subject>[\w-]+))?$/;

/**
 * Milliseconds for which a callback may leave it to another one under way to write what is kept:
 * writing each time costs a tenth of the callbacks that n8n can take a second.
 */
const WRITE_INTERVAL = 1_000;

/** Milliseconds by which the clock of another process may be ahead. */
const CLOCK_MARGIN = 60_000;

/** Milliseconds after which a callback that never got an answer no longer holds up its copies. */
export const ABANDONED_AFTER = 15 * 60_000;

/**
 * Where an accepted callback is kept. One that ran and later came and started nothing, since the
 * trigger had been set otherwise, is kept as both: only what ran makes a copy of what comes.
 */
function placeOf(key: string, ran: boolean): string {
	return ran ? key : `${PASSED_BY}${key}`;
}

function keyAt(place: string): string {
	return place.slice(-KEY_LENGTH);
}

function seconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}

/**
 * What one trigger has accepted. Exact within a process: a claim is taken in one step, so that of
 * any number of copies at the same moment one runs and the others wait for its outcome.
 */
export class Deliveries {
	/** By place, oldest first. */
	private readonly accepted = new Map<string, Accepted>();

	/** The state of each subject of which one is accepted. */
	private readonly latest = new Map<string, Latest>();

	private arrivals = 0;

	/** The places of those accepted last, oldest first. */
	private readonly recent: string[] = [];

	private lastSnapshot = '';

	private lastSnapshotAt = Number.NEGATIVE_INFINITY;

	/** Unix time in milliseconds from which on nothing in here counts any more. */
	private countsUntil = Number.NEGATIVE_INFINITY;

	private readonly pending = new Map<string, Pending>();

	/**
	 * A state that comes again after another one of its subject is no copy of the first: an order
	 * whose tickets were issued, then failed, may be issued again. One with the very same Timestamp
	 * is a copy all the same, and waits where the first is still being worked on.
	 *
	 * @param now Unix time in milliseconds
	 * @param window milliseconds for which an accepted id counts
	 */
	claim(id: string, now: number, window: number, statement: Statement = NO_STATEMENT): Claim {
		const key = id.slice(0, KEY_LENGTH);
		this.countFor(now, window);
		const copy = this.underWay(key, now);
		const before = this.accepted.get(key);
		let since: string | undefined;
		if (before !== undefined && now - before.at < window) {
			const { subject, sent } = statement;
			if (sent !== '' && sent === before.sent) return { kind: 'seen' };
			if (sent !== '' && sent === copy?.sent) return { kind: 'pending', outcome: copy.outcome };
			const other = this.otherUnderWay(key, subject, now - ABANDONED_AFTER);
			if (other !== undefined) return { kind: 'behind', outcome: other.outcome };
			const latest = this.latest.get(subject);
			if (latest === undefined || latest.key === key) return { kind: 'seen' };
			since = `${latest.key}${seconds(latest.at)}`;
		}
		if (copy !== undefined) return { kind: 'pending', outcome: copy.outcome };
		const { promise, resolve } = Promise.withResolvers<Outcome>();
		const order = ++this.arrivals;
		const own: Pending = {
			...statement,
			at: now,
			order,
			outcome: promise,
			stored: false,
			settled: false,
		};
		this.pending.set(key, own);
		return {
			kind: 'fresh',
			since,
			stored: () => {
				own.stored = true;
				return this.takeSnapshot(now);
			},
			settle: (outcome) => {
				if (own.settled) return;
				own.settled = true;
				if (this.pending.get(key) === own) this.pending.delete(key);
				if (outcome === 'accepted') this.remember(key, { ...statement, at: now, order, ran: true });
				resolve(outcome);
			},
		};
	}

	/**
	 * Notes a state that starts nothing, so that one that ran before it and comes again is no copy.
	 *
	 * @param now Unix time in milliseconds
	 * @param window milliseconds for which an accepted id counts
	 * @returns what to keep across restarts now; undefined when nothing changes
	 */
	passBy(id: string, now: number, window: number, statement: Statement): string | undefined {
		const key = id.slice(0, KEY_LENGTH);
		const { subject } = statement;
		const latest = this.latest.get(subject);
		const follows = latest !== undefined && latest.key !== key;
		// One that was given up may be accepted after all.
		const other = this.otherUnderWay(key, subject, Number.NEGATIVE_INFINITY);
		if (!follows && other === undefined) return undefined;
		this.countFor(now, window);
		this.remember(key, { ...statement, at: now, order: ++this.arrivals, ran: false });
		return this.takeSnapshot(now);
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

	private countFor(now: number, window: number): void {
		const longest = Math.max(window + CLOCK_MARGIN, ABANDONED_AFTER);
		this.countsUntil = Math.max(this.countsUntil, now + longest);
	}

	private underWay(key: string, now: number): Pending | undefined {
		const pending = this.pending.get(key);
		return pending !== undefined && now - pending.at < ABANDONED_AFTER ? pending : undefined;
	}

	/**
	 * Another state of the subject that is being worked on.
	 *
	 * @param since Unix time in milliseconds before which it has been given up
	 */
	private otherUnderWay(key: string, subject: string, since: number): Pending | undefined {
		if (subject === '') return undefined;
		for (const [otherKey, other] of this.pending) {
			if (other.subject === subject && otherKey !== key && other.at > since) return other;
		}
		return undefined;
	}

	/** Notes an id as accepted, also one that another process has accepted. */
	private remember(key: string, own: Accepted): void {
		const place = placeOf(key, own.ran);
		const known = this.accepted.get(place);
		this.accepted.delete(place);
		this.accepted.set(place, known !== undefined && known.at > own.at ? known : own);
		this.recent.push(place);
		if (this.recent.length > SNAPSHOT_SIZE) this.recent.shift();
		this.state(key, own);
		if (this.accepted.size <= CAPACITY) return;
		const [[oldest, { subject, ran }]] = this.accepted;
		this.accepted.delete(oldest);
		const gone = keyAt(oldest);
		if (this.accepted.has(placeOf(gone, !ran))) return;
		if (this.latest.get(subject)?.key === gone) this.latest.delete(subject);
	}

	/** The state that came last counts, whichever is settled last. */
	private state(key: string, { subject, at, order }: Accepted): void {
		if (subject === '') return;
		const latest = this.latest.get(subject);
		if (latest === undefined || latest.order < order) this.latest.set(subject, { key, at, order });
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
			const parts = ENTRY.exec(entry)?.groups;
			if (parts === undefined) continue;
			const { key, age, mark, subject = '' } = parts;
			const at = (newestSeconds - Number.parseInt(age, 36)) * 1000;
			const ran = mark !== PASSED_BY;
			const known = this.accepted.get(placeOf(key, ran))?.at ?? Number.NEGATIVE_INFINITY;
			if (!(at > known && at <= now + CLOCK_MARGIN)) continue;
			// Of what this process knows itself, what came later stays the later one.
			const latest = this.latest.get(subject);
			const order = latest !== undefined && seconds(latest.at) * 1000 > at ? 0 : ++this.arrivals;
			this.remember(key, { subject, sent: '', at, order, ran });
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
		const kept = new Map<string, Arrival & { ran?: boolean }>();
		const keep = (place: string, arrival: Arrival | undefined) => {
			if (arrival === undefined) return;
			kept.delete(place);
			kept.set(place, arrival);
		};
		for (const place of this.recent) keep(place, this.accepted.get(place));
		for (const [key, own] of pending) if (own.stored) keep(key, own);
		// In the order in which they came: it says in which state a subject is.
		const entries = [...kept]
			.slice(-SNAPSHOT_SIZE)
			.sort(([, one], [, other]) => one.order - other.order)
			.map(([place, { at, subject, ran = true }]) => {
				const age = (seconds(now) - seconds(at)).toString(36);
				return `${keyAt(place)}${age}${subject === '' ? '' : `${ran ? RAN : PASSED_BY}${subject}`}`;
			});
		this.lastSnapshot = [seconds(now).toString(36), ...entries].join(',');
		return this.lastSnapshot;
	}
}
