import { summarize } from './statistics.mts';

export interface ContestOptions {
	title: string;
	/** Counted rounds. */
	rounds: number;
	/** Rounds before that, not counted. */
	warmUp?: number;
	/** What a sample is printed as. */
	show: (sample: number) => string;
}

/** Names in the order in which they run in a round: each takes its turn at every place. */
function order<Name>(names: readonly Name[], round: number): Name[] {
	const first = round % names.length;
	return [...names.slice(first), ...names.slice(0, first)];
}

/**
 * Lets contestants run one after the other, round by round.
 *
 * @param figure the number of a sample that is printed
 */
export async function contest<Name extends string, Sample>(
	contestants: ReadonlyArray<readonly [Name, (counted: boolean) => Promise<Sample>]>,
	figure: (sample: Sample) => number,
	{ title, rounds, warmUp = 1, show }: ContestOptions,
): Promise<(name: Name) => Sample[]> {
	console.log(`\n${title}`);
	const samples = new Map<Name, Sample[]>(contestants.map(([name]) => [name, []]));
	for (let round = -warmUp; round < rounds; round++) {
		const line: string[] = [];
		for (const [name, run] of order(contestants, round + warmUp)) {
			const sample = await run(round >= 0);
			line.push(`${name} ${show(figure(sample))}`);
			if (round >= 0) samples.get(name)?.push(sample);
		}
		console.log(`  ${round < 0 ? 'warm-up' : `round ${round + 1}`}: ${line.join(', ')}`);
	}
	for (const [name, list] of samples) {
		const { median, min, max } = summarize(list.map(figure));
		console.log(`  ${name}: median ${show(median)}, ${show(min)} to ${show(max)}`);
	}
	return (name) => samples.get(name) ?? [];
}
