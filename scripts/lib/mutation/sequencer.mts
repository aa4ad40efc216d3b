// Jest by itself loads all test files of a room for each mutant, also those of which no test is to
// run: that takes longer than the tests.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { asArray, asRecord, asString, type JsonRecord } from '../../../harness/records.mts';

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

/** Files that noticed a mutant, the last one first: it is likely to notice the next one too. */
let noticing: string[] = [];

/** Only the files of which a test is to run, likely and quick ones first: one failure is enough. */
export default class Sequencer {
	private readonly pattern: RegExp | undefined;

	constructor({ globalConfig }: { globalConfig: { testNamePattern?: string } }) {
		const { testNamePattern } = globalConfig;
		this.pattern = testNamePattern === undefined ? undefined : new RegExp(testNamePattern, 'i');
	}

	sort<File extends TestFile>(files: File[]): File[] {
		const notes = known();
		const place = ({ path }: File) => {
			const last = noticing.indexOf(path);
			return last >= 0 ? last - noticing.length : (notes.get(path)?.milliseconds ?? 0);
		};
		return files
			.filter(({ path }) => this.isWanted(notes.get(path)))
			.sort((one, other) => place(one) - place(other));
	}

	cacheResults(_files: TestFile[], results: unknown): void {
		const files = asArray(asRecord(results).testResults).map(asRecord);
		if (!existsSync(NOTES)) writeFileSync(NOTES, JSON.stringify(files.map(noted)));
		const failed = files
			.filter(({ numFailingTests }) => Number(numFailingTests) > 0)
			.map(({ testFilePath }) => asString(testFilePath));
		noticing = [...new Set([...failed, ...noticing])];
	}

	private isWanted(file: Known | undefined): boolean {
		const { pattern } = this;
		if (pattern === undefined || file === undefined) return true;
		return file.names.some((name) => pattern.test(name));
	}
}

function noted({ testFilePath, perfStats, testResults }: JsonRecord): Known {
	return {
		path: asString(testFilePath),
		milliseconds: Number(asRecord(perfStats).runtime),
		names: asArray(testResults).map((test) => asString(asRecord(test).fullName)),
	};
}
