import type { OpenAPIBackend } from 'openapi-backend';
import { type JsonValue, isJsonObject } from '../formats/json.mts';

/** The names that a schema knows, found by their lower case. */
interface Names {
	members: Map<string, { name: string; names: Names | undefined }>;
	items: Names | undefined;
}

/** An operation as the contract spells it. */
export interface Route {
	operationId: string;
	path: string;
	queryNames: Map<string, string>;
	bodyNames: Names | undefined;
}

function namesOf(schema: unknown): Names | undefined {
	if (!isJsonObject(schema)) return undefined;
	const properties = isJsonObject(schema.properties) ? schema.properties : {};
	const members = Object.entries(properties).map(
		([name, property]) => [name.toLowerCase(), { name, names: namesOf(property) }] as const,
	);
	return { members: new Map(members), items: namesOf(schema.items) };
}

function member(value: unknown, ...path: string[]): unknown {
	return path.reduce<unknown>(
		(inner, name) => (isJsonObject(inner) ? inner[name] : undefined),
		value,
	);
}

function queryNames(parameters: unknown): Map<string, string> {
	const names = new Map<string, string>();
	for (const parameter of Array.isArray(parameters) ? parameters : []) {
		const name = member(parameter, 'name');
		if (member(parameter, 'in') === 'query' && typeof name === 'string') {
			names.set(name.toLowerCase(), name);
		}
	}
	return names;
}

/** The contract's operations by their path in lower case, as the vendor's server finds them. */
export function routesOf(backend: OpenAPIBackend): Map<string, Route> {
	const routes = backend.getOperations().map((operation): [string, Route] => [
		operation.path.toLowerCase(),
		{
			operationId: operation.operationId ?? '',
			path: operation.path,
			queryNames: queryNames(operation.parameters),
			bodyNames: namesOf(member(operation, 'requestBody', 'content', 'application/json', 'schema')),
		},
	]);
	return new Map(routes);
}

/** Gives the members of a body the contract's spelling; what the contract does not know stays. */
export function spellBody(value: JsonValue, names: Names | undefined): JsonValue {
	if (names === undefined) return value;
	if (Array.isArray(value)) return value.map((entry) => spellBody(entry, names.items));
	if (!isJsonObject(value)) return value;
	const spelled = Object.entries(value).map(([key, entry]) => {
		const known = names.members.get(key.toLowerCase());
		return [known?.name ?? key, spellBody(entry, known?.names)] as const;
	});
	return Object.fromEntries(spelled);
}

/** Gives the names of a query the contract's spelling. */
export function spellQuery(
	query: URLSearchParams,
	names: Map<string, string>,
): Record<string, string> {
	const spelled = [...query].map(
		([name, value]) => [names.get(name.toLowerCase()) ?? name, value] as const,
	);
	return Object.fromEntries(spelled);
}
