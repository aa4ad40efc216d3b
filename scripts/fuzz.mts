// npm run fuzz: bytes made by a coverage-guided fuzzer (Jazzer.js, on libFuzzer) for what reads bytes
// of strangers. Each target in test/fuzz says which rules hold for whatever comes.
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';

import { transform } from '@swc/core';

import { CommandFailed, main, run } from '../harness/base/command.mjs';
import { node24, root } from '../harness/base/paths.mjs';

const help = `npm run fuzz -- [target …] [options]

  target           json, decoder (default: each of them)
  --seconds <n>    for all targets together (default 600)
  --grow           add to the committed corpus what reaches more of the code, and make it small

It needs Linux with glibc 2.38, macOS or Windows. What breaks a rule is left in fuzz-findings/.
ZZY_FUZZ_NODE names another program to run in place of Node.js.`;

const TARGETS = ['json', 'decoder'];

const CORPUS = join(root, 'test/fuzz/corpus');

const WORDS_OF_JSON = join(root, 'test/fuzz/words.dict');

const FINDINGS = join(root, 'fuzz-findings');

/** Outside the checkout, whose lint would read it; gone afterwards. */
const BUILD = join(tmpdir(), `zzy-fuzz-build-${process.pid}`);

const RELATIVE_TYPESCRIPT = /(require\("\.[^"]+)\.m?ts"\)/g;

/** Writes a file and all that it imports as CommonJS, which is what Jazzer.js can watch. */
async function transpile(file: string, done = new Set<string>()): Promise<void> {
	if (done.has(file)) return;
	done.add(file);
	const source = await readFile(file, 'utf8');
	const { code } = await transform(source, {
		filename: file,
		jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
		module: { type: 'commonjs' },
	});
	const target = built(file);
	await mkdir(dirname(target), { recursive: true });
	await writeFile(target, code.replace(RELATIVE_TYPESCRIPT, '$1.js")'));
	for (const [, path] of code.matchAll(/require\("(\.[^"]+)"\)/g)) {
		await transpile(join(dirname(file), path), done);
	}
}

/** The file that Jazzer.js loads; it looks for a plain assignment to what a module gives. */
async function writeEntry(target: string): Promise<void> {
	await transpile(targetFile(target));
	const path = JSON.stringify(built(targetFile(target)));
	await writeFile(entry(target), `exports.fuzz = require(${path}).fuzz;\n`);
}

function targetFile(target: string): string {
	return join(root, `test/fuzz/${target}.mts`);
}

function entry(target: string): string {
	return join(BUILD, `${target}.js`);
}

function wordsFile(target: string): string {
	return join(BUILD, `${target}.dict`);
}

function built(file: string): string {
	return join(BUILD, relative(root, file)).replace(/\.m?ts$/, '.js');
}

/** What the fuzzer puts into its inputs: the words of JSON, and those that the target gives. */
async function writeWords(target: string): Promise<void> {
	const { words = [] }: { words?: string[] } = await import(targetFile(target));
	const lines = words.map((word) => `${JSON.stringify(word)}\n`);
	await writeFile(wordsFile(target), (await readFile(WORDS_OF_JSON, 'utf8')) + lines.join(''));
}

async function jazzer(target: string, folders: string[], options: string[]): Promise<void> {
	await run(process.env.ZZY_FUZZ_NODE ?? node24, [
		join(root, 'node_modules/@jazzer.js/core/dist/cli.js'),
		entry(target),
		...folders,
		...['--sync', '--includes', BUILD, '--disableBugDetectors', '.*'],
		...['--', `-dict=${wordsFile(target)}`, `-artifact_prefix=${FINDINGS}/${target}-`, ...options],
	]);
}

async function fuzz(target: string, seconds: number, grow: boolean): Promise<void> {
	const corpus = join(CORPUS, target);
	const temporary = await mkdtemp(join(tmpdir(), 'zzy-fuzz-'));
	const found = join(temporary, 'found');
	const small = join(temporary, 'small');
	try {
		await mkdir(found);
		await mkdir(small);
		await writeEntry(target);
		await writeWords(target);
		await jazzer(target, [found, corpus], [`-max_total_time=${seconds}`]);
		if (!grow) return;
		await jazzer(target, [small, corpus, found], ['-merge=1']);
		await rm(corpus, { recursive: true });
		await cp(small, corpus, { recursive: true });
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}

function readArguments(): { targets: string[]; seconds: number; grow: boolean } {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			seconds: { type: 'string', default: '600' },
			grow: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const seconds = Number(values.seconds);
	const unknown = positionals.filter((name) => !TARGETS.includes(name));
	if (values.help || unknown.length > 0 || !(seconds >= 1)) throw new CommandFailed(help);
	return { targets: positionals.length > 0 ? positionals : TARGETS, seconds, grow: values.grow };
}

await main(async () => {
	const { targets, seconds, grow } = readArguments();
	await mkdir(FINDINGS, { recursive: true });
	await mkdir(BUILD);
	await symlink(join(root, 'node_modules'), join(BUILD, 'node_modules'));
	try {
		for (const target of targets) {
			console.log(`\n━━ ${target} ━━`);
			await fuzz(target, Math.ceil(seconds / targets.length), grow);
		}
	} finally {
		await rm(BUILD, { recursive: true, force: true });
		const findings = await readdir(FINDINGS);
		if (findings.length === 0) await rm(FINDINGS, { recursive: true });
		else console.log(`Findings: ${findings.map((name) => join('fuzz-findings', name)).join(', ')}`);
	}
});
