// npm run test:versions: the core of the end-to-end tests on every n8n that the README names, each
// installed from the registry and removed afterwards.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { chooseN8n } from '../harness/base/choice.mjs';
import { CommandFailed, main } from '../harness/base/command.mjs';
import { root } from '../harness/base/paths.mjs';
import { seconds } from '../harness/base/progress.mjs';
import {
	compatibilityTable,
	keepResult,
	readResults,
	VERSIONS,
	writeReadme,
	type VersionResult,
} from '../harness/n8n/compatibility.mts';
import { ensureN8n, isInstalled, removeN8n } from '../harness/n8n/installation.mts';
import { runNodeTests, testFiles } from './lib/node-tests.mts';

const HELP = `Runs the core of the end-to-end tests on one n8n after the other.

Usage: npm run test:versions -- [versions] [options]

  versions    of n8n, or the words oldest and newest; default ${VERSIONS.join(', ')}
  --keep      do not remove what was installed for this
  --report    run nothing: put what ran last into the table of README.md
  --help      this text

What ran is kept in version-results.json and the table of README.md.`;

const WORDS: Record<string, string> = {
	oldest: VERSIONS[0],
	newest: VERSIONS[VERSIONS.length - 1],
};

function commit(): string {
	const git = (...args: string[]): string =>
		execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
	return git('rev-parse', '--short', 'HEAD');
}

async function runOn(version: string): Promise<VersionResult> {
	chooseN8n({ 'n8n-version': version });
	const { node = '' } = await ensureN8n();
	const outcome = await runNodeTests(await testFiles('test/versions', []));
	return {
		n8n: version,
		node,
		date: new Date().toISOString(),
		commit: commit(),
		...outcome.totals,
		ok: outcome.failure === undefined,
	};
}

/** Runs on one version; leaves nothing of it behind that was not there before. */
async function tryVersion(version: string, keep: boolean): Promise<boolean> {
	const start = Date.now();
	const wasThere = await isInstalled(version);
	console.log(`\n━━ n8n ${version} ━━`);
	try {
		const result = await runOn(version);
		await keepResult(result);
		console.log(
			`n8n ${version}: ${result.passed} passed, ${result.failed} failed, ${seconds(start)}`,
		);
		return result.ok;
	} catch (error) {
		console.error(`n8n ${version}: ${error instanceof Error ? error.message : String(error)}`);
		return false;
	} finally {
		if (!keep && !wasThere) await removeN8n(version);
	}
}

await main(async () => {
	const { values, positionals } = parseArgs({
		options: {
			keep: { type: 'boolean', default: false },
			report: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
		allowPositionals: true,
	});
	if (values.help) return void console.log(HELP);
	const failed: string[] = [];
	if (!values.report) {
		const wanted = positionals.map((word) => WORDS[word] ?? word);
		for (const version of wanted.length > 0 ? wanted : VERSIONS) {
			if (!(await tryVersion(version, values.keep))) failed.push(version);
		}
	}
	await writeReadme();
	console.log(`\n${compatibilityTable(await readResults())}`);
	if (failed.length > 0) throw new CommandFailed(`Not on n8n ${failed.join(', ')}.`);
});
