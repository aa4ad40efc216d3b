import { NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

/** Runs a search for the editor; its errors reach the editor as n8n errors, with their remedy. */
export async function listSearch(
	context: ILoadOptionsFunctions,
	search: () => Promise<INodeListSearchResult>,
): Promise<INodeListSearchResult> {
	try {
		return await search();
	} catch (error) {
		throw new NodeOperationError(context.getNode(), error instanceof Error ? error : String(error));
	}
}
