/** What can be made to go wrong. */
export const FAULT_KINDS = [
	'latency',
	'status',
	'resetBefore',
	'resetAfter',
	'truncate',
	'malformed',
	'numericVouchers',
	'duplicateCallback',
	'reorderCallback',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
	kind: FaultKind;
	/** operationId; every operation unless given. Callback faults have none. */
	operation?: string;
	/** How many times; null = until cleared. */
	count: number | null;
	/** Latency before the request is processed. */
	ms?: number;
	/** HTTP status of `status`, default 503. */
	status?: number;
	/** Seconds, for the Retry-After header of `status`. */
	retryAfter?: number;
	/** Whether `status` comes after the request was processed, its state changed. */
	processed?: boolean;
	/** Copies that `duplicateCallback` sends in all, default 2. */
	copies?: number;
}

type CallbackFaultKind = 'duplicateCallback' | 'reorderCallback';

const MAX_FAULTS = 1000;

function isCallbackFault(kind: FaultKind): kind is CallbackFaultKind {
	return kind === 'duplicateCallback' || kind === 'reorderCallback';
}

export function isFaultKind(kind: unknown): kind is FaultKind {
	return FAULT_KINDS.some((known) => known === kind);
}

/** Faults that are set, and what each request or callback takes of them. */
export class Faults {
	private active: Fault[] = [];

	add(fault: Fault): void {
		if (this.active.length >= MAX_FAULTS) throw new Error(`More than ${MAX_FAULTS} faults are set`);
		this.active.push({ ...fault });
	}

	list(): readonly Fault[] {
		return this.active;
	}

	clear(): void {
		this.active = [];
	}

	/** Uses up one of every kind of fault that applies to a request. */
	takeRequest(operation: string): Partial<Record<FaultKind, Fault>> {
		const taken: Partial<Record<FaultKind, Fault>> = {};
		for (const fault of this.active) {
			const applies = fault.operation === undefined || fault.operation === operation;
			if (applies && !isCallbackFault(fault.kind) && taken[fault.kind] === undefined) {
				taken[fault.kind] = fault;
				this.use(fault);
			}
		}
		return taken;
	}

	/** Uses up one fault of a callback. */
	takeCallback(kind: CallbackFaultKind): { copies: number } | undefined {
		const fault = this.active.find((candidate) => candidate.kind === kind);
		if (fault === undefined) return undefined;
		this.use(fault);
		return { copies: fault.copies ?? 2 };
	}

	private use(fault: Fault): void {
		if (fault.count === null) return;
		fault.count -= 1;
		if (fault.count <= 0) this.active = this.active.filter((other) => other !== fault);
	}
}
