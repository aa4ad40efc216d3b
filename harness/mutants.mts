import { asRecord } from './records.mts';

/** What became of the mutants of a file. */
export interface Counts {
	/** A test failed. */
	killed: number;
	/** The tests did not end. */
	timeout: number;
	/** No test noticed. */
	survived: number;
	/** No test ran the code. */
	noCoverage: number;
}

const STATUSES: Record<string, keyof Counts> = {
	Killed: 'killed',
	Timeout: 'timeout',
	Survived: 'survived',
	NoCoverage: 'noCoverage',
};

function nothing(): Counts {
	return { killed: 0, timeout: 0, survived: 0, noCoverage: 0 };
}

/** @param mutants as a report of Stryker's lists them; what was not run does not count */
export function count(mutants: unknown): Counts {
	const counts = nothing();
	const list: unknown[] = Array.isArray(mutants) ? mutants : [];
	for (const mutant of list) {
		const status = STATUSES[String(asRecord(mutant).status)];
		if (status !== undefined) counts[status]++;
	}
	return counts;
}

export function total(all: Counts[]): Counts {
	const sum = nothing();
	for (const counts of all) {
		sum.killed += counts.killed;
		sum.timeout += counts.timeout;
		sum.survived += counts.survived;
		sum.noCoverage += counts.noCoverage;
	}
	return sum;
}

/** Whether there was any mutant. */
export function isScored(counts: unknown): boolean {
	return Object.values(asRecord(counts)).some((some) => Number(some) > 0);
}

/** Per cent of the mutants that were noticed; there has to be one. */
export function score({ killed, timeout, survived, noCoverage }: Counts): number {
	return (100 * (killed + timeout)) / (killed + timeout + survived + noCoverage);
}

/** Lines of a file, from 1, both included. */
export interface Lines {
	file: string;
	first: number;
	last: number;
}

/** @param diff as `git diff -U0` gives it; lines that were only taken out are no lines any more */
export function changedLines(diff: string): Lines[] {
	const changed: Lines[] = [];
	let file = '';
	const lines = diff.split('\n');
	for (const [at, line] of lines.entries()) {
		const name = /^\+\+\+ b\/(?<file>.+)$/.exec(line)?.groups;
		// A line of code may look like it, but no old name stands before that one.
		if (name !== undefined && lines[at - 1].startsWith('--- ')) file = name.file;
		const hunk = /^@@ -\S+ \+(?<first>\d+)(?:,(?<size>\d+))? @@/.exec(line)?.groups;
		if (hunk === undefined) continue;
		const first = Number(hunk.first);
		const last = first + Number(hunk.size ?? 1) - 1;
		if (last >= first) changed.push({ file, first, last });
	}
	return changed;
}
