import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from '../base/paths.mjs';
import { packageName, packedPackage, unpack } from '../package/pack.mts';

/** How the nodes get into n8n, and with it the prefix of their types. */
export type Installation =
	/** As an installed community package, from a packed tarball: `n8n-nodes-zhongzhiyou.zhongzhiyou`. */
	| 'packed'
	/** A link to this checkout: `CUSTOM.zhongzhiyou`. */
	| 'linked'
	/** Not at all. */
	| 'none';

/** Puts the nodes where n8n looks for them below its user folder. */
export async function installNodes(userFolder: string, how: Installation): Promise<void> {
	const home = join(userFolder, '.n8n');
	if (how !== 'none' && !existsSync(join(root, 'dist'))) {
		throw new Error('The package is not built: run `npm run build` first.');
	}
	if (how === 'packed') {
		const tarball = await packedPackage();
		const nodes = join(home, 'nodes');
		const target = join(nodes, 'node_modules', packageName);
		await rm(target, { recursive: true, force: true });
		await unpack(tarball.path, target);
		const manifest = { private: true, dependencies: { [packageName]: tarball.version } };
		await writeFile(join(nodes, 'package.json'), JSON.stringify(manifest));
	}
	if (how === 'linked') {
		const modules = join(home, 'custom/node_modules');
		await mkdir(modules, { recursive: true });
		await rm(join(modules, packageName), { force: true });
		await symlink(root, join(modules, packageName));
	}
}
