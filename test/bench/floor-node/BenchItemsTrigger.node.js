'use strict';

const { NodeConnectionTypes } = require('n8n-workflow');

/** Starts an execution with the items posted to it, and answers when that has ended. */
class BenchItemsTrigger {
	description = {
		displayName: 'Bench Items Trigger',
		name: 'benchItemsTrigger',
		group: ['trigger'],
		version: 1.1,
		description: 'Starts an execution with the items posted to it',
		defaults: { name: 'Bench Items Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseMode: 'lastNode',
				responseData: 'noData',
			},
		],
		properties: [],
	};

	async webhook() {
		const { items } = this.getBodyData();
		return { workflowData: [items.map((json) => ({ json }))] };
	}
}

module.exports = { BenchItemsTrigger };
