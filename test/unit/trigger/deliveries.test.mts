import {
	Deliveries,
	type Claim,
	type Outcome,
} from '../../../nodes/Zhongzhiyou/trigger/kept/deliveries.ts';

const NOW = 1753756569000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ABANDONED = 15 * 60_000;

/** An id as `eventIdOf` makes them: told apart by its first twelve characters. */
function idOf(index: number): string {
	return `${String(index).padStart(12, '0')}abcdefghij`;
}

function claimOf(deliveries: Deliveries, id: string, now: number) {
	const claim = deliveries.claim(id, now, DAY);
	if (claim.kind !== 'fresh') throw new Error(`${id} is ${claim.kind}`);
	return claim;
}

function claimFresh(deliveries: Deliveries, id: string, now: number): (outcome: Outcome) => void {
	return claimOf(deliveries, id, now).settle;
}

function outcomeOf(claim: Claim): Promise<Outcome> {
	if (claim.kind !== 'pending') throw new Error(`the claim is ${claim.kind}`);
	return claim.outcome;
}

/** Takes an id as a trigger does whose execution was stored; gives what it keeps. */
function accept(deliveries: Deliveries, id: string, now: number): string {
	const { stored, settle } = claimOf(deliveries, id, now);
	const snapshot = stored();
	settle('accepted');
	if (snapshot === undefined) throw new Error(`${id} leaves it to another to write`);
	return snapshot;
}

function kindOf(deliveries: Deliveries, id: string, now = NOW, window = DAY): Claim['kind'] {
	return deliveries.claim(id, now, window).kind;
}

describe('copies at the same moment', () => {
	test('of two hundred one is fresh and the others wait for its outcome', async () => {
		const deliveries = new Deliveries();
		const claims = Array.from({ length: 200 }, () => deliveries.claim(idOf(1), NOW, DAY));
		const [first, ...others] = claims;
		expect(first.kind).toBe('fresh');
		expect(new Set(others.map(({ kind }) => kind))).toEqual(new Set(['pending']));
		if (first.kind === 'fresh') first.settle('accepted');
		const outcomes = await Promise.all(others.map(outcomeOf));
		expect(outcomes).toEqual(others.map(() => 'accepted'));
		expect(kindOf(deliveries, idOf(1))).toBe('seen');
	});

	test('are not told anything before the first has its outcome', async () => {
		const deliveries = new Deliveries();
		const settle = claimFresh(deliveries, idOf(1), NOW);
		let told: Outcome | undefined;
		void outcomeOf(deliveries.claim(idOf(1), NOW, DAY)).then((outcome) => (told = outcome));
		await new Promise(setImmediate);
		expect(told).toBeUndefined();
		settle('failed');
		await new Promise(setImmediate);
		expect(told).toBe('failed');
	});

	test('after one that failed, one of them is fresh again and the next waits for that one', async () => {
		const deliveries = new Deliveries();
		const settle = claimFresh(deliveries, idOf(1), NOW);
		const copy = outcomeOf(deliveries.claim(idOf(1), NOW, DAY));
		settle('failed');
		expect(await copy).toBe('failed');
		const again = claimFresh(deliveries, idOf(1), NOW);
		const next = outcomeOf(deliveries.claim(idOf(1), NOW, DAY));
		again('accepted');
		expect(await next).toBe('accepted');
	});

	test('of different ids are all fresh', () => {
		const deliveries = new Deliveries();
		const kinds = Array.from({ length: 50 }, (_, index) => kindOf(deliveries, idOf(index)));
		expect(kinds).toEqual(kinds.map(() => 'fresh'));
	});
});

