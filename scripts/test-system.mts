import { existsSync, readdirSync } from 'node:fs';

import { CommandFailed, main } from '../harness/base/command.mjs';
import { testFolder } from './lib/node-tests.mts';

const postgresql = '/usr/lib/postgresql';
const needed: Record<string, () => boolean> = {
	chromium: () => existsSync('/usr/bin/chromium'),
	postgresql: () => existsSync(postgresql) && readdirSync(postgresql).length > 0,
	'redis-server': () => existsSync('/usr/bin/redis-server'),
};

function requireDebianPackages(): void {
	const missing = Object.keys(needed).filter((name) => !needed[name]());
	if (missing.length === 0) return;
	throw new CommandFailed(
		`The system tests need ${missing.join(', ')}. On Debian:\n` +
			'  apt-get update && apt-get install -y chromium fonts-noto-cjk postgresql redis-server',
	);
}

await main(async () => {
	requireDebianPackages();
	await testFolder('test/system', process.argv.slice(2));
});
