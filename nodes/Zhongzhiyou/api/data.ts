import { isJsonObject } from './envelope.ts';
import { outcomeMessage } from './errors.ts';
import { ApiFailure } from './failures.ts';
import type { Naming } from './names.ts';
import type { ApiResponse, JsonObject, JsonValue } from './types.ts';

/** The objects of a list that the API may leave out or send as null; one without a list is one. */
export function objectsOf(value: JsonValue | undefined): JsonObject[] {
	if (Array.isArray(value)) return value.filter(isJsonObject);
	return isJsonObject(value) && Object.keys(value).length > 0 ? [value] : [];
}

/**
 * The Data of an answer that has to be an object.
 *
 * @param name gives it the names of the source
 * @throws ApiFailure when a success comes without its data, so that no empty order passes for one
 */
export function dataObject(response: ApiResponse, name: Naming): JsonObject {
	if (isJsonObject(response.data)) return name(response.data);
	const what = 'ZhongZhiYou reported success but sent no data';
	throw new ApiFailure(outcomeMessage(what, response.names, response.names !== undefined), {
		logId: response.logId,
		ambiguous: true,
		names: response.names,
		description: `Ask ZhongZhiYou's support what became of the request${response.logId === '' ? '' : ` (LogId ${response.logId})`}.`,
	});
}

/** What an answer says beside its data, as the output of a write has it. */
export function remarksOf({ message, code, logId }: ApiResponse): JsonObject {
	return { message, code: code ?? null, logId };
}

/** Rows of an answer, each with the answer's LogId where it has one. */
export function withLogId(rows: JsonObject[], { logId }: ApiResponse): JsonObject[] {
	return logId === '' ? rows : rows.map((row) => ({ ...row, logId }));
}
