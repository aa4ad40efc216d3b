import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Credential } from '../api/types';
import type { Parameters } from './parameters';

/** What an operation may read of one item: its parameters, its data, and who is ordering. */
export class ItemInput {
	readonly itemIndex: number;

	readonly credential: Credential;

	/** A parameter's value for this item, expressions evaluated; of a resource locator, its value. */
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

	/** The members of a collection or fixed collection parameter. */
	collection(name: string): Record<string, unknown> {
		const value = this.parameter(name);
		return typeof value === 'object' && value !== null ? { ...value } : {};
	}

	/** The input item's own data, as it came from the node before. */
	get json(): IDataObject {
		return this.context.getInputData()[this.itemIndex].json;
	}

	/**
	 * A number that is unique for this item in all executions of all workflows, and the same again
	 * when n8n retries the node; what the Origin Order ID and Refund ID default to. About 40
	 * characters: a longer one might be cut off upstream, and its end is what tells items apart.
	 */
	get stableId(): string {
		return [
			this.context.getWorkflow().id,
			createHash('sha256').update(this.context.getNode().id).digest('hex').slice(0, 12),
			this.context.getExecutionId(),
			String(this.context.getWorkflowDataProxy(this.itemIndex).$runIndex),
			this.itemIndex,
		].join('-');
	}
}

/** The same as `stableId`, as the expression that stands in the fields by default. */
export const STABLE_ID_EXPRESSION =
	"={{ [$workflow.id, $nodeId.hash('sha256').slice(0, 12), $execution.id, $runIndex, $itemIndex].join('-') }}";
