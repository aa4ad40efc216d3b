import { setTimeout as pause } from 'node:timers/promises';

/** Repeats `attempt` until it gives something, and fails with `what` after `timeout` milliseconds. */
export async function until<T>(
	what: string | (() => string),
	timeout: number,
	attempt: () => Promise<T | undefined>,
	interval = 100,
): Promise<T> {
	const end = Date.now() + timeout;
	for (;;) {
		const result = await attempt();
		if (result !== undefined) return result;
		if (Date.now() > end) {
			const text = typeof what === 'string' ? what : what();
			throw new Error(`Not within ${timeout / 1000} s: ${text}`);
		}
		await pause(interval);
	}
}
