/** When every history begins: 2026-05-01 09:00 in China. */
export const EPOCH = Date.UTC(2026, 4, 1, 1);

/** Timers from here on are pauses that someone makes; shorter ones belong to Node's own workings. */
const SHORTEST_PAUSE = 200;

/** Time limits of HTTP requests, which no answer on this machine ever takes. */
const LIMITS = 30_000;

const realTimeout = globalThis.setTimeout;

/** Unix time in milliseconds, of the simulation's own: it passes only when told, and by pauses. */
export const clock = { now: EPOCH };

/** Waits in real time. */
export async function reallyWait(milliseconds: number): Promise<void> {
	await new Promise((resolve) => void realTimeout(resolve, milliseconds));
}

/** Puts this process on the simulation's clock: pauses pass at once and move it on. */
export function installClock(): void {
	Date.now = () => clock.now;
	const passing = (callback: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) => {
		if (delay < SHORTEST_PAUSE) return realTimeout(callback, delay, ...args);
		// What only guards against an answer that never comes must not keep the process alive.
		if (delay >= LIMITS) return realTimeout(callback, delay, ...args).unref();
		clock.now += delay;
		return realTimeout(callback, 0, ...args);
	};
	globalThis.setTimeout = Object.assign(passing, realTimeout);
}
