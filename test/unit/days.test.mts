import { DateTime } from 'luxon';

import type { Client } from '../../nodes/Zhongzhiyou/api/request.ts';
import type { ApiRequest, JsonObject, JsonValue } from '../../nodes/Zhongzhiyou/api/types.ts';
import { parseChinaTime } from '../../nodes/Zhongzhiyou/api/time.ts';
import { pricesByDay } from '../../nodes/Zhongzhiyou/products/days.ts';
import {
	fetchPrices,
	fetchProductPage,
	fetchProducts,
} from '../../nodes/Zhongzhiyou/products/lookup.ts';
import { simplifyProduct } from '../../nodes/Zhongzhiyou/products/simplify.ts';

function day(text: string): DateTime<true> {
	const moment = parseChinaTime(text);
	if (moment === undefined) throw new Error(`${text} is no day`);
	return moment;
}

function byDay(rows: JsonObject[], start = '2026-04-29', end = '2026-05-03'): JsonObject[] {
	return pricesByDay(rows, day(start), day(end));
}

/** Day and price of what is laid out, for short. */
function prices(rows: JsonObject[], start?: string, end?: string): Record<string, unknown> {
	return Object.fromEntries(
		byDay(rows, start, end).map(({ date, Price }) => [String(date).slice(5), Price]),
	);
}

const given = (Price: number, date: string): JsonObject => ({
	PriceType: 2,
	Price,
	BeginTime: `${date} 00:00:00`,
	EndTime: `${date} 00:00:00`,
});
const period = (Price: number, begin: string, end: string | null): JsonObject => ({
	PriceType: 1,
	Price,
	BeginTime: begin,
	EndTime: end,
});
const from = (Price: number, begin: string): JsonObject => ({
	PriceType: 3,
	Price,
	BeginTime: begin,
	EndTime: '',
});

describe('the row that counts on a day', () => {
	test('is the narrowest, a given day before a period before an open end, in any order', () => {
		const rows = [
			from(30, '2026-04-01'),
			period(10, '2026-04-30', '2026-05-02'),
			given(20, '2026-05-01'),
		];
		const expected = { '04-29': 30, '04-30': 10, '05-01': 20, '05-02': 10, '05-03': 30 };
		expect(prices(rows)).toEqual(expected);
		expect(prices([...rows].reverse())).toEqual(expected);
	});

	test('of equally narrow ones is the first', () => {
		expect(prices([given(1, '2026-05-01'), given(2, '2026-05-01')])).toEqual({ '05-01': 1 });
	});

	test('covers a period from its first to its last day', () => {
		expect(prices([period(1, '2026-04-30', '2026-05-01')])).toEqual({ '04-30': 1, '05-01': 1 });
	});

	test('covers whole days, whatever the time beside them', () => {
		expect(prices([period(1, '2026-04-30 18:00:00', '2026-05-01T09:00:00')])).toEqual({
			'04-30': 1,
			'05-01': 1,
		});
	});

	test('of a period without an end goes on', () => {
		expect(Object.keys(prices([period(1, '2026-05-02', null)]))).toEqual(['05-02', '05-03']);
	});

	test('of an open end ignores an end that is given all the same', () => {
		const row = { ...from(1, '2026-05-01'), EndTime: '2026-05-01' };
		expect(Object.keys(prices([row]))).toEqual(['05-01', '05-02', '05-03']);
	});

	test('of a given day is nothing without the day', () => {
		expect(prices([{ PriceType: 2, Price: 1, BeginTime: null }])).toEqual({});
	});

	test('may have its type in quotes; other types count for nothing', () => {
		expect(prices([{ ...given(1, '2026-05-01'), PriceType: '2' }])).toEqual({ '05-01': 1 });
		expect(prices([{ ...from(1, '2026-04-01'), PriceType: 4 }, { Price: 2 }])).toEqual({});
	});
});

