// The versions of n8n that this package is for, and what ran on each.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from '../base/paths.mjs';
import { withMarked } from '../marked.mts';
import { asRecord } from '../records.mts';

/**
 * Oldest first: the last 1.x line, the first of 2.x, some between, and the newest that the registry
 * has whole. Of 2.36 that is 2.36.8: packages of n8n's own that 2.36.9 asks for are missing there.
 */
export const VERSIONS = ['1.123.81', '2.0.3', '2.20.12', '2.30.8', '2.36.8', '2.40.7', '2.41.1'];

/** What ran on one version, and how it went. */
export interface VersionResult {
	n8n: string;
	/** Version of the Node.js it ran in. */
	node: string;
	/** ISO date. */
	date: string;
	/** Of this package. */
	commit: string;
	passed: number;
	failed: number;
	skipped: number;
	/** Whether it ran to its end and nothing failed. */
	ok: boolean;
}

const resultsFile = join(root, 'version-results.json');

const readmeFile = join(root, 'README.md');

/** Under which name the README has marks for the table. */
export const MARKED = 'versions';

function isResult(value: unknown): value is VersionResult {
	const { n8n, node, date, commit, passed, failed, skipped, ok } = asRecord(value);
	return (
		[n8n, node, date, commit].every((text) => typeof text === 'string') &&
		[passed, failed, skipped].every((count) => typeof count === 'number') &&
		typeof ok === 'boolean'
	);
}

/** What ran so far, in the order of `VERSIONS`; the last run of each. */
export async function readResults(): Promise<VersionResult[]> {
	const text = await readFile(resultsFile, 'utf8').catch(() => '[]');
	const stored: unknown = JSON.parse(text);
	if (!Array.isArray(stored) || !stored.every(isResult)) throw new Error(`${resultsFile}?`);
	return stored;
}

/** Keeps what ran on a version in place of what ran on it before. */
export async function keepResult(result: VersionResult): Promise<void> {
	const others = (await readResults()).filter(({ n8n }) => n8n !== result.n8n);
	const place = ({ n8n }: VersionResult): number => VERSIONS.indexOf(n8n);
	const all = [...others, result].sort((one, other) => place(one) - place(other));
	await writeFile(resultsFile, `${JSON.stringify(all, null, '\t')}\n`);
}

function outcome({ passed, failed, skipped, ok }: VersionResult): string {
	if (!ok && failed === 0) return 'did not run to its end';
	return [`${passed} passed`, `${failed} failed`, ...(skipped ? [`${skipped} skipped`] : [])].join(
		', ',
	);
}

/** The compatibility table of the README. */
export function compatibilityTable(results: VersionResult[]): string {
	const rows = results.map(
		(result) =>
			`| ${result.n8n} | ${result.node} | ${outcome(result)} | ${result.date.slice(0, 10)} |`,
	);
	return [
		'| n8n | Node.js | core of the end-to-end tests | on |',
		'|---|---|---|---|',
		...rows,
	].join('\n');
}

/** Writes what ran into the README. */
export async function writeReadme(): Promise<void> {
	const table = compatibilityTable(await readResults());
	await writeFile(readmeFile, withMarked(await readFile(readmeFile, 'utf8'), MARKED, table));
}