describe('an outcome', () => {
	test('that is told twice counts once', () => {
		const deliveries = new Deliveries();
		const settle = claimFresh(deliveries, idOf(1), NOW);
		settle('accepted');
		settle('failed');
		expect(kindOf(deliveries, idOf(1))).toBe('seen');
	});

	test('that is told otherwise later stays what the sender was told first', () => {
		const deliveries = new Deliveries();
		const settle = claimFresh(deliveries, idOf(1), NOW);
		settle('failed');
		settle('accepted');
		expect(kindOf(deliveries, idOf(1))).toBe('fresh');
	});

	test('that does not come holds up the copies for fifteen minutes', () => {
		const deliveries = new Deliveries();
		claimFresh(deliveries, idOf(1), NOW);
		expect(kindOf(deliveries, idOf(1), NOW + ABANDONED - 1)).toBe('pending');
		expect(kindOf(deliveries, idOf(1), NOW + ABANDONED)).toBe('fresh');
	});

	test('that comes after all does not end the wait for the copy that took over', () => {
		const deliveries = new Deliveries();
		const late = claimFresh(deliveries, idOf(1), NOW);
		const settle = claimFresh(deliveries, idOf(1), NOW + ABANDONED);
		late('failed');
		expect(kindOf(deliveries, idOf(1), NOW + ABANDONED)).toBe('pending');
		settle('accepted');
		expect(kindOf(deliveries, idOf(1), NOW + ABANDONED)).toBe('seen');
	});

	test('that comes after all does not take back the time of the copy that took over', () => {
		const deliveries = new Deliveries();
		const late = claimFresh(deliveries, idOf(1), NOW);
		claimFresh(deliveries, idOf(1), NOW + ABANDONED)('accepted');
		late('accepted');
		expect(kindOf(deliveries, idOf(1), NOW + ABANDONED + HOUR - 1, HOUR)).toBe('seen');
	});

	test('that comes after all as accepted counts', () => {
		const deliveries = new Deliveries();
		const late = claimFresh(deliveries, idOf(1), NOW);
		const settle = claimFresh(deliveries, idOf(1), NOW + ABANDONED);
		late('accepted');
		settle('failed');
		expect(kindOf(deliveries, idOf(1), NOW + ABANDONED)).toBe('seen');
	});
});

describe('an accepted id', () => {
	test('is seen until its window ends', () => {
		const deliveries = new Deliveries();
		accept(deliveries, idOf(1), NOW);
		expect(kindOf(deliveries, idOf(1), NOW + HOUR - 1, HOUR)).toBe('seen');
		expect(kindOf(deliveries, idOf(1), NOW + HOUR, HOUR)).toBe('fresh');
	});

	test('that came again after its window is seen for another window', () => {
		const deliveries = new Deliveries();
		accept(deliveries, idOf(1), NOW);
		accept(deliveries, idOf(1), NOW + DAY);
		expect(kindOf(deliveries, idOf(1), NOW + 2 * DAY - 1)).toBe('seen');
		expect(kindOf(deliveries, idOf(1), NOW + 2 * DAY)).toBe('fresh');
	});

	test('is one of the last twenty thousand; the oldest is forgotten first', () => {
		const deliveries = new Deliveries();
		for (let index = 0; index < 20_000; index++)
			claimFresh(deliveries, idOf(index), NOW)('accepted');
		expect(kindOf(deliveries, idOf(0))).toBe('seen');
		claimFresh(deliveries, idOf(20_000), NOW)('accepted');
		expect(kindOf(deliveries, idOf(1))).toBe('seen');
		expect(kindOf(deliveries, idOf(20_000))).toBe('seen');
		expect(kindOf(deliveries, idOf(0))).toBe('fresh');
	});

	test('that came again after its window is the newest then', () => {
		const deliveries = new Deliveries();
		accept(deliveries, idOf(0), NOW);
		for (let index = 1; index < 20_000; index++)
			claimFresh(deliveries, idOf(index), NOW)('accepted');
		accept(deliveries, idOf(0), NOW + DAY);
		claimFresh(deliveries, idOf(20_000), NOW + DAY)('accepted');
		expect(kindOf(deliveries, idOf(0), NOW + DAY)).toBe('seen');
		expect(kindOf(deliveries, idOf(1), NOW)).toBe('fresh');
	});
});

