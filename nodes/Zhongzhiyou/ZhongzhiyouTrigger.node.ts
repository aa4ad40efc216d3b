import { NodeOperationError } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { testCredential } from './api/credentialTest.ts';
import { OUTPUTS } from './events/catalog.ts';
import { webhookFields } from './host.ts';
import { loadProducts } from './listSearch/products.ts';
import { readCredential } from './trigger/kept/credentialCache.ts';
import { registry } from './trigger/kept/registry.ts';
import { EVENTS, readChosenProducts, triggerProperties } from './trigger/parameters.ts';
import { quotedIds } from './trigger/productIds.ts';
import { receive } from './trigger/receive.ts';
import { route } from './trigger/route.ts';

/** Evaluated by the editor only: nothing at run time needs it, so it costs no callback anything. */
const OUTPUTS_EXPRESSION: `={{${string}}}` = `={{ $parameter["outputMode"] === "byKind"
	? [${OUTPUTS.map((output) => `"${output}"`).join(', ')}].map((displayName) => ({ type: "main", displayName }))
	: ["main"] }}`;

const SET_UP_BY_N8N: readonly WorkflowActivateMode[] = ['init', 'leadershipChange'];

export class ZhongzhiyouTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zhongzhiyou Trigger',
		name: 'zhongzhiyouTrigger',
		icon: {
			light: 'file:../../icons/zhongzhiyou.svg',
			dark: 'file:../../icons/zhongzhiyou.dark.svg',
		},
		group: ['trigger'],
		version: 1.1,
		subtitle:
			'={{ $parameter["events"].includes("*") ? "all events" : $parameter["events"].join(", ") }}',
		description:
			'Starts a workflow when ZhongZhiYou reports tickets issued, redeemed or refunded, or a product changed',
		defaults: { name: 'Zhongzhiyou Trigger' },
		inputs: [],
		outputs: OUTPUTS_EXPRESSION,
		credentials: [{ name: 'zhongzhiyouApi', required: true, testedBy: 'zhongzhiyouApiTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				// Read without n8n's expression engine where n8n can, which costs each callback 50 ms.
				...webhookFields({
					responseMode: {
						template: '={{ $parameter["responseMode"] || "onReceived" }}',
						resolve: ({ responseMode }) => responseMode || 'onReceived',
					},
					// Empty, or n8n answers at once with the text "firstEntryJson" instead of our
					// acknowledgement; at the end without data, in whose place we acknowledge.
					responseData: {
						template: '={{ $parameter["responseMode"] === "lastNode" ? "noData" : "" }}',
						resolve: ({ responseMode }) => (responseMode === 'lastNode' ? 'noData' : ''),
					},
				}),
			},
		],
		builderHint: {
			searchHint:
				"One workflow takes every kind of callback: the vendor registers its production URL by hand. Set 'Outputs' to 'One per Event Kind' to branch. Where no callback may be lost, set 'Answer' to 'When Last Node Finishes' and make the workflow repeatable by eventId.",
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-zhongzhiyou.zhongzhiyou',
					relationHint: 'Places, pays and refunds the orders that callbacks report',
				},
			],
		},
		eventTriggerDescription: 'Waiting for a callback to the Test URL',
		activationMessage:
			'ZhongZhiYou’s callbacks to the Production URL now start this workflow. They register the URL by hand.',
		triggerPanel: {
			header: 'Receive callbacks from ZhongZhiYou',
			executionsHelp: {
				inactive:
					"<b>To try it</b>, click “Test this trigger”, then send a signed callback to the Test URL with the credential’s 'Partner ID' and 'Sign Key': <code>npx zhongzhiyou-sandbox send order.issued --url &lt;Test URL&gt; --partner &lt;partner&gt; --key &lt;key&gt;</code> <br /><br /><b>To go live</b>, publish the workflow and give ZhongZhiYou the Production URL. Executions then show in the executions list.",
				active:
					"<b>To try it</b>, click “Test this trigger”, then send a signed callback to the Test URL with the credential’s 'Partner ID' and 'Sign Key': <code>npx zhongzhiyou-sandbox send order.issued --url &lt;Test URL&gt; --partner &lt;partner&gt; --key &lt;key&gt;</code> <br /><br /><b>The workflow is published</b>: callbacks to the Production URL start it. Executions show in the <a data-key=\"executions\">executions list</a>.",
			},
			activationHint:
				'Once you have tried it, publish the workflow and give ZhongZhiYou the Production URL.',
		},
		properties: triggerProperties,
	};

	methods = {
		credentialTest: { zhongzhiyouApiTest: testCredential },
		loadOptions: {
			getProducts: loadProducts,
		},
	};

	/** The vendor registers the URL by hand, so there is nothing to create or delete upstream. */
	webhookMethods = {
		default: {
			/** Nobody can be asked whether the URL is registered: `create` is to check what it can. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/** Refuses to activate a trigger that could not accept a single callback. */
			async create(this: IHookFunctions): Promise<boolean> {
				if (EVENTS.read(this.getNodeParameter(EVENTS.field.name)).length === 0) {
					throw new NodeOperationError(this.getNode(), 'No event is selected', {
						description: "Choose at least one under 'Trigger On', or 'All Events'.",
					});
				}
				// What n8n sets up by itself, after a restart, must not stay down for a filter's sake.
				if (!SET_UP_BY_N8N.includes(this.getActivationMode())) {
					const products = readChosenProducts(this);
					if (products.unreadable.length > 0) {
						throw new NodeOperationError(
							this.getNode(),
							`Product Names or IDs holds what is no ID: ${quotedIds(products)}`,
							{
								description:
									'Choose products from the list, or check that the expression finds their IDs. Leave it empty for all products.',
							},
						);
					}
				}
				try {
					await readCredential(this);
				} catch (error) {
					throw new NodeOperationError(
						this.getNode(),
						`Callbacks cannot be checked: ${error instanceof Error ? error.message : String(error)}`,
						{
							description:
								"Choose or correct the credential: without its 'Sign Key' nothing is accepted.",
						},
					);
				}
				return true;
			},
			/** What was accepted is not forgotten: saving a workflow also comes through here. */
			async delete(this: IHookFunctions): Promise<boolean> {
				registry.release(this);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}
}
