import { isOn, parameter } from '../../fields/parameter.ts';
import { productOutput } from '../../fields/productOutput.ts';
import { fetchProducts } from '../../products/lookup.ts';
import { integerFrom } from '../../values/numbers.ts';
import type { ExecuteOperation } from '../types.ts';

const returnAll = parameter(
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	isOn,
);

const limit = parameter(
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
	integerFrom(1),
);

const output = productOutput(true);

/** Fetches the authorised products (API 1.1.1). */
export const getMany: ExecuteOperation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many products',
		description: 'Retrieve a list of the products that you are authorised to sell',
	},
	writes: false,
	fields: [returnAll.field, limit.field, ...output.fields],
	async execute(input, client) {
		const most = returnAll.read(input) ? Number.POSITIVE_INFINITY : limit.read(input);
		const products = await fetchProducts(client, most);
		return products.map(output.read(input));
	},
};
