/** One figure's values over the rounds of a contest. */
export interface Summary {
	median: number;
	min: number;
	max: number;
	rounds: number[];
}

export function median(values: readonly number[]): number {
	if (values.length === 0) throw new RangeError('No values');
	const sorted = [...values].sort((one, other) => one - other);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rounded to `digits` significant ones, so that the results file stays readable. */
export function round(value: number, digits = 4): number {
	return Number(value.toPrecision(digits));
}

export function summarize(values: readonly number[]): Summary {
	return {
		median: round(median(values)),
		min: round(Math.min(...values)),
		max: round(Math.max(...values)),
		rounds: values.map((value) => round(value)),
	};
}

/**
 * One number over the other, round by round: what disturbs the machine during a round disturbs
 * both, so the median of these is steadier than the ratio of two medians.
 */
export function ratios(numerators: readonly number[], denominators: readonly number[]): Summary {
	if (numerators.length !== denominators.length) throw new RangeError('Not the same rounds');
	return summarize(numerators.map((value, index) => value / denominators[index]));
}
