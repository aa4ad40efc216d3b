// npm run bench: what the nodes cost, beside what a user would otherwise build.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chooseN8n, n8nHelp, n8nOptions } from '../../harness/base/choice.mjs';
import { root } from '../../harness/base/paths.mjs';
import { withMarked } from '../../harness/marked.mts';
import { benchAction } from './action.mts';
import { describeMachine } from './machine.mts';
import { benchPackage } from './package.mts';
import { profileAll } from './profile.mts';
import { missedTargets, toMarkdown } from './report.mts';
import { toResults, type Measured, type Results } from './results.mts';
import { benchTrigger } from './trigger.mts';
import { benchVerify } from './verify.mts';

const HELP = `Measures the nodes in a real n8n, beside what a user would otherwise build.

Usage: npm run bench -- [options]

  --rounds <n>     counted rounds of each contestant (default 9)
  --only <parts>   of action,trigger,package; default all
  --quick          3 rounds, shorter ones: to see that it works, not to quote
  --no-build       measure dist as it is
  --output <file>  default bench-results.json for a complete run on the pinned n8n, else a temporary file
  --profile        no contest: CPU profiles of n8n at work, and what of them is whose
  --report         print bench-results.json as a table, and put it into docs/performance.md
${n8nHelp}
  --help           this text`;

const PARTS = ['action', 'trigger', 'package'] as const;
const FULL_ROUNDS = 9;
const resultsFile = join(root, 'bench-results.json');
const documentFile = join(root, 'docs/performance.md');

interface Options {
	rounds: number;
	parts: ReadonlySet<string>;
	/** Seconds of one burst of callbacks. */
	burst: number;
}

async function measure({ rounds, parts, burst }: Options): Promise<Measured> {
	const measured: Measured = { action: {}, trigger: {} };
	if (parts.has('package')) measured.package = await benchPackage(Math.max(rounds, FULL_ROUNDS));
	if (parts.has('trigger')) measured.verifyMicros = benchVerify(rounds);
	if (parts.has('action')) {
		for (const engine of ['default', 'lazy'] as const) {
			measured.action[engine] = await benchAction(engine, rounds);
		}
	}
	if (parts.has('trigger')) {
		for (const engine of ['default', 'lazy', 'legacy'] as const) {
			measured.trigger[engine] = await benchTrigger(engine, rounds, burst);
		}
	}
	return measured;
}

function readRounds(text: string): number {
	const rounds = Number(text);
	if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${text}?`);
	return rounds;
}

function readParts(text: string): ReadonlySet<string> {
	const parts = new Set(text.split(','));
	for (const part of parts) {
		if (!PARTS.some((known) => known === part)) throw new Error(`--only ${part}?`);
	}
	return parts;
}

async function report(): Promise<void> {
	const results: Results = JSON.parse(await readFile(resultsFile, 'utf8'));
	const table = toMarkdown(results);
	console.log(table);
	await writeFile(documentFile, withMarked(await readFile(documentFile, 'utf8'), 'bench', table));
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			rounds: { type: 'string' },
			only: { type: 'string', default: PARTS.join(',') },
			quick: { type: 'boolean', default: false },
			'no-build': { type: 'boolean', default: false },
			output: { type: 'string' },
			profile: { type: 'boolean', default: false },
			report: { type: 'boolean', default: false },
			...n8nOptions,
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return console.log(HELP);
	if (values.report) return await report();
	chooseN8n(values);
	const parts = readParts(values.only);
	const rounds = readRounds(values.rounds ?? (values.quick ? '3' : String(FULL_ROUNDS)));
	const complete = !values.quick && parts.size === PARTS.length && rounds >= FULL_ROUNDS;
	const machine = await describeMachine();
	const start = Date.now();
	if (!values['no-build']) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' });
	if (values.profile) return await profileAll();

	const measured = await measure({ rounds, parts, burst: values.quick ? 2 : 4 });
	const results = toResults(measured, machine, {
		date: new Date().toISOString(),
		commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
			cwd: root,
			encoding: 'utf8',
		}).trim(),
		rounds,
		minutes: Math.round((Date.now() - start) / 60_000),
		complete,
	});
	const pinned = values['n8n-version'] === undefined && values['n8n-command'] === undefined;
	const file =
		values.output ?? (complete && pinned ? resultsFile : join(tmpdir(), 'zzy-bench-results.json'));
	await writeFile(file, `${JSON.stringify(results, null, '\t')}\n`);
	console.log(`\n${toMarkdown(results)}\n\nWritten to ${file}`);
	const missed = missedTargets(results);
	if (missed.length > 0) console.log(`\nMissed:\n  ${missed.join('\n  ')}`);
}

await main();
