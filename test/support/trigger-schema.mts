// JSON schemas of what nodes put out, made from what they did put out.
import { isRecord, type JsonRecord } from '../../harness/records.mts';

/** The part of JSON Schema that n8n's previews are written in. */
export interface OutputSchema {
	type?: string | string[];
	properties?: Record<string, OutputSchema>;
	items?: OutputSchema;
	version?: number;
}

function typesOf({ type }: OutputSchema): string[] {
	return type === undefined ? [] : [type].flat();
}

function mergeTypes(one: OutputSchema, other: OutputSchema): Pick<OutputSchema, 'type'> {
	const types = new Set([...typesOf(one), ...typesOf(other)]);
	// An integer is a number; and the editor shows the first of several types.
	if (types.has('number')) types.delete('integer');
	if (types.delete('null')) types.add('null');
	const list = [...types];
	return list.length === 0 ? {} : { type: list.length === 1 ? list[0] : list };
}

function merge(one: OutputSchema, other: OutputSchema): OutputSchema {
	const names = [...Object.keys(one.properties ?? {}), ...Object.keys(other.properties ?? {})];
	const properties = Object.fromEntries(
		names.map((name) => [
			name,
			merge(one.properties?.[name] ?? {}, other.properties?.[name] ?? {}),
		]),
	);
	const items = one.items || other.items ? merge(one.items ?? {}, other.items ?? {}) : undefined;
	return {
		...mergeTypes(one, other),
		...(one.properties || other.properties ? { properties } : {}),
		...(items ? { items } : {}),
	};
}

function schemaOfValue(value: unknown): OutputSchema {
	if (value === null) return { type: 'null' };
	if (Array.isArray(value)) {
		return { type: 'array', items: value.map(schemaOfValue).reduce(merge, {}) };
	}
	if (isRecord(value)) {
		const properties = Object.entries(value).map(([name, own]) => [name, schemaOfValue(own)]);
		return { type: 'object', properties: Object.fromEntries(properties) };
	}
	if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
	return { type: typeof value };
}

/** One schema that all these items conform to, with every field that any of them has. */
export function schemaOf(items: JsonRecord[]): OutputSchema {
	return { ...items.map(schemaOfValue).reduce(merge, {}), version: 1 };
}
