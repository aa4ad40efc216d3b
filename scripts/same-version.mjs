// node scripts/same-version.mjs: gives the sandbox's package the version of the whole. npm runs it when
// the version changes, so that a release's commit and tag hold both.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main } from '../harness/base/command.mjs';
import { root } from '../harness/base/paths.mjs';

await main(async () => {
	const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	const file = join(root, 'sandbox/package.json');
	const text = await readFile(file, 'utf8');
	await writeFile(file, text.replace(/("version": )"[^"]*"/, `$1"${version}"`));
});
