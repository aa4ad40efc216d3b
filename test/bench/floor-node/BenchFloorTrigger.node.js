'use strict';

const { NodeConnectionTypes } = require('n8n-workflow');

/** The floor: starts an execution and answers as ours does, with no credential, check or memory. */
class BenchFloorTrigger {
	description = {
		displayName: 'Bench Floor Trigger',
		name: 'benchFloorTrigger',
		group: ['trigger'],
		version: 1.1,
		description: 'Starts an execution with whatever arrives',
		defaults: { name: 'Bench Floor Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseMode: 'onReceived',
				responseData: '',
			},
		],
		properties: [],
	};

	async webhook() {
		return {
			webhookResponse: { Code: 1000, IsSuccess: true, LogId: '', Message: '收到通知' },
			workflowData: [[{ json: this.getBodyData() }]],
		};
	}
}

module.exports = { BenchFloorTrigger };
