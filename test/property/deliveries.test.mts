import fc from 'fast-check';

import { Deliveries, type FreshClaim } from '../../nodes/Zhongzhiyou/trigger/kept/deliveries.ts';
import { heapInUse } from '../support/heap.mts';
import { runs } from '../support/runs.mts';

const START = 1_753_756_569_000;
const WINDOW = 600_000;
const ABANDONED_AFTER = 15 * 60_000;
const SNAPSHOT_SIZE = 200;

/** Ids as decoding makes them: told apart by their beginning. */
const idOf = (index: number) => `${String(index).padStart(12, 'e')}0123456789`;

/** What a memory of deliveries has to know, written without a thought for its size. */
class Model {
	readonly acceptedAt = new Map<number, number>();

	readonly pending = new Map<number, { since: number; token: object }>();

	expected(id: number, now: number): 'seen' | 'pending' | 'fresh' {
		const at = this.acceptedAt.get(id);
		if (at !== undefined && now - at < WINDOW) return 'seen';
		const other = this.pending.get(id);
		return other !== undefined && now - other.since < ABANDONED_AFTER ? 'pending' : 'fresh';
	}

	begin(id: number, now: number): object {
		const token = {};
		this.pending.set(id, { since: now, token });
		return token;
	}

	settle(id: number, token: object, since: number, accepted: boolean): void {
		if (this.pending.get(id)?.token === token) this.pending.delete(id);
		if (accepted) this.acceptedAt.set(id, Math.max(since, this.acceptedAt.get(id) ?? since));
	}
}

interface UnderWay {
	id: number;
	since: number;
	token: object;
	claim: FreshClaim;
	stored: boolean;
	settled: boolean;
}

type Action =
	| { kind: 'claim'; id: number }
	| { kind: 'stored' | 'accept' | 'fail' | 'settleTwice'; which: number }
	| { kind: 'wait'; milliseconds: number };

const action: fc.Arbitrary<Action> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.nat({ max: 5 }).map((id): Action => ({ kind: 'claim', id })),
	},
	{
		weight: 6,
		arbitrary: fc
			.tuple(
				fc.constantFrom('stored', 'accept', 'accept', 'fail', 'settleTwice' as const),
				fc.nat(),
			)
			.map(([kind, which]): Action => ({ kind, which })),
	},
	{
		weight: 2,
		arbitrary: fc
			.oneof(
				fc.constantFrom(1, 999, 1_000, WINDOW - 1, WINDOW, WINDOW + 1, ABANDONED_AFTER),
				fc.nat({ max: 2_000 }),
				fc.nat({ max: 2 * ABANDONED_AFTER }),
			)
			.map((milliseconds): Action => ({ kind: 'wait', milliseconds })),
	},
);

/** Runs actions on the memory and its model side by side. */
class Run {
	deliveries = new Deliveries();

	readonly model = new Model();

	readonly underWay: UnderWay[] = [];

	/** What was written last to be kept across restarts. */
	snapshot: string | undefined;

	now = START;

	take(next: Action): void {
		if (next.kind === 'wait') {
			this.now += next.milliseconds;
			return;
		}
		if (next.kind === 'claim') {
			this.claim(next.id);
			return;
		}
		const candidates = this.underWay.filter(
			({ settled }) => settled === (next.kind === 'settleTwice'),
		);
		if (candidates.length === 0) return;
		const one = candidates[next.which % candidates.length];
		if (next.kind === 'stored') this.store(one);
		else this.settle(one, next.kind !== 'fail');
	}

	claim(id: number): void {
		const expected = this.model.expected(id, this.now);
		const claim = this.deliveries.claim(idOf(id), this.now, WINDOW);
		expect(claim.kind).toBe(expected);
		expect(this.deliveries.isSpent(this.now)).toBe(false);
		if (claim.kind !== 'fresh') return;
		const token = this.model.begin(id, this.now);
		this.underWay.push({ id, since: this.now, token, claim, stored: false, settled: false });
	}

