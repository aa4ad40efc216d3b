import { isJsonObject, type JsonObject } from '../../sandbox/formats/json.mts';
import {
	PRODUCT,
	day,
	sandbox,
	useSandbox,
	ask,
	dataOf,
	create,
	createId,
	pay,
	cancel,
	products,
	priceRows,
} from '../support/sandbox-api.mts';

useSandbox();

function byDay(rows: JsonObject[]): JsonObject[] {
	return [...rows].sort((a, b) => String(a.BeginTime).localeCompare(String(b.BeginTime)));
}

describe('products', () => {
	it('come page by page, bundles left out', async () => {
		const first = await products('pageIndex=1&pageSize=50');
		const second = await products('pageIndex=2&pageSize=50');
		const third = await products('pageIndex=3&pageSize=50');
		const all = [first, second, third].flatMap(({ Products }) =>
			Array.isArray(Products) ? Products.filter(isJsonObject) : [],
		);
		expect(first.Products).toHaveLength(50);
		expect(third.Products).toEqual([]);
		expect(all).toHaveLength(Number(first.TotalCount));
		expect(all.length).toBeGreaterThanOrEqual(60);
		const ids = new Set(all.map(({ ProductId }) => ProductId));
		expect(ids.size).toBe(all.length);
		expect(ids.has(PRODUCT.bundle)).toBe(false);
	});

	it('are found by id, and an unknown one is an empty page', async () => {
		const found = await products(`productId=${PRODUCT.offShelf}`);
		expect(found).toMatchObject({
			TotalCount: 1,
			Products: [{ ProductId: PRODUCT.offShelf, ProductStatus: 0, TotoalStock: 0 }],
		});
		expect(await products('productId=999')).toEqual({ Products: [], TotalCount: 0 });
	});

	it('have prices for a period, for a date and from a date on', async () => {
		const rows = await priceRows(PRODUCT.seasons, day(0), day(60));
		expect(rows.map(({ PriceType }) => PriceType).sort()).toEqual([1, 2, 3]);
		const onTheDate = rows.find(({ PriceType }) => PriceType === 2);
		expect(onTheDate).toMatchObject({ Price: 150.5, BeginTime: day(10), EndTime: day(10) });
		const orderId = await createId(PRODUCT.seasons, { VisitDate: day(10) });
		expect(dataOf(await pay(orderId))).toMatchObject({ PayMoney: 301 });
		const early = await priceRows(PRODUCT.seasons, day(0), day(2));
		expect(early.map(({ PriceType }) => PriceType)).toEqual([3]);
	});

	it('show stock by day, and no row for a day that is sold out', async () => {
		expect(byDay(await priceRows(PRODUCT.dailyLimit, day(1), day(2)))).toMatchObject([
			{ PriceType: 2, BeginTime: day(1), DailyStock: 5 },
			{ PriceType: 2, BeginTime: day(2), DailyStock: 5 },
		]);
		const orderId = await createId(PRODUCT.dailyLimit, { OrderQuantity: 5 });
		expect(await priceRows(PRODUCT.dailyLimit, day(1), day(2))).toMatchObject([
			{ BeginTime: day(2) },
		]);
		expect((await create(PRODUCT.dailyLimit)).body.Message).toBe('库存不足');
		await cancel(orderId);
		expect(await priceRows(PRODUCT.dailyLimit, day(1), day(1))).toHaveLength(1);
	});

	it('show sessions with the seats that are left', async () => {
		await create(PRODUCT.sessions, { BeginPlayTime: '20:00', EndPlayTime: '21:00' });
		expect(await priceRows(PRODUCT.sessions, day(1), day(1))).toMatchObject([
			{
				ProductSeats: [
					{ Time: day(1), SeatsStartTime: '18:30', SeatsEndTime: '19:30', SeatsNum: 50 },
					{ Time: day(1), SeatsStartTime: '20:00', SeatsEndTime: '21:00', SeatsNum: 0 },
				],
			},
		]);
	});

	it.each([
		[4, 80],
		[5, 100],
		[9, 100],
		[10, 120],
		[11, 150.5],
		[12, 120],
		[13, 100],
		[25, 100],
		[26, 90],
		[60, 90],
	])(
		'cost on day %s what the narrowest row says, in whatever order the rows are',
		async (offset, price) => {
			const orderId = await createId(PRODUCT.layers, { VisitDate: day(offset), OrderQuantity: 1 });
			expect(dataOf(await pay(orderId))).toMatchObject({ PayMoney: price });
		},
	);

	it('give their rows in an order that the seed decides', async () => {
		const types = async () =>
			(await priceRows(PRODUCT.layers, day(0), day(60))).map(({ Price }) => Price);
		const orders = new Set<string>();
		for (let seed = 1; seed <= 20; seed++) {
			sandbox.settings.seed = seed;
			const first = await types();
			expect(await types()).toEqual(first);
			expect([...first].sort()).toEqual([100, 120, 150.5, 80, 90]);
			orders.add(String(first));
		}
		sandbox.settings.seed = 1;
		expect(orders.size).toBeGreaterThan(10);
	});

	it('may have a row for each session of a day', async () => {
		const rows = await priceRows(PRODUCT.rowPerSession, day(1), day(1));
		const seats = rows.flatMap(({ ProductSeats }) => ProductSeats).filter(isJsonObject);
		expect(rows).toHaveLength(2);
		expect(seats.map((seat) => `${seat.SeatsStartTime}-${seat.SeatsEndTime}`).sort()).toEqual([
			'09:00-11:30',
			'22:00-00:00',
		]);
	});

	it.each([
		['ends before it begins', day(2), day(1), '起始时间不能大于结束时间'],
		['names a day that does not exist', '2026-02-30', day(1), '日期格式错误'],
		['is longer than a year', day(0), day(400), '查询时间范围不能超过一年'],
	])('refuse a range that %s', async (_what, from, to, Message) => {
		const path = `/product/getProductPriceByDistributor?StartTime=${from}&EndTime=${to}&productId=3`;
		const { body } = await ask('getProductPriceByDistributor', { method: 'GET', path });
		expect(body).toMatchObject({ IsSuccess: false, Message });
	});
});
