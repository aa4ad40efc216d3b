// npm run test:sandbox: packs the sandbox as it would be published, installs it in an empty folder and
// uses it there, on the Node that the machine has.
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join, sep } from 'node:path';
import { promisify } from 'node:util';

import { main } from '../harness/base/command.mjs';
import { root } from '../harness/base/paths.mjs';
import { asArray, asRecord, asString } from '../harness/records.mts';
import { computeSignature } from '../sandbox/formats/shared.mts';

const exec = promisify(execFile);

const NAME = 'zhongzhiyou-sandbox';

const LINES = ['Base URL', 'Partner ID', 'Sign Key', 'Control API'];

/** The environment without what the project puts on the PATH: that of a user. */
function userEnv(): NodeJS.ProcessEnv {
	const folders = (process.env.PATH ?? '').split(delimiter);
	const own = folders.filter((folder) => !folder.split(sep).includes('node_modules'));
	return { ...process.env, PATH: own.join(delimiter) };
}

async function manifestOf(folder: string): Promise<Record<string, unknown>> {
	return asRecord(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
}

/** One version of everything: what the tests have tried is what users get. */
async function checkManifest(): Promise<void> {
	const own = await manifestOf(join(root, 'sandbox'));
	const whole = await manifestOf(root);
	assert.equal(own.version, whole.version, 'both packages have the same version');
	const { scripts: _scripts, ...published } = own;
	assert.ok(!JSON.stringify(published).includes('workspace:'), 'no references to the checkout');
	const tried = asRecord(whole.devDependencies);
	for (const [name, version] of Object.entries(asRecord(own.dependencies))) {
		assert.equal(version, tried[name], `${name} is pinned to the version that the tests run with`);
	}
	const license = (folder: string) => readFile(join(folder, 'LICENSE'), 'utf8');
	assert.equal(await license(join(root, 'sandbox')), await license(root), 'the same licence');
}

/** Packs the sandbox into a folder; npm builds it first. */
async function packSandbox(folder: string): Promise<string> {
	const args = ['pack', '--json', '--pack-destination', folder];
	const { stdout } = await exec('npm', args, { cwd: join(root, 'sandbox'), env: userEnv() });
	const [info] = Object.values(JSON.parse(stdout.slice(stdout.search(/^[[{]/m)))).map(asRecord);
	const files = asArray(info.files).map((file) => asString(asRecord(file).path));
	const wanted = [
		'LICENSE',
		'README.md',
		'package.json',
		'dist/openapi.yaml',
		'dist/sandbox/cli.mjs',
	];
	for (const file of wanted) assert.ok(files.includes(file), `${file} is in the package`);
	const unwanted = files.filter(
		(file) => !wanted.includes(file) && !/^dist\/(sandbox|nodes)\/.+\.m?js$/.test(file),
	);
	assert.deepEqual(unwanted, [], 'nothing but what runs is in the package');
	for (const file of files.filter((name) => /\.m?js$/.test(name))) {
		const text = await readFile(join(root, 'sandbox', file), 'utf8');
		assert.ok(!/require\("n8n|from ["']n8n/.test(text), `${file} needs nothing of n8n's`);
	}
	return join(folder, asString(info.filename));
}

interface Received {
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** Takes callbacks and acknowledges each. */
async function receiver(): Promise<{ url: string; received: Received[]; close: () => void }> {
	const received: Received[] = [];
	const server = createServer((incoming, response) => {
		let body = '';
		incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
		incoming.on('end', () => {
			received.push({ url: incoming.url ?? '', headers: incoming.headers, body });
			response.end('{"Code":1000,"IsSuccess":true}');
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	assert.ok(typeof address === 'object' && address !== null);
	return {
		url: `http://127.0.0.1:${address.port}/webhook/zzy`,
		received,
		close: () => void server.close(),
	};
}

function isSigned({ url, headers }: Received, partnerId: string, signKey: string): boolean {
	const timestamp = String(headers.timestamp);
	const sign = computeSignature(signKey, { partnerId, timestamp, apiPath: url });
	return headers.authorization === `Bearer ZZY-OPENAPI:${partnerId}:${sign}`;
}

/** What the sandbox says when it has started. */
async function started(child: ChildProcess): Promise<Map<string, string>> {
	let text = '';
	child.stdout?.setEncoding('utf8');
	for await (const chunk of child.stdout ?? []) {
		text += String(chunk);
		const found = new Map(
			[...text.matchAll(/^([\w ]+): (\S+)$/gm)].map(([, name, it]) => [name, it]),
		);
		if (LINES.every((name) => found.has(name))) return found;
	}
	throw new Error(`The sandbox did not start: ${text}`);
}

/** Uses the installed package as its README says. */
async function use(folder: string): Promise<void> {
	const env = userEnv();
	const npx = (...args: string[]) =>
		exec('npx', ['--no-install', NAME, ...args], { cwd: folder, env });
	const { stdout: help } = await npx('--help');
	assert.match(help, /npx zhongzhiyou-sandbox/);

	const bin = join(folder, 'node_modules/.bin', NAME);
	const args = ['--port', '0', '--partner', '77', '--key', 'a-key-of-ones-own'];
	const child = spawn(bin, [...args, '--dialect', 'numeric-text'], {
		cwd: folder,
		env,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const hook = await receiver();
	try {
		const said = await started(child);
		assert.equal(said.get('Partner ID'), '77');
		const credential = ['--partner', '77', '--key', said.get('Sign Key') ?? ''];

		await npx('send', 'order.issued', '--url', hook.url, ...credential);
		// All the digits of a voucher code as a number, which no double holds.
		await npx(
			'send',
			'order.issued',
			'--url',
			hook.url,
			...credential,
			'--dialect',
			'numeric-text',
		);
		const recording = join(folder, 'recorded.json');
		const [first, second] = hook.received;
		const raw = { headers: { partnerid: '77' }, path: first.url, body: first.body };
		await writeFile(recording, JSON.stringify([{ json: { raw } }]));
		await npx('send', '--replay', recording, '--url', hook.url, '--key', credential[3]);
		assert.equal(hook.received.length, 3);
		assert.equal(hook.received[2].body, first.body, 'a recorded callback comes to the letter');
		const report = join(folder, 'report.md');
		const url = ['--base-url', said.get('Base URL') ?? ''];
		const { stdout: found } = await npx('doctor', ...url, ...credential, '--report', report);
		assert.match(found, /What differs:\n  harmless  text of digits as numbers: a whole number\n/);
		assert.equal(found.match(/harmless|MATTERS/g)?.length, 1, 'the dialect, and nothing else');
		assert.ok(!(await readFile(report, 'utf8')).includes(credential[3]), 'no key in the report');
		assert.match(second.body, /\\"OrderVoucherCode\\":\d{21},/);
		for (const one of hook.received) assert.ok(isSigned(one, '77', credential[3]), 'it is signed');
	} finally {
		hook.close();
		child.kill('SIGTERM');
		if (child.exitCode === null) await once(child, 'close');
	}
	assert.equal(child.exitCode, 0, 'the sandbox ends cleanly');
}

await main(async () => {
	const folder = await mkdtemp(join(tmpdir(), 'zzy-sandbox-'));
	try {
		await checkManifest();
		const tarball = await packSandbox(folder);
		const empty = join(folder, 'empty');
		await mkdir(empty);
		const env = userEnv();
		await writeFile(join(empty, 'package.json'), '{ "private": true }\n');
		await exec('npm', ['install', '--prefer-offline', tarball], { cwd: empty, env });
		await use(empty);
		const { stdout: version } = await exec('node', ['--version'], { env });
		console.log(
			`${NAME}: packed, installed in an empty folder and used on Node ${version.trim()}.`,
		);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});
