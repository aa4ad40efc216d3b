import {
	DeliveryMemory,
	type Claim,
	type Outcome,
} from '../../nodes/Zhongzhiyou/trigger/memory.ts';

const NOW = 1753756569000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ABANDONED = 15 * 60_000;

/** An id as `eventIdOf` makes them: told apart by its first twelve characters. */
function idOf(index: number): string {
	return `${String(index).padStart(12, '0')}abcdefghij`;
}

function claimOf(memory: DeliveryMemory, id: string, now: number) {
	const claim = memory.claim(id, now, DAY);
	if (claim.kind !== 'fresh') throw new Error(`${id} is ${claim.kind}`);
	return claim;
}

function claimFresh(memory: DeliveryMemory, id: string, now: number): (outcome: Outcome) => void {
	return claimOf(memory, id, now).settle;
}

function outcomeOf(claim: Claim): Promise<Outcome> {
	if (claim.kind !== 'pending') throw new Error(`the claim is ${claim.kind}`);
	return claim.outcome;
}

/** Takes an id as a trigger does whose execution was stored; gives what it keeps. */
function accept(memory: DeliveryMemory, id: string, now: number): string {
	const { store, settle } = claimOf(memory, id, now);
	const stored = store();
	settle('accepted');
	if (stored === undefined) throw new Error(`${id} leaves it to another to write`);
	return stored;
}

function kindOf(memory: DeliveryMemory, id: string, now = NOW, window = DAY): Claim['kind'] {
	return memory.claim(id, now, window).kind;
}

describe('copies at the same moment', () => {
	test('of two hundred one is fresh and the others wait for its outcome', async () => {
		const memory = new DeliveryMemory();
		const claims = Array.from({ length: 200 }, () => memory.claim(idOf(1), NOW, DAY));
		const [first, ...others] = claims;
		expect(first.kind).toBe('fresh');
		expect(new Set(others.map(({ kind }) => kind))).toEqual(new Set(['pending']));
		if (first.kind === 'fresh') first.settle('accepted');
		const outcomes = await Promise.all(others.map(outcomeOf));
		expect(outcomes).toEqual(others.map(() => 'accepted'));
		expect(kindOf(memory, idOf(1))).toBe('seen');
	});

	test('are not told anything before the first has its outcome', async () => {
		const memory = new DeliveryMemory();
		const settle = claimFresh(memory, idOf(1), NOW);
		let told: Outcome | undefined;
		void outcomeOf(memory.claim(idOf(1), NOW, DAY)).then((outcome) => (told = outcome));
		await new Promise(setImmediate);
		expect(told).toBeUndefined();
		settle('failed');
		await new Promise(setImmediate);
		expect(told).toBe('failed');
	});

	test('after one that failed, one of them is fresh again and the next waits for that one', async () => {
		const memory = new DeliveryMemory();
		const settle = claimFresh(memory, idOf(1), NOW);
		const copy = outcomeOf(memory.claim(idOf(1), NOW, DAY));
		settle('failed');
		expect(await copy).toBe('failed');
		const again = claimFresh(memory, idOf(1), NOW);
		const next = outcomeOf(memory.claim(idOf(1), NOW, DAY));
		again('accepted');
		expect(await next).toBe('accepted');
	});

	test('of different ids are all fresh', () => {
		const memory = new DeliveryMemory();
		const kinds = Array.from({ length: 50 }, (_, index) => kindOf(memory, idOf(index)));
		expect(kinds).toEqual(kinds.map(() => 'fresh'));
	});
});

describe('an outcome', () => {
	test('that is told twice counts once', () => {
		const memory = new DeliveryMemory();
		const settle = claimFresh(memory, idOf(1), NOW);
		settle('accepted');
		settle('failed');
		expect(kindOf(memory, idOf(1))).toBe('seen');
	});

	test('that does not come holds up the copies for fifteen minutes', () => {
		const memory = new DeliveryMemory();
		claimFresh(memory, idOf(1), NOW);
		expect(kindOf(memory, idOf(1), NOW + ABANDONED - 1)).toBe('pending');
		expect(kindOf(memory, idOf(1), NOW + ABANDONED)).toBe('fresh');
	});

	test('that comes after all does not end the wait for the copy that took over', () => {
		const memory = new DeliveryMemory();
		const late = claimFresh(memory, idOf(1), NOW);
		const settle = claimFresh(memory, idOf(1), NOW + ABANDONED);
		late('failed');
		expect(kindOf(memory, idOf(1), NOW + ABANDONED)).toBe('pending');
		settle('accepted');
		expect(kindOf(memory, idOf(1), NOW + ABANDONED)).toBe('seen');
	});

	test('that comes after all does not take back the time of the copy that took over', () => {
		const memory = new DeliveryMemory();
		const late = claimFresh(memory, idOf(1), NOW);
		claimFresh(memory, idOf(1), NOW + ABANDONED)('accepted');
		late('accepted');
		expect(kindOf(memory, idOf(1), NOW + ABANDONED + HOUR - 1, HOUR)).toBe('seen');
	});

	test('that comes after all as accepted counts', () => {
		const memory = new DeliveryMemory();
		const late = claimFresh(memory, idOf(1), NOW);
		const settle = claimFresh(memory, idOf(1), NOW + ABANDONED);
		late('accepted');
		settle('failed');
		expect(kindOf(memory, idOf(1), NOW + ABANDONED)).toBe('seen');
	});
});

