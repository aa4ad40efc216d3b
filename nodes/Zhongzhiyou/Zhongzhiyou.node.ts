import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { testCredential } from './api/credentialTest.ts';
import { searchProducts } from './listSearch/products.ts';
import { searchSessions } from './listSearch/sessions.ts';
import { findOperation, properties } from './operations/index.ts';
import { runOperation } from './operations/run.ts';

export class Zhongzhiyou implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zhongzhiyou',
		name: 'zhongzhiyou',
		icon: {
			light: 'file:../../icons/zhongzhiyou.svg',
			dark: 'file:../../icons/zhongzhiyou.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Sell scenic-spot tickets through ZhongZhiYou: products, orders, refunds, QR codes',
		defaults: { name: 'Zhongzhiyou' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				"To sell tickets: order 'Create', then 'Pay', then 'Get QR Codes' once issued. Paid is not issued: branch on the field status of 'Pay', and let the trigger wait for its event order.issued. Give the shop's own order number as 'Origin Order ID'. For many orders set 'Order From' to 'JSON' or 'Map Automatically'.",
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-zhongzhiyou.zhongzhiyouTrigger',
					relationHint: 'Tells when tickets are issued, redeemed or refunded, or a product changed',
				},
			],
		},
		hints: [
			{
				message:
					"Paid is not issued: branch on 'status'. Codes that are not there yet come with the event order.issued of the Zhongzhiyou Trigger.",
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'afterExecution',
				displayCondition:
					'={{ $parameter["resource"] === "order" && $parameter["operation"] === "pay" }}',
			},
		],
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'zhongzhiyouApi', required: true, testedBy: 'zhongzhiyouApiTest' }],
		properties,
	};

	methods = {
		credentialTest: { zhongzhiyouApiTest: testCredential },
		listSearch: { searchProducts, searchSessions },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0, '');
		const operation = this.getNodeParameter('operation', 0, '');
		const found = findOperation(resource, operation);
		if (found === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`There is no operation "${String(operation)}" for "${String(resource)}"`,
				{ description: "Choose 'Resource' and 'Operation' again." },
			);
		}
		return [await runOperation(this, found)];
	}
}
