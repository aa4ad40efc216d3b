'use strict';

const { NodeConnectionTypes } = require('n8n-workflow');

/** Nothing but a node with a credential: what n8n asks its database because of it, and no more. */
class BenchCredentialHolder {
	description = {
		displayName: 'Bench Credential Holder',
		name: 'benchCredentialHolder',
		group: ['transform'],
		version: 1,
		description: 'Passes on what arrives',
		defaults: { name: 'Bench Credential Holder' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'zhongzhiyouApi', required: true }],
		properties: [],
	};

	async execute() {
		return [this.getInputData()];
	}
}

module.exports = { BenchCredentialHolder };
