import { isOn, parameter, type Parameter } from './parameter';

/** Whether products are reduced to their main fields (products/simplify.ts). */
export function simplifyBy(byDefault: boolean): Parameter<boolean> {
	return parameter(
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: byDefault,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		isOn,
	);
}