describe('an accepted id', () => {
	test('is seen until its window ends', () => {
		const memory = new DeliveryMemory();
		accept(memory, idOf(1), NOW);
		expect(kindOf(memory, idOf(1), NOW + HOUR - 1, HOUR)).toBe('seen');
		expect(kindOf(memory, idOf(1), NOW + HOUR, HOUR)).toBe('fresh');
	});

	test('that came again after its window is seen for another window', () => {
		const memory = new DeliveryMemory();
		accept(memory, idOf(1), NOW);
		accept(memory, idOf(1), NOW + DAY);
		expect(kindOf(memory, idOf(1), NOW + 2 * DAY - 1)).toBe('seen');
		expect(kindOf(memory, idOf(1), NOW + 2 * DAY)).toBe('fresh');
	});

	test('is one of the last twenty thousand; the oldest is forgotten first', () => {
		const memory = new DeliveryMemory();
		for (let index = 0; index < 20_000; index++) claimFresh(memory, idOf(index), NOW)('accepted');
		expect(kindOf(memory, idOf(0))).toBe('seen');
		claimFresh(memory, idOf(20_000), NOW)('accepted');
		expect(kindOf(memory, idOf(1))).toBe('seen');
		expect(kindOf(memory, idOf(20_000))).toBe('seen');
		expect(kindOf(memory, idOf(0))).toBe('fresh');
	});

	test('that came again after its window is the newest then', () => {
		const memory = new DeliveryMemory();
		accept(memory, idOf(0), NOW);
		for (let index = 1; index < 20_000; index++) claimFresh(memory, idOf(index), NOW)('accepted');
		accept(memory, idOf(0), NOW + DAY);
		claimFresh(memory, idOf(20_000), NOW + DAY)('accepted');
		expect(kindOf(memory, idOf(0), NOW + DAY)).toBe('seen');
		expect(kindOf(memory, idOf(1), NOW)).toBe('fresh');
	});
});

