import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { OrderDraft } from '../../orders/draft.ts';
import type { ItemInput } from '../input.ts';

/** A field of an operation that holds something of an order, and how it gets into the draft. */
export interface DraftField {
	readonly fields: INodeProperties[];
	addTo(draft: OrderDraft, input: ItemInput): void;
}

/** A way to give an order. */
export interface OrderWay {
	readonly option: INodePropertyOptions & { value: string; description: string };
	/**
	 * What it asks for in the editor.
	 *
	 * @param own the operation's fields, one for each of the order's values
	 */
	fields(own: readonly DraftField[]): INodeProperties[];
	/** @throws InputError when what was given is not an order at all */
	read(input: ItemInput, own: readonly DraftField[]): OrderDraft;
}
