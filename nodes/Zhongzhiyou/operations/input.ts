import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Credential } from '../api/types.ts';
import type { NumberSource } from '../fields/ownNumber.ts';
import { automaticNumber, type Unnumbered } from '../orders/automaticNumber.ts';
import type { Parameters } from './parameters.ts';
import type { PassedOver } from './passedOver.ts';
import type { Place } from './place.ts';

/** What an operation may read of one item: its parameters, its data, and who is ordering. */
export class ItemInput implements NumberSource {
	readonly itemIndex: number;

	readonly credential: Credential;

	readonly parameter: (name: string) => unknown;

	/** Where fields of the item that were not taken are to be noted. */
	readonly passedOver: PassedOver;

	private readonly context: IExecuteFunctions;

	private readonly place: Place;

	constructor(
		context: IExecuteFunctions,
		parameters: Parameters,
		place: Place,
		itemIndex: number,
		credential: Credential,
		passedOver: PassedOver,
	) {
		this.context = context;
		this.place = place;
		this.itemIndex = itemIndex;
		this.credential = credential;
		this.passedOver = passedOver;
		this.parameter = parameters.of(itemIndex);
	}

	/** The input item's own data, as it came from the node before. */
	get json(): IDataObject {
		return this.context.getInputData()[this.itemIndex].json;
	}

	get isTool(): boolean {
		return this.place.isTool;
	}

	isExpression(name: string): boolean {
		const raw = this.context.getNode().parameters[name];
		return typeof raw === 'string' && raw.startsWith('=') && raw.slice(1).trim() !== '';
	}

	/** The number of an order or refund that was given none (orders/automaticNumber.ts). */
	automaticNumber(request: Unnumbered): string {
		const { json, itemIndex } = this;
		const { workflowId, nodeId, isTool, runIndex } = this.place;
		return automaticNumber({ workflowId, nodeId, isTool, runIndex, itemIndex, json }, request);
	}
}
