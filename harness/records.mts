// Values from outside, read without trusting them.

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asRecord(value: unknown): JsonRecord {
	if (!isRecord(value)) throw new TypeError(`Not an object: ${JSON.stringify(value)}`);
	return value;
}

export function asArray(value: unknown): unknown[] {
	if (!Array.isArray(value)) throw new TypeError(`Not a list: ${JSON.stringify(value)}`);
	return value;
}

export function asString(value: unknown): string {
	if (typeof value !== 'string' && typeof value !== 'number') {
		throw new TypeError(`Not a text: ${JSON.stringify(value)}`);
	}
	return String(value);
}
