// The part of `npm start` that needs Node 24; scripts/start.mjs has installed and built everything.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from '../../sandbox/sandbox.mts';
import { owner, startN8n } from '../../test/support/n8n.mts';
import {
	describeOrder,
	hasTrigger,
	importExample,
	readExamples,
	seedCredential,
} from './examples.mjs';
import { cacheRoot } from './n8n-cache.mjs';
import { CommandFailed, main, root, seconds, withLock } from './process.mjs';

const { values: flags } = parseArgs({
	options: {
		once: { type: 'boolean', default: false },
		port: { type: 'string' },
		'sandbox-port': { type: 'string' },
	},
});
const credentialName = 'ZhongZhiYou sandbox';

/** The port a flag names; without the flag its default, or with --once any free one. */
async function choosePort(flag, usual) {
	const wanted = Number(flags[flag] ?? (flags.once ? 0 : usual));
	const server = createServer();
	try {
		await new Promise((done, fail) => server.once('error', fail).listen(wanted, '127.0.0.1', done));
	} catch (error) {
		if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
		const why = error.code === 'EACCES' ? 'may not be used' : 'is taken by another program';
		throw new CommandFailed(
			`Port ${wanted} ${why}. Choose another one: npm start -- --${flag} ${wanted < 1024 ? usual : wanted + 1}`,
		);
	}
	const { port } = server.address();
	await new Promise((done) => server.close(done));
	return port;
}

async function launchN8n(port, userFolder) {
	const start = Date.now();
	console.log('Starting n8n …');
	try {
		const n8n = await startN8n({
			port,
			userFolder,
			endWithProcess: false,
			// Makes an expression's sandbox only when an expression needs it: callbacks run several times faster.
			env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
		});
		console.log(`  ready after ${seconds(start)}`);
		return n8n;
	} catch (error) {
		if (error.status !== 401) throw error;
		throw new CommandFailed(
			`The n8n in ${userFolder} has an owner with another password.\nRemove that folder to begin anew.`,
		);
	}
}

/** Makes the workflows with a trigger listen, and has the sandbox send its callbacks to the first. */
async function connectCallbacks(n8n, sandbox, workflows) {
	for (const { id, name } of workflows.filter(hasTrigger)) {
		try {
			const [url] = await n8n.activate(id);
			if (!sandbox.callbacks.target) sandbox.callbacks.target = { url };
			console.log(`  active: ${name}, at ${url}`);
		} catch (error) {
			if (flags.once) throw error;
			console.warn(`  not active: ${name}: ${error.message}`);
		}
	}
}

function reportOrder(result, execution) {
	const list = (values) => values.join(', ') || '–';
	console.log(`
One order, placed through n8n (workflow "Order", execution ${execution.id}, ${execution.status}):
  Product        ${list(result.products)}
  Order          ${list(result.orderIds)}: ${result.statuses.join(' → ')}
  Voucher codes  ${list(result.vouchers)}
  QR codes       ${list(result.qrCodes.map(({ name, code }) => (name ? `${name}: ${code}` : code)))}`);
	if (execution.error) console.log(`  Error          ${execution.error.message}`);
}

async function placeOrder(n8n, workflows) {
	const workflow = workflows.find(({ id }) => id === 'example-order');
	if (!workflow)
		throw new CommandFailed('examples/order.json, the workflow that places an order, is missing.');
	const execution = await n8n.runWorkflow(workflow.id);
	const result = describeOrder(execution, workflow);
	reportOrder(result, execution);
	const went = execution.status === 'success' && result.issued && result.qrCodes.length > 0;
	console.log(went ? '  The order was issued.' : '  The order did NOT go through.');
	return {
		went,
		executionUrl: `${n8n.baseUrl}/workflow/${workflow.id}/executions/${execution.id}`,
	};
}

function showWhereToClick(n8n, sandbox, workflows, executionUrl) {
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
function untilInterrupted() {
	return new Promise((done) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
			process.on(signal, () => done(flags.once ? 130 : 0));
		}
	});
}

/** Seeds n8n and places the order; with --once that is all, otherwise it stays up. */
async function session(n8n, sandbox) {
	const { baseUrl, identity } = sandbox;
	const credential = await seedCredential(n8n, credentialName, {
		baseUrl,
		partnerId: identity.partnerId,
		signKey: identity.signKey,
		previousSignKey: '',
	});
	const workflows = [];
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

async function run(userFolder) {
	const port = await choosePort('port', 5678);
	const sandboxPort = await choosePort('sandbox-port', 4010);
	const interrupted = untilInterrupted();
	const sandbox = await startSandbox({ port: sandboxPort, root });
	console.log(`Sandbox of the upstream at ${sandbox.baseUrl}`);
	let n8n;
	try {
		n8n = await launchN8n(port, userFolder);
		return await Promise.race([session(n8n, sandbox), interrupted]);
	} finally {
		if (!flags.once) console.log('\nStopping …');
		await Promise.all([n8n?.stop(), sandbox.close()]);
	}
}

await main(async () => {
	if (flags.once) return await run(undefined);
	const userFolder = join(cacheRoot(), 'start');
	const refuse = (pid) => {
		throw new CommandFailed(`npm start is running already (process ${pid}).`);
	};
	return await withLock(`${userFolder}.lock`, refuse, () => run(userFolder));
});
