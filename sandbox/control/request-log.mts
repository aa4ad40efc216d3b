import type { IncomingHttpHeaders } from 'node:http';

/** One request as it arrived, and what it was answered. */
export interface LoggedRequest {
	seq: number;
	/** Unix time in milliseconds. */
	at: number;
	/** operationId, or "" for a path that is none. */
	operation: string;
	method: string;
	/** Path and query as sent. */
	url: string;
	headers: IncomingHttpHeaders;
	/** The exact text of the body; empty when bodies are not kept. */
	body: string;
	/** HTTP status of the answer; missing while there is none, and after a reset. */
	status?: number;
	/** The text of the answer; empty when bodies are not kept. */
	answer: string;
	/** The faults that struck. */
	faults: string[];
}

const MAX_LOGGED = 20_000;

/** The last requests, and counts of all. */
export class RequestLog {
	private entries: LoggedRequest[] = [];
	private counts: Record<string, number> = {};
	private nextSeq = 1;
	private inFlight = 0;
	private peak = 0;

	/** Logs a request that begins. */
	begin(request: Omit<LoggedRequest, 'seq' | 'answer' | 'faults'>): LoggedRequest {
		const entry: LoggedRequest = { ...request, seq: this.nextSeq++, answer: '', faults: [] };
		this.entries.push(entry);
		// Cutting in blocks keeps a full log cheap.
		if (this.entries.length > MAX_LOGGED * 1.1) this.entries = this.entries.slice(-MAX_LOGGED);
		this.counts[request.operation] = (this.counts[request.operation] ?? 0) + 1;
		this.inFlight += 1;
		this.peak = Math.max(this.peak, this.inFlight);
		return entry;
	}

	/** Notes that a request is over. */
	end(): void {
		this.inFlight -= 1;
	}

	/** The last requests, oldest first: of one operation, or after a sequence number. */
	list(filter: { operation?: string; after?: number } = {}): LoggedRequest[] {
		const { operation, after = 0 } = filter;
		return this.entries
			.slice(-MAX_LOGGED)
			.filter((entry) => entry.seq > after && (operation ?? entry.operation) === entry.operation);
	}

	/** Requests by operationId since the last reset. */
	countsByOperation(): Record<string, number> {
		return { ...this.counts };
	}

	/** Most requests that were under way at once since the last reset. */
	peakConcurrency(): number {
		return this.peak;
	}

	reset(): void {
		this.entries = [];
		this.counts = {};
		this.peak = this.inFlight;
	}
}
