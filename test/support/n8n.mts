// A real n8n, started as a child process and driven over its REST API.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { ensureN8n } from '../../scripts/lib/n8n-cache.mjs';
import { pack, unpack } from '../../scripts/lib/pack.mjs';
import { node24, root } from '../../scripts/lib/process.mjs';
import {
	asArray,
	asRecord,
	asString,
	toExecution,
	toSummary,
	triggerNode,
	unflatten,
	webhookPaths,
	type Execution,
	type ExecutionSummary,
	type WorkflowDefinition,
} from './n8n-data.mts';

export type * from './n8n-data.mts';

export const packageName = 'n8n-nodes-zhongzhiyou';
const logLimit = 16 * 1024 * 1024;

/** How the nodes get into n8n, and with it the prefix of their types. */
export type Installation =
	/** As an installed community package, from a packed tarball: `n8n-nodes-zhongzhiyou.zhongzhiyou`. */
	| 'packed'
	/** A link to this checkout: `CUSTOM.zhongzhiyou`. */
	| 'linked'
	/** Not at all. */
	| 'none';

export interface StartOptions {
	/** Default `packed`. Ignored when the user folder has the nodes from an earlier start already. */
	install?: Installation;
	/** Default `start`. A worker or webhook process needs `setUp: false` and a database through `env`. */
	command?: 'start' | 'webhook' | 'worker';
	args?: string[];
	/** Added to, and stronger than, the quiet settings every instance gets. */
	env?: Record<string, string>;
	/** Default: a temporary one, removed by `stop()`. A given one is kept. */
	userFolder?: string;
	port?: number;
	/** Create the owner, or log in as the owner. Default true for `start`. */
	setUp?: boolean;
	/** Milliseconds until it must be ready. */
	timeout?: number;
	/** End n8n when this process gets SIGINT or SIGTERM. Default true. */
	endWithProcess?: boolean;
}

export const owner = {
	email: 'owner@example.com',
	firstName: 'Owner',
	lastName: 'Example',
	password: 'Zhongzhiyou-1',
};

export class RestError extends Error {
	readonly status: number;
	constructor(request: string, status: number, body: string) {
		super(`${request} was answered ${status}: ${body.slice(0, 2000)}`);
		this.status = status;
	}
}

/** Asks the system for ports that are free now. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer();
			await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
			return server;
		}),
	);
	return await Promise.all(
		servers.map(async (server) => {
			const address = server.address();
			await new Promise((done) => server.close(done));
			if (address === null || typeof address === 'string') throw new Error('No free port');
			return address.port;
		}),
	);
}

/** Repeats `attempt` until it gives something, and fails with `what` after `timeout` milliseconds. */
export async function until<T>(
	what: string | (() => string),
	timeout: number,
	attempt: () => Promise<T | undefined>,
	interval = 100,
): Promise<T> {
	const end = Date.now() + timeout;
	for (;;) {
		const result = await attempt();
		if (result !== undefined) return result;
		if (Date.now() > end) {
			const text = typeof what === 'string' ? what : what();
			throw new Error(`Not within ${timeout / 1000} s: ${text}`);
		}
		await pause(interval);
	}
}

const running = new Set<ChildProcess>();
let guarded = false;

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch {
		// It is gone already.
	}
}

/** n8n has its own process group, so nothing but this ends it when the test process is ended. */
function guardAgainstOrphans(): void {
	if (guarded) return;
	guarded = true;
	process.on('exit', () => running.forEach((child) => killGroup(child, 'SIGKILL')));
	const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
	for (const [signal, code] of Object.entries(signals))
		process.on(signal, () => process.exit(code));
}

let packed: ReturnType<typeof pack> | undefined;

/** The tarball of the package, packed once per process. */
export async function packedPackage(): ReturnType<typeof pack> {
	packed ??= mkdtemp(join(tmpdir(), 'zzy-pack-')).then(async (folder) => {
		process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
		return await pack(folder);
	});
	return await packed;
}

/** Puts the nodes where n8n looks for them below its user folder. */
export async function installNodes(userFolder: string, how: Installation): Promise<void> {
	const home = join(userFolder, '.n8n');
	if (how === 'packed') {
		const tarball = await packedPackage();
		const nodes = join(home, 'nodes');
		const target = join(nodes, 'node_modules', packageName);
		await rm(target, { recursive: true, force: true });
		await unpack(tarball.path, target);
		const manifest = { private: true, dependencies: { [packageName]: tarball.version } };
		await writeFile(join(nodes, 'package.json'), JSON.stringify(manifest));
	}
	if (how === 'linked') {
		const modules = join(home, 'custom/node_modules');
		await mkdir(modules, { recursive: true });
		await rm(join(modules, packageName), { force: true });
		await symlink(root, join(modules, packageName));
	}
}

