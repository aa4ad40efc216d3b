import { randomUUID } from 'node:crypto';

import { asRecord } from '../records.mts';

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

/** The editor's API, called as the owner. */
export class RestClient {
	private readonly baseUrl: string;
	private readonly browserId = randomUUID();
	private cookie = '';

	constructor(baseUrl: string) {
		this.baseUrl = baseUrl;
	}

	get loggedIn(): boolean {
		return this.cookie !== '';
	}

	/** One call; gives what is under `data`, throws `RestError` otherwise. */
	async call(method: string, path: string, body?: unknown): Promise<unknown> {
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
		const settingsNow = asRecord(await this.call('GET', '/settings'));
		const management = asRecord(settingsNow.userManagement);
		if (management.showSetupOnFirstLoad === true) await this.call('POST', '/owner/setup', owner);
		await this.logIn();
	}

	async logIn(): Promise<void> {
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
}
