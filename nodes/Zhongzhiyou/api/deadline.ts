import { sleep } from 'n8n-workflow';

/** The longest time that a timer takes, in milliseconds; a longer one would run out at once. */
export const LONGEST_TIME = 2 ** 31 - 1;

/** A signal that is given after this many milliseconds. */
export function deadlineAfter(milliseconds: number): AbortSignal {
	return AbortSignal.timeout(Math.min(milliseconds, LONGEST_TIME));
}

/**
 * Resolves with the first of two: the work's own end, or the signal's.
 *
 * @returns undefined when the signal came first; the work then goes on unheard
 */
export async function unlessAborted<Result>(
	work: Promise<Result>,
	signal: AbortSignal,
): Promise<Result | undefined> {
	const over = new AbortController();
	const aborted = new Promise<undefined>((resolve) => {
		if (signal.aborted) resolve(undefined);
		else signal.addEventListener('abort', () => resolve(undefined), { signal: over.signal });
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		over.abort();
	}
}

/**
 * Waits for this many milliseconds, or until the signal is given. n8n's own `sleep` did not always
 * heed a signal, so the wait does not rely on it; where it does, its timer ends as well.
 */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	if (signal === undefined) await sleep(milliseconds);
	else
		await unlessAborted(
			sleep(milliseconds, signal).catch(() => {}),
			signal,
		);
}