/** Everything that makes n8n silent, local and complete in what it stores. */
function settings(userFolder: string, port: number, brokerPort: number): Record<string, string> {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_LOG_LEVEL: 'info',
		NO_COLOR: '1',
		// Under a flood on a slow machine n8n would take its busy main thread for a lost database.
		DB_PING_TIMEOUT_MS: '60000',
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
		EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
		EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
}

/** What a child may inherit: not the settings of an n8n the user runs, nor the test runner's. */
function inherited(): Record<string, string> {
	const names = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'TZ'];
	return Object.fromEntries(
		names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
	);
}

export class N8n {
	readonly baseUrl: string;
	readonly port: number;
	readonly userFolder: string;
	private readonly options: StartOptions;
	private readonly folder: string;
	private readonly env: Record<string, string>;
	private readonly browserId = randomUUID();
	private cookie = '';
	private child: ChildProcess | undefined;
	private output = '';

	constructor(
		options: StartOptions,
		folder: string,
		userFolder: string,
		port: number,
		env: Record<string, string>,
	) {
		this.options = options;
		this.folder = folder;
		this.userFolder = userFolder;
		this.port = port;
		this.baseUrl = `http://127.0.0.1:${port}`;
		this.env = env;
	}

	get pid(): number | undefined {
		return this.child?.pid;
	}

	/** Everything n8n has printed, over all its restarts. It is in `n8n.log` of the user folder too. */
	log(): string {
		return this.output;
	}

	/** Starts the process and returns when it is ready. `startN8n` calls this. */
	async start(): Promise<void> {
		const bin = join(this.folder, 'node_modules/n8n/bin/n8n');
		const command = this.options.command ?? 'start';
		const child = spawn(node24, [bin, command, ...(this.options.args ?? [])], {
			cwd: this.userFolder,
			env: this.env,
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true,
		});
		this.child = child;
		running.add(child);
		if (this.options.endWithProcess ?? true) guardAgainstOrphans();
		const file = createWriteStream(join(this.userFolder, 'n8n.log'), { flags: 'a' });
		const keep = (chunk: Buffer): void => {
			file.write(chunk);
			this.output = (this.output + chunk.toString('utf8')).slice(-logLimit);
		};
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.once('close', () => {
			file.end();
			running.delete(child);
			if (this.child === child) this.child = undefined;
		});

		const failure = (): string =>
			`n8n ${command} was ready. It printed:\n${this.output.slice(-4000)}`;
		const health = command === 'start' ? '/rest/settings' : '/healthz/readiness';
		await until(failure, this.options.timeout ?? 120_000, async () => {
			if (this.child !== child) throw new Error(`n8n ended. ${failure()}`);
			const answer = await fetch(this.baseUrl + health).catch(() => undefined);
			const text = await answer?.text().catch(() => undefined);
			// Before n8n has its routes it answers every path with the page of the editor or a notice.
			return answer?.ok && text?.startsWith('{') ? true : undefined;
		});
	}

	/** Settles when the process that runs now has ended, for whatever reason. */
	async ended(): Promise<void> {
		const child = this.child;
		if (child) await new Promise<void>((done) => child.once('close', () => done()));
	}

	/** Ends n8n as a supervisor would, and removes its user folder if that was temporary. */
	async stop(): Promise<void> {
		await this.end('SIGTERM');
		if (this.options.userFolder === undefined) {
			await rm(this.userFolder, { recursive: true, force: true, maxRetries: 5 });
		}
	}

	/** The process dies at once, as in a power cut; `restart()` brings it back. */
	async kill9(): Promise<void> {
		await this.end('SIGKILL');
	}

	/** The same instance again: same user folder, ports and owner. */
	async restart(): Promise<void> {
		await this.end('SIGTERM');
		await this.start();
		if (this.cookie !== '') await this.logIn();
	}

	private async end(signal: NodeJS.Signals): Promise<void> {
		const child = this.child;
		if (!child) return;
		const closed = this.ended();
		if (signal === 'SIGKILL') killGroup(child, signal);
		else child.kill(signal);
		const timer = setTimeout(() => killGroup(child, 'SIGKILL'), 20_000);
		await closed;
		clearTimeout(timer);
	}

	/** One call to the editor's API; gives what is under `data`, throws `RestError` otherwise. */
	async rest(method: string, path: string, body?: unknown): Promise<unknown> {
		const answer = await this.request(method, path, body);
		const text = await answer.text();
		if (!answer.ok) throw new RestError(`${method} ${path}`, answer.status, text);
		const parsed: unknown = text === '' ? {} : JSON.parse(text);
		return asRecord(parsed).data;
	}

