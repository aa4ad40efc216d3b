import { DateTime } from 'luxon';
import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import { readSession } from '../../../nodes/Zhongzhiyou/orders/session.ts';
import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { ZhongzhiyouTrigger } from '../../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.mts';
import { closingAfterAll } from '../../support/closing.mts';
import { startScripted, success } from '../../support/http.mts';
import {
	credentialFor,
	Credentials,
	editorContext,
	nodeErrorOf,
	PARTNER_ID,
	SIGN_KEY,
} from '../../support/in-process.mts';

const action = new Zhongzhiyou();
const trigger = new ZhongzhiyouTrigger();
const { searchProducts, searchSessions } = action.methods.listSearch;
const { getProducts } = trigger.methods.loadOptions;

let sandbox: Sandbox;

const closing = closingAfterAll();

beforeAll(async () => {
	sandbox = await closing(startSandbox({ partnerId: PARTNER_ID, signKey: SIGN_KEY }));
});

beforeEach(() => sandbox.requests.reset());

function editor(current: INodeParameters = {}, url = sandbox.baseUrl) {
	return editorContext(action, { credentials: new Credentials(credentialFor(url)), current });
}

function tokenOf({ paginationToken }: INodeListSearchResult): string | undefined {
	return typeof paginationToken === 'string' ? paginationToken : undefined;
}

function day(daysAhead: number): string {
	return DateTime.now().setZone('Asia/Shanghai').plus({ days: daysAhead }).toFormat('yyyy-MM-dd');
}

describe('the list of products', () => {
	test('comes page by page, to the last, each product once', async () => {
		const values: unknown[] = [];
		let token: string | undefined;
		let pages = 0;
		do {
			const page = await searchProducts.call(editor(), undefined, token);
			values.push(...page.results.map(({ value }) => value));
			token = tokenOf(page);
			pages++;
		} while (token !== undefined);
		expect(pages).toBe(2);
		expect(sandbox.requests.list()).toHaveLength(2);
		expect(new Set(values).size).toBe(values.length);
		expect(values).toEqual(expect.arrayContaining(['3', '165325', '30049']));
	});

	test('shows name, scenic spot and number, and what is off the shelf', async () => {
		const { results } = await searchProducts.call(editor());
		const named = Object.fromEntries(results.map(({ name, value }) => [value, name]));
		expect(named['3']).toBe('龙游石窟景区联票 · 龙游石窟 (3)');
		expect(named['20004']).toMatch(/ \(20004\) – off the shelf$/);
	});

	test.each([
		['千鹤岛', 5],
		['  龙游石窟景区联票 ', 1],
		['165325', 1],
		['OFF THE SHELF', 1],
		['nowhere', 0],
	])('finds those that match %p on every page', async (filter, least) => {
		const { results, paginationToken } = await searchProducts.call(editor(), filter);
		expect(results.length).toBeGreaterThanOrEqual(least);
		if (least < 2) expect(results).toHaveLength(least);
		for (const { name } of results) {
			expect(name.toLowerCase()).toContain(filter.trim().toLowerCase());
		}
		expect(paginationToken).toBeUndefined();
		expect(sandbox.requests.list()).toHaveLength(2);
	});

	test('leaves out a scenic spot that the API does not give', async () => {
		const server = await closing(
			startScripted(() =>
				success({ Products: [{ ProductId: 7, ProductName: '票' }], TotalCount: 1 }),
			),
		);
		const found = await searchProducts.call(editor({}, server.url));
		expect(found).toEqual({
			results: [{ name: '票 (7)', value: '7' }],
			paginationToken: undefined,
		});
	});

	test('ends at an empty page, whatever the total says', async () => {
		const server = await closing(startScripted(() => success({ Products: [], TotalCount: 500 })));
		const found = await searchProducts.call(editor({}, server.url), '', '3/50/100/7');
		const [{ query }] = server.requests;
		expect(query.get('pageIndex')).toBe('3');
		expect(found).toEqual({ results: [], paginationToken: undefined });
	});

	test('goes on where the API gives no total', async () => {
		const server = await closing(
			startScripted(() => success({ Products: [{ ProductId: 7, ProductName: '票' }] })),
		);
		const first = await searchProducts.call(editor({}, server.url));
		const second = await searchProducts.call(editor({}, server.url), '', tokenOf(first));
		expect(server.requests.map(({ query }) => query.get('pageIndex'))).toEqual(['1', '2']);
		// The same page again: there is no further one.
		expect(second.paginationToken).toBeUndefined();
	});

	test('is offered to the trigger as options, all of them', async () => {
		const context = editorContext(trigger, {
			credentials: new Credentials(credentialFor(sandbox.baseUrl)),
		});
		const options = await getProducts.call(context);
		expect(options.length).toBeGreaterThan(50);
		expect(options).toContainEqual({ name: '龙游石窟景区联票 · 龙游石窟 (3)', value: '3' });
	});
});

