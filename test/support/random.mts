/** A fast random source that a seed determines: for inputs by the million (xorshift32). */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = seed | 0 || 1;
	}

	/** A whole number from 0 up to, not including, this. */
	below(limit: number): number {
		this.state ^= this.state << 13;
		this.state ^= this.state >>> 17;
		this.state ^= this.state << 5;
		return (this.state >>> 0) % limit;
	}

	of<Value>(list: readonly Value[]): Value {
		return list[this.below(list.length)];
	}
}
