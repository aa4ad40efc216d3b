import type { INodeProperties } from 'n8n-workflow';

import { showWhen } from '../fields/display.ts';
import { optionsField } from './options.ts';
import { order } from './order/index.ts';
import { product } from './product/index.ts';
import type { Operation, Resource } from './types.ts';

/** The table of operations: adding one is adding a file and a line in its resource's `all.ts`. */
const RESOURCES: Resource[] = [order, product];

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: RESOURCES.map((resource) => resource.option),
	default: 'order',
};

function operationField({ option, operations, defaultOperation }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [option.value] } },
		options: operations.map((operation) => operation.option),
		default: defaultOperation,
	};
}

/** Every parameter of the node, each shown for its own resource and operation only. */
export const properties: INodeProperties[] = [
	resourceField,
	...RESOURCES.map(operationField),
	...RESOURCES.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			showWhen(
				{ resource: [resource.option.value], operation: [operation.option.value] },
				operation.fields,
			),
		),
	),
	optionsField,
];

/** Finds an operation by the values of the two parameters that choose it. */
export function findOperation(resource: unknown, operation: unknown): Operation | undefined {
	return RESOURCES.find(({ option }) => option.value === resource)?.operations.find(
		({ option }) => option.value === operation,
	);
}