describe('the list of sessions', () => {
	const chosen = { productId: { __rl: true, mode: 'list', value: '11063' }, visitDate: day(1) };

	test('shows time and seats of the chosen product and day', async () => {
		const { results } = await searchSessions.call(editor(chosen));
		expect(results).toEqual([
			{ name: '18:30–19:30 (50 left)', value: '18:30-19:30' },
			{ name: '20:00–21:00 (2 left)', value: '20:00-21:00' },
		]);
		const [{ url }] = sandbox.requests.list();
		const { searchParams } = new URL(url, sandbox.baseUrl);
		expect(Object.fromEntries(searchParams)).toEqual({
			productId: '11063',
			StartTime: day(1),
			EndTime: day(1),
		});
	});

	test('keeps to what is searched for', async () => {
		const { results } = await searchSessions.call(editor(chosen), '20:00');
		expect(results.map(({ value }) => value)).toEqual(['20:00-21:00']);
	});

	const seat = (begin: unknown, end: unknown, more: object = {}) => ({
		SeatsStartTime: begin,
		SeatsEndTime: end,
		SeatsNum: 5,
		...more,
	});

	async function listed(rows: object[]) {
		const server = await closing(startScripted(() => success({ DailyPriceStock: rows })));
		return await searchSessions.call(editor({ ...chosen, visitDate: '2026-05-01' }, server.url));
	}

	const given = (...ProductSeats: object[]) => ({
		PriceType: 2,
		BeginTime: '2026/5/1',
		ProductSeats,
	});

	test.each([
		['9:00', '11:00', '09:00–11:00'],
		['09:00:00', '24:00', '09:00–24:00'],
		['20:00', '00:00', '20:00–00:00'],
		['20:00', '01:00:00', '20:00–01:00'],
		['2026-05-01 09:00:00', '2026-05-01 11:00:00', '09:00–11:00'],
		['0001/1/1 9:00:00', '0001/1/1 11:00:00', '09:00–11:00'],
	])(
		'keeps the product’s own spelling, which an order then sends: %s, %s',
		async (begin, end, name) => {
			const { results } = await listed([given(seat(begin, end))]);
			expect(results).toEqual([{ name: `${name} (5 left)`, value: `${begin}-${end}` }]);
			const day = Date.UTC(2026, 4, 1) / 86_400_000;
			expect(readSession({ session: results[0].value }, day)).toEqual({ begin, end });
		},
	);

	test('offers nothing that could not be ordered', async () => {
		const { results } = await listed([
			given(
				seat('11:00', '09:00'),
				seat('soon', '11:00'),
				seat(null, undefined),
				seat('2026-05-02 09:00', '2026-05-02 11:00'),
				seat('09:00', '10:00', { SeatsNum: null }),
			),
		]);
		expect(results).toEqual([{ name: '09:00–10:00', value: '09:00-10:00' }]);
	});

	test('joins the rows of the day', async () => {
		const { results } = await listed([given(seat('13:00', '15:00')), given(seat('9:00', '11:00'))]);
		expect(results.map(({ value }) => value)).toEqual(['9:00-11:00', '13:00-15:00']);
	});

	test('quotes a price row whose date cannot be read', async () => {
		const error = await nodeErrorOf(
			listed([{ PriceType: 1, BeginTime: '2026-05-01', EndTime: 'soon' }]),
		);
		expect(error.message).toBe('ZhongZhiYou sent a price row whose EndTime is not a date: soon');
		expect(error.description).toMatch(/LogId log-1 /);
	});

	test('is empty for a product without sessions', async () => {
		const { results } = await searchSessions.call(
			editor({ ...chosen, productId: { __rl: true, mode: 'id', value: '3' } }),
		);
		expect(results).toEqual([]);
	});

	test.each([
		[
			'no product',
			{ ...chosen, productId: { __rl: true, mode: 'list', value: '' } },
			'Product is empty',
		],
		['no day', { ...chosen, visitDate: '' }, 'Visit Date is empty'],
		['no date', { ...chosen, visitDate: 'soon' }, 'Visit Date is not a date: soon'],
	])('says what is missing: %s', async (_name, current, message) => {
		const error = await nodeErrorOf(searchSessions.call(editor(current)));
		expect(error.message).toBe(message);
		expect(sandbox.requests.list()).toHaveLength(0);
	});
});

describe('a look-up that fails', () => {
	test('shows the API’s words and the remedy in the editor', async () => {
		const context = editorContext(action, {
			credentials: new Credentials(credentialFor(sandbox.baseUrl, { signKey: 'wrong' })),
		});
		const error = await nodeErrorOf(searchProducts.call(context));
		expect(error.name).toBe('NodeApiError');
		expect(error.message).toMatch(/^ZhongZhiYou refused: /);
		expect(error.description).toMatch(
			/^Check the 'Sign Key' and the 'Partner ID' in the credential/,
		);
	});

	test('names the field of a credential that cannot be used', async () => {
		const context = editorContext(trigger, {
			credentials: new Credentials(credentialFor(sandbox.baseUrl, { partnerId: '' })),
		});
		const error = await nodeErrorOf(getProducts.call(context));
		expect(error.message).toMatch(/^'Partner ID' must be digits only/);
		expect(error.description).toBe('Open the credential and correct it.');
	});
});
