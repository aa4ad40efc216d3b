import { CATALOG } from '../../../nodes/Zhongzhiyou/events/catalog.ts';
import { buildCallback, sendCallback } from '../../../sandbox/callbacks/callback.mts';
import { PARTNER_ID, SIGN_KEY } from '../../support/in-process.mts';
import { ACKNOWLEDGED, eventIdOf, start } from './triggers.mts';

describe('a genuine callback', () => {
	test.each(CATALOG.map(({ name }) => name))(
		'%s starts the workflow and is acknowledged',
		async (name) => {
			const trigger = await start();
			const answer = await trigger.send(name);
			expect(answer).toMatchObject(ACKNOWLEDGED);
			expect(trigger.runs).toEqual([
				expect.objectContaining({ event: name, partnerId: PARTNER_ID }),
			]);
			expect(JSON.parse(answer.text)).toEqual({
				Code: 1000,
				IsSuccess: true,
				LogId: eventIdOf(trigger),
				Message: '收到通知',
			});
			expect(trigger.log).toEqual([]);
		},
	);

	test('keeps voucher codes of 21 digits that come as JSON numbers', async () => {
		const trigger = await start();
		const callback = buildCallback('order.redeemed', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
			numericVouchers: true,
		});
		expect(callback.body).toContain('[202052255633322222124]');
		await sendCallback(callback);
		expect(trigger.runs[0].body).toMatchObject({ VoucherCode: ['202052255633322222124'] });
	});

	test('is taken as text of another type too', async () => {
		const trigger = await start();
		const callback = buildCallback('order.issued', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		callback.headers['Content-Type'] = 'application/octet-stream';
		expect(await sendCallback(callback)).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});
});
