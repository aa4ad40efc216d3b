import { registry } from '../../../nodes/Zhongzhiyou/trigger/kept/registry.ts';
import { closingAfterEach } from '../../support/closing.mts';
import { releasePauses } from '../../support/in-process.mts';
import {
	startTrigger,
	type RunningTrigger,
	type TriggerSettings,
} from '../../support/in-process-webhook.mts';

/** For the tests of what a published trigger does with a callback; each test closes its triggers. */

export const ACKNOWLEDGED = { status: 200, acknowledged: true };

const closing = closingAfterEach();

export async function start(settings: TriggerSettings = {}): Promise<RunningTrigger> {
	return await closing(startTrigger(settings));
}

beforeEach(() => releasePauses());

afterEach(() => jest.restoreAllMocks());

/** A clock that stands still until it is moved on. */
export function stopClock() {
	let now = Date.now();
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	return {
		advance: (milliseconds: number) => {
			now += milliseconds;
		},
	};
}

export function gate() {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	return { promise, open: () => resolve(), fail: () => reject(new Error('database is locked')) };
}

/** Whether something has not happened yet after a while in which it could have. */
export async function isPending(promise: Promise<unknown>): Promise<boolean> {
	const early = Symbol('early');
	const pause = new Promise((resolve) => setTimeout(resolve, 80, early));
	return (await Promise.race([promise, pause])) === early;
}

export async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** What a process that has just started has kept: nothing. */
export function restart(): void {
	registry.clear();
}

export function eventIdOf({ runs }: RunningTrigger): unknown {
	return runs.at(-1)?.eventId;
}
