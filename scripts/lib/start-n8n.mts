// The part of `npm start` that needs Node 24; scripts/start.mjs has installed it.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chooseN8n, n8nOptions } from '../../harness/base/choice.mjs';
import { CommandFailed, codeOf, main } from '../../harness/base/command.mjs';
import { withLock } from '../../harness/base/lock.mjs';
import { root } from '../../harness/base/paths.mjs';
import { seconds } from '../../harness/base/progress.mjs';
import { chosenLanguage } from '../../harness/n8n/environment.mts';
import type { Execution } from '../../harness/n8n/execution-data.mts';
import { cacheRoot, ensureN8n, pinnedVersion } from '../../harness/n8n/installation.mts';
import { startN8n, type N8n } from '../../harness/n8n/n8n.mts';
import { RestError, owner } from '../../harness/n8n/rest.mts';
import { ensureBuild } from '../../harness/package/build.mts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.mts';
import {
	describeOrder,
	hasTrigger,
	importExample,
	readExamples,
	seedCredential,
	type OrderSummary,
	type StoredWorkflow,
} from './examples.mts';

const { values: flags } = parseArgs({
	options: {
		once: { type: 'boolean', default: false },
		port: { type: 'string' },
		'sandbox-port': { type: 'string' },
		...n8nOptions,
	},
});
chooseN8n(flags);
const credentialName = 'ZhongZhiYou sandbox';

/** The port a flag names; without the flag its default, or with --once any free one. */
async function choosePort(flag: 'port' | 'sandbox-port', usual: number): Promise<number> {
	const wanted = Number(flags[flag] ?? (flags.once ? 0 : usual));
	const server = createServer();
	try {
		await new Promise<void>((done, fail) => {
			server.once('error', fail).listen(wanted, '127.0.0.1', done);
		});
	} catch (error) {
		const code = codeOf(error);
		if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
		const why = code === 'EACCES' ? 'may not be used' : 'is taken by another program';
		throw new CommandFailed(
			`Port ${wanted} ${why}. Choose another one: npm start -- --${flag} ${wanted < 1024 ? usual : wanted + 1}`,
		);
	}
	const address = server.address();
	await new Promise((done) => server.close(done));
	return typeof address === 'object' && address !== null ? address.port : wanted;
}

async function launchN8n(port: number, userFolder: string | undefined): Promise<N8n> {
	const start = Date.now();
	console.log('Starting n8n …');
	try {
		const n8n = await startN8n({
			port,
			userFolder,
			endWithProcess: false,
			// Makes an expression's sandbox only when an expression needs it: callbacks run several times faster.
			env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', ...chosenLanguage() },
		});
		console.log(`  ready after ${seconds(start)}`);
		return n8n;
	} catch (error) {
		if (!(error instanceof RestError) || error.status !== 401) throw error;
		throw new CommandFailed(
			`The n8n in ${userFolder} has an owner with another password.\nRemove that folder to begin anew.`,
		);
	}
}

/** Makes the workflows with a trigger listen, and has the sandbox send its callbacks to the first. */
async function connectCallbacks(
	n8n: N8n,
	sandbox: Sandbox,
	workflows: StoredWorkflow[],
): Promise<void> {
	for (const { id, name } of workflows.filter(hasTrigger)) {
		try {
			const [url] = await n8n.workflows.activate(id);
			if (!sandbox.callbacks.target) sandbox.callbacks.target = { url };
			console.log(`  active: ${name}, at ${url}`);
		} catch (error) {
			if (flags.once) throw error;
			console.warn(`  not active: ${name}: ${error instanceof Error ? error.message : error}`);
		}
	}
}

function reportOrder(result: OrderSummary, execution: Execution): void {
	const list = (values: string[]): string => values.join(', ') || '–';
	console.log(`
One order, placed through n8n (workflow "Order", execution ${execution.id}, ${execution.status}):
  Product        ${list(result.products)}
  Order          ${list(result.orderIds)}: ${result.statuses.join(' → ')}
  Voucher codes  ${list(result.vouchers)}
  QR codes       ${list(result.qrCodes.map(({ name, code }) => (name ? `${name}: ${code}` : code)))}`);
	if (execution.error) console.log(`  Error          ${execution.error.message}`);
}

