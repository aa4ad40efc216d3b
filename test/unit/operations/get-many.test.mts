import type { INodeParameters } from 'n8n-workflow';

import { success, type Reply, type ScriptedServer, type SeenRequest } from '../../support/http.mts';
import { nodeErrorOf } from '../../support/in-process.mts';
import { serve, jsonOf } from '../scripted.mts';

describe('paging', () => {
	const product = (id: number) => ({ ProductId: id, ProductName: `P${id}` });
	const range = (from: number, count: number) =>
		Array.from({ length: count }, (_, index) => product(from + index));
	const getAll = (changes: INodeParameters) => ({
		resource: 'product',
		operation: 'getAll',
		...changes,
	});
	const pagesOf = ({ requests }: ScriptedServer) =>
		requests.map(({ query }) => [query.get('pageIndex'), query.get('pageSize')]);

	/** Pages of at most `cap` of `total` products. */
	const paged =
		(total: number, cap: number, counted = true) =>
		({ query }: SeenRequest): Reply => {
			const size = Math.min(Number(query.get('pageSize')), cap);
			const first = (Number(query.get('pageIndex')) - 1) * size;
			const Products = range(first, Math.max(0, Math.min(size, total - first)));
			return success(counted ? { Products, TotalCount: total } : { Products });
		};

	test('asks for no more pages than there are', async () => {
		const server = await serve(paged(100, 1000));
		const products = await jsonOf(server.url, getAll({ returnAll: true }));
		expect(products.map(({ ProductId }) => ProductId)).toEqual(
			range(0, 100).map(({ ProductId }) => ProductId),
		);
		expect(pagesOf(server)).toEqual([
			['1', '50'],
			['2', '50'],
		]);
	});

	test('goes on where the server gives smaller pages than asked for', async () => {
		const server = await serve(paged(45, 20));
		await expect(jsonOf(server.url, getAll({ returnAll: true }))).resolves.toHaveLength(45);
		expect(server.requests).toHaveLength(3);
	});

	test('ends at the first empty page where the server gives no total', async () => {
		const server = await serve(paged(100, 1000, false));
		await expect(jsonOf(server.url, getAll({ returnAll: true }))).resolves.toHaveLength(100);
		expect(server.requests).toHaveLength(3);
	});

	test('ends where the server gives the same page again and again', async () => {
		const server = await serve(() => success({ Products: range(0, 10), TotalCount: 500 }));
		await expect(jsonOf(server.url, getAll({ returnAll: true }))).resolves.toHaveLength(10);
		expect(server.requests).toHaveLength(2);
	});

	test('ends when the catalogue shrinks meanwhile', async () => {
		const server = await serve((_request, index) =>
			success({ Products: index === 0 ? range(0, 50) : [], TotalCount: 80 }),
		);
		await expect(jsonOf(server.url, getAll({ returnAll: true }))).resolves.toHaveLength(50);
		expect(server.requests).toHaveLength(2);
	});

	test('asks for no more than the Limit, and gives no more', async () => {
		const server = await serve(() => success({ Products: range(0, 10), TotalCount: 500 }));
		await expect(jsonOf(server.url, getAll({ limit: 7 }))).resolves.toHaveLength(7);
		expect(pagesOf(server)).toEqual([['1', '7']]);
	});

	test('with a Limit beyond a page takes further pages', async () => {
		const server = await serve(paged(500, 1000));
		await expect(jsonOf(server.url, getAll({ limit: 120 }))).resolves.toHaveLength(120);
		expect(pagesOf(server)).toEqual([
			['1', '50'],
			['2', '50'],
			['3', '50'],
		]);
	});

	test('of no product gives no item', async () => {
		const server = await serve(() => success({ Products: null, TotalCount: 0 }));
		await expect(jsonOf(server.url, getAll({ returnAll: true }))).resolves.toEqual([]);
		expect(server.requests).toHaveLength(1);
	});

	test('refuses a Limit below one', async () => {
		const error = await nodeErrorOf(jsonOf('http://127.0.0.1:9', getAll({ limit: 0 })));
		expect(error.message).toBe('Limit must be at least 1, but it is 0 [item 0]');
	});
});
