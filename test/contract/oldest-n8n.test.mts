// The package loads in the oldest n8n that it names: what it imports is there, the rest is asked for in
// one place, nodes/Zhongzhiyou/host.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Values that the nodes take from n8n-workflow; every one is in 1.120, which n8n 1.123 brings. */
const IN_THE_OLDEST = ['NodeApiError', 'NodeConnectionTypes', 'NodeOperationError', 'sleep'];

const HOST = 'nodes/Zhongzhiyou/host.ts';

/** What is new in n8n's contexts since then; host.ts asks whether it is there. */
const NEWER_METHODS = ['addExecutionHints', 'getWebhookResourceUrl'];

const FILES = ['nodes', 'credentials'].flatMap((room) =>
	readdirSync(room, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(room, name)),
);

function parse(path: string): ts.SourceFile {
	return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** The values, not types, that a file imports from n8n-workflow. */
function valuesOf(file: ts.SourceFile): string[] {
	return file.statements.flatMap((statement) => {
		if (!ts.isImportDeclaration(statement)) return [];
		if (statement.moduleSpecifier.getText() !== "'n8n-workflow'") return [];
		const { importClause: clause } = statement;
		if (clause === undefined) return ['all'];
		if (clause.isTypeOnly) return [];
		const { namedBindings: bindings } = clause;
		if (bindings === undefined || !ts.isNamedImports(bindings)) return ['all'];
		return bindings.elements.flatMap(({ isTypeOnly, propertyName, name }) =>
			isTypeOnly ? [] : [(propertyName ?? name).text],
		);
	});
}

it.each(FILES.filter((path) => path !== HOST))('%s imports what the oldest n8n has', (path) => {
	expect(valuesOf(parse(path)).filter((name) => !IN_THE_OLDEST.includes(name))).toEqual([]);
});

it.each(NEWER_METHODS)('only host.ts calls %s', (name) => {
	const callers = FILES.filter((path) => readFileSync(path, 'utf8').includes(name));
	expect(callers).toEqual([HOST]);
});
