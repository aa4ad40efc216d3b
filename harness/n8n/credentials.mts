import { asRecord, asString } from '../records.mts';
import type { RestClient } from './rest.mts';

/** The credentials of an n8n. */
export class Credentials {
	private readonly rest: RestClient;

	constructor(rest: RestClient) {
		this.rest = rest;
	}

	/** Stores a credential and returns its id. */
	async create(name: string, type: string, data: Record<string, unknown>): Promise<string> {
		const stored = await this.rest.call('POST', '/credentials', { name, type, data });
		return asString(asRecord(stored).id);
	}

	async update(
		id: string,
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<void> {
		await this.rest.call('PATCH', `/credentials/${id}`, { name, type, data });
	}

	/** What the "Test" button would say. */
	async test(id: string): Promise<{ status: string; message: string }> {
		const stored = await this.rest.call('GET', `/credentials/${id}?includeData=true`);
		const credentials = asRecord(stored);
		const result = asRecord(await this.rest.call('POST', '/credentials/test', { credentials }));
		return { status: asString(result.status), message: asString(result.message ?? '') };
	}
}
