// npm run reproduce: builds the package in a folder of its own and prints the tarball's digest, to be
// held against the published one: npm view n8n-nodes-zhongzhiyou@<version> dist.integrity
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { main } from '../harness/base/command.mjs';
import { reproduce } from '../harness/package/reproduce.mts';

await main(async () => {
	const folder = await mkdtemp(join(tmpdir(), 'zzy-reproduce-'));
	try {
		const { name, version, size, integrity } = await reproduce(folder);
		console.log(`${name} ${version}, ${size} bytes\n${integrity}`);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});
