// node scripts/complete-locks.mjs: run this after `npm install` has changed a lock file.
import { join } from 'node:path';
import { main } from '../harness/base/command.mjs';
import { root } from '../harness/base/paths.mjs';
import { LOCK_FILES, completeLock } from './lib/lock-file.mjs';

await main(async () => {
	for (const lock of LOCK_FILES) {
		const added = await completeLock(join(root, lock));
		console.log(
			`${lock}: ${added.length === 0 ? 'complete' : `added ${added.length} packages of other platforms`}`,
		);
	}
});
