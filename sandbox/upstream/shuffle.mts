/** Numbers from 0 up to 1 that look drawn and are the same for the same seed (mulberry32). */
function drawing(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** The same entries in an order that the seed decides. */
export function shuffled<Entry>(entries: readonly Entry[], seed: number): Entry[] {
	const draw = drawing(seed);
	const marked = entries.map((entry) => ({ entry, mark: draw() }));
	return marked.sort((a, b) => a.mark - b.mark).map(({ entry }) => entry);
}
