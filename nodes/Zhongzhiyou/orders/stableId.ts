import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * A number that is unique for this item in all executions of all workflows, and the same again
 * when n8n retries the node; what the Origin Order ID and Refund ID default to. About 40
 * characters: a longer one might be cut off upstream, and its end is what tells items apart.
 */
export function stableId(context: IExecuteFunctions, itemIndex: number): string {
	return [
		context.getWorkflow().id,
		createHash('sha256').update(context.getNode().id).digest('hex').slice(0, 12),
		context.getExecutionId(),
		String(context.getWorkflowDataProxy(itemIndex).$runIndex),
		itemIndex,
	].join('-');
}

/** The same as the expression that stands in the fields by default. */
export const STABLE_ID_EXPRESSION =
	"={{ [$workflow.id, $nodeId.hash('sha256').slice(0, 12), $execution.id, $runIndex, $itemIndex].join('-') }}";