async function placeOrder(
	n8n: N8n,
	workflows: StoredWorkflow[],
): Promise<{ went: boolean; executionUrl: string }> {
	const workflow = workflows.find(({ example }) => example === 'example-order');
	if (!workflow)
		throw new CommandFailed('examples/order.json, the workflow that places an order, is missing.');
	const execution = await n8n.workflows.run(workflow.id);
	const result = describeOrder(execution, workflow);
	reportOrder(result, execution);
	const went = execution.status === 'success' && result.issued && result.qrCodes.length > 0;
	console.log(went ? '  The order was issued.' : '  The order did NOT go through.');
	return {
		went,
		executionUrl: `${n8n.baseUrl}/workflow/${workflow.id}/executions/${execution.id}`,
	};
}

function showWhereToClick(
	n8n: N8n,
	sandbox: Sandbox,
	workflows: StoredWorkflow[],
	executionUrl: string,
): void {
	const column = Math.max(...workflows.map(({ name }) => name.length));
	console.log(`
n8n is at      ${n8n.baseUrl}
  log in with  ${owner.email} / ${owner.password}
  this order   ${executionUrl}
Workflows`);
	for (const { id, name } of workflows)
		console.log(`  ${name.padEnd(column)}  ${n8n.baseUrl}/workflow/${id}`);
	const { target } = sandbox.callbacks;
	console.log(`
The sandbox is at ${sandbox.baseUrl} (credential "${credentialName}": partner ${sandbox.identity.partnerId}).
Its log and controls: ${sandbox.controlUrl}/state and sandbox/README.md.${
		target ? `\nA callback by hand: npm run send -- order.issued --url ${target.url}` : ''
	}
Your workflows stay in ${n8n.userFolder}, n8n's log is n8n.log there.

Ctrl-C ends both.`);
}

/** Resolves to the exit code: being told to end is how this command is meant to end, --once is not. */
function untilInterrupted(): Promise<number> {
	return new Promise((done) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
			process.on(signal, () => done(flags.once ? 130 : 0));
		}
	});
}

/** Seeds n8n and places the order; with --once that is all, otherwise it stays up. */
async function session(n8n: N8n, sandbox: Sandbox): Promise<number> {
	const { baseUrl, identity } = sandbox;
	const credential = await seedCredential(n8n, credentialName, {
		baseUrl,
		partnerId: identity.partnerId,
		signKey: identity.signKey,
		previousSignKey: '',
	});
	const workflows: StoredWorkflow[] = [];
	for (const example of await readExamples(credential))
		workflows.push(await importExample(n8n, example));
	console.log(`  seeded the credential and ${workflows.length} example workflows`);
	await connectCallbacks(n8n, sandbox, workflows);
	const { went, executionUrl } = await placeOrder(n8n, workflows);
	if (flags.once) return went ? 0 : 1;
	showWhereToClick(n8n, sandbox, workflows, executionUrl);
	await n8n.ended();
	throw new CommandFailed(`n8n ended by itself. Its last words:\n${n8n.log().slice(-2000)}`);
}

async function run(userFolder: string | undefined): Promise<number> {
	const port = await choosePort('port', 5678);
	const sandboxPort = await choosePort('sandbox-port', 4010);
	const interrupted = untilInterrupted();
	const sandbox = await startSandbox({ port: sandboxPort, root });
	console.log(`Sandbox of the upstream at ${sandbox.baseUrl}`);
	let n8n: N8n | undefined;
	try {
		n8n = await launchN8n(port, userFolder);
		return await Promise.race([session(n8n, sandbox), interrupted]);
	} finally {
		if (!flags.once) console.log('\nStopping …');
		await Promise.all([n8n?.stop(), sandbox.close()]);
	}
}

await main(async () => {
	await ensureBuild();
	const { version } = await ensureN8n();
	if (flags.once) return await run(undefined);
	// A database that a newer n8n has migrated is none for an older one.
	const own = version === (await pinnedVersion());
	const userFolder = join(cacheRoot(), own ? 'start' : `start-${version}`);
	const refuse = (pid: number): void => {
		throw new CommandFailed(`npm start is running already (process ${pid}).`);
	};
	return await withLock(`${userFolder}.lock`, refuse, () => run(userFolder));
});
