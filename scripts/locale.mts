// npm run locale: what Chinese users need of the nodes' texts, from docs/zh-CN/dictionary.json.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { CommandFailed, main } from '../harness/base/command.mjs';
import { CHINESE, readDictionary, translator } from '../harness/locale/dictionary.mts';
import { localeFragment, mergedInto } from '../harness/locale/fragment.mts';
import { glossary } from '../harness/locale/glossary.mts';
import { withMarked } from '../harness/marked.mts';
import { ensureBuild } from '../harness/package/build.mts';
import { builtDescriptions } from '../harness/package/described.mts';
import { asRecord } from '../harness/records.mts';

const help = `npm run locale -- [<file of a language>]

  Writes docs/zh-CN/locale.json, the locale fragment of the nodes and the credential, and the
  glossary of docs/zh-CN/README.md. With the file of a language of an editor to be built, such as
  languages/zh-CN.json of n8n-i18n-chinese, merges the fragment into it.`;

async function writeJson(file: string, content: object, indent: string | number): Promise<void> {
	await writeFile(file, `${JSON.stringify(content, null, indent)}\n`);
	console.log(`Wrote ${file}`);
}

await main(async () => {
	const { values, positionals } = parseArgs({
		options: { help: { type: 'boolean' } },
		allowPositionals: true,
	});
	if (values.help) return console.log(help);
	if (positionals.length > 1) throw new CommandFailed(help);
	await ensureBuild();
	const what = await builtDescriptions();
	const translate = translator(readDictionary());
	const fragment = localeFragment(what, translate);
	await writeJson(join(CHINESE, 'locale.json'), fragment, '\t');
	const readme = join(CHINESE, 'README.md');
	const text = await readFile(readme, 'utf8');
	await writeFile(readme, withMarked(text, 'glossary', glossary(what, translate)));
	// npm runs in the checkout, whoever calls it means a place from where they are.
	const from = process.env.INIT_CWD ?? '.';
	for (const file of positionals.map((given) => resolve(from, given))) {
		const locale = asRecord(JSON.parse(await readFile(file, 'utf8')));
		await writeJson(file, mergedInto(locale, fragment), 2);
	}
});
