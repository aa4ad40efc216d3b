// Every product is found, whatever the sizes of pages and however a server counts them.
import fc from 'fast-check';

import type { Client } from '../../nodes/Zhongzhiyou/api/request.ts';
import { searchProducts } from '../../nodes/Zhongzhiyou/listSearch/products.ts';
import { fetchProducts } from '../../nodes/Zhongzhiyou/products/lookup.ts';
import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { closingAfterAll } from '../support/closing.mts';
import { startScripted, success, type Reply, type ScriptedServer } from '../support/http.mts';
import { credentialFor, Credentials, editorContext } from '../support/in-process.mts';
import { runs } from '../support/runs.mts';

interface Catalogue {
	size: number;
	/** The most products that the server gives with a page, whatever it was asked for. */
	cap: number;
	/** Whether a page begins where so many pages of the asked size end, or of the size that is given. */
	countsByAsked: boolean;
	total: 'number' | 'text' | 'none' | 'zero';
}

const catalogues: fc.Arbitrary<Catalogue> = fc.record({
	size: fc.integer({ min: 0, max: 260 }),
	cap: fc.oneof(fc.constantFrom(10, 20, 49, 50, 51, 100), fc.integer({ min: 5, max: 120 })),
	countsByAsked: fc.boolean(),
	total: fc.constantFrom('number', 'text', 'none', 'zero'),
});

/** The answer to one call, as this server gives it. */
function page({ size, cap, countsByAsked, total }: Catalogue, query: URLSearchParams) {
	const asked = Number(query.get('pageSize'));
	const given = Math.min(asked, cap);
	const from = (Number(query.get('pageIndex')) - 1) * (countsByAsked ? asked : given);
	const count = Math.max(0, Math.min(given, size - from));
	const TotalCount = { number: size, text: String(size), none: undefined, zero: 0 }[total];
	return {
		Products: Array.from({ length: count }, (_, index) => product(from + index)),
		TotalCount,
	};
}

function product(index: number) {
	return { ProductId: index + 1, ProductName: `P${index + 1}` };
}

function all(size: number): string[] {
	return Array.from({ length: size }, (_, index) => String(index + 1));
}

/** Most calls for a catalogue: one for each page of what the server gives, and one to see the end. */
function mostCalls({ size, cap }: Catalogue): number {
	return Math.ceil(size / Math.min(cap, 50)) + 1;
}

test('Get Many finds every product once, up to its limit', async () => {
	await fc.assert(
		fc.asyncProperty(
			catalogues,
			fc.option(fc.integer({ min: 1, max: 300 }), { nil: Number.POSITIVE_INFINITY }),
			async (catalogue, limit) => {
				let calls = 0;
				const client: Client = {
					credential: { baseUrl: 'http://h', partnerId: '1', signKey: 'k', previousSignKey: '' },
					send: async ({ query }) => {
						calls++;
						const data = JSON.parse(JSON.stringify(page(catalogue, new URLSearchParams(query))));
						return { data, message: '', code: undefined, logId: '' };
					},
				};
				const found = await fetchProducts(client, limit);
				expect(found.map(({ ProductId }) => String(ProductId))).toEqual(
					all(Math.min(catalogue.size, limit)),
				);
				if (limit >= 50) expect(calls).toBeLessThanOrEqual(mostCalls(catalogue));
			},
		),
		{ numRuns: runs(500) },
	);
});

describe('the editor’s list', () => {
	let server: ScriptedServer;
	let answer: (query: URLSearchParams) => Reply;

	const closing = closingAfterAll();

	beforeAll(async () => {
		server = await closing(startScripted(({ query }) => answer(query)));
	});

	/** All that the editor gets by asking for one page after the other. */
	async function scrolled(most: number): Promise<string[]> {
		const credentials = new Credentials(credentialFor(server.url));
		const context = editorContext(new Zhongzhiyou(), { credentials });
		const values: string[] = [];
		let token: string | undefined;
		for (let calls = 1; ; calls++) {
			const { results, paginationToken } = await searchProducts.call(context, undefined, token);
			values.push(...results.map(({ value }) => String(value)));
			if (paginationToken === undefined) return values;
			if (calls >= most) throw new Error(`more than ${most} pages`);
			token = String(paginationToken);
		}
	}

	test('reaches the last product, each once', async () => {
		await fc.assert(
			fc.asyncProperty(catalogues, async (catalogue) => {
				answer = (query) => success(page(catalogue, query));
				expect(await scrolled(mostCalls(catalogue))).toEqual(all(catalogue.size));
			}),
			{ numRuns: runs(60) },
		);
	});

	test('ends where a server gives the same page again and again', async () => {
		for (const TotalCount of [undefined, 0, 500]) {
			answer = () => success({ Products: [product(1), product(2)], TotalCount });
			expect(await scrolled(2)).toEqual(['2', '3', '2', '3']);
		}
	});
});
