import type { Plan } from './executions.mts';
import { aboutOf } from './ledger.mts';
import type { Seen } from './vendor.mts';
import { must } from './violation.mts';

/** An execution and its retries, which remember what the tries before have left. */
export class Chain {
	/** The numbers under which something may have been carried out, by what it is about. */
	private readonly numbers = new Map<string, Set<string>>();

	/** For a retry, which knows what the execution had left when it ended, and nothing of other retries. */
	copy(): Chain {
		const copy = new Chain();
		for (const [about, numbers] of this.numbers) copy.numbers.set(about, new Set(numbers));
		return copy;
	}

	/**
	 * Notes what reached the vendor in a try. What was refused for certain may be asked for by another
	 * number; of all else an item has one.
	 */
	note(plan: Plan, seen: Seen[]): void {
		if (plan.operation !== 'create' && plan.operation !== 'refund') return;
		for (const { key, about, lost, answered } of seen) {
			if (!lost && !answered) continue;
			const numbers = (this.numbers.get(about) ?? new Set()).add(key);
			this.numbers.set(about, numbers);
			const items = plan.items.filter((item) => aboutOf(plan, item) === about);
			must(numbers.size <= items.length, 'resent', () => {
				return `${plan.operation} of ${about} was wanted by ${items.length} items and may be carried out as ${[...numbers].join(', ')}`;
			});
		}
	}
}