describe('prices by day', () => {
	test('leave out a day that no row covers', () => {
		expect(prices([given(1, '2026-04-29'), given(2, '2026-05-03')])).toEqual({
			'04-29': 1,
			'05-03': 2,
		});
		expect(byDay([])).toEqual([]);
	});

	test('include the first and the last day, and are those alone', () => {
		const open = [from(1, '2020-01-01')];
		expect(Object.keys(prices(open, '2026-05-01', '2026-05-01'))).toEqual(['05-01']);
		expect(Object.keys(prices(open, '2026-02-27', '2026-03-01'))).toEqual([
			'02-27',
			'02-28',
			'03-01',
		]);
		expect(prices(open, '2026-05-02', '2026-05-01')).toEqual({});
	});

	test('hold the whole row, and the sessions of the day alone', () => {
		const session = (time: JsonValue, code: string) => ({ Time: time, SeatsCode: code });
		const row: JsonObject = {
			...period(1, '2026-05-01', '2026-05-03'),
			DailyStock: 0,
			New: 'kept',
			ProductSeats: [
				session('2026-05-01 00:00:00', 'first'),
				session('2026-05-02', 'second'),
				session(null, 'every'),
				session('09:00', 'no day'),
				null,
			],
		};
		const days = byDay([row], '2026-05-01', '2026-05-03');
		expect(days[0]).toEqual({
			...row,
			date: '2026-05-01',
			ProductSeats: [
				session('2026-05-01 00:00:00', 'first'),
				session(null, 'every'),
				session('09:00', 'no day'),
			],
		});
		expect(days.map(({ ProductSeats }) => ProductSeats)).toMatchObject([
			[{ SeatsCode: 'first' }, { SeatsCode: 'every' }, { SeatsCode: 'no day' }],
			[{ SeatsCode: 'second' }, { SeatsCode: 'every' }, { SeatsCode: 'no day' }],
			[{ SeatsCode: 'every' }, { SeatsCode: 'no day' }],
		]);
	});

	test.each([undefined, null, {}, 'none'])('have an empty list for sessions %j', (seats) => {
		const row: JsonObject = { ...given(1, '2026-05-01'), ProductSeats: seats };
		expect(byDay([row])).toMatchObject([{ ProductSeats: [] }]);
	});
});

/** A client whose answers are given, and what it was asked. */
function answering(data: (request: ApiRequest) => JsonValue | undefined): {
	client: Client;
	asked: ApiRequest[];
} {
	const asked: ApiRequest[] = [];
	const client: Client = {
		credential: { baseUrl: 'http://h', partnerId: '1', signKey: 'k', previousSignKey: '' },
		send: async (request) => {
			asked.push(request);
			return { data: data(request), message: '', logId: 'L1' };
		},
	};
	return { client, asked };
}

/** A catalogue of this many products, page by page as the API gives it. */
function catalogue(size: number, total: JsonValue | undefined = size) {
	return answering(({ query }) => {
		const { pageIndex, pageSize } = { pageIndex: 1, pageSize: 10, ...query };
		const first = (Number(pageIndex) - 1) * Number(pageSize);
		const count = Math.max(0, Math.min(Number(pageSize), size - first));
		const Products = Array.from({ length: count }, (_, index) => ({ ProductId: first + index }));
		return { Products, TotalCount: total };
	});
}

