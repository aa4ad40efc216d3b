import type { Manners } from './upstream/world.mts';

/** How the sandbox behaves; everything here can be changed while it runs (POST /_sandbox/settings). */
export interface Settings extends Manners {
	/** How far a Timestamp may be from now, both ways; 0 = any. */
	timestampWindowMs: number;
	/** HTTP status of refused signatures, partners and timestamps: 200 or 401. */
	authFailureStatus: number;
	/** Voucher codes as JSON numbers wherever they are digits only. */
	numericVouchers: boolean;
	/** How answers and callbacks are written, by names of sandbox/dialects/; none is the document's way. */
	dialects: readonly string[];
	/** Wait before the first repetition of a callback; doubles every time. */
	callbackBackoffMs: number;
	callbackMaxAttempts: number;
	callbackTimeoutMs: number;
	/** Whether a repeated callback keeps its first Timestamp; what the vendor does is not known. */
	keepCallbackTimestamp: boolean;
	/** Whether the request log keeps bodies and answers. */
	logBodies: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
	issueDelayMs: 1000,
	reviewDelayMs: 1000,
	duplicateOrder: 'same',
	duplicateRefund: 'same',
	seed: 1,
	timestampWindowMs: 10 * 60_000,
	authFailureStatus: 200,
	numericVouchers: false,
	dialects: [],
	callbackBackoffMs: 1000,
	callbackMaxAttempts: 8,
	callbackTimeoutMs: 10_000,
	keepCallbackTimestamp: false,
	logBodies: true,
};
