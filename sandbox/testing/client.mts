import { type JsonObject, isJsonObject, parseJson, writeJson } from '../formats/json.mts';
import { signedHeaders } from '../formats/shared.mts';
import type { Sandbox } from '../sandbox.mts';

/** An answer: its status, its exact text, and that parsed without losing a digit. */
export interface ClientAnswer {
	status: number;
	headers: Headers;
	text: string;
	body: JsonObject;
}

export interface ClientRequest {
	method?: 'GET' | 'POST';
	/** Path and query; the path is what is signed. */
	path: string;
	/** An object to write as JSON, or the text to send. */
	body?: object | string;
	/** Replace or add headers after signing. */
	headers?: Record<string, string>;
	/** Unix time in milliseconds; now unless given. */
	timestamp?: number;
	signKey?: string;
}

async function answerOf(response: Response): Promise<ClientAnswer> {
	const text = await response.text();
	const body = parseJson(text);
	if (!isJsonObject(body)) throw new Error(`Not a JSON object: ${text}`);
	return { status: response.status, headers: response.headers, text, body };
}

/** Calls a sandbox's API, signed as it asks for. */
export async function call(sandbox: Sandbox, request: ClientRequest): Promise<ClientAnswer> {
	const { method = 'POST', path, body, timestamp = Date.now() } = request;
	const { partnerId, signKey } = sandbox.identity;
	const apiPath = path.split('?')[0];
	const response = await fetch(`${sandbox.baseUrl}${path}`, {
		method,
		headers: {
			'Content-Type': 'application/json',
			...signedHeaders(request.signKey ?? signKey, { partnerId, timestamp, apiPath }),
			...request.headers,
		},
		body: typeof body === 'object' ? writeJson(body) : body,
	});
	return await answerOf(response);
}

/** Calls a sandbox's control API, e.g. `control(sandbox, 'POST', '/orders/1/redeem', { count: 1 })`. */
export async function control(
	sandbox: Sandbox,
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	body?: object,
): Promise<ClientAnswer> {
	const response = await fetch(`${sandbox.controlUrl}${path}`, {
		method,
		body: body === undefined ? undefined : writeJson(body),
	});
	return await answerOf(response);
}
