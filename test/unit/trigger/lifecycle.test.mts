import type { WorkflowActivateMode } from 'n8n-workflow';

import { ZhongzhiyouTrigger } from '../../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';
import {
	credentialFor,
	Credentials,
	errorOf,
	hookContext,
	nodeErrorOf,
	type WorkflowSettings,
} from '../../support/in-process.mts';

describe('activation', () => {
	const trigger = new ZhongzhiyouTrigger();
	const { checkExists, create, delete: remove } = trigger.webhookMethods.default;

	const activate = async (settings: WorkflowSettings = {}) =>
		await create.call(hookContext(trigger, settings));

	test('succeeds with a usable credential, and calls nobody', async () => {
		const credentials = new Credentials(credentialFor('http://127.0.0.1:9'));
		await expect(activate({ credentials })).resolves.toBe(true);
		expect(credentials.decrypted).toBe(1);
	});

	test.each([{ events: [] }, { events: '' }])(
		'is refused when no event is selected: %j',
		async (parameters) => {
			const error = await nodeErrorOf(activate({ parameters }));
			expect(error.message).toBe('No event is selected');
			expect(error.description).toBe("Choose at least one under 'Trigger On', or 'All Events'.");
		},
	);

	test.each([
		['undefined', '"undefined"'],
		['={{ [null, 11063] }}', 'null'],
		['=P-{{ 1 }}', '"P-1"'],
		['={{ "" + {} }}', '"[object", "Object]"'],
	])('is refused when Products holds no IDs: %s', async (products, quoted) => {
		const error = await nodeErrorOf(activate({ parameters: { options: { products } } }));
		expect(error.message).toBe(`Product Names or IDs holds what is no ID: ${quoted}`);
		expect(error.description).toMatch(/check that the expression finds their IDs/);
	});

	test.each([[['11063']], ['={{ "3, 11063" }}'], [''], [[]], ['={{ undefined }}']])(
		'succeeds with Products %j',
		async (products) => {
			await expect(activate({ parameters: { options: { products } } })).resolves.toBe(true);
		},
	);

	test.each<WorkflowActivateMode>(['init', 'leadershipChange'])(
		'by n8n itself (%s) succeeds whatever Products holds: the filter must not cost every event',
		async (mode) => {
			const settings = { parameters: { options: { products: 'undefined' } } };
			await expect(create.call(hookContext(trigger, settings, mode))).resolves.toBe(true);
		},
	);

	test.each<[string, WorkflowSettings, string]>([
		[
			'without a key',
			{ credentials: new Credentials(credentialFor('http://127.0.0.1:9', { signKey: ' ' })) },
			"Callbacks cannot be checked: 'Sign Key' is empty. Enter the signkey that ZhongZhiYou gave you.",
		],
		[
			'that is gone',
			{ credentials: new Credentials(undefined) },
			'Callbacks cannot be checked: Credential with ID "1" does not exist',
		],
		[
			'that is not chosen',
			{ hasCredential: false },
			'Callbacks cannot be checked: Node does not have any credentials set',
		],
	])('is refused with a credential %s', async (_name, settings, message) => {
		const error = await errorOf(activate(settings));
		expect(error.name).toBe('NodeOperationError');
		expect(error.message).toBe(message);
		expect(error).toMatchObject({
			description: "Choose or correct the credential: without its 'Sign Key' nothing is accepted.",
		});
	});

	test('is gone through each time, since nobody knows whether the URL is registered', async () => {
		await expect(checkExists.call(hookContext(trigger))).resolves.toBe(false);
	});

	test('ends without anything to do upstream, and forgets nothing', async () => {
		const context = hookContext(trigger, {
			staticData: { 'node:Zhongzhiyou Trigger': { accepted: 'abc:1' } },
		});
		await expect(remove.call(context)).resolves.toBe(true);
		expect(context.getWorkflowStaticData('node')).toEqual({ accepted: 'abc:1' });
	});
});
