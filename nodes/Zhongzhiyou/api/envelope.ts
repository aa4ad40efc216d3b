import { parseJson } from './json.ts';
import { memberTable, nameMembers } from './members.ts';
import type { JsonObject, JsonValue } from './types.ts';

/** The vendor's answer around every result (API, The envelope). */
export interface Envelope {
	succeeded: boolean;
	data: JsonValue | undefined;
	/** Informative only: the API succeeds with 1000, 1, 0 or none at all. */
	code: number | string | undefined;
	logId: string;
	message: string;
}

/** The code that stands for success where IsSuccess is missing, and that acknowledges a callback. */
export const CODE_OK = 1000;

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const ENVELOPE = memberTable({ Data: [], Code: [], IsSuccess: [], LogId: [], Message: [] });

/** A yes or no, also as text, in any case; undefined where the API says neither. */
function flag(value: JsonValue | undefined): boolean | undefined {
	if (value === undefined || value === null) return undefined;
	return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');
}

function text(value: JsonValue | undefined): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * Opens an answer, whose names may come in any case. Success is what IsSuccess says; the code
 * decides only where IsSuccess is missing (API, The envelope).
 *
 * @returns undefined when the text is not an envelope of this API
 */
export function openEnvelope(body: string): Envelope | undefined {
	let parsed: JsonValue;
	try {
		parsed = parseJson(body);
	} catch {
		return undefined;
	}
	if (!isJsonObject(parsed)) return undefined;
	const { Data, Code, IsSuccess, LogId, Message } = nameMembers(parsed, ENVELOPE);
	if (IsSuccess === undefined && Code === undefined) return undefined;
	return {
		succeeded: flag(IsSuccess) ?? String(Code) === String(CODE_OK),
		data: Data,
		code: typeof Code === 'number' || typeof Code === 'string' ? Code : undefined,
		logId: text(LogId),
		message: text(Message),
	};
}
