// Stryker leaves alone what only a person reads in the editor: whether these words are good no test
// can say, and one that repeated them would only have to be changed with them.
import type { Ignorer } from '@stryker-mutator/api/ignore';
import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin';

import { asRecord, isRecord } from '../../../harness/records.mts';

const TEXTS: unknown[] = ['StringLiteral', 'TemplateLiteral'];

/** Members of n8n's descriptions, and of the catalogue's, that hold such words. */
const WORDS: unknown[] = ['action', 'description', 'displayName', 'hint', 'placeholder', 'title'];

const words: Ignorer = {
	shouldIgnore(path) {
		const node = asRecord(Reflect.get(path, 'node'));
		const parent = Reflect.get(path, 'parent');
		if (!TEXTS.includes(node.type) || !isRecord(parent)) return undefined;
		const key = isRecord(parent.key) ? parent.key.name : undefined;
		const isWords = parent.type === 'ObjectProperty' && WORDS.includes(key);
		return isWords ? 'Words for a person who uses the editor' : undefined;
	},
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'words', words)];
