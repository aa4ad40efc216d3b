import { runNodeTests } from './lib/node-tests.mjs';
import { main } from './lib/process.mjs';

await main(() => runNodeTests('test/e2e', process.argv.slice(2)));
