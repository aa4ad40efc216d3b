// The core in every dialect without an n8n, so that a slip is seen in seconds; test/e2e has it with one.
import { startSandbox } from '../../sandbox/sandbox.mts';
import { closingAfterAll } from '../support/closing.mts';
import { CoreComparison, TRIED } from '../support/core-dialects.mts';
import { InProcessHost } from '../support/core-in-process.mts';
import { PARTNER_ID, SIGN_KEY } from '../support/in-process.mts';

const comparison = new CoreComparison();

let host: InProcessHost;

const closing = closingAfterAll();

beforeAll(async () => {
	const sandbox = await closing(
		startSandbox({
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
			settings: { issueDelayMs: null, reviewDelayMs: null },
		}),
	);
	host = await closing(Promise.resolve(new InProcessHost(sandbox)));
});

describe.each(TRIED)('%s', (dialect) => {
	it.each(comparison.steps)('$name', async (step) => {
		await comparison.run(step, dialect, host);
	});
});
