import type { IncomingMessage } from 'node:http';
import type { Context } from 'openapi-backend';
import { readDialects } from '../dialects/index.mts';
import { readBody, readQuery } from '../dialects/speak.mts';
import { type JsonValue, parseJson } from '../formats/json.mts';
import type { Identity } from '../identity.mts';
import type { Settings } from '../settings.mts';
import { Refusal } from '../upstream/refusal.mts';
import type { Upstream } from '../upstream/upstream.mts';
import { createBackend, readContract } from './contract.mts';
import { type Answer, refused } from './envelope.mts';
import { singleHeaders } from './messages.mts';
import { type Route, routesOf, spellBody, spellQuery } from './names.mts';
import { createOperations } from './operations.mts';
import { checkSignature } from './signature-check.mts';

export interface ApiOptions {
	upstream: Upstream;
	identity: Identity;
	settings: Settings;
	now: () => number;
	/** The package's folder, where openapi.yaml is; the working directory unless given. */
	root: string | undefined;
}

export interface ApiRequest {
	incoming: IncomingMessage;
	/** The path as sent, a gateway's prefix removed. */
	apiPath: string;
	query: string;
	/** The text of the body. */
	text: string;
	/** Undefined for a path that is none of the contract's. */
	route: Route | undefined;
}

/** The API as openapi.yaml has it. */
export interface Api {
	/** The operation at a path, whatever the case. */
	routeOf(apiPath: string): Route | undefined;
	/** Checks a request and carries it out. */
	perform(request: ApiRequest): Promise<Answer>;
}

/** What the handlers of the OpenAPI backend get besides the request. */
interface Exchange {
	incoming: IncomingMessage;
	apiPath: string;
	refusal: Refusal | undefined;
}

/** JSON as parsed; undefined when it is none. */
export function parseOrUndefined(text: string): JsonValue | undefined {
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}

function describeErrors({ validation }: Context): string {
	const errors = validation.errors ?? [];
	return errors
		.map(({ instancePath, message, params }) => {
			const extra: unknown = params.additionalProperty;
			return `${instancePath} ${message}${typeof extra === 'string' ? ` (${extra})` : ''}`;
		})
		.join('; ');
}

/**
 * Prepares the API.
 *
 * @throws when openapi.yaml cannot be read
 */
export async function createApi(options: ApiOptions): Promise<Api> {
	const { upstream, identity, settings, now, root } = options;
	const refuse = (refusal: Refusal, status: number): Answer => ({
		status,
		body: refused(refusal, now()),
	});
	const backend = await createBackend(
		{
			definition: await readContract(root),
			handlers: {
				...createOperations({ upstream, identity, now }),
				unauthorizedHandler: (_context: Context, exchange: Exchange) =>
					refuse(exchange.refusal ?? new Refusal('签名错误', 401), settings.authFailureStatus),
				validationFail: (context: Context) =>
					refuse(new Refusal(`参数错误：${describeErrors(context)}`, 400), 200),
				// The default answers of ASP.NET, on which the vendor's server runs.
				notFound: ({ request }: Context): Answer => ({
					status: 404,
					body: { Message: `No HTTP resource was found for '${request.path}'.` },
				}),
				methodNotAllowed: ({ request }: Context): Answer => ({
					status: 405,
					body: { Message: `The resource does not support http method '${request.method}'.` },
				}),
			},
			securityHandlers: {
				signature: (_context: Context, exchange: Exchange) => {
					exchange.refusal = checkSignature({
						headers: exchange.incoming.headers,
						apiPath: exchange.apiPath,
						identity,
						now: now(),
						windowMs: settings.timestampWindowMs,
					});
					return exchange.refusal === undefined;
				},
			},
		},
		root,
	);
	const routes = routesOf(backend);
	return {
		routeOf: (apiPath) => routes.get(apiPath.toLowerCase()),
		async perform({ incoming, apiPath, query, text, route }) {
			const exchange: Exchange = { incoming, apiPath, refusal: undefined };
			const dialects = readDialects(settings.dialects);
			const body = text === '' ? undefined : parseOrUndefined(text);
			const asked = spellQuery(new URLSearchParams(query), route?.queryNames ?? new Map());
			const answer: Answer = await backend.handleRequest(
				{
					method: incoming.method ?? 'GET',
					path: route?.path ?? apiPath,
					headers: singleHeaders(incoming),
					query: readQuery(dialects, asked, new Set(route?.queryNames.values())),
					body:
						body === undefined ? undefined : readBody(dialects, spellBody(body, route?.bodyNames)),
				},
				exchange,
			);
			return answer;
		},
	};
}