	store(one: UnderWay): void {
		one.stored = true;
		const written = one.claim.stored();
		if (written !== undefined) this.snapshot = written;
	}

	/** As n8n does it: what is accepted was stored before. The first outcome is what was answered. */
	settle(one: UnderWay, accepted: boolean): void {
		if (accepted && !one.stored) this.store(one);
		one.claim.settle(accepted ? 'accepted' : 'failed');
		if (!one.settled) this.model.settle(one.id, one.token, one.since, accepted);
		one.settled = true;
	}

	/** Of each id the time that is kept, in seconds. */
	written(): Map<number, number> {
		const [time, ...entries] = (this.snapshot ?? '').split(',');
		return new Map(
			entries.map((entry) => [
				Number(entry.slice(0, 12).replaceAll('e', '')),
				Number.parseInt(time, 36) - Number.parseInt(entry.slice(12), 36),
			]),
		);
	}
}

/** An answer to the sender that failed is not undone by what is said later. */
const failedAfterAll: Action[] = [
	{ kind: 'claim', id: 3 },
	{ kind: 'wait', milliseconds: WINDOW },
	{ kind: 'accept', which: 0 },
	{ kind: 'claim', id: 3 },
	{ kind: 'fail', which: 0 },
	{ kind: 'settleTwice', which: 1 },
	{ kind: 'claim', id: 3 },
];

/** Event 1 is kept of the time before its window; its return is left to event 2 to write. */
const leftToAnother: Action[] = [
	{ kind: 'claim', id: 1 },
	{ kind: 'wait', milliseconds: WINDOW },
	{ kind: 'accept', which: 0 },
	{ kind: 'claim', id: 0 },
	{ kind: 'claim', id: 2 },
	{ kind: 'stored', which: 0 },
	{ kind: 'claim', id: 1 },
	{ kind: 'accept', which: 2 },
];

test('whatever comes in whichever order, each event is seen, pending or fresh as it should be', () => {
	fc.assert(
		fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
			const run = new Run();
			for (const next of actions) run.take(next);
		}),
		{ numRuns: runs(2_000), examples: [[failedAfterAll], [leftToAnother]] },
	);
});

test('of copies at one moment exactly one runs, and the others learn what became of it', async () => {
	const copies = fc.integer({ min: 2, max: 30 });
	await fc.assert(
		fc.asyncProperty(copies, fc.boolean(), async (count, accepted) => {
			const deliveries = new Deliveries();
			const claims = Array.from({ length: count }, () => deliveries.claim(idOf(1), START, WINDOW));
			const fresh = claims.filter((claim) => claim.kind === 'fresh');
			expect(fresh).toHaveLength(1);
			fresh[0].settle(accepted ? 'accepted' : 'failed');
			const waiting = claims.flatMap((claim) => (claim.kind === 'pending' ? [claim.outcome] : []));
			expect(waiting).toHaveLength(count - 1);
			const expected = accepted ? 'accepted' : 'failed';
			expect(new Set(await Promise.all(waiting))).toEqual(new Set([expected]));
		}),
		{ numRuns: runs(300) },
	);
});

test('after a crash nothing is taken for seen that was not stored, and what was written is seen', () => {
	fc.assert(
		fc.property(fc.array(action, { maxLength: 60 }), fc.nat({ max: 5_000 }), (actions, pause) => {
			const run = new Run();
			for (const next of actions) run.take(next);
			const stored = new Set(run.underWay.filter((one) => one.stored).map(({ id }) => id));
			const written = run.written();
			const anew = new Deliveries();
			const now = run.now + pause;
			anew.restore(run.snapshot, now);
			for (let id = 0; id <= 5; id++) {
				const { kind } = anew.claim(idOf(id), now, WINDOW);
				if (kind === 'seen') expect(stored.has(id)).toBe(true);
				const at = run.model.acceptedAt.get(id);
				// Times are kept to the second: the window may end that much earlier.
				const counts = at !== undefined && now - at < WINDOW - 1_000;
				// What is kept may be of the time before: then another was to write the return.
				const isWritten = (written.get(id) ?? 0) * 1_000 + 999 >= (at ?? Infinity);
				if (counts && isWritten) expect(kind).toBe('seen');
			}
		}),
		{
			numRuns: runs(2_000),
			examples: [
				[failedAfterAll.slice(0, -1), 0],
				[leftToAnother, 0],
			],
		},
	);
});

