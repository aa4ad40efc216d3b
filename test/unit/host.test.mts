import fc from 'fast-check';
import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import {
	calledUrlOf,
	cancelSignalOf,
	addHint,
	webhookFields,
	type WebhookField,
} from '../../nodes/Zhongzhiyou/host.ts';
import { ZhongzhiyouTrigger } from '../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';
import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { executeContext, stage } from '../support/in-process.mts';
import { runs } from '../support/runs.mts';

const FIELD: WebhookField = { template: '={{ 1 }}', resolve: () => '1' };

const HINT: NodeExecutionHint = { message: 'Something was passed over' };

/** A run of the action node in an n8n that lacks some of what this one has. */
function runWithout(...names: string[]): IExecuteFunctions {
	return new Proxy<IExecuteFunctions>(executeContext(new Zhongzhiyou()), {
		has: (context, name) => !names.includes(String(name)) && name in context,
	});
}

const segment = fc.stringMatching(/^[\w~!$&'()*+,;=:@%.-]{1,40}$/);

/** What n8n's engine makes of a field of the webhook, as n8n does where it has nothing better. */
function evaluated(name: string, parameters: Record<string, string>): unknown {
	const type = new ZhongzhiyouTrigger();
	const { workflow, node } = stage(type, { parameters });
	const value = type.description.webhooks?.at(0)?.[name];
	return workflow.expression.getSimpleParameterValue(node, value, 'internal', {});
}

describe('an n8n that has less', () => {
	test('gets the fields of a webhook as expressions', () => {
		const fields = webhookFields({ responseMode: FIELD }, {});
		expect(Reflect.ownKeys(fields)).toEqual(['responseMode']);
		expect(fields.responseMode).toBe('={{ 1 }}');
	});

	test.each([
		[{ responseMode: 'onReceived' }, 'onReceived', ''],
		[{ responseMode: 'lastNode' }, 'lastNode', 'noData'],
		[{ responseMode: 'responseNode' }, 'responseNode', ''],
		[{ responseMode: '' }, 'onReceived', ''],
	])('makes the same of them: %j', (parameters, responseMode, responseData) => {
		expect(evaluated('responseMode', parameters)).toBe(responseMode);
		expect(evaluated('responseData', parameters)).toBe(responseData);
	});

	test('shows no hint, and goes on', () => {
		const context = runWithout('addExecutionHints', 'getExecutionCancelSignal');
		const shown = jest.spyOn(context, 'addExecutionHints');
		addHint(context, HINT);
		expect(shown).not.toHaveBeenCalled();
		expect(cancelSignalOf(context)).toBeUndefined();
	});
});

describe('the public URL of the webhook that was called', () => {
	const production = 'https://example.com/zzy/webhook/c0ffee/webhook';

	test.each([
		['/webhook/c0ffee/webhook', production],
		['/webhook-test/c0ffee/webhook', 'https://example.com/zzy/webhook-test/c0ffee/webhook'],
		['/webhook-test/c0ffee/webhook?a=/b/c', 'https://example.com/zzy/webhook-test/c0ffee/webhook'],
		['/zzy/trial/c0ffee/webhook', 'https://example.com/zzy/trial/c0ffee/webhook'],
		['/$1$&/c0ffee/webhook', 'https://example.com/zzy/$1$&/c0ffee/webhook'],
		['/webhook-test', production],
		['', production],
	])('an older n8n: reached by %j', (reached, expected) => {
		expect(calledUrlOf({ getNodeWebhookUrl: () => production }, reached)).toBe(expected);
	});

	test('without a URL there is none', () => {
		expect(calledUrlOf({ getNodeWebhookUrl: () => undefined }, '/a/b/c')).toBeUndefined();
	});

	test('a newer n8n knows it', () => {
		const newer = { getNodeWebhookUrl: () => production, getWebhookResourceUrl: () => 'its own' };
		expect(calledUrlOf(newer, '/webhook-test/c0ffee/webhook')).toBe('its own');
	});

	test('is the same as a newer n8n knows, of a call of either kind', () => {
		fc.assert(
			fc.property(segment, fc.constantFrom('webhook', 'webhook-test'), (id, endpoint) => {
				const base = 'https://example.com/pre/fix';
				const urlOf = (name: string) => `${base}/${name}/${id}/webhook`;
				const context = { getNodeWebhookUrl: () => urlOf('webhook') };
				expect(calledUrlOf(context, `/${endpoint}/${id}/webhook`)).toBe(urlOf(endpoint));
			}),
			{ numRuns: runs(100) },
		);
	});
});

describe('an n8n that has it', () => {
	test('gets what reads the fields without its expression engine', () => {
		const fields = webhookFields({ responseMode: FIELD });
		expect(fields.responseMode).toBe('={{ 1 }}');
		expect(Object.getOwnPropertySymbols(fields)).toHaveLength(1);
	});

	test('is given the hint', () => {
		const context = runWithout();
		const shown = jest.spyOn(context, 'addExecutionHints');
		addHint(context, HINT);
		expect(shown).toHaveBeenCalledWith(HINT);
	});
});
