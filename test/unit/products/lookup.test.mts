import type { Client } from '../../../nodes/Zhongzhiyou/api/request.ts';
import type { ApiRequest, JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';
import {
	fetchPrices,
	fetchProduct,
	fetchProductPage,
	fetchProducts,
	furtherPageSize,
} from '../../../nodes/Zhongzhiyou/products/lookup.ts';
import { simplifyProduct } from '../../../nodes/Zhongzhiyou/products/simplify.ts';

/** A client whose answers are given, and what it was asked. */
function answering(
	data: (request: ApiRequest) => JsonValue | undefined,
	logId = '',
): {
	client: Client;
	asked: ApiRequest[];
} {
	const asked: ApiRequest[] = [];
	const client: Client = {
		credential: { baseUrl: 'http://h', partnerId: '1', signKey: 'k', previousSignKey: '' },
		send: async (request) => {
			asked.push(request);
			return { data: data(request), message: '', code: 1000, logId };
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

	test('are asked for in pages of the first one, however many a later one has', async () => {
		const sizes = [20, 5, 20, 1];
		let id = 0;
		const { client, asked } = answering(({ query }) => ({
			Products: Array.from({ length: sizes[Number(query?.pageIndex) - 1] }, () => ({
				ProductId: id++,
			})),
			TotalCount: 46,
		}));
		expect(await fetchProducts(client, Infinity)).toHaveLength(46);
		expect(asked.map(({ query }) => query?.pageSize)).toEqual(['50', '20', '20', '20']);
	});

	test.each([
		[50, 20, 20],
		[50, 50, 50],
		[50, 80, 50],
	])('asked for by %i, of which %i came, are asked for by %i', (asked, came, size) => {
		expect(furtherPageSize(asked, came)).toBe(size);
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
			await expect(fetchProducts(answering(() => data, 'L1').client, 1)).rejects.toMatchObject({
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

describe('one product', () => {
	test('is the one that was asked for, or none', async () => {
		const { client, asked } = answering(() => ({
			Products: [{ ProductId: 7 }, { ProductId: 8 }],
		}));
		await expect(fetchProduct(client, '8')).resolves.toEqual({ ProductId: 8 });
		await expect(fetchProduct(client, '9')).resolves.toBeUndefined();
		expect(asked.map(({ query }) => query?.productId)).toEqual(['8', '9']);
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
		});
	});
});

describe('names in another case, and one object in the place of a list', () => {
	const products = {
		products: { productId: 3, totoalStock: 0, extra: { productId: 1 } },
		totalCount: 1,
	};

	test('are read of products, and given out in the source’s spelling', async () => {
		const { client } = answering(() => products);
		const named = { ProductId: 3, TotoalStock: 0, extra: { productId: 1 } };
		expect(await fetchProducts(client, Infinity)).toEqual([named]);
		expect(await fetchProduct(client, '3')).toEqual(named);
		expect(await fetchProductPage(client, 1)).toEqual({ products: [named], total: 1 });
	});

	test('are read of prices and their sessions', async () => {
		const { client } = answering(() => ({
			dailypricestock: { PRICETYPE: 2, beginTime: '2026-05-01', productSeats: { seatscode: 'A' } },
		}));
		expect(await fetchPrices(client, '3', '2026-05-01', '2026-05-01')).toEqual([
			{ PriceType: 2, BeginTime: '2026-05-01', ProductSeats: [{ SeatsCode: 'A' }] },
		]);
	});
});

describe('the LogId of an answer', () => {
	test('stands on each product and on each price row', async () => {
		const products = answering(() => ({ Products: [{ ProductId: 3 }, { ProductId: 4 }] }), 'L1');
		expect(await fetchProducts(products.client, 2)).toEqual([
			{ ProductId: 3, logId: 'L1' },
			{ ProductId: 4, logId: 'L1' },
		]);
		const prices = answering(() => ({ DailyPriceStock: [{ PriceType: 2 }] }), 'L2');
		expect(await fetchPrices(prices.client, '3', '2026-05-01', '2026-05-01')).toEqual([
			{ PriceType: 2, ProductSeats: [], logId: 'L2' },
		]);
	});

	test('is none of the main fields of a product', () => {
		expect(simplifyProduct({ ProductId: 3, logId: 'L1' })).toEqual({ ProductId: 3 });
	});
});
