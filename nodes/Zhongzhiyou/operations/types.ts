import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Client, ReadClient } from '../api/request.ts';
import type { ApiRequest, ApiResponse } from '../api/types.ts';
import type { Identity } from './identity.ts';
import type { ItemInput } from './input.ts';

interface OperationDescription {
	/** The operation as n8n lists it. */
	option: INodePropertyOptions & { value: string; action: string; description: string };
	/** Its own parameters; which resource and operation they belong to is stamped by the table. */
	fields: INodeProperties[];
}

/** An operation that changes nothing upstream: its requests may be repeated. */
interface Reading {
	writes: false;
}

/**
 * An operation that changes something upstream: its requests are not repeated once they left, and
 * what was done is reported with a failure.
 */
interface Writing {
	writes: {
		/** The member of an output item that names what was done, such as OrderId. */
		namedBy: string;
	};
}

/** An operation of one call: what to send for an item, and which items come of the answer. */
interface OneCall extends OperationDescription {
	/** @throws InputError naming the parameter; nothing is sent then */
	request(input: ItemInput): Omit<ApiRequest, 'writes'>;
	/** @param identity the numbers that were sent */
	output(response: ApiResponse, input: ItemInput, identity: Identity): IDataObject[];
}

export type RequestOperation = OneCall & (Reading | Writing);

/** Something that an operation of several calls has carried out for an item. */
export interface Step {
	/** In words that go on after "Already carried out and not undone:", such as "order 123 created". */
	words: string;
	/** What it gave, for a workflow to go on with. */
	result: IDataObject;
}

/** Several calls; the door that a reading operation gets lets nothing through that writes. */
interface ReadingCalls extends OperationDescription, Reading {
	readonly execute: (input: ItemInput, client: ReadClient) => Promise<IDataObject[]>;
}

interface WritingCalls extends OperationDescription, Writing {
	/** @param carriedOut to be told of each step that is done, in case that a later one fails */
	readonly execute: (
		input: ItemInput,
		client: Client,
		carriedOut: (step: Step) => void,
	) => Promise<IDataObject[]>;
}

export type ExecuteOperation = ReadingCalls | WritingCalls;

export type Operation = RequestOperation | ExecuteOperation;

export interface Resource {
	option: INodePropertyOptions & { value: string; description: string };
	operations: Operation[];
	/** The operation chosen when the resource is picked. */
	defaultOperation: string;
}
