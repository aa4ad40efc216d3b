// Jest by itself loads all test files of a room for each mutant, also those of which no test is to
// run: that takes longer than the tests.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { asArray, asRecord, asString } from '../../../harness/records.mts';

interface TestFile {
	path: string;
}

/** What the first run, of the code as it is, noted of a test file. */
interface Known {
	path: string;
	milliseconds: number;
	/** Full names of its tests. */
	names: string[];
}

/** Where the first run's notes are; a run of its own process each, in one folder. */
const NOTES = asString(process.env.ZZY_MUTATION_NOTES);

function known(): Map<string, Known> {
	if (!existsSync(NOTES)) return new Map();
	const files: Known[] = JSON.parse(readFileSync(NOTES, 'utf8'));
	return new Map(files.map((file) => [file.path, file]));
}

/** Only the files of which a test is to run, quick ones first: the first failure is enough. */
export default class Sequencer {
	private readonly pattern: RegExp | undefined;

	constructor({ globalConfig }: { globalConfig: { testNamePattern?: string } }) {
		const { testNamePattern } = globalConfig;
		this.pattern = testNamePattern === undefined ? undefined : new RegExp(testNamePattern, 'i');
	}

	sort<File extends TestFile>(files: File[]): File[] {
		const notes = known();
		const milliseconds = ({ path }: File) => notes.get(path)?.milliseconds ?? 0;
		return files
			.filter(({ path }) => this.isWanted(notes.get(path)))
			.sort((one, other) => milliseconds(one) - milliseconds(other));
	}

	cacheResults(_files: TestFile[], results: unknown): void {
		if (existsSync(NOTES)) return;
		const files = asArray(asRecord(results).testResults).map((result): Known => {
			const { testFilePath, perfStats, testResults } = asRecord(result);
			return {
				path: asString(testFilePath),
				milliseconds: Number(asRecord(perfStats).runtime),
				names: asArray(testResults).map((test) => asString(asRecord(test).fullName)),
			};
		});
		writeFileSync(NOTES, JSON.stringify(files));
	}

	private isWanted(file: Known | undefined): boolean {
		const { pattern } = this;
		return (
			pattern === undefined || file === undefined || file.names.some((name) => pattern.test(name))
		);
	}
}
