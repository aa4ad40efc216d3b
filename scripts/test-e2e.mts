import { main } from '../harness/base/command.mjs';
import { runNodeTests } from './lib/node-tests.mts';

await main(() => runNodeTests('test/e2e', process.argv.slice(2)));
