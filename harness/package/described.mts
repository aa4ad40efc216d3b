import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

import type { ICredentialType, INodeType } from 'n8n-workflow';

import { root } from '../base/paths.mjs';
import type { Described } from '../locale/fragment.mts';

/** The manifest's part for n8n. */
interface Manifest {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

/** An instance of the class in a built file. */
function instance<Class>(file: string): Class {
	const name = basename(file).replace(/\.(?:node|credentials)\.js$/, '');
	return Reflect.construct(createRequire(import.meta.url)(join(root, file))[name], []);
}

/** What the built package describes to n8n; `dist` must be there. */
export async function builtDescriptions(): Promise<Described> {
	const manifest: Manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	return {
		packageName: manifest.name,
		nodes: manifest.n8n.nodes.map((file) => instance<INodeType>(file).description),
		credentials: manifest.n8n.credentials.map((file) => instance<ICredentialType>(file)),
	};
}