describe('what is kept across restarts', () => {
	test('holds the accepted ids and the one that is about to be', () => {
		const deliveries = new Deliveries();
		accept(deliveries, idOf(1), NOW);
		claimFresh(deliveries, idOf(3), NOW)('failed');
		const snapshot = accept(deliveries, idOf(2), NOW + 5_000);
		const next = new Deliveries();
		next.restore(snapshot, NOW + 5_000);
		expect([1, 2, 3].map((index) => kindOf(next, idOf(index), NOW + 5_000))).toEqual([
			'seen',
			'seen',
			'fresh',
		]);
	});

	test('counts from the time of acceptance, to the second', () => {
		const snapshot = accept(new Deliveries(), idOf(1), NOW + 900);
		const next = new Deliveries();
		next.restore(snapshot, NOW + 5_000);
		expect(kindOf(next, idOf(1), NOW + HOUR - 1, HOUR)).toBe('seen');
		expect(kindOf(next, idOf(1), NOW + HOUR, HOUR)).toBe('fresh');
	});

	test('is the last two hundred, the one that is about to be included', () => {
		const deliveries = new Deliveries();
		for (let index = 0; index < 300; index++) accept(deliveries, idOf(index), NOW);
		const next = new Deliveries();
		next.restore(accept(deliveries, idOf(300), NOW), NOW + 5_000);
		expect(kindOf(next, idOf(100))).toBe('fresh');
		expect(kindOf(next, idOf(101))).toBe('seen');
		expect(kindOf(next, idOf(300))).toBe('seen');
	});

	test('stays small enough to be read for each callback', () => {
		const deliveries = new Deliveries();
		for (let index = 0; index < 300; index++) accept(deliveries, idOf(index), NOW + index * 60_000);
		expect(accept(deliveries, idOf(300), NOW + 300 * 60_000).length).toBeLessThan(3_500);
	});

	test('is written for several at once by the last of them whose execution is stored', () => {
		const deliveries = new Deliveries();
		accept(deliveries, idOf(0), NOW);
		const claims = [1, 2, 3].map((index) => claimOf(deliveries, idOf(index), NOW + index));
		const [first, second, third] = claims;
		expect(first.stored()).toBeUndefined();
		expect(third.stored()).toBeUndefined();
		third.settle('accepted');
		const next = new Deliveries();
		next.restore(second.stored(), NOW + 5_000);
		expect([0, 1, 2, 3].map((index) => kindOf(next, idOf(index)))).toEqual([
			'seen',
			'seen',
			'seen',
			'seen',
		]);
	});

	test('is written once a second even while others are under way', () => {
		const deliveries = new Deliveries();
		claimOf(deliveries, idOf(0), NOW);
		expect(claimOf(deliveries, idOf(1), NOW).stored()).toBeDefined();
		expect(claimOf(deliveries, idOf(2), NOW + 999).stored()).toBeUndefined();
		const snapshot = claimOf(deliveries, idOf(3), NOW + 1_000).stored();
		const next = new Deliveries();
		next.restore(snapshot, NOW + 5_000);
		expect([0, 1, 2, 3].map((index) => kindOf(next, idOf(index)))).toEqual([
			'fresh',
			'seen',
			'seen',
			'seen',
		]);
	});

	test('adds what another process accepted, and gives it back with the next one', () => {
		const [one, other] = [new Deliveries(), new Deliveries()];
		other.restore(accept(one, idOf(1), NOW), NOW + 5_000);
		const snapshot = accept(other, idOf(2), NOW);
		one.restore(snapshot, NOW + 5_000);
		expect(kindOf(one, idOf(2))).toBe('seen');
		const third = new Deliveries();
		third.restore(accept(one, idOf(3), NOW), NOW + 5_000);
		expect([1, 2, 3].map((index) => kindOf(third, idOf(index)))).toEqual(['seen', 'seen', 'seen']);
	});

	test('brings back what another process overwrote', () => {
		const [one, other] = [new Deliveries(), new Deliveries()];
		accept(one, idOf(1), NOW);
		one.restore(accept(other, idOf(2), NOW), NOW + 5_000);
		const next = new Deliveries();
		next.restore(accept(one, idOf(3), NOW), NOW + 5_000);
		expect(kindOf(next, idOf(1))).toBe('seen');
		expect(kindOf(next, idOf(2))).toBe('seen');
	});

	test('does not take back what was not accepted in the end', () => {
		const deliveries = new Deliveries();
		const { stored, settle } = claimOf(deliveries, idOf(1), NOW);
		const snapshot = stored();
		settle('failed');
		deliveries.restore(snapshot, NOW + 5_000);
		expect(kindOf(deliveries, idOf(1))).toBe('fresh');
	});

	test('does not shorten the window of an id that this process knows', () => {
		const deliveries = new Deliveries();
		const old = accept(new Deliveries(), idOf(1), NOW - HOUR);
		accept(deliveries, idOf(1), NOW);
		deliveries.restore(old, NOW + 5_000);
		expect(kindOf(deliveries, idOf(1), NOW + DAY - 1)).toBe('seen');
	});

	test.each([
		undefined,
		null,
		5,
		['x'],
		{},
		'',
		',',
		':',
		',,:,',
		'no time',
		idOf(1).slice(0, 12),
		`${idOf(1).slice(0, 12)}0`,
		`t,${idOf(1).slice(0, 12)}`,
		`t,${idOf(1).slice(0, 12)}!`,
		`!,${idOf(1).slice(0, 12)}0`,
	])('may be garbage: %j', (snapshot) => {
		const deliveries = new Deliveries();
		expect(() => deliveries.restore(snapshot, NOW + 5_000)).not.toThrow();
		expect(kindOf(deliveries, idOf(1))).toBe('fresh');
	});

	test('renews the time of an id that is accepted again after its window', () => {
		const deliveries = new Deliveries();
		accept(deliveries, idOf(1), NOW);
		const snapshot = accept(deliveries, idOf(1), NOW + 30 * HOUR);
		const next = new Deliveries();
		next.restore(snapshot, NOW + 30 * HOUR);
		expect(next.claim(idOf(1), NOW + 31 * HOUR, 24 * HOUR).kind).toBe('seen');
		const other = new Deliveries();
		accept(other, idOf(1), NOW);
		other.restore(snapshot, NOW + 30 * HOUR);
		expect(other.claim(idOf(1), NOW + 31 * HOUR, 24 * HOUR).kind).toBe('seen');
	});

	test('is not believed about times to come', () => {
		const snapshot = accept(new Deliveries(), idOf(1), NOW + 10 * HOUR);
		const deliveries = new Deliveries();
		deliveries.restore(snapshot, NOW);
		expect(kindOf(deliveries, idOf(1))).toBe('fresh');
	});

	test('is read as far as it can be read', () => {
		const snapshot = accept(new Deliveries(), idOf(1), NOW);
		const deliveries = new Deliveries();
		const [newest, ...entries] = snapshot.split(',');
		deliveries.restore([newest, 'garbage', '', 'x!', ...entries].join(','), NOW + 5_000);
		expect(kindOf(deliveries, idOf(1))).toBe('seen');
	});
});

