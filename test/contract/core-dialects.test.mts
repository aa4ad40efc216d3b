// The core in every dialect without an n8n, so that a slip is seen in seconds; test/e2e has it with one.
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';
import { CoreComparison, TRIED } from '../support/core-dialects.mts';
import { InProcessHost } from '../support/core-in-process.mts';
import { PARTNER_ID, SIGN_KEY } from '../support/in-process.mts';

const comparison = new CoreComparison();

let sandbox: Sandbox;
let host: InProcessHost;

beforeAll(async () => {
	sandbox = await startSandbox({
		partnerId: PARTNER_ID,
		signKey: SIGN_KEY,
		settings: { issueDelayMs: null, reviewDelayMs: null },
	});
	host = new InProcessHost(sandbox);
});

afterAll(async () => {
	await host.close();
	await sandbox.close();
});

describe.each(TRIED)('%s', (dialect) => {
	it.each(comparison.steps)('$name', async (step) => {
		await comparison.run(step, dialect, host);
	});
});
