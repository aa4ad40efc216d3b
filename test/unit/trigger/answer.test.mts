import { buildCallback, sendCallback } from '../../../sandbox/callbacks/callback.mts';
import { everythingIn, PARTNER_ID, SIGN_KEY } from '../../support/in-process.mts';
import type { TriggerSettings } from '../../support/in-process-webhook.mts';
import { ACKNOWLEDGED, eventIdOf, gate, isPending, start, until } from './triggers.mts';

describe('an event', () => {
	test('with Include Raw comes as it was received, without its signature', async () => {
		const trigger = await start({ parameters: { options: { includeRaw: true } } });
		const callback = buildCallback('order.issued', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		await sendCallback(callback);
		const [item] = trigger.runs;
		expect(item.raw).toMatchObject({
			body: callback.body,
			path: new URL(trigger.url).pathname,
			headers: { partnerid: PARTNER_ID, timestamp: callback.headers.Timestamp },
		});
		expect(everythingIn(item)).not.toContain(callback.headers.Authorization.split(':')[2]);
		expect(item.raw).not.toHaveProperty('headers.authorization');
	});

	test('without Include Raw comes without it', async () => {
		const trigger = await start();
		await trigger.send('order.issued');
		expect(trigger.runs[0]).not.toHaveProperty('raw');
	});
});

describe('answered by a Respond to Webhook node', () => {
	const parameters = { responseMode: 'responseNode' };
	const good = {
		status: 200,
		body: { Code: 1000, IsSuccess: true, LogId: '', Message: '收到通知' },
	};

	test.each([
		['Code 1001', { status: 200, body: { ...good.body, Code: 1001 } }],
		['IsSuccess false', { status: 200, body: { ...good.body, IsSuccess: false } }],
		['HTTP 500', { ...good, status: 500 }],
		['nothing', { status: 200, body: undefined }],
		['n8n’s own words', { status: 200, body: { message: 'Workflow executed successfully' } }],
	])('with %s, the repeat runs again', async (_name, refusing) => {
		const trigger = await start({
			parameters,
			answer: async (_item, attempt) => (attempt === 1 ? refusing : good),
		});
		expect(await trigger.send('order.issued')).toMatchObject({ acknowledged: false });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(2);
	});

	test('the repeat runs again when the workflow fails', async () => {
		const trigger = await start({
			parameters,
			answer: async (_item, attempt) => {
				if (attempt === 1) throw new Error('Error in workflow');
				return good;
			},
		});
		expect(await trigger.send('order.issued')).toMatchObject({ status: 500 });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(2);
	});

	test('nothing is written to the static data, so that a restart loses no callback', async () => {
		const trigger = await start({ parameters, answer: async () => ({ ...good, status: 500 }) });
		await trigger.send('order.issued');
		expect(JSON.stringify(trigger.stored)).not.toContain('accepted');
		const immediate = await start();
		await immediate.send('order.issued');
		expect(JSON.stringify(immediate.stored)).toMatch(
			new RegExp(`"accepted":"\\w+,${String(eventIdOf(immediate)).slice(0, 12)}0\\.[\\w-]{6}"`),
		);
	});

	test('copies wait for the workflow’s answer', async () => {
		const workflow = gate();
		const trigger = await start({
			parameters,
			answer: async () => {
				await workflow.promise;
				return good;
			},
		});
		const first = trigger.send('order.issued');
		await until(() => trigger.attempts === 1);
		const copy = trigger.send('order.issued');
		expect(await isPending(copy)).toBe(true);
		workflow.open();
		expect(await first).toMatchObject(ACKNOWLEDGED);
		expect(await copy).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(1);
	});
});

describe('answered when the last node finishes', () => {
	const parameters = { responseMode: 'lastNode' };
	const succeeded = { status: 200, body: undefined };

	test('acknowledges with the event’s id, whatever the workflow put out', async () => {
		const trigger = await start({ parameters, answer: async () => succeeded });
		const answer = await trigger.send('order.issued');
		expect(answer).toMatchObject(ACKNOWLEDGED);
		expect(JSON.parse(answer.text)).toMatchObject({ Code: 1000, LogId: eventIdOf(trigger) });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});

	test.each([
		['the workflow failed', { status: 500, body: { message: 'Error in workflow' } }],
		['n8n does not know', { status: 200, body: { message: 'no data was returned' } }],
	])('when %s, says so in the vendor’s words and runs the repeat', async (_name, failed) => {
		const trigger = await start({
			parameters,
			answer: async (_item, attempt) => (attempt === 1 ? failed : succeeded),
		});
		const first = await trigger.send('order.issued');
		expect(first.status).toBe(500);
		expect(JSON.parse(first.text)).toMatchObject({ Code: 500, IsSuccess: false });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(2);
	});

	test('does so without a memory too, and for a test in the editor', async () => {
		const answer = async () => succeeded;
		const forgetful = { ...parameters, options: { deduplicate: false } };
		const ways: TriggerSettings[] = [{ parameters: forgetful }, { parameters, mode: 'manual' }];
		for (const way of ways) {
			const trigger = await start({ ...way, answer });
			expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
			expect(trigger.runs).toHaveLength(1);
		}
	});

	test('what starts nothing is acknowledged or refused as ever', async () => {
		const events = ['order.redeemed'];
		const trigger = await start({ parameters: { ...parameters, events } });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(await trigger.send('order.redeemed', { bad: 'wrong-key' })).toMatchObject({
			status: 401,
		});
		expect(trigger.attempts).toBe(0);
	});

	test('nothing is written to the static data, so that a restart loses no callback', async () => {
		const trigger = await start({ parameters, answer: async () => succeeded });
		await trigger.send('order.issued');
		expect(JSON.stringify(trigger.stored)).not.toContain('accepted');
	});
});
