import type { INodeProperties } from 'n8n-workflow';

import { DATA_NAMES } from '../api/names.ts';
import type { JsonObject } from '../api/types.ts';
import { PRODUCT_ID, selectFields, simplifyProduct } from '../products/simplify.ts';
import { isOn, parameter, type ParameterSource } from './parameter.ts';

const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: false,
	displayOptions: { show: { '@tool': [false] } },
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const BETWEEN_NAMES = /[\s,;]+/;

/** Names chosen from the list, or given by an expression: a list, or text with commas between. */
function readNames(value: unknown): string[] {
	const names: unknown[] = Array.isArray(value) ? value : [value];
	return names
		.filter((name) => typeof name === 'string')
		.flatMap((name) => name.split(BETWEEN_NAMES))
		.filter((name) => name !== '');
}

/** What a model is given of a product: its context is short, and too many fields confuse it. */
const output = parameter(
	{
		displayName: 'Output',
		name: 'productOutput',
		type: 'options',
		options: [
			{ name: 'Simplified', value: 'simplified', description: 'The main fields, ten at the most' },
			{ name: 'Raw', value: 'raw', description: 'Every field' },
			{
				name: 'Selected Fields',
				value: 'selected',
				description: 'The product ID and the fields that you choose',
			},
		],
		default: 'simplified',
		displayOptions: { show: { '@tool': [true] } },
		description: 'Which fields of a product are given to the model',
	},
	(value) => value,
);

const fields = parameter(
	{
		displayName: 'Fields',
		name: 'productFields',
		type: 'multiOptions',
		options: Object.keys(DATA_NAMES.products.Products)
			.filter((name) => name !== PRODUCT_ID)
			.sort()
			.map((name) => ({ name, value: name })),
		default: [],
		displayOptions: { show: { '@tool': [true], productOutput: ['selected'] } },
		description: 'Fields to add to the output, by their names in the API',
	},
	readNames,
);

interface ProductOutputSource extends ParameterSource {
	readonly isTool: boolean;
}

/** How much of a product is given out: a switch, and a choice of fields for a model. */
interface ProductOutput {
	readonly fields: INodeProperties[];
	/** Gives what turns a product into an output item. */
	read(source: ProductOutputSource): (product: JsonObject) => JsonObject;
}

/** @param byDefault whether products are simplified unless the switch says otherwise */
export function productOutput(byDefault: boolean): ProductOutput {
	const simplify = parameter({ ...simplifyField, default: byDefault }, isOn);
	return {
		fields: [simplify.field, output.field, fields.field],
		read(source) {
			const byModel = source.isTool ? output.read(source) : undefined;
			if (byModel === 'selected') {
				const names = fields.read(source);
				return (product) => selectFields(product, names);
			}
			// n8n has no value of a parameter that it does not show.
			const isSimple = source.isTool ? byModel !== 'raw' : simplify.read(source);
			return isSimple ? simplifyProduct : (product) => product;
		},
	};
}