describe('what is kept across restarts', () => {
	test('holds the accepted ids and the one that is about to be', () => {
		const memory = new DeliveryMemory();
		accept(memory, idOf(1), NOW);
		claimFresh(memory, idOf(3), NOW)('failed');
		const stored = accept(memory, idOf(2), NOW + 5_000);
		const next = new DeliveryMemory();
		next.restore(stored, NOW + 5_000);
		expect([1, 2, 3].map((index) => kindOf(next, idOf(index), NOW + 5_000))).toEqual([
			'seen',
			'seen',
			'fresh',
		]);
	});

	test('counts from the time of acceptance, to the second', () => {
		const stored = accept(new DeliveryMemory(), idOf(1), NOW + 900);
		const next = new DeliveryMemory();
		next.restore(stored, NOW + 5_000);
		expect(kindOf(next, idOf(1), NOW + HOUR - 1, HOUR)).toBe('seen');
		expect(kindOf(next, idOf(1), NOW + HOUR, HOUR)).toBe('fresh');
	});

	test('is the last two hundred, the one that is about to be included', () => {
		const memory = new DeliveryMemory();
		for (let index = 0; index < 300; index++) accept(memory, idOf(index), NOW);
		const next = new DeliveryMemory();
		next.restore(accept(memory, idOf(300), NOW), NOW + 5_000);
		expect(kindOf(next, idOf(100))).toBe('fresh');
		expect(kindOf(next, idOf(101))).toBe('seen');
		expect(kindOf(next, idOf(300))).toBe('seen');
	});

	test('stays small enough to be read for each callback', () => {
		const memory = new DeliveryMemory();
		for (let index = 0; index < 300; index++) accept(memory, idOf(index), NOW + index * 60_000);
		expect(accept(memory, idOf(300), NOW + 300 * 60_000).length).toBeLessThan(3_500);
	});

	test('is written for several at once by the last of them whose execution is stored', () => {
		const memory = new DeliveryMemory();
		accept(memory, idOf(0), NOW);
		const claims = [1, 2, 3].map((index) => claimOf(memory, idOf(index), NOW + index));
		const [first, second, third] = claims;
		expect(first.store()).toBeUndefined();
		expect(third.store()).toBeUndefined();
		third.settle('accepted');
		const next = new DeliveryMemory();
		next.restore(second.store(), NOW + 5_000);
		expect([0, 1, 2, 3].map((index) => kindOf(next, idOf(index)))).toEqual([
			'seen',
			'seen',
			'seen',
			'seen',
		]);
	});

	test('is written once a second even while others are under way', () => {
		const memory = new DeliveryMemory();
		claimOf(memory, idOf(0), NOW);
		expect(claimOf(memory, idOf(1), NOW).store()).toBeDefined();
		expect(claimOf(memory, idOf(2), NOW + 999).store()).toBeUndefined();
		const stored = claimOf(memory, idOf(3), NOW + 1_000).store();
		const next = new DeliveryMemory();
		next.restore(stored, NOW + 5_000);
		expect([0, 1, 2, 3].map((index) => kindOf(next, idOf(index)))).toEqual([
			'fresh',
			'seen',
			'seen',
			'seen',
		]);
	});

	test('adds what another process accepted, and gives it back with the next one', () => {
		const [one, other] = [new DeliveryMemory(), new DeliveryMemory()];
		other.restore(accept(one, idOf(1), NOW), NOW + 5_000);
		const stored = accept(other, idOf(2), NOW);
		one.restore(stored, NOW + 5_000);
		expect(kindOf(one, idOf(2))).toBe('seen');
		const third = new DeliveryMemory();
		third.restore(accept(one, idOf(3), NOW), NOW + 5_000);
		expect([1, 2, 3].map((index) => kindOf(third, idOf(index)))).toEqual(['seen', 'seen', 'seen']);
	});

	test('brings back what another process overwrote', () => {
		const [one, other] = [new DeliveryMemory(), new DeliveryMemory()];
		accept(one, idOf(1), NOW);
		one.restore(accept(other, idOf(2), NOW), NOW + 5_000);
		const next = new DeliveryMemory();
		next.restore(accept(one, idOf(3), NOW), NOW + 5_000);
		expect(kindOf(next, idOf(1))).toBe('seen');
		expect(kindOf(next, idOf(2))).toBe('seen');
	});

	test('does not take back what was not accepted in the end', () => {
		const memory = new DeliveryMemory();
		const { store, settle } = claimOf(memory, idOf(1), NOW);
		const stored = store();
		settle('failed');
		memory.restore(stored, NOW + 5_000);
		expect(kindOf(memory, idOf(1))).toBe('fresh');
	});

	test('does not shorten the window of an id that this process knows', () => {
		const memory = new DeliveryMemory();
		const old = accept(new DeliveryMemory(), idOf(1), NOW - HOUR);
		accept(memory, idOf(1), NOW);
		memory.restore(old, NOW + 5_000);
		expect(kindOf(memory, idOf(1), NOW + DAY - 1)).toBe('seen');
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
	])('may be garbage: %j', (stored) => {
		const memory = new DeliveryMemory();
		expect(() => memory.restore(stored, NOW + 5_000)).not.toThrow();
		expect(kindOf(memory, idOf(1))).toBe('fresh');
	});

	test('renews the time of an id that is accepted again after its window', () => {
		const memory = new DeliveryMemory();
		accept(memory, idOf(1), NOW);
		const stored = accept(memory, idOf(1), NOW + 30 * HOUR);
		const next = new DeliveryMemory();
		next.restore(stored, NOW + 30 * HOUR);
		expect(next.claim(idOf(1), NOW + 31 * HOUR, 24 * HOUR).kind).toBe('seen');
		const other = new DeliveryMemory();
		accept(other, idOf(1), NOW);
		other.restore(stored, NOW + 30 * HOUR);
		expect(other.claim(idOf(1), NOW + 31 * HOUR, 24 * HOUR).kind).toBe('seen');
	});

	test('is not believed about times to come', () => {
		const stored = accept(new DeliveryMemory(), idOf(1), NOW + 10 * HOUR);
		const memory = new DeliveryMemory();
		memory.restore(stored, NOW);
		expect(kindOf(memory, idOf(1))).toBe('fresh');
	});

	test('is read as far as it can be read', () => {
		const stored = accept(new DeliveryMemory(), idOf(1), NOW);
		const memory = new DeliveryMemory();
		const [newest, ...entries] = stored.split(',');
		memory.restore([newest, 'garbage', '', 'x!', ...entries].join(','), NOW + 5_000);
		expect(kindOf(memory, idOf(1))).toBe('seen');
	});
});
