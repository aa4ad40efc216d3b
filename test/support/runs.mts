/**
 * How often a property is tried. Mutation tests set ZZY_PROPERTY_RUNS to a small share of 1, since
 * each mutant runs them again; a long search sets it above 1.
 *
 * @param times in an ordinary run
 */
export function runs(times: number): number {
	const share = Number(process.env.ZZY_PROPERTY_RUNS ?? 1);
	return Math.max(5, Math.ceil(times * share));
}
