import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { nodeError } from '../api/nodeError.ts';

/** Looks something up for the editor; its failures reach the editor as n8n errors, with the remedy. */
export async function forEditor<Result>(
	context: ILoadOptionsFunctions,
	lookUp: () => Promise<Result>,
): Promise<Result> {
	try {
		return await lookUp();
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}
