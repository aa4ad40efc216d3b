import { chinaDate } from '../formats/china-time.mts';
import type { Timers } from '../timers.mts';
import type { Notify } from './notify.mts';
import { Refusal } from './refusal.mts';

/** What happens by itself, and when; changeable at any time. */
export interface Delays {
	/** Time between payment and order_ticket_notify for products issued later; null = by hand only. */
	issueDelayMs: number | null;
	/** Time between a refund request and its verdict; null = by hand only. */
	reviewDelayMs: number | null;
}

/** What happens to a number that was used before, sent with the same request: its result, or a refusal. */
export const REPETITIONS = ['same', 'refuse'] as const;

export type Repetition = (typeof REPETITIONS)[number];

/** How the vendor behaves where its document leaves it open; changeable at any time. */
export interface Manners extends Delays {
	/** The same OriginOrderId again. */
	duplicateOrder: Repetition;
	/** The same RefundId again. */
	duplicateRefund: Repetition;
	/** Decides the order in which price rows are given out. */
	seed: number;
}

export interface WorldOptions {
	settings: Manners;
	/** The clock, Unix time in milliseconds. */
	now: () => number;
	notify: Notify;
}

/** What the rules have around them: the clock, the way to the distributor, and a later. */
export class World {
	readonly manners: Manners;
	readonly now: () => number;
	readonly notify: Notify;
	private readonly timers: Timers;

	constructor({ settings, now, notify }: WorldOptions, timers: Timers) {
		this.manners = settings;
		this.now = now;
		this.notify = notify;
		this.timers = timers;
	}

	/** The day in China, yyyy-MM-dd. */
	today(): string {
		return chinaDate(this.now());
	}

	/**
	 * Does something after a while, never with a delay of null. A rule broken by then (the order was
	 * refunded or cancelled meanwhile) is no failure of anything.
	 */
	later(delayMs: number | null, action: () => void): void {
		if (delayMs === null) return;
		this.timers.after(delayMs, () => {
			try {
				action();
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
			}
		});
	}
}
