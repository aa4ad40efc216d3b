import fc from 'fast-check';

/** How many of the tries of an ordinary run; set by mutation tests, or for a long search. */
const share = Number(process.env.ZZY_PROPERTY_RUNS ?? 1);

// Where a property only has to fail, nobody reads the smallest input for which it does.
if (share < 1) fc.configureGlobal({ endOnFailure: true });

/**
 * How often a property is tried, or how long its longest input is. Mutation tests set
 * ZZY_PROPERTY_RUNS to a small share of 1, since each mutant runs them again; a long search sets it
 * above 1.
 *
 * @param times in an ordinary run
 */
export function runs(times: number): number {
	return Math.max(5, Math.ceil(times * share));
}

/** All of these cases, or in mutation tests one of seven: enough where they are a table's cells. */
export function spread<Case>(cases: Case[]): Case[] {
	return share < 1 ? cases.filter((_, at) => at % 7 === 0) : cases;
}
