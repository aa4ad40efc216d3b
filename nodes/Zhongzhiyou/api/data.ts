import { isJsonObject } from './envelope.ts';
import { ApiFailure } from './failures.ts';
import type { ApiResponse, JsonObject, JsonValue } from './types.ts';

/** A list that the API may leave out or send as null. */
export function listOf(value: JsonValue | undefined): JsonValue[] {
	return Array.isArray(value) ? value : [];
}

/** The objects of a list that the API may leave out or send as null. */
export function objectsOf(value: JsonValue | undefined): JsonObject[] {
	return listOf(value).filter(isJsonObject);
}

/**
 * The Data of an answer that has to be an object.
 *
 * @throws ApiFailure when a success comes without its data, so that no empty order passes for one
 */
export function dataObject(response: ApiResponse): JsonObject {
	if (isJsonObject(response.data)) return response.data;
	throw new ApiFailure('ZhongZhiYou reported success but sent no data', {
		logId: response.logId,
		ambiguous: true,
		description: `Ask ZhongZhiYou's support what became of the request${response.logId === '' ? '' : ` (LogId ${response.logId})`}.`,
	});
}
