import type { Document, OpenAPIBackend, Request } from 'openapi-backend';
import { isJsonObject, parseJson } from '../formats/json.mts';
import { createBackend, readContract } from '../http/contract.mts';

/** What tests hold against openapi.yaml. Every check returns what is wrong, nothing when all is well. */
export interface ContractChecks {
	/** A request to the API: path and query, headers and body. */
	request(request: Request): string[];
	/** An answer of the API. */
	answer(operationId: string, status: number, body: unknown): string[];
	/** The text of a callback's request, and of the notice inside. */
	callback(text: string, headers: Record<string, string>): string[];
	/** What a callback was answered. */
	receipt(text: string): string[];
}

type Errors = Awaited<ReturnType<OpenAPIBackend['validateRequest']>>['errors'];

function describe(errors: Errors): string[] {
	return (errors ?? []).map(
		({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
	);
}

// order_refund_notify → OrderRefundNotifyBody
function bodySchema(service: string): string {
	return `${service
		.split('_')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join('')}Body`;
}

// openapi-backend validates paths only, so the webhooks and the notices in them become paths.
function callbackDocument(document: Document): Document {
	const paths: NonNullable<Document['paths']> = {};
	const webhooks = 'webhooks' in document ? document.webhooks : undefined;
	for (const [service, webhook] of Object.entries(webhooks ?? {})) {
		paths[`/${service}`] = webhook;
		const schema = { $ref: `#/components/schemas/${bodySchema(service)}` };
		paths[`/${service}/body`] = {
			post: {
				operationId: bodySchema(service),
				security: [],
				requestBody: { required: true, content: { 'application/json': { schema } } },
				responses: { 200: { description: 'ok' } },
			},
		};
	}
	return Object.assign({}, document, { paths });
}

/**
 * Prepares the checks.
 *
 * @param root the package's folder; the working directory unless given
 */
export async function createContractChecks(root?: string): Promise<ContractChecks> {
	const document = await readContract(root);
	const api = await createBackend({ definition: document }, root);
	// The first backend resolved the references of its document in place.
	const callbacks = await createBackend(
		{ definition: callbackDocument(await readContract(root)) },
		root,
	);
	const post = (path: string, body: unknown, headers: Record<string, string>) => {
		const request = { method: 'post', path, body, headers };
		if (callbacks.matchOperation(request) === undefined) return [`No callback ${path}`];
		return describe(callbacks.validateRequest(request).errors);
	};
	return {
		request: (request) =>
			api.matchOperation(request) === undefined
				? [`No operation ${request.method} ${request.path}`]
				: describe(api.validateRequest(request).errors),
		answer: (operationId, status, body) =>
			describe(api.validateResponse(body, operationId, status).errors),
		callback: (text, headers) => {
			const notify = parseJson(text);
			if (!isJsonObject(notify) || !isJsonObject(notify.OrderNotifyHeader)) return ['No header'];
			const service = String(notify.OrderNotifyHeader.NotifyServiceName);
			const json = { 'content-type': 'application/json' };
			return [
				...post(`/${service}`, notify, { ...json, ...headers }),
				...post(`/${service}/body`, parseJson(String(notify.OrderNotifyBody)), json),
			];
		},
		receipt: (text) =>
			describe(callbacks.validateResponse(parseJson(text), 'orderTicketNotify', 200).errors),
	};
}
