import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { node24, root } from '../../harness/base/paths.mjs';
import { packedPackage } from '../../harness/package/pack.mts';
import { round, summarize, type Summary } from './statistics.mts';

const exec = promisify(execFile);

export interface PackageResults {
	/** The tarball as npm would publish it. */
	packedKiB: number;
	/** require() of both nodes in a fresh process that has n8n-workflow and luxon, as n8n has. */
	requireMillis: Summary;
}

const NODES = ['Zhongzhiyou.node.js', 'ZhongzhiyouTrigger.node.js'];

export async function benchPackage(rounds: number): Promise<PackageResults> {
	const { size } = await packedPackage();
	const paths = NODES.map((name) => join(root, 'dist/nodes/Zhongzhiyou', name));
	const script = `
		require('n8n-workflow');
		require('luxon');
		const start = performance.now();
		for (const path of ${JSON.stringify(paths)}) require(path);
		console.log(performance.now() - start);`;
	const once = async (): Promise<number> => {
		const { stdout } = await exec(node24, ['-e', script], { cwd: root });
		return Number(stdout);
	};
	await once();
	const times: number[] = [];
	for (let index = 0; index < rounds; index++) times.push(await once());
	const results = { packedKiB: round(size / 1024), requireMillis: summarize(times) };
	console.log(
		`\nPackage: ${results.packedKiB} KiB packed, require() of both nodes ${results.requireMillis.median} ms`,
	);
	return results;
}
