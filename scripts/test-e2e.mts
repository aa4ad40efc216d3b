import { main } from '../harness/base/command.mjs';
import { testFolder } from './lib/node-tests.mts';

await main(() => testFolder('test/e2e', process.argv.slice(2)));
