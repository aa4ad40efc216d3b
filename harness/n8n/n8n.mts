// A real n8n, started as a child process and driven over its REST API.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePorts } from '../ports.mts';
import { Credentials } from './credentials.mts';
import { environment } from './environment.mts';
import { Executions } from './executions.mts';
import { ensureN8n } from './installation.mts';
import { installNodes, type Installation } from './nodes.mts';
import { N8nProcess, type Command, type ProcessOptions } from './process.mts';
import { RestClient } from './rest.mts';
import { Workflows } from './workflows.mts';

export interface StartOptions {
	/** Default `packed`. Ignored when the user folder has the nodes from an earlier start already. */
	install?: Installation;
	/** Default `start`. A worker or webhook process needs `setUp: false` and a database through `env`. */
	command?: Command;
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

/** A running n8n, its process and what its API reaches. */
export class N8n extends N8nProcess {
	readonly rest: RestClient;
	readonly credentials: Credentials;
	readonly workflows: Workflows;
	readonly executions: Executions;
	private readonly temporary: boolean;

	constructor(options: ProcessOptions & { temporary: boolean }) {
		super(options);
		this.temporary = options.temporary;
		this.rest = new RestClient(this.baseUrl);
		this.credentials = new Credentials(this.rest);
		this.executions = new Executions(this.rest);
		this.workflows = new Workflows(this.baseUrl, this.rest, this.executions);
	}

	/** Ends n8n as a supervisor would, and removes its user folder if that was temporary. */
	override async stop(): Promise<void> {
		await super.stop();
		if (!this.temporary) return;
		await rm(this.userFolder, { recursive: true, force: true, maxRetries: 5 });
	}

	/** The same instance again: same user folder, ports and owner. */
	override async restart(): Promise<void> {
		await super.restart();
		if (this.rest.loggedIn) await this.rest.logIn();
	}
}

/** Starts the n8n that was chosen (installed first if need be) with the nodes and an owner. */
export async function startN8n(options: StartOptions = {}): Promise<N8n> {
	const program = await ensureN8n();
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'zzy-n8n-')));
	await mkdir(userFolder, { recursive: true });
	await installNodes(userFolder, options.install ?? 'packed');
	const [anyPort = 0, brokerPort = 0] = await freePorts(2);
	const port = options.port ?? anyPort;
	const command = options.command ?? 'start';
	const n8n = new N8n({
		program,
		userFolder,
		port,
		command,
		args: options.args ?? [],
		env: environment(program.version, userFolder, port, brokerPort, options.env),
		timeout: options.timeout ?? 120_000,
		endWithProcess: options.endWithProcess ?? true,
		temporary: options.userFolder === undefined,
	});
	try {
		await n8n.start();
		if (options.setUp ?? command === 'start') await n8n.rest.setUpOwner();
	} catch (error) {
		await n8n.kill9();
		throw error;
	}
	return n8n;
}
