import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectEnv, root } from './process.mjs';

const exec = promisify(execFile);

/** Packs the package as `npm publish` would, into `folder`; `dist` must be built. */
export async function pack(folder) {
	await mkdir(folder, { recursive: true });
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const { stdout } = await exec('npm', args, { cwd: root, env: projectEnv() });
	const [info] = Object.values(JSON.parse(stdout));
	return {
		path: join(folder, info.filename),
		name: info.name,
		version: info.version,
		size: info.size,
		files: info.files.map((file) => file.path),
	};
}

/** Unpacks a tarball to the place where n8n keeps a community package that was installed in it. */
export async function unpack(tarball, folder) {
	await mkdir(folder, { recursive: true });
	await exec('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
}
