import { createRequire } from 'node:module';

import { asArray, asRecord, asString } from '../records.mts';

/** n8n's scanner of community packages: what a version must pass to be verified. */
const SCANNER = '@n8n/scan-community-package/scanner/scanner.mjs';

/** What the scanner lints of an unpacked tarball; its own list is within a function. */
export const PACKED_FILES = ['**/*.js', 'package.json'];

const require = createRequire(import.meta.url);

interface Scanner {
	/** What the scanner lints of the source that the provenance names. */
	sourceFiles: string[];
	/** n8n's verdict on a folder; it knows errors only. */
	verdict(folder: string, patterns: string[]): Promise<Record<string, unknown>>;
	/** What its configuration finds, warnings too, with comments in the code switched off. */
	findings(folder: string, patterns: string[]): Promise<string[]>;
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
	return typeof value === 'function';
}

function functionOf(
	module: Record<string, unknown>,
	name: string,
): (...args: unknown[]) => unknown {
	const found = module[name];
	if (!isFunction(found)) throw new Error(`${SCANNER} exports no ${name}`);
	return found;
}

/** The scanner, as far as it can be had without asking the registry for the package by its name. */
export async function loadScanner(): Promise<Scanner> {
	const path = require.resolve(SCANNER);
	const scanner = asRecord(await import(path));
	const analyze = functionOf(scanner, 'analyzePackage');
	const configuration = await functionOf(scanner, 'buildScanConfig')();
	const ESLint = functionOf(asRecord(createRequire(path)('eslint')), 'ESLint');
	return {
		sourceFiles: asArray(scanner.SOURCE_FILE_PATTERNS).map(asString),
		verdict: async (folder, patterns) => asRecord(await analyze(folder, patterns)),
		async findings(folder, patterns) {
			const linter: unknown = Reflect.construct(ESLint, [
				{
					cwd: folder,
					allowInlineConfig: false,
					overrideConfigFile: true,
					overrideConfig: configuration,
				},
			]);
			const lintFiles = functionOf(asRecord(linter), 'lintFiles');
			const results = asArray(await Reflect.apply(lintFiles, linter, [patterns]));
			return results.map(asRecord).flatMap(({ filePath, messages }) =>
				asArray(messages).map((message) => {
					const { line, ruleId, message: words } = asRecord(message);
					return `${filePath}:${line} ${words} (${ruleId})`;
				}),
			);
		},
	};
}