describe('the authorised products', () => {
	test.each<[size: number, limit: number, pages: number]>([
		[0, Infinity, 1],
		[1, Infinity, 1],
		[50, Infinity, 1],
		[51, Infinity, 2],
		[120, Infinity, 3],
		[120, 50, 1],
		[120, 51, 2],
		[120, 5, 1],
		[3, 5, 1],
	])('of %i, at most %p, are fetched with %i calls', async (size, limit, pages) => {
		const { client, asked } = catalogue(size);
		const products = await fetchProducts(client, limit);
		expect(products.map(({ ProductId }) => ProductId)).toEqual(
			Array.from({ length: Math.min(size, limit) }, (_, index) => index),
		);
		expect(asked.map(({ query }) => query?.pageIndex)).toEqual(
			Array.from({ length: pages }, (_, index) => String(index + 1)),
		);
		for (const { query } of asked) {
			expect(query?.pageSize).toBe(String(Math.min(limit, 50)));
		}
	});

	test.each([undefined, null, 'many'])(
		'end with a page without anything new where the total is %j',
		async (total) => {
			const { client, asked } = answering(({ query }) => ({
				Products: query?.pageIndex === '1' ? [{ ProductId: 1 }] : [],
				TotalCount: total,
			}));
			expect(await fetchProducts(client, Infinity)).toEqual([{ ProductId: 1 }]);
			expect(asked).toHaveLength(2);
		},
	);

	test('end also when every page is the same, and each is there once', async () => {
		const { client, asked } = answering(() => ({
			Products: [{ ProductId: 1, v: 1 }, { ProductId: '1', v: 2 }, null, { ProductId: 2 }],
			TotalCount: 1000,
		}));
		expect(await fetchProducts(client, Infinity)).toEqual([
			{ ProductId: '1', v: 2 },
			{ ProductId: 2 },
		]);
		expect(asked).toHaveLength(2);
	});

	test('are asked for as the API names it, by number only when one is given', async () => {
		const { client, asked } = catalogue(1);
		await fetchProductPage(client, 3);
		await fetchProductPage(client, 1, 1, '123456789012345678901');
		expect(asked).toEqual([
			{
				method: 'GET',
				path: '/product/getProductByDistributor',
				query: { pageIndex: '3', pageSize: '50' },
				writes: false,
			},
			{
				method: 'GET',
				path: '/product/getProductByDistributor',
				query: { pageIndex: '1', pageSize: '1', productId: '123456789012345678901' },
				writes: false,
			},
		]);
	});

	test.each([undefined, null, [], 'x'])(
		'are not taken for none when the data is %j',
		async (data) => {
			await expect(fetchProducts(answering(() => data).client, 1)).rejects.toMatchObject({
				message: 'ZhongZhiYou reported success but sent no data',
				logId: 'L1',
				ambiguous: true,
				description: expect.stringContaining('(LogId L1)'),
			});
		},
	);
});

describe('the prices of a product', () => {
	test('are asked for by days, and have a list of sessions each', async () => {
		const { client, asked } = answering(() => ({
			DailyPriceStock: [{ Price: 1 }, { Price: 2, ProductSeats: [{ SeatsNum: 3 }, null] }, null],
		}));
		expect(await fetchPrices(client, '165325', '2026-05-01', '2026-05-31')).toEqual([
			{ Price: 1, ProductSeats: [] },
			{ Price: 2, ProductSeats: [{ SeatsNum: 3 }] },
		]);
		expect(asked).toEqual([
			{
				method: 'GET',
				path: '/product/getProductPriceByDistributor',
				query: { StartTime: '2026-05-01', EndTime: '2026-05-31', productId: '165325' },
				writes: false,
			},
		]);
	});

	test('are none where the API has no rows', async () => {
		for (const rows of [undefined, null, []]) {
			const { client } = answering(() => ({ DailyPriceStock: rows }));
			expect(await fetchPrices(client, '1', '2026-05-01', '2026-05-01')).toEqual([]);
		}
	});
});

describe('a simplified product', () => {
	test('has its main fields as the API spells them, and no others', () => {
		expect(
			simplifyProduct({
				ProductDesc: '<p>long</p>',
				Version: 0,
				TotoalStock: 0,
				ProductName: null,
				ProductId: '123456789012345678901',
				New: 1,
			}),
		).toEqual({
			ProductId: '123456789012345678901',
			ProductName: null,
			TotoalStock: 0,
			Version: 0,
		});
	});
});
