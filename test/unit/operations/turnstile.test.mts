import { Turnstile } from '../../../nodes/Zhongzhiyou/operations/turnstile.ts';

/** Counts the turns of the event loop until it is told to stop. */
function countTurns(): { count: number; stop(): void } {
	let running = true;
	const turns = { count: 0, stop: () => (running = false) };
	const tick = (): void => {
		turns.count += 1;
		if (running) setImmediate(tick);
	};
	setImmediate(tick);
	return turns;
}

it('lets one through in each turn of the event loop, in the order of their coming', async () => {
	const turnstile = new Turnstile();
	const turns = countTurns();
	const passed: Array<{ worker: number; turn: number }> = [];
	const workers = [0, 1, 2, 3, 4, 5].map(async (worker) => {
		await turnstile.pass();
		passed.push({ worker, turn: turns.count });
	});
	await Promise.all(workers);
	turns.stop();

	expect(passed.map(({ worker }) => worker)).toEqual([0, 1, 2, 3, 4, 5]);
	// The first is let through at once, and the message for the second may come in the same turn.
	const later = passed.slice(1).map(({ turn }) => turn);
	expect(new Set(later).size).toBe(later.length);
});

it('lets one who comes alone through at once', async () => {
	const turnstile = new Turnstile();
	const turns = countTurns();
	await turnstile.pass();
	turns.stop();

	expect(turns.count).toBe(0);
});
