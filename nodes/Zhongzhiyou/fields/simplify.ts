import type { INodeProperties } from 'n8n-workflow';

import { isOn, parameter, type Parameter } from './parameter.ts';

const FIELD: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: false,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Whether products are reduced to their main fields (products/simplify.ts). */
export function simplifyBy(byDefault: boolean): Parameter<boolean> {
	return parameter({ ...FIELD, default: byDefault }, isOn);
}
