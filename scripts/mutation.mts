// npm run test:mutation: changes the code in small ways (Stryker) and looks whether a test notices.
// One room after the other, each with its own tests: a whole run of all tests a mutant takes days.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';
import { parseArgs } from 'node:util';

import { CommandFailed, main, run } from '../harness/base/command.mjs';
import { projectEnv, root } from '../harness/base/paths.mjs';
import { seconds } from '../harness/base/progress.mjs';
import { asRecord } from '../harness/records.mts';
import { changedLines, count, isScored, score, total, type Counts } from '../harness/mutants.mts';

const help = `npm run test:mutation -- [options]

  --mutate <glob>   only these files, such as 'nodes/Zhongzhiyou/api/*.ts'; may be given again
  --changed <ref>   only the lines that differ from where this branch left <ref>
  --incremental     use again what the last run found about code and tests that are the same

Without --changed the counts of each file are written to docs/mutation.json. What survived is
listed, and shown in reports/<room>/mutation.html. Fails when fewer are noticed than should be.`;

const NODES = 'nodes/Zhongzhiyou';

const PROPERTIES = 'test/property';

const SUMMARY = join(root, 'docs/mutation.json');

/** Per cent of the mutants of a whole run that tests have to notice. */
const NEEDED = 90;

/** The same of the few that a change brings, where one more or less counts much. */
const NEEDED_OF_CHANGE = 80;

/** Each property is tried less often, since it is tried again for each mutant. */
const PROPERTY_RUNS = '0.002';

/** The rooms, and tests of each that stand in another room's folder. */
const ROOMS: Record<string, string[]> = {
	api: [],
	events: [],
	fields: ['test/unit/description.test.mts', 'test/unit/{operations,orders}/*.test.mts'],
	operations: ['test/unit/description.test.mts'],
	orders: ['test/unit/operations/{ways,order}.test.mts'],
	products: ['test/unit/operations/get-many.test.mts', 'test/unit/list-search/*.test.mts'],
	trigger: [],
	values: [],
};

/** A file, and with --changed the lines of it that count. */
type Target = string;

function roomOf(file: string): string {
	return file.slice(NODES.length + 1).split('/')[0];
}

/** Globs of a room's tests: of properties those that import from the room more than types. */
async function testsOf(room: string): Promise<string[]> {
	const tests = [`test/unit/${room}/**/*.test.mts`, ...ROOMS[room]];
	const imports = new RegExp(`^import (?!type)[^;]*${NODES}/${room}/`, 'm');
	for (const name of readdirSync(join(root, PROPERTIES))) {
		const file = `${PROPERTIES}/${name}`;
		if (imports.test(await readFile(join(root, file), 'utf8'))) tests.push(file);
	}
	return tests;
}

function mutableFiles(): string[] {
	return Object.keys(ROOMS).flatMap((room) =>
		readdirSync(join(root, NODES, room), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => `${NODES}/${room}/${name}`),
	);
}

function git(...args: string[]): string {
	return execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

function targetsChangedSince(ref: string): Target[] {
	const base = git('merge-base', ref, 'HEAD').trim();
	const files = new Set(mutableFiles());
	return changedLines(git('diff', '-U0', '--no-color', '--no-ext-diff', base, '--', NODES))
		.filter(({ file }) => files.has(file))
		.map(({ file, first, last }) => `${file}:${first}-${last}`);
}

/** Mutates and tests one room; gives what became of the mutants of each file. */
async function mutate(
	room: string,
	targets: Target[],
	incremental: boolean,
): Promise<Map<string, Counts>> {
	const reports = `reports/${room}`;
	const report = join(root, reports, 'mutation.json');
	const notes = join(root, reports, 'notes.json');
	await mkdir(join(root, reports), { recursive: true });
	await Promise.all([report, notes].map(async (file) => await rm(file, { force: true })));
	const env = projectEnv({
		ZZY_MUTATION_NOTES: notes,
		ZZY_MUTATION_REPORTS: reports,
		ZZY_MUTATION_TESTS: JSON.stringify(await testsOf(room)),
		ZZY_PROPERTY_RUNS: process.env.ZZY_PROPERTY_RUNS ?? PROPERTY_RUNS,
	});
	const options = ['--mutate', targets.join(','), ...(incremental ? ['--incremental'] : [])];
	await run('stryker', ['run', ...options], { env });
	// Where nothing can be mutated, as in a file of types, there is no report.
	if (!existsSync(report)) return new Map();
	const { files } = asRecord(JSON.parse(await readFile(report, 'utf8')));
	return new Map(
		Object.entries(asRecord(files)).map(([file, found]) => [file, count(asRecord(found).mutants)]),
	);
}

async function writeSummary(found: Map<string, Counts>): Promise<void> {
	const known = existsSync(SUMMARY) ? asRecord(JSON.parse(await readFile(SUMMARY, 'utf8'))) : {};
	const files = new Set(mutableFiles());
	const all = Object.entries({ ...known, ...Object.fromEntries(found) })
		.filter(([file, counts]) => files.has(file) && (!found.has(file) || isScored(counts)))
		.sort(([one], [other]) => one.localeCompare(other, 'en'));
	await writeFile(SUMMARY, `${JSON.stringify(Object.fromEntries(all), null, '\t')}\n`);
}

function readArguments(): { mutate: string[]; changed?: string; incremental: boolean } {
	const { values } = parseArgs({
		options: {
			mutate: { type: 'string', multiple: true, default: [] },
			changed: { type: 'string' },
			incremental: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) throw new CommandFailed(help);
	return values;
}

function targetsOf(globs: string[], changed: string | undefined): Target[] {
	const targets = changed === undefined ? mutableFiles() : targetsChangedSince(changed);
	const patterns = globs.flatMap((glob) => glob.split(/,(?![^{]*\})/));
	return targets.filter(
		(target) =>
			patterns.length === 0 ||
			patterns.some((pattern) => matchesGlob(target.replace(/:.*$/, ''), pattern)),
	);
}

await main(async () => {
	const start = Date.now();
	const { mutate: globs, changed, incremental } = readArguments();
	const targets = targetsOf(globs, changed);
	const rooms = Map.groupBy(targets, (target) => roomOf(target));
	const found = new Map<string, Counts>();
	for (const [room, own] of rooms) {
		console.log(`\n━━ ${room} ━━`);
		for (const [file, counts] of await mutate(room, own, incremental)) found.set(file, counts);
	}
	if (changed === undefined) await writeSummary(found);
	const counts = total([...found.values()]);
	if (!isScored(counts)) {
		console.log('\nNothing to mutate.');
		return 0;
	}
	const needed = changed === undefined ? NEEDED : NEEDED_OF_CHANGE;
	const reached = score(counts);
	console.log(
		`\n${reached.toFixed(2)} % of ${Object.values(counts).reduce((sum, some) => sum + some)} mutants noticed (${seconds(start)}): ${JSON.stringify(counts)}`,
	);
	if (reached >= needed) return 0;
	throw new CommandFailed(
		`It should be ${needed} %: add a test that states the rule, or take out what no rule needs.`,
	);
});
