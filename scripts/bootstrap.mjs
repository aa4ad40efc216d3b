// node scripts/bootstrap.mjs <script> [arguments]: runs one of the .mts beside this in Node 24, from
// a bare checkout too. Whatever Node there is runs this file, so it and what it imports are .mjs.
import { main } from '../harness/base/command.mjs';
import { runInNode24 } from './lib/node24.mjs';

await main(async () => {
	const [script, ...args] = process.argv.slice(2);
	return await runInNode24(script, args);
});
