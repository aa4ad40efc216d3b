// What not every n8n has that this package runs on, and what takes its place where it is missing.
// Nothing else here may ask which n8n it is, or import a value that n8n-workflow 1.120 does not have.
import * as n8n from 'n8n-workflow';
import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeParameters,
	IWebhookFunctions,
	NodeExecutionHint,
	NodeParameterValueType,
} from 'n8n-workflow';

/** A field of a webhook's description that depends on the node's parameters. */
export interface WebhookField {
	/** As an expression: all that n8n-workflow before 2.36 understands. */
	template: string;
	/** The same without the expression engine, which costs a callback 50 ms. */
	resolve: (parameters: INodeParameters) => NodeParameterValueType;
}

/** Of n8n-workflow what may be missing. */
export type Offered = Partial<Pick<typeof n8n, 'webhookDescriptionFields'>>;

/**
 * Fields to spread into a webhook's description, read without the expression engine where n8n can.
 *
 * @param offered the n8n-workflow that is there
 */
export function webhookFields<Name extends string>(
	fields: Record<Name, WebhookField>,
	offered: Offered = n8n,
): { [Field in Name]?: string } {
	if (offered.webhookDescriptionFields) return offered.webhookDescriptionFields(fields);
	const templates: { [Field in Name]?: string } = {};
	for (const name in fields) templates[name] = fields[name].template;
	return templates;
}

type WebhookContext = Pick<IWebhookFunctions, 'getNodeWebhookUrl'> &
	Partial<Pick<IWebhookFunctions, 'getWebhookResourceUrl'>>;

/** The last but two segment of a path without its query: n8n's endpoint, before id and path. */
const ENDPOINT = /[^/?#]+(?=\/[^/?#]+\/[^/?#]+(?:[?#]|$))/s;

/**
 * The public URL of the webhook that was called: its Test URL while a test is listened for.
 *
 * @param reached the path at which the call reached n8n
 */
export function calledUrlOf(context: WebhookContext, reached: string): string | undefined {
	if (context.getWebhookResourceUrl) return context.getWebhookResourceUrl('default');
	const [endpoint] = ENDPOINT.exec(reached) ?? [];
	const production = context.getNodeWebhookUrl('default');
	return endpoint === undefined ? production : production?.replace(ENDPOINT, () => endpoint);
}

type RunContext = IExecuteFunctions | ILoadOptionsFunctions;

/** What tells that the execution was cancelled; the editor's look-ups have nothing of the kind. */
export function cancelSignalOf(context: RunContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** Shows a hint beside the node's output; without hints of n8n's nobody is told. */
export function addHint(context: IExecuteFunctions, hint: NodeExecutionHint): void {
	if ('addExecutionHints' in context) context.addExecutionHints(hint);
}