test('one after the other, the last two hundred are seen after a crash at any moment', () => {
	const counts = fc.integer({ min: 1, max: 450 });
	fc.assert(
		fc.property(counts, fc.integer({ min: 0, max: 2_000 }), (count, between) => {
			const run = new Run();
			for (let id = 0; id < count; id++) {
				run.claim(id);
				run.settle(run.underWay[id], true);
				run.now += between;
			}
			const anew = new Deliveries();
			anew.restore(run.snapshot, run.now);
			for (let id = 0; id < count; id++) {
				const at = run.model.acceptedAt.get(id) ?? Number.NaN;
				const kept = id >= count - SNAPSHOT_SIZE && run.now - at < WINDOW - 1_000;
				const { kind } = anew.claim(idOf(id), run.now, WINDOW);
				if (kept) expect(kind).toBe('seen');
				if (id < count - SNAPSHOT_SIZE) expect(kind).toBe('fresh');
			}
		}),
		{ numRuns: runs(50) },
	);
});

test('whatever was kept, it is read as far as it can be, without an error', () => {
	const piece = fc.oneof(
		fc.string({ maxLength: 20 }),
		fc.constantFrom(
			Math.floor(START / 1000).toString(36),
			`${idOf(1).slice(0, 12)}5`,
			',',
			'-1',
			'zz',
		),
	);
	const kept = fc.oneof(
		fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(',')),
		fc.anything(),
	);
	fc.assert(
		fc.property(kept, (snapshot) => {
			const deliveries = new Deliveries();
			deliveries.restore(snapshot, START);
			const { kind } = deliveries.claim(idOf(2), START, WINDOW);
			expect(kind).toBe('fresh');
		}),
		{ numRuns: runs(2_000) },
	);
});

test('three hundred thousand events leave no more behind than the last twenty thousand', () => {
	const deliveries = new Deliveries();
	const count = runs(300_000);
	let longest = 0;
	const heap = heapInUse();
	for (let id = 0; id < count; id++) {
		const claim = deliveries.claim(idOf(id), START + id, WINDOW);
		if (claim.kind !== 'fresh') throw new Error(`${id} was not fresh`);
		if (id % 100 === 0) longest = Math.max(longest, claim.stored()?.length ?? 0);
		claim.settle(id % 10 === 0 ? 'failed' : 'accepted');
	}
	expect(heapInUse() - heap).toBeLessThan(10_000_000);
	// n8n reads and parses it for each callback.
	expect(longest).toBeLessThan(4_000);
	const again = deliveries.claim(idOf(count - 2), START + count, WINDOW);
	expect(again.kind).toBe('seen');
}, 60_000);

test('three hundred thousand orders leave no more behind than the last twenty thousand', () => {
	const deliveries = new Deliveries();
	const count = runs(300_000);
	const heap = heapInUse();
	for (let id = 0; id < count; id++) {
		const statement = { subject: String(id), sent: String(START + id) };
		const claim = deliveries.claim(idOf(id), START + id, WINDOW, statement);
		if (claim.kind !== 'fresh') throw new Error(`${id} was not fresh`);
		claim.settle('accepted');
	}
	expect(heapInUse() - heap).toBeLessThan(14_000_000);
	const again = deliveries.claim(idOf(count - 2), START + count, WINDOW);
	expect(again.kind).toBe('seen');
}, 60_000);
