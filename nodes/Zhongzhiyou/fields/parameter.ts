import type { INodeProperties } from 'n8n-workflow';

import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import type { Reader } from '../values/text.ts';

/** Where parameters are read: an item of an execution, or the node as the editor has it now. */
export interface ParameterSource {
	/** A parameter's value, expressions evaluated; of a resource locator, its value. */
	readonly parameter: (name: string) => unknown;
	/**
	 * Whether an expression stands at this place, so that the value is not left out. Not so in the
	 * editor, nor where a model gives the values and leaves out what it does not know.
	 */
	readonly seeks?: (...path: string[]) => boolean;
	/** The same where it found this instead of a value, and does not say itself that it may. */
	readonly loses?: (found: undefined | null, ...path: string[]) => boolean;
}

/** A value that is not there: undefined and null are what expressions find instead of one. */
export function isMissing(value: unknown): value is undefined | null {
	return value === undefined || value === null;
}

/** @throws InputError where an expression was to find a value, and found none */
export function refuseMissing(
	source: ParameterSource,
	found: undefined | null,
	label: string,
	...path: string[]
): void {
	if (source.loses?.(found, ...path) !== true) return;
	throw new InputError(
		label,
		'is empty: its expression found no value',
		'Check the expression, or take the field out.',
	);
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
 * one is as good as none, unless an expression was to find it.
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
			if (isMissing(value)) {
				refuseMissing(source, value, field.displayName, collection, field.name);
			}
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
