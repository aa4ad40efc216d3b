import type { WorkflowDefinition } from '../../harness/n8n/workflow-definition.mts';
import type { JsonRecord } from '../../harness/records.mts';
import { chain, node, target, type NodeDefinition } from '../support/workflow.mts';
import { withCredential, type Stage } from './stage.mts';

const ACKNOWLEDGEMENT = '{"Code":1000,"IsSuccess":true,"LogId":"","Message":"收到通知"}';
const REFUSAL = '{"Code":401,"IsSuccess":false,"LogId":"","Message":"Unauthorized"}';

function done(): NodeDefinition {
	return node('Done', 'n8n-nodes-base.noOp');
}

function trigger(type: string, parameters: JsonRecord): NodeDefinition {
	const webhookId = crypto.randomUUID();
	return node('Trigger', type, parameters, { typeVersion: 1.1, webhookId });
}

function webhook(path: string, parameters: JsonRecord): NodeDefinition {
	return node(
		'Webhook',
		'n8n-nodes-base.webhook',
		{ httpMethod: 'POST', path, options: {}, ...parameters },
		{ typeVersion: 2.1, webhookId: crypto.randomUUID() },
	);
}

function respond(name: string, responseBody: string, responseCode: number): NodeDefinition {
	return node(
		name,
		'n8n-nodes-base.respondToWebhook',
		{ respondWith: 'json', responseBody, options: { responseCode } },
		{ typeVersion: 1.5 },
	);
}

/** Webhook → Crypto → If → Respond to Webhook → NoOp: what a user would build without us. */
function handmade(stage: Stage): WorkflowDefinition {
	const path = 'bench-handmade';
	const { partnerId } = stage.sandbox;
	const receive = webhook(path, { responseMode: 'responseNode' });
	const sign = node(
		'Sign',
		'n8n-nodes-base.crypto',
		{
			action: 'hmac',
			type: 'SHA1',
			value: `={{ '${partnerId}' + $json.headers.timestamp + '/webhook/${path}' }}`,
			dataPropertyName: 'sign',
			encoding: 'base64',
		},
		{ typeVersion: 2 },
	);
	const check = node(
		'Check',
		'n8n-nodes-base.if',
		{
			conditions: {
				combinator: 'and',
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions: [
					{
						id: 'signature',
						leftValue: '={{ $json.headers.authorization }}',
						rightValue: `={{ 'Bearer ZZY-OPENAPI:${partnerId}:' + $json.sign }}`,
						operator: { type: 'string', operation: 'equals' },
					},
				],
			},
			options: {},
		},
		{ typeVersion: 2.2 },
	);
	const accept = respond('Accept', ACKNOWLEDGEMENT, 200);
	const refuse = respond('Refuse', REFUSAL, 401);
	const end = done();
	const flow = chain(receive, withCredential(stage, 'crypto', sign), check, accept, end);
	return {
		...flow,
		nodes: [...flow.nodes, refuse],
		connections: {
			...flow.connections,
			[check.name]: { main: [[target(accept.name)], [target(refuse.name)]] },
		},
	};
}

/**
 * The same workflow with a node that has a credential, which never runs: n8n then asks its database
 * twice for each execution whether the workflow may use it, as it does for ours.
 */
function besideCredential(stage: Stage, flow: WorkflowDefinition): WorkflowDefinition {
	const aside = node('Aside', 'CUSTOM.benchCredentialHolder', {});
	return { ...flow, nodes: [...flow.nodes, withCredential(stage, 'zhongzhiyouApi', aside)] };
}

/** The workflows that receive callbacks, by the contestants' names. */
export const RECEIVERS = {
	ours: (stage: Stage): WorkflowDefinition => {
		const parameters = {
			events: ['*'],
			outputMode: 'single',
			responseMode: 'onReceived',
			options: {},
		};
		const own = trigger('n8n-nodes-zhongzhiyou.zhongzhiyouTrigger', parameters);
		return chain(withCredential(stage, 'zhongzhiyouApi', own), done());
	},
	/** The least that any community trigger costs. */
	floor: (): WorkflowDefinition => chain(trigger('CUSTOM.benchFloorTrigger', {}), done()),
	/** The least that any community trigger of a workflow with a credential costs. */
	floorBesideCredential: (stage: Stage): WorkflowDefinition =>
		besideCredential(stage, chain(trigger('CUSTOM.benchFloorTrigger', {}), done())),
	handmade,
	/** n8n's own Webhook node, which verifies nothing here. */
	builtin: (): WorkflowDefinition => {
		const options = { responseData: ACKNOWLEDGEMENT };
		return chain(webhook('bench-builtin', { responseMode: 'onReceived', options }), done());
	},
	builtinBesideCredential: (stage: Stage): WorkflowDefinition => {
		const options = { responseData: ACKNOWLEDGEMENT };
		const path = 'bench-builtin-beside-credential';
		const flow = chain(webhook(path, { responseMode: 'onReceived', options }), done());
		return besideCredential(stage, flow);
	},
} as const;

export type Receiver = keyof typeof RECEIVERS;

/** What a callback with a wrong signature must be answered with. */
export const FORGED_STATUS: Record<Receiver, number> = {
	ours: 401,
	floor: 200,
	floorBesideCredential: 200,
	handmade: 401,
	builtin: 200,
	builtinBesideCredential: 200,
};