	/** The bare response of one call with the owner's cookie. */
	async request(method: string, path: string, body?: unknown): Promise<Response> {
		return await fetch(`${this.baseUrl}/rest${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': this.browserId,
				cookie: this.cookie,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
	}

	/** Creates the owner on a new instance, and logs in. `startN8n` calls this. */
	async setUpOwner(): Promise<void> {
		const settingsNow = asRecord(await this.rest('GET', '/settings'));
		const management = asRecord(settingsNow.userManagement);
		if (management.showSetupOnFirstLoad === true) await this.rest('POST', '/owner/setup', owner);
		await this.logIn();
	}

	private async logIn(): Promise<void> {
		const answer = await this.request('POST', '/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
		const text = await answer.text();
		if (!answer.ok) throw new RestError('POST /login', answer.status, text);
		this.cookie = answer.headers
			.getSetCookie()
			.map((line) => line.split(';', 1)[0])
			.join('; ');
	}

	/** Stores a credential and returns its id. */
	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<string> {
		return asString(asRecord(await this.rest('POST', '/credentials', { name, type, data })).id);
	}

	async updateCredential(
		id: string,
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<void> {
		await this.rest('PATCH', `/credentials/${id}`, { name, type, data });
	}

	/** What the "Test" button would say. */
	async testCredential(id: string): Promise<{ status: string; message: string }> {
		const credentials = asRecord(await this.rest('GET', `/credentials/${id}?includeData=true`));
		const result = asRecord(await this.rest('POST', '/credentials/test', { credentials }));
		return { status: asString(result.status), message: asString(result.message ?? '') };
	}

	/** Stores a workflow, inactive, and returns its id. */
	async createWorkflow(workflow: WorkflowDefinition): Promise<string> {
		const complete = {
			name: 'Test',
			settings: { executionOrder: 'v1' },
			...workflow,
			active: false,
		};
		return asString(asRecord(await this.rest('POST', '/workflows', complete)).id);
	}

	async updateWorkflow(id: string, workflow: WorkflowDefinition): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.rest('PATCH', `/workflows/${id}`, { ...workflow, versionId });
	}

	/** A workflow as stored, or `RestError` 404. */
	async workflow(id: string): Promise<WorkflowDefinition> {
		const stored = asRecord(await this.rest('GET', `/workflows/${id}`));
		return {
			...stored,
			nodes: asArray(stored.nodes).map(asRecord),
			connections: asRecord(stored.connections),
		};
	}

	/**
	 * Activates a workflow, waits until its webhooks answer (activation returns earlier),
	 * and returns their production URLs, in the order of the nodes.
	 */
	async activate(id: string): Promise<string[]> {
		const workflow = await this.workflow(id);
		await this.rest('POST', `/workflows/${id}/activate`, { versionId: workflow.versionId });
		return await this.waitForWebhooks(workflow);
	}

	async deactivate(id: string): Promise<void> {
		await this.rest('POST', `/workflows/${id}/deactivate`, {});
	}

	/** The production URLs of an active workflow's webhooks, once they answer. Of use after a restart. */
	async webhookUrls(id: string): Promise<string[]> {
		return await this.waitForWebhooks(await this.workflow(id));
	}

	private async waitForWebhooks(
		workflow: WorkflowDefinition,
		prefix = 'webhook',
	): Promise<string[]> {
		const urls = webhookPaths(workflow).map(
			async (candidates) =>
				await until(`a webhook answers at one of ${candidates.join(', ')}`, 30_000, async () => {
					for (const path of candidates) {
						const url = `${this.baseUrl}/${prefix}/${path}`;
						if (await answersWebhooks(url)) return url;
					}
					return undefined;
				}),
		);
		return await Promise.all(urls);
	}

	/** "Listen for test event": returns the test URLs. The next call to one of them runs the workflow. */
	async listenForTestEvent(id: string): Promise<string[]> {
		const workflow = await this.workflow(id);
		const body = { triggerToStartFrom: { name: triggerNode(workflow) } };
		const answer = asRecord(await this.rest('POST', `/workflows/${id}/run`, body));
		if (answer.waitingForWebhook !== true)
			throw new Error('The workflow does not wait for a webhook');
		return await this.waitForWebhooks(workflow, 'webhook-test');
	}

	/**
	 * "Execute workflow" for one that starts with a manual trigger: runs it to its end.
	 * A definition is stored first. A workflow with several triggers needs `trigger`, a node's name.
	 */
	async runWorkflow(
		workflow: string | WorkflowDefinition,
		{ trigger, timeout = 60_000 }: { trigger?: string; timeout?: number } = {},
	): Promise<Execution> {
		const id = typeof workflow === 'string' ? workflow : await this.createWorkflow(workflow);
		const name = trigger ?? triggerNode(await this.workflow(id));
		const body = { triggerToStartFrom: { name } };
		const started = asRecord(await this.rest('POST', `/workflows/${id}/run`, body));
		if (started.executionId === undefined)
			throw new Error('The workflow waits for a webhook instead of running');
		return await this.waitForExecution(asString(started.executionId), timeout);
	}

	/** Retries a failed execution, as "Retry with original workflow", and returns the new one, finished. */
	async retryExecution(
		id: string,
		{ currentWorkflow = false, timeout = 60_000 } = {},
	): Promise<Execution> {
		const body = { loadWorkflow: currentWorkflow };
		const retried = asRecord(await this.rest('POST', `/executions/${id}/retry`, body));
		return await this.waitForExecution(asString(retried.id), timeout);
	}

	/** One execution with what every node put out. */
	async execution(id: string): Promise<Execution> {
		const stored = asRecord(await this.rest('GET', `/executions/${id}`));
		return toExecution(stored, unflatten(asString(stored.data)));
	}

	/**
	 * All executions of a workflow, newest first, without their data. n8n asks its database for those
	 * that run and for those that ended at the same moment but apart, so one that ends just then is
	 * in both lists: it counts once, as ended.
	 */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const found = new Map<string, ExecutionSummary>();
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		let cursor: string | undefined;
		do {
			const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
			const page = asRecord(
				await this.rest('GET', `/executions?limit=100&filter=${filter}${from}`),
			);
			for (const row of asArray(page.results)) {
				const summary = toSummary(asRecord(row));
				found.set(summary.id, summary);
			}
			cursor = typeof page.nextCursor === 'string' ? page.nextCursor : undefined;
		} while (cursor !== undefined);
		return [...found.values()].sort((one, other) => Number(other.id) - Number(one.id));
	}

	/** Waits until a workflow has at least `count` finished executions and returns all it has, newest first. */
	async waitForExecutions(
		workflowId: string,
		count: number,
		timeout = 30_000,
	): Promise<ExecutionSummary[]> {
		let seen: ExecutionSummary[] = [];
		const what = (): string =>
			`${count} finished executions of ${workflowId}; there are ${JSON.stringify(seen)}`;
		return await until(what, timeout, async () => {
			seen = await this.executions(workflowId);
			return seen.filter(isFinished).length >= count ? seen : undefined;
		});
	}

	/** Waits until one execution has ended, well or not. */
	async waitForExecution(id: string, timeout = 60_000): Promise<Execution> {
		return await until(`execution ${id} has ended`, timeout, async () => {
			const execution = await this.execution(id);
			return isFinished(execution) ? execution : undefined;
		});
	}
}

function isFinished({ status }: ExecutionSummary): boolean {
	return !['new', 'running', 'waiting', 'unknown'].includes(status);
}

/** A preflight names the methods of a webhook that is there. */
async function answersWebhooks(url: string): Promise<boolean> {
	const answer = await fetch(url, {
		method: 'OPTIONS',
		headers: { origin: 'http://localhost', 'access-control-request-method': 'POST' },
	}).catch(() => undefined);
	await answer?.arrayBuffer();
	const methods = answer?.headers.get('access-control-allow-methods') ?? '';
	return /GET|POST|PUT|PATCH|DELETE|HEAD/.test(methods);
}

/** Starts an n8n of the pinned version (installed first if need be) with the nodes and an owner. */
export async function startN8n(options: StartOptions = {}): Promise<N8n> {
	const folder = await ensureN8n();
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'zzy-n8n-')));
	await mkdir(userFolder, { recursive: true });
	const how = options.install ?? 'packed';
	if (how !== 'none' && !existsSync(join(root, 'dist'))) {
		throw new Error('The package is not built: run `npm run build` first.');
	}
	await installNodes(userFolder, how);
	const [anyPort = 0, brokerPort = 0] = await freePorts(2);
	const port = options.port ?? anyPort;
	const env = { ...inherited(), ...settings(userFolder, port, brokerPort), ...options.env };
	const n8n = new N8n(options, folder, userFolder, port, env);
	try {
		await n8n.start();
		if (options.setUp ?? (options.command ?? 'start') === 'start') await n8n.setUpOwner();
	} catch (error) {
		await n8n.kill9();
		throw error;
	}
	return n8n;
}
