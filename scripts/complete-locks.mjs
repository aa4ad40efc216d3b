// node scripts/complete-locks.mjs: run this after `npm install` has changed a lock file.
import { join } from 'node:path';
import { completeLock } from './lib/lock-file.mjs';
import { main, root } from './lib/process.mjs';

await main(async () => {
	for (const lock of ['package-lock.json', 'test/n8n/package-lock.json']) {
		const added = await completeLock(join(root, lock));
		console.log(
			`${lock}: ${added.length === 0 ? 'complete' : `added ${added.length} packages of other platforms`}`,
		);
	}
});
