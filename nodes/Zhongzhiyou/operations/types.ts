import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Client } from '../api/request';
import type { ApiRequest, ApiResponse } from '../api/types';
import type { ItemInput } from './input';

interface OperationDescription {
	/** The operation as n8n lists it. */
	option: INodePropertyOptions & { value: string; action: string; description: string };
	/** Its own parameters; which resource and operation they belong to is stamped by the table. */
	fields: INodeProperties[];
	/** True when it changes something upstream, so that what was done is reported with a failure. */
	writes: boolean;
}

/** An operation of one call: what to send for an item, and which items come of the answer. */
export interface RequestOperation extends OperationDescription {
	/** @throws InputError naming the parameter; nothing is sent then */
	request(input: ItemInput): ApiRequest;
	output(response: ApiResponse, input: ItemInput): IDataObject[];
}

/** An operation of several calls. */
export interface ExecuteOperation extends OperationDescription {
	execute(input: ItemInput, client: Client): Promise<IDataObject[]>;
}

export type Operation = RequestOperation | ExecuteOperation;

export interface Resource {
	option: INodePropertyOptions & { value: string; description: string };
	operations: Operation[];
	/** The operation chosen when the resource is picked. */
	defaultOperation: string;
}
