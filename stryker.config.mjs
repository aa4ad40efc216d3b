// For scripts/mutation.mts, which names the files to mutate and the tests of their room.
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @type {string[]} */
const tests = JSON.parse(
	process.env.ZZY_MUTATION_TESTS ?? '["test/{unit,property}/**/*.test.mts"]',
);

/** @param {string} name */
const jestPart = (name) => join(import.meta.dirname, 'scripts/lib/mutation', `${name}.mts`);

const reports = process.env.ZZY_MUTATION_REPORTS ?? 'reports';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	// Outside the checkout, whose lint would read it.
	tempDirName: join(tmpdir(), 'zzy-mutation', String(process.pid)),
	plugins: ['@stryker-mutator/jest-runner', './scripts/lib/mutation/words.mts'],
	ignorers: ['words'],
	testRunner: 'jest',
	testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
	jest: {
		configFile: 'jest.config.js',
		config: {
			testMatch: tests.map((glob) => `<rootDir>/${glob}`),
			testEnvironment: jestPart('environment'),
			runner: jestPart('runner'),
			testSequencer: jestPart('sequencer'),
			// What a mutant keeps from ending is noticed by then.
			testTimeout: 10_000,
		},
		// The room's tests are few, and finding which of them import a file takes longer than they do.
		enableFindRelatedTests: false,
	},
	coverageAnalysis: 'perTest',
	concurrency: 2,
	// A machine that is busy with other things must not make a mutant look as if it hung.
	timeoutMS: 20_000,
	timeoutFactor: 4,
	dryRunTimeoutMinutes: 30,
	ignorePatterns: [
		'/docs',
		'/harness/n8n',
		'/test/e2e',
		'/test/system',
		'/test/bench',
		'/fuzz-findings',
	],
	incrementalFile: `${reports}/incremental.json`,
	jsonReporter: { fileName: `${reports}/mutation.json` },
	htmlReporter: { fileName: `${reports}/mutation.html` },
	reporters: [
		...['clear-text', 'json', 'html'],
		process.stdout.isTTY ? 'progress' : 'progress-append-only',
	],
	clearTextReporter: { logTests: false, allowEmojis: false, reportTests: false },
	allowEmpty: true,
};
