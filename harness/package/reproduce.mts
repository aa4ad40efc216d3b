import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { run } from '../base/command.mjs';
import { projectEnv, root } from '../base/paths.mjs';
import { pack, type Packed } from './pack.mts';

/** What a build makes, and what no build needs. */
const LEFT_OUT = new Set(['.git', 'coverage', 'dist', 'fuzz-findings', 'node_modules', 'reports']);

/**
 * Builds and packs the sources once more, in another folder, which must not show in what comes out.
 *
 * @param folder where the tarball goes
 */
export async function reproduce(folder: string): Promise<Packed> {
	const checkout = await mkdtemp(join(tmpdir(), 'zzy-again-'));
	try {
		await cp(root, checkout, {
			recursive: true,
			filter: (path) => path === root || !LEFT_OUT.has(basename(path)),
		});
		await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'));
		const lines: string[] = [];
		try {
			await run('npm', ['run', '--silent', 'build'], {
				cwd: checkout,
				env: projectEnv(),
				onLine: (line) => lines.push(line),
			});
		} catch (error) {
			console.error(lines.join('\n'));
			throw error;
		}
		return await pack(folder, checkout);
	} finally {
		await rm(checkout, { recursive: true, force: true });
	}
}
