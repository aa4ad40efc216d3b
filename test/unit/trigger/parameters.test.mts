import { ACKNOWLEDGED, start, stopClock } from './triggers.mts';

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

describe('Products', () => {
	test.each([
		['11063'],
		[' 3, 11063 '],
		['3，11063；7'],
		['3\n11063'],
		['[3, 11063]'],
		['["11063"]'],
		[11063],
		[[3, 11063]],
		[['3, 11063']],
		[[{ ProductId: 11063, ProductName: 'x' }]],
		[{ ProductId: '11063' }],
	])('lets through the events of these alone: %j', async (products) => {
		const trigger = await start({ parameters: { options: { products } } });
		await trigger.send('product.offShelf', { body: { ProductId: 20001 } });
		await trigger.send('product.offShelf', { body: { ProductId: 110 } });
		expect(trigger.attempts).toBe(0);
		await trigger.send('product.offShelf', { body: { ProductId: 11063 } });
		await trigger.send('order.issued');
		expect(trigger.runs.map(({ event }) => event)).toEqual(['product.offShelf', 'order.issued']);
	});

	test.each([[''], [' , '], [[]], [null], [true], [{}], ['[]'], [['']]])(
		'lets through all when it names none: %j',
		async (products) => {
			const trigger = await start({ parameters: { options: { products } } });
			await trigger.send('product.offShelf', { body: { ProductId: 20001 } });
			expect(trigger.attempts).toBe(1);
		},
	);
});

describe('Deduplication Window', () => {
	test.each([[''], [' '], [null], [[]], [true], ['x'], [-1]])(
		'is its default when it is %j',
		async (deduplicationHours) => {
			const clock = stopClock();
			const trigger = await start({ parameters: { options: { deduplicationHours } } });
			await trigger.send('order.issued');
			clock.advance(23 * 3_600_000);
			await trigger.send('order.issued');
			expect(trigger.attempts).toBe(1);
		},
	);
});
