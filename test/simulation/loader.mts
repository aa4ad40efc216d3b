// Loaded before all else in a process of the simulation: n8n's packages come as CommonJS, once each,
// as n8n itself has them, and a mutant of the node takes the place of the file that it breaks.
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

import { broken, MUTANTS } from './mutants.mts';

// The one thing of Jest's that test/support asks for as soon as it is loaded.
Object.assign(globalThis, { afterAll: (work: () => void) => process.once('exit', work) });

const ofN8n = createRequire(import.meta.url);

const COMMON_JS = new Map(
	['n8n-workflow', 'n8n-core'].map((name) => [name, pathToFileURL(ofN8n.resolve(name)).href]),
);

const mutant = MUTANTS.find(({ name }) => name === process.env.ZZY_MUTANT);

registerHooks({
	resolve(specifier, context, next) {
		const url = COMMON_JS.get(specifier);
		return url === undefined || !context.conditions.includes('import')
			? next(specifier, context)
			: { url, format: 'commonjs', shortCircuit: true };
	},
	load(url, context, next) {
		const loaded = next(url, context);
		if (mutant === undefined || !url.endsWith(`/${mutant.file}`)) return loaded;
		return { ...loaded, source: broken(mutant, String(loaded.source)) };
	},
});
