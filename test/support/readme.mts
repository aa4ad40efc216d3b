// What the README prints for its readers to copy, in either language, so that it can be tried.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from '../../harness/base/paths.mjs';

export const READMES = ['README.md', 'docs/zh-CN/README.md'];

/** The one code block of a language that contains a text. */
export async function codeBlock(readme: string, language: string, text: string): Promise<string> {
	const markdown = await readFile(join(root, readme), 'utf8');
	const blocks = [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
		.filter(([, name, code]) => name === language && code.includes(text))
		.map(([, , code]) => code);
	assert.equal(blocks.length, 1, `${readme}: one ${language} block with ${text}`);
	return blocks[0];
}
