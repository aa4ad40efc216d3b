import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { eventNameOf, OUTPUTS, outputOf } from '../events/catalog.ts';
import { addChangedProducts } from './changedProduct.ts';
import { readRouting } from './parameters.ts';

/**
 * The trigger's part in the execution, after the callback is answered: fetches what changed, and
 * leads each event to its output. `webhook()` always hands over one list, because n8n drops an
 * event whose first output is empty in workflows of the old execution order.
 */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { fetchProduct, priceDays, byKind } = readRouting(context);
	const received = context.getInputData();
	const items = fetchProduct ? await addChangedProducts(context, received, priceDays) : received;
	if (!byKind) return [items];
	return OUTPUTS.map((output) =>
		items.filter(({ json }) => outputOf(eventNameOf(json.event)) === output),
	);
}
