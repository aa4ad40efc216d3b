import type { RequestOperation } from '../types';
import { validateBody } from './draft';
import { readValidateDraft, validateFields } from './orderFields';

/** Asks whether an order would be accepted, without placing it (API 1.1.3). */
export const validate: RequestOperation = {
	option: {
		name: 'Validate',
		value: 'validate',
		action: 'Validate an order',
		description: 'Check whether an order would be accepted, without placing it (下单预校验)',
	},
	writes: false,
	fields: validateFields,
	request: (input) => ({
		method: 'POST',
		path: '/order/Verify',
		body: validateBody(readValidateDraft(input), input.credential),
		writes: false,
	}),
	output: ({ message, logId }) => [{ valid: true, message, logId }],
};
