import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_RETRIES, DEFAULT_TIMEOUT } from '../api/request';
import { showWhen } from './fields/display';
import { order } from './order';
import { product } from './product';
import { DEFAULT_CONCURRENCY } from './run';
import type { Operation, Resource } from './types';

/** The table of operations: adding one is adding a file and a line in its resource's index. */
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

const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
			default: DEFAULT_CONCURRENCY,
			description: 'How many items are worked on at the same time, at the most',
		},
		{
			displayName: 'Repeats',
			name: 'retries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 0 },
			default: DEFAULT_RETRIES,
			description:
				'How often a call that failed in passing is repeated. Orders, payments, refunds and cancellations are repeated only when the request never left this machine.',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: DEFAULT_TIMEOUT,
			description: 'How long to wait for an answer, in milliseconds',
		},
	],
};

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
