import { stringifyJson } from './json.ts';
import { leavesOf, type Leaf } from './leaves.ts';
import type { ApiRequest } from './types.ts';

/** The body of a request as it goes over the wire; undefined where it has none. */
export function textOfBody({ body, bodyText }: ApiRequest): string | undefined {
	return bodyText ?? (body && stringifyJson(body));
}

/** Every text and number that a request sends. */
export function leavesSentBy(request: ApiRequest): Leaf[] {
	return leavesOf([{ ...request.query }, textOfBody(request) ?? null]);
}
