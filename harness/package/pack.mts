import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { projectEnv, root } from '../base/paths.mjs';
import { asArray, asRecord, asString } from '../records.mts';

const exec = promisify(execFile);

export const packageName = 'n8n-nodes-zhongzhiyou';

/** The package as npm would publish it. */
export interface Packed {
	/** The tarball. */
	path: string;
	name: string;
	version: string;
	/** Bytes. */
	size: number;
	/** Digest of the tarball, as the registry gives it: sha512 and base64. */
	integrity: string;
	/** Paths in the package. */
	files: string[];
}

/** Packs the package as `npm publish` would, into `folder`; `dist` of the checkout must be built. */
export async function pack(folder: string, checkout = root): Promise<Packed> {
	await mkdir(folder, { recursive: true });
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const { stdout } = await exec('npm', args, { cwd: checkout, env: projectEnv() });
	const [info] = Object.values(JSON.parse(stdout)).map(asRecord);
	return {
		path: join(folder, asString(info.filename)),
		name: asString(info.name),
		version: asString(info.version),
		size: Number(info.size),
		integrity: asString(info.integrity),
		files: asArray(info.files).map((file) => asString(asRecord(file).path)),
	};
}

/** Unpacks a tarball to the place where n8n keeps a community package that was installed in it. */
export async function unpack(tarball: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await exec('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
}

let packed: Promise<Packed> | undefined;

/** The tarball of the package, packed once per process. */
export async function packedPackage(): Promise<Packed> {
	packed ??= mkdtemp(join(tmpdir(), 'zzy-pack-')).then(async (folder) => {
		process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
		return await pack(folder);
	});
	return await packed;
}