describe('states of one subject', () => {
	const ISSUED = idOf(1);
	const FAILED = idOf(2);
	const about = (sent: string, subject = 'orderA') => ({ subject, sent });

	function claimState(deliveries: Deliveries, id: string, now: number, sent = String(now)) {
		return deliveries.claim(id, now, DAY, about(sent));
	}

	function begin(deliveries: Deliveries, id: string, now: number) {
		const claim = claimState(deliveries, id, now);
		if (claim.kind !== 'fresh') throw new Error(`${id} is ${claim.kind}`);
		return claim;
	}

	function acceptState(deliveries: Deliveries, id: string, now: number): string | undefined {
		const { stored, settle } = begin(deliveries, id, now);
		const snapshot = stored();
		settle('accepted');
		return snapshot;
	}

	function restarted(snapshot: unknown, now: number): Deliveries {
		const deliveries = new Deliveries();
		deliveries.restore(snapshot, now);
		return deliveries;
	}

	test('are in the order in which they came, not in which they were settled, also after a restart', () => {
		const deliveries = new Deliveries();
		const first = begin(deliveries, ISSUED, NOW);
		const second = begin(deliveries, FAILED, NOW);
		second.stored();
		second.settle('accepted');
		const snapshot = first.stored();
		first.settle('accepted');
		for (const memory of [deliveries, restarted(snapshot, NOW + 1)]) {
			expect(claimState(memory, FAILED, NOW + 1)).toEqual({ kind: 'seen' });
			expect(claimState(memory, ISSUED, NOW + 1)).toMatchObject({ kind: 'fresh' });
		}
	});

	test('that came back have the same name in each try and another each time', () => {
		const deliveries = new Deliveries();
		const since: unknown[] = [];
		for (let round = 0; round < 3; round++) {
			const now = NOW + round * 10_000;
			acceptState(deliveries, ISSUED, now);
			const snapshot = acceptState(deliveries, FAILED, now + 5_000);
			for (const memory of [deliveries, deliveries, restarted(snapshot, now + 6_000)]) {
				const { since: name, settle } = begin(memory, ISSUED, now + 6_000);
				settle('failed');
				since.push(name);
			}
			expect(new Set(since).size).toBe(round + 1);
		}
	});

	test('of which one starts nothing are told apart, although an older one is given up and comes after all', () => {
		const deliveries = new Deliveries();
		const first = begin(deliveries, ISSUED, NOW);
		deliveries.passBy(FAILED, NOW + ABANDONED, DAY, about('2'));
		first.settle('accepted');
		expect(claimState(deliveries, ISSUED, NOW + ABANDONED + 1).kind).toBe('fresh');
	});

	test('that start nothing are noted only where another one ran', () => {
		const deliveries = new Deliveries();
		expect(deliveries.passBy(FAILED, NOW, DAY, about('1'))).toBeUndefined();
		acceptState(deliveries, ISSUED, NOW);
		expect(deliveries.passBy(ISSUED, NOW, DAY, about('2'))).toBeUndefined();
		expect(deliveries.passBy(FAILED, NOW, DAY, about('3', 'orderB'))).toBeUndefined();
		expect(deliveries.passBy(FAILED, NOW, DAY, about('4'))).toMatch(/:orderA$/);
		expect(deliveries.passBy(FAILED, NOW, DAY, about('5'))).toBeUndefined();
	});

	test('that started nothing run when they are wanted', () => {
		const deliveries = new Deliveries();
		acceptState(deliveries, ISSUED, NOW);
		const snapshot = deliveries.passBy(FAILED, NOW, DAY, about('1'));
		for (const memory of [deliveries, restarted(snapshot, NOW)]) {
			expect(claimState(memory, FAILED, NOW).kind).toBe('fresh');
		}
	});

	test('that started nothing count for their window too', () => {
		const deliveries = new Deliveries();
		acceptState(deliveries, ISSUED, NOW);
		deliveries.passBy(FAILED, NOW + DAY, DAY, about('1'));
		expect(deliveries.isSpent(NOW + DAY + HOUR)).toBe(false);
	});

	test('are forgotten with the last of what is known of them, not before', () => {
		const deliveries = new Deliveries();
		acceptState(deliveries, ISSUED, NOW);
		acceptState(deliveries, FAILED, NOW);
		deliveries.passBy(ISSUED, NOW, DAY, about('1'));
		// What ran of the first state is the oldest and goes; that it came last is still known.
		for (let index = 10; index < 20_008; index++)
			claimFresh(deliveries, idOf(index), NOW)('accepted');
		expect(begin(deliveries, FAILED, NOW + 1).since).toContain(ISSUED.slice(0, 12));
	});

	test('that another process was told of count', () => {
		const [one, other] = [new Deliveries(), new Deliveries()];
		other.restore(acceptState(one, ISSUED, NOW), NOW);
		one.restore(acceptState(other, FAILED, NOW + 2_000), NOW + 2_000);
		expect(claimState(one, FAILED, NOW + 3_000).kind).toBe('seen');
		other.restore(acceptState(one, ISSUED, NOW + 3_000), NOW + 3_000);
		expect(claimState(other, ISSUED, NOW + 4_000).kind).toBe('seen');
		expect(claimState(other, FAILED, NOW + 4_000).kind).toBe('fresh');
	});

	test('that another process kept from before are no later ones', () => {
		const [one, other] = [new Deliveries(), new Deliveries()];
		acceptState(one, ISSUED, NOW + 5_000);
		one.restore(acceptState(other, FAILED, NOW), NOW + 6_000);
		expect(claimState(one, ISSUED, NOW + 6_000).kind).toBe('seen');
	});

	test('leave what is kept readable for earlier versions', () => {
		const snapshot = acceptState(new Deliveries(), ISSUED, NOW);
		expect(snapshot).toMatch(new RegExp(`^[0-9a-z]+,${ISSUED.slice(0, 12)}0\\.orderA$`));
		expect(Number.parseInt('0.orderA', 36)).toBe(0);
	});
});
