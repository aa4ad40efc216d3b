import type { INodeProperties, NodeParameterValue } from 'n8n-workflow';

/** Shows fields only while other parameters have these values, on top of their own conditions. */
export function showWhen(
	conditions: Record<string, NodeParameterValue[]>,
	fields: INodeProperties[],
): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { ...field.displayOptions?.show, ...conditions },
		},
	}));
}
