import { ACKNOWLEDGED, start } from './triggers.mts';

describe('parameters that hold what they should not', () => {
	test('are taken as their defaults, and nothing runs that was not selected', async () => {
		const trigger = await start({ parameters: { events: 'order.issued', options: 'none' } });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.attempts).toBe(0);
	});

	test('by an expression that fails answer with HTTP 500 and run nothing, for whoever calls', async () => {
		const extraPath = "={{ $('Nowhere').first().json.path }}";
		const trigger = await start({ parameters: { options: { extraPath } } });
		const answer = await trigger.send('order.issued', { bad: 'missing-authorization' });
		expect(answer.status).toBe(500);
		expect(JSON.parse(answer.text)).toEqual({
			Code: 500,
			IsSuccess: false,
			LogId: '',
			Message: 'Internal error',
		});
		expect(trigger.attempts).toBe(0);
		expect(trigger.log).toEqual([
			expect.stringMatching(/refused a callback: the trigger's parameters cannot be read: ./),
		]);
	});

	test('an extra path that is no path is passed over', async () => {
		const trigger = await start({ parameters: { options: { extraPath: 'http://[' } } });
		expect(await trigger.send('order.issued')).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});
});
