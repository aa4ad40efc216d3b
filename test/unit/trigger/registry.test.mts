import { Registry } from '../../../nodes/Zhongzhiyou/trigger/kept/registry.ts';
import { ZhongzhiyouTrigger } from '../../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';
import {
	credentialFor,
	Credentials,
	hookContext,
	stage,
	webhookContext,
	type WorkflowSettings,
} from '../../support/in-process.mts';
import type { RunningTrigger } from '../../support/in-process-webhook.mts';
import { ACKNOWLEDGED, restart, start, stopClock } from './triggers.mts';

const NOW = 1753756569000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ID = 'abcdefghijklmnopqrstuv';

const type = new ZhongzhiyouTrigger();

function calledAs(settings: WorkflowSettings) {
	return webhookContext(stage(type, settings), type, 'webhook');
}

const one = { workflowId: 'w1' };
const other = { workflowId: 'w2' };

function withCredential(id: string): WorkflowSettings {
	return { node: { credentials: { zhongzhiyouApi: { id, name: 'Account' } } } };
}

const saved: WorkflowSettings = { workflowId: 'w3', nodeId: 'n3', ...withCredential('3') };

/** What n8n does with a trigger when its workflow is saved: takes it down, and sets it up again. */
async function republish(trigger: RunningTrigger): Promise<void> {
	const context = hookContext(type, { ...saved, credentials: trigger.credentials });
	await type.webhookMethods.default.delete.call(context);
	await type.webhookMethods.default.create.call(context);
}

describe('what a trigger keeps', () => {
	test('is its own and stays from call to call', () => {
		const registry = new Registry();
		const kept = registry.of(calledAs(one), NOW);
		expect(registry.of(calledAs(one), NOW + MINUTE).deliveries).toBe(kept.deliveries);
		expect(registry.of(calledAs(one), NOW + MINUTE).warnings).toBe(kept.warnings);
		expect(registry.of(calledAs(other), NOW).deliveries).not.toBe(kept.deliveries);
		expect(registry.of(calledAs(other), NOW).warnings).not.toBe(kept.warnings);
	});

	test('is another for two triggers of one workflow', () => {
		const registry = new Registry();
		const kept = registry.of(calledAs({ ...one, nodeId: 'n1' }), NOW);
		expect(registry.of(calledAs({ ...one, nodeId: 'n2' }), NOW).deliveries).not.toBe(
			kept.deliveries,
		);
	});

	test('is one credential for all triggers that use it', () => {
		const registry = new Registry();
		const { credential } = registry.of(calledAs(one), NOW);
		expect(registry.of(calledAs(other), NOW).credential).toBe(credential);
		expect(registry.of(calledAs({ ...one, ...withCredential('2') }), NOW).credential).not.toBe(
			credential,
		);
	});

	test('is nothing after the end of the process', () => {
		const registry = new Registry();
		registry.of(calledAs(one), NOW);
		registry.clear();
		expect(registry.size).toEqual({ triggers: 0, credentials: 0 });
	});
});

describe('what a trigger kept goes', () => {
	/** A trigger that accepts one callback, and a call of another one later. */
	function sizeAfter(later: number, window: number) {
		const registry = new Registry();
		const claim = registry.of(calledAs(one), NOW).deliveries.claim(ID, NOW, window);
		if (claim.kind !== 'fresh') throw new Error(claim.kind);
		claim.settle('accepted');
		registry.of(calledAs({ ...other, ...withCredential('2') }), NOW + later);
		return registry.size.triggers;
	}

	test('once nothing that it accepted counts any more', () => {
		expect(sizeAfter(24 * HOUR, 24 * HOUR)).toBe(2);
		expect(sizeAfter(24 * HOUR + MINUTE, 24 * HOUR)).toBe(1);
	});

	test('never while a call could still be at work on it', () => {
		expect(sizeAfter(HOUR - 1, 1)).toBe(2);
		expect(sizeAfter(HOUR, 1)).toBe(1);
	});

	test('its credential, after the time for which it is used', async () => {
		const registry = new Registry();
		const context = calledAs({
			...one,
			credentials: new Credentials(credentialFor('http://127.0.0.1:9')),
		});
		await registry.of(context, NOW).credential.current(context, NOW);
		registry.of(calledAs({ ...other, ...withCredential('2') }), NOW + MINUTE);
		expect(registry.size.credentials).toBe(1);
	});
});

describe('a trigger whose workflow is saved', () => {
	beforeEach(() => restart());

	test.each(['onReceived', 'lastNode'])(
		'still knows what it accepted, answering %s',
		async (responseMode) => {
			const trigger = await start({
				...saved,
				parameters: { responseMode },
				answer:
					responseMode === 'lastNode' ? async () => ({ status: 200, body: undefined }) : undefined,
			});
			await trigger.send('order.issued');
			await republish(trigger);
			expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
			expect(trigger.attempts).toBe(1);
		},
	);

	test('reads its credential anew', async () => {
		stopClock();
		const trigger = await start(saved);
		await trigger.send('order.issued');
		await republish(trigger);
		const before = trigger.credentials.decrypted;
		await trigger.send('order.redeemed');
		expect(trigger.credentials.decrypted).toBe(before + 1);
	});

	test('says again why it refuses', async () => {
		stopClock();
		const trigger = await start(saved);
		await trigger.send('order.issued', { bad: 'wrong-scheme' });
		await republish(trigger);
		await trigger.send('order.issued', { bad: 'wrong-scheme' });
		expect(trigger.log).toHaveLength(2);
	});
});

test('a trigger that has received nothing can be removed', async () => {
	restart();
	await expect(type.webhookMethods.default.delete.call(hookContext(type))).resolves.toBe(true);
});
