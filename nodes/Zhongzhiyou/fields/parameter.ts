import type { INodeProperties } from 'n8n-workflow';

import { isBlank } from '../api/blank.ts';
import type { Reader } from '../values/text.ts';

/** Where parameters are read: an item of an execution, or the node as the editor has it now. */
export interface ParameterSource {
	/** A parameter's value, expressions evaluated; of a resource locator, its value. */
	readonly parameter: (name: string) => unknown;
}

/** A parameter of the node: its field in the editor, and how its value is read. */
export interface Parameter<Value> {
	readonly field: INodeProperties;
	/** @throws InputError naming the parameter as the editor does */
	read(source: ParameterSource): Value;
}

/** Declares a parameter: what it is called stands in its field, and nowhere else. */
export function parameter<Value>(field: INodeProperties, reader: Reader<Value>): Parameter<Value> {
	return {
		field,
		read: (source) => reader(source.parameter(field.name), field.displayName),
	};
}

/** The members of a collection or fixed collection; none when it was never opened. */
export function collectionOf(source: ParameterSource, name: string): Record<string, unknown> {
	const value = source.parameter(name);
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

/**
 * Declares a parameter inside a collection, to be listed among the collection's options. A blank
 * one is as good as none.
 */
export function entry<Value>(
	collection: string,
	field: INodeProperties,
	reader: Reader<Value>,
): Parameter<Value | undefined> {
	return {
		field,
		read: (source) => {
			const value = collectionOf(source, collection)[field.name];
			return isBlank(value) ? undefined : reader(value, field.displayName);
		},
	};
}

/**
 * What can be added to an operation's fields. Each has a name of its own: n8n keeps a parameter's
 * value when another operation is chosen, and would show and give it there.
 */
export function additionalFields(name: string, options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name,
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options,
	};
}

/** Reads a switch. */
export function isOn(value: unknown): boolean {
	return value === true;
}
