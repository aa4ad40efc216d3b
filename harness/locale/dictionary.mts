import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../base/paths.mjs';
import { asRecord, asString } from '../records.mts';
import type { Translate } from './fragment.mts';

/** The folder of the Chinese documents. */
export const CHINESE = join(root, 'docs/zh-CN');

/** Every text of the nodes and the credential that a person reads, with its translation. */
export function readDictionary(): Map<string, string> {
	const stored = asRecord(JSON.parse(readFileSync(join(CHINESE, 'dictionary.json'), 'utf8')));
	return new Map(Object.entries(stored).map(([text, chinese]) => [text, asString(chinese)]));
}

/** Translates by a dictionary; throws for a text that is not in it. */
export function translator(dictionary: ReadonlyMap<string, string>): Translate {
	return (text) => {
		const found = dictionary.get(text);
		if (found === undefined) throw new Error(`docs/zh-CN/dictionary.json lacks: ${text}`);
		return found;
	};
}
