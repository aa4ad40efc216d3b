// What n8n does with a package that it has not verified, and with translations beside its nodes.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';

import { packageName } from '../../harness/package/pack.mts';
import { asArray, asRecord } from '../../harness/records.mts';
import { bench, useBench } from '../support/use-bench.mts';

const LANGUAGE = 'de';

useBench({
	n8n: { env: { N8N_UNVERIFIED_PACKAGES_ENABLED: 'false', N8N_DEFAULT_LOCALE: LANGUAGE } },
});

/** The action node as the server describes it to the editor. */
async function served(): Promise<Record<string, unknown>> {
	const nodeInfos = [{ name: `${packageName}.zhongzhiyou`, version: 1 }];
	const [description] = asArray(await bench.n8n.rest.call('POST', '/node-types', { nodeInfos }));
	return asRecord(description);
}

it('is loaded where unverified packages are off, but cannot be installed from the editor', async () => {
	assert.equal((await served()).displayName, 'Zhongzhiyou');
	await assert.rejects(
		bench.n8n.rest.call('POST', '/community-packages', { name: packageName }),
		/Installation of unverified community packages is forbidden/,
	);
});

// docs/publishing.md, "What n8n could change": the editor keeps what is served here under this short name.
it('has a translation beside a node served, without the name of its package', async () => {
	const installed = join(bench.n8n.userFolder, '.n8n/nodes/node_modules', packageName);
	const folder = join(installed, 'dist/nodes/Zhongzhiyou/translations', LANGUAGE);
	const translation = { nodeView: { resource: { displayName: 'Ressource' } } };
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'zhongzhiyou.json'), JSON.stringify(translation));
	const { name, translation: found } = await served();
	assert.deepEqual([name, found], ['zhongzhiyou', translation]);
});
