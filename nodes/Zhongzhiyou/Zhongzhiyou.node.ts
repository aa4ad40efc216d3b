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
