import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Credential } from '../api/types.ts';
import type { ParameterSource } from '../fields/parameter.ts';
import { stableId } from '../orders/stableId.ts';
import type { Parameters } from './parameters.ts';

/** What an operation may read of one item: its parameters, its data, and who is ordering. */
export class ItemInput implements ParameterSource {
	readonly itemIndex: number;

	readonly credential: Credential;

	readonly parameter: (name: string) => unknown;

	private readonly context: IExecuteFunctions;

	constructor(
		context: IExecuteFunctions,
		parameters: Parameters,
		itemIndex: number,
		credential: Credential,
	) {
		this.context = context;
		this.itemIndex = itemIndex;
		this.credential = credential;
		this.parameter = parameters.of(itemIndex);
	}

	/** The input item's own data, as it came from the node before. */
	get json(): IDataObject {
		return this.context.getInputData()[this.itemIndex].json;
	}

	/** What the number of an order or refund defaults to (orders/stableId.ts). */
	get stableId(): string {
		return stableId(this.context, this.itemIndex);
	}
}
