import { isNativeError } from 'node:util/types';
import type { Faults } from '../control/faults.mts';
import { readDialects } from '../dialects/index.mts';
import type { Identity } from '../identity.mts';
import type { Settings } from '../settings.mts';
import { Timers } from '../timers.mts';
import type { NotifyServiceName } from '../upstream/notify.mts';
import { type CallbackOptions, composeCallback, noticeText, sendCallback } from './callback.mts';

/** Where callbacks go. */
export interface CallbackTarget {
	url: string;
	/** Where it differs from the URL's own path: a proxy on the way rewrites it. */
	signedPath?: string;
}

export interface Attempt {
	at: number;
	/** The Timestamp header. */
	timestamp: number;
	status?: number;
	answer?: string;
	/** Why there was no answer. */
	error?: string;
}

/** One callback and what became of it. */
export interface Delivery {
	id: number;
	service: NotifyServiceName;
	/** The text of OrderNotifyBody. */
	body: string;
	url: string;
	/** The delivery of which a fault made this a second copy. */
	copyOf?: number;
	state: 'pending' | 'held' | 'delivered' | 'failed' | 'no-url';
	attempts: Attempt[];
}

export interface DispatcherOptions {
	settings: Settings;
	identity: Identity;
	faults: Faults;
	now: () => number;
}

const MAX_LOGGED = 20_000;
const MAX_WAITING = 20_000;
const MAX_IN_FLIGHT = 20;
const MAX_BACKOFF_MS = 60_000;

// A held callback must get out even when no other ever overtakes it.
const MAX_HOLD_MS = 5_000;

interface Job {
	delivery: Delivery;
	content: object;
	target: CallbackTarget;
}

/**
 * Sends callbacks in the order in which they arise, several at a time, and repeats each with
 * doubling backoff until it is acknowledged or has been tried often enough.
 */
export class Dispatcher {
	target: CallbackTarget | undefined;
	private readonly options: DispatcherOptions;
	private readonly timers = new Timers();
	private readonly log: Delivery[] = [];
	private readonly waiting: Job[] = [];
	private held: Job[] = [];
	private inFlight = 0;
	private nextId = 1;
	private stopping = new AbortController();

	constructor(options: DispatcherOptions) {
		this.options = options;
	}

	/** Every delivery, oldest first, as far as the log reaches. */
	deliveries(): readonly Delivery[] {
		return this.log;
	}

	/** Sends a callback to the registered URL; without one it is only logged. */
	notify(service: NotifyServiceName, content: object): void {
		const { target } = this;
		const delivery = this.record(service, content, target);
		if (target === undefined) return;
		const job = { delivery, content, target };
		if (this.options.faults.takeCallback('reorderCallback') !== undefined) {
			this.hold(job);
			return;
		}
		this.enqueue(job);
		const duplicate = this.options.faults.takeCallback('duplicateCallback');
		for (let copy = 1; copy < (duplicate?.copies ?? 1); copy++) {
			const second = this.record(service, content, target);
			second.copyOf = delivery.id;
			this.enqueue({ delivery: second, content, target });
		}
	}

	/** Drops what is not delivered yet and forgets the log; the registered URL stays. */
	reset(): void {
		this.stop();
		this.stopping = new AbortController();
		this.log.length = 0;
	}

	close(): void {
		this.stop();
	}

	private stop(): void {
		this.timers.clear();
		this.waiting.length = 0;
		this.held = [];
		this.stopping.abort();
	}

	private record(
		service: NotifyServiceName,
		content: object,
		target: CallbackTarget | undefined,
	): Delivery {
		const delivery: Delivery = {
			id: this.nextId++,
			service,
			body: noticeText(content, this.speech()),
			url: target?.url ?? '',
			state: target === undefined ? 'no-url' : 'pending',
			attempts: [],
		};
		this.log.push(delivery);
		if (this.log.length > MAX_LOGGED) this.log.shift();
		return delivery;
	}

	private speech(): Pick<CallbackOptions, 'numericVouchers' | 'dialects'> {
		const { numericVouchers, dialects } = this.options.settings;
		return { numericVouchers, dialects: readDialects(dialects) };
	}

	private hold(job: Job): void {
		job.delivery.state = 'held';
		this.held.push(job);
		this.timers.after(MAX_HOLD_MS, () => this.release([job]));
	}

	private release(jobs: Job[]): void {
		const free = jobs.filter((job) => this.held.includes(job));
		this.held = this.held.filter((job) => !free.includes(job));
		for (const job of free) {
			job.delivery.state = 'pending';
			this.enqueue(job);
		}
	}

	private enqueue(job: Job): void {
		if (this.waiting.length >= MAX_WAITING) {
			job.delivery.state = 'failed';
			return;
		}
		this.waiting.push(job);
		this.pump();
	}

	private pump(): void {
		while (this.inFlight < MAX_IN_FLIGHT) {
			const job = this.waiting.shift();
			if (job === undefined) return;
			this.inFlight += 1;
			void this.attempt(job, this.stopping.signal).finally(() => {
				this.inFlight -= 1;
				this.pump();
			});
		}
	}

	private async attempt(job: Job, stopped: AbortSignal): Promise<void> {
		const { delivery, content, target } = job;
		const { settings, identity, now } = this.options;
		const overtaken = [...this.held];
		const at = now();
		const first = delivery.attempts.at(0);
		const timestamp = settings.keepCallbackTimestamp ? (first?.timestamp ?? at) : at;
		const attempt: Attempt = { at, timestamp };
		delivery.attempts.push(attempt);
		let acknowledged = false;
		try {
			const callback = composeCallback(delivery.service, content, {
				...target,
				...identity,
				timestamp,
				...this.speech(),
			});
			const timeout = AbortSignal.timeout(settings.callbackTimeoutMs);
			const answer = await sendCallback(callback, AbortSignal.any([stopped, timeout]));
			attempt.status = answer.status;
			attempt.answer = answer.text;
			acknowledged = answer.acknowledged;
		} catch (error) {
			attempt.error = describeError(error);
		}
		if (stopped.aborted) return;
		this.settle(job, acknowledged);
		this.release(overtaken);
	}

	private settle(job: Job, acknowledged: boolean): void {
		const { delivery } = job;
		const { callbackBackoffMs, callbackMaxAttempts } = this.options.settings;
		const made = delivery.attempts.length;
		if (acknowledged) delivery.state = 'delivered';
		else if (made >= callbackMaxAttempts) delivery.state = 'failed';
		else {
			const backoff = Math.min(callbackBackoffMs * 2 ** (made - 1), MAX_BACKOFF_MS);
			this.timers.after(backoff, () => this.enqueue(job));
		}
	}
}

// Not instanceof: fetch's errors may come from another realm than this module, under Jest.
function describeError(error: unknown): string {
	if (!isNativeError(error)) return String(error);
	return isNativeError(error.cause) ? `${error.message}: ${error.cause.message}` : error.message;
}
