/** Timers that can be ended all at once, so that nothing outlives the sandbox. */
export class Timers {
	private readonly pending = new Set<NodeJS.Timeout>();

	after(delayMs: number, action: () => void): void {
		const timer = setTimeout(() => {
			this.pending.delete(timer);
			action();
		}, delayMs);
		this.pending.add(timer);
	}

	clear(): void {
		for (const timer of this.pending) clearTimeout(timer);
		this.pending.clear();
	}
}
