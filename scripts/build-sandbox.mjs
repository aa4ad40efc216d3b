// node scripts/build-sandbox.mjs: makes of the sandbox what its package holds, in sandbox/dist. npm
// runs it whenever the package is packed, on whatever Node there is.
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { main, run } from '../harness/base/command.mjs';
import { root } from '../harness/base/paths.mjs';

await main(async () => {
	const dist = join(root, 'sandbox/dist');
	await rm(dist, { recursive: true, force: true });
	const compiler = join(root, 'node_modules/typescript/bin/tsc');
	await run(process.execPath, [compiler, '-p', join(root, 'sandbox')]);
	await cp(join(root, 'openapi.yaml'), join(dist, 'openapi.yaml'));
});
