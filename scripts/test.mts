// npm test: everything that needs no more than Node and npm, the quick checks first. Its flags choose
// the n8n of the end-to-end tests.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chooseN8n, n8nOptions } from '../harness/base/choice.mjs';
import { main, run } from '../harness/base/command.mjs';
import { projectEnv } from '../harness/base/paths.mjs';
import { seconds } from '../harness/base/progress.mjs';
import { build } from '../harness/package/build.mts';
import { asRecord } from '../harness/records.mts';
import { totalsVariable, type Totals } from './lib/node-tests.mts';

interface Stage {
	title: string;
	/** Of npm run. */
	args?: string[];
	env?: Record<string, string>;
	/** In place of a script of npm's. */
	body?: () => Promise<void>;
}

const temporary = await mkdtemp(join(tmpdir(), 'zzy-test-'));
const jestFile = join(temporary, 'jest.json');
const e2eFile = join(temporary, 'e2e.json');

const stages: Stage[] = [
	{ title: 'Lint', args: ['lint'] },
	{ title: 'Types', args: ['test:types'] },
	{ title: 'Build', body: build },
	{
		title: 'Unit and contract tests',
		args: ['test:unit', '--', '--json', `--outputFile=${jestFile}`],
	},
	{ title: 'Simulation', args: ['test:simulation'] },
	{ title: 'Package', args: ['test:package'] },
	{ title: "The sandbox's own package", args: ['test:sandbox'] },
	{
		title: 'End-to-end tests on a real n8n',
		args: ['test:e2e'],
		env: { [totalsVariable]: e2eFile },
	},
];

async function read(file: string): Promise<Record<string, unknown>> {
	return asRecord(JSON.parse(await readFile(file, 'utf8').catch(() => '{}')));
}

async function totals(): Promise<Totals> {
	const jest = await read(jestFile);
	const e2e = await read(e2eFile);
	const sum = (...counts: unknown[]): number =>
		counts.reduce((total: number, count) => total + Number(count ?? 0), 0);
	return {
		passed: sum(jest.numPassedTests, e2e.passed),
		// A suite that does not load has no tests that could fail.
		failed: sum(jest.numFailedTests, jest.numRuntimeErrorTestSuites, e2e.failed),
		skipped: sum(jest.numPendingTests, jest.numTodoTests, e2e.skipped),
	};
}

/** Runs the stages until one fails; returns the lines of the summary and whether all went well. */
async function runStages(): Promise<{ ok: boolean; summary: string[] }> {
	const summary: string[] = [];
	for (const [index, { title, args = [], env, body }] of stages.entries()) {
		const start = Date.now();
		console.log(`\n━━ ${index + 1}/${stages.length}  ${title} ━━`);
		try {
			if (body) await body();
			else await run('npm', ['run', '--silent', ...args], { env: projectEnv(env) });
			summary.push(`  ok      ${title} (${seconds(start)})`);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			summary.push(`  FAILED  ${title} (${seconds(start)}): ${reason}`);
			const left = stages.slice(index + 1).map((stage) => `  not run ${stage.title}`);
			return { ok: false, summary: [...summary, ...left] };
		}
	}
	return { ok: true, summary };
}

await main(async () => {
	try {
		chooseN8n(parseArgs({ options: n8nOptions }).values);
		const { ok, summary } = await runStages();
		const { passed, failed, skipped } = await totals();
		console.log(`\n━━ Summary ━━\n${summary.join('\n')}\n`);
		// Alone on a line, in the form that tools look for; a run that got to no test has nothing to say.
		if (passed + failed > 0) {
			console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
		}
		return ok ? 0 : 1;
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
});
