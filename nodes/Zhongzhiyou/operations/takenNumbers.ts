import { InputError } from '../api/failures.ts';
import type { CallName } from '../api/types.ts';

/** The numbers by which something new is known, as against those of what there is already. */
const OF_SOMETHING_NEW: ReadonlySet<string> = new Set(['originOrderId', 'refundId']);

/** What a number stands for in this run. */
interface Taken {
	itemIndex: number;
	content: () => string;
	/** How many writes have it that are under way, carried out or in doubt. */
	writes: number;
}

function keyOf(name: string, value: string): string {
	return `${name} ${value}`;
}

/**
 * The numbers that the items of a run have given to orders and refunds. The API answers a number
 * that it knows with what it first stood for: of two items with one number, the second would pass
 * for ordered without being so. The same request again is the same order, and may go through.
 */
export class TakenNumbers {
	private readonly taken = new Map<string, Taken>();

	/** Notes a write of an earlier try, which stands whoever else has its numbers. */
	hold(itemIndex: number, names: readonly CallName[], content: () => string): void {
		for (const { name, value } of names) {
			if (!OF_SOMETHING_NEW.has(name)) continue;
			const first = this.taken.get(keyOf(name, value));
			if (first === undefined) {
				this.taken.set(keyOf(name, value), { itemIndex, content, writes: 1 });
			} else {
				first.writes++;
				// The node may have been changed: what the item asks for now counts.
				if (first.itemIndex === itemIndex) first.content = content;
			}
		}
	}

	/**
	 * Notes a write before it is sent.
	 *
	 * @param names its numbers
	 * @param content what the whole of it is known by; asked for only where a number comes again
	 * @throws InputError when an earlier item has given the number to something else
	 */
	take(itemIndex: number, names: readonly CallName[], content: () => string): void {
		for (const { name, label, value } of names) {
			const first = this.taken.get(keyOf(name, value));
			if (first === undefined || first.itemIndex === itemIndex) continue;
			if (first.content() === content()) continue;
			throw new InputError(
				label,
				`${value} is that of item ${first.itemIndex} too, which asks for something else`,
				'Give each item a number of its own. ZhongZhiYou would answer this one with what it did for that item, and do nothing; so nothing was sent.',
			);
		}
		this.hold(itemIndex, names, content);
	}

	/** Notes that a write certainly did nothing: its numbers are free once no other write has them. */
	free(names: readonly CallName[]): void {
		for (const { name, value } of names) {
			const taken = this.taken.get(keyOf(name, value));
			if (taken !== undefined && --taken.writes === 0) this.taken.delete(keyOf(name, value));
		}
	}
}
