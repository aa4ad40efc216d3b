import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { CATALOG } from '../../../nodes/Zhongzhiyou/events/catalog.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.mts';
import { closingAfterAll } from '../../support/closing.mts';
import { startScripted, unusedUrl } from '../../support/http.mts';
import {
	credentialFor,
	Credentials,
	nodeErrorOf,
	PARTNER_ID,
	runRoute,
	SIGN_KEY,
	skipPauses,
} from '../../support/in-process.mts';

afterEach(() => jest.restoreAllMocks());

const everyEvent: IDataObject[] = [
	...CATALOG.map(({ name, sample }) => ({ event: name, body: sample })),
	{ event: 'unknown', body: {} },
	{ event: 'order.inventedLater', body: {} },
];

function eventsOf(outputs: Awaited<ReturnType<typeof runRoute>>): unknown[][] {
	return outputs.map((items) => items.map(({ json }) => json.event));
}

describe('the outputs', () => {
	test('are one for all events unless wished otherwise', async () => {
		const outputs = await runRoute({ items: everyEvent });
		expect(eventsOf(outputs)).toEqual([everyEvent.map(({ event }) => event)]);
	});

	test('are one a kind: Issued, Redeemed, Refund, Product, and Other for what is not known', async () => {
		const outputs = await runRoute({ items: everyEvent, parameters: { outputMode: 'byKind' } });
		expect(eventsOf(outputs)).toEqual([
			['order.issued', 'order.issueFailed'],
			['order.redeemed'],
			['order.refundApproved', 'order.refundForced', 'order.refundRejected'],
			[
				'product.detailsChanged',
				'product.offShelf',
				'product.onShelf',
				'product.priceStockChanged',
			],
			['unknown', 'order.inventedLater'],
		]);
	});

	test('pass an event on unchanged, and decrypt no credential for it', async () => {
		const credentials = new Credentials(credentialFor('http://127.0.0.1:9'));
		const outputs = await runRoute({ credentials, items: [everyEvent[0]] });
		expect(outputs).toEqual([[{ json: everyEvent[0] }]]);
		expect(credentials.decrypted).toBe(0);
	});
});

describe('Fetch Changed Product', () => {
	let sandbox: Sandbox;
	const closing = closingAfterAll();

	beforeAll(async () => {
		sandbox = await closing(startSandbox({ partnerId: PARTNER_ID, signKey: SIGN_KEY }));
	});

	beforeEach(() => sandbox.requests.reset());

	async function emitted(item: IDataObject, options: INodeParameters = {}): Promise<IDataObject> {
		const outputs = await runRoute({
			credentials: new Credentials(credentialFor(sandbox.baseUrl)),
			parameters: { options: { fetchProduct: true, ...options } },
			items: [item],
		});
		return outputs[0][0].json;
	}

	test('adds the product when its details changed', async () => {
		const item = { event: 'product.detailsChanged', body: { ProductId: 11063, Status: 2 } };
		const json = await emitted(item);
		expect(json).toMatchObject({ ...item, product: { ProductId: 11063 } });
		expect(json).not.toHaveProperty('prices');
	});

	test('adds null when the product is not authorised any more', async () => {
		const json = await emitted({ event: 'product.detailsChanged', body: { ProductId: 424242 } });
		expect(json.product).toBeNull();
	});

	test.each([
		[{}, 30],
		[{ priceDays: 3 }, 3],
		[{ priceDays: 1 }, 1],
	])('adds the prices of the coming days in China: %j', async (options, days) => {
		const json = await emitted(
			{ event: 'product.priceStockChanged', body: { ProductId: 20012, Status: 3 } },
			options,
		);
		expect(json.prices).toEqual(
			expect.arrayContaining([expect.objectContaining({ PriceType: 3, ProductSeats: [] })]),
		);
		const [{ url }] = sandbox.requests.list();
		const { searchParams } = new URL(url, sandbox.baseUrl);
		const today = DateTime.now().setZone('Asia/Shanghai');
		expect(Object.fromEntries(searchParams)).toEqual({
			productId: '20012',
			StartTime: today.toFormat('yyyy-MM-dd'),
			EndTime: today.plus({ days: days - 1 }).toFormat('yyyy-MM-dd'),
		});
	});

	test.each(['product.offShelf', 'order.issued', 'unknown'])(
		'fetches nothing for %s',
		async (event) => {
			const item = { event, body: { ProductId: 11063 } };
			expect(await emitted(item)).toEqual(item);
			expect(sandbox.requests.list()).toHaveLength(0);
		},
	);

	test('keeps every event in its place and its output', async () => {
		const outputs = await runRoute({
			credentials: new Credentials(credentialFor(sandbox.baseUrl)),
			parameters: { outputMode: 'byKind', options: { fetchProduct: true } },
			items: [
				{ event: 'product.detailsChanged', body: { ProductId: 3 } },
				{ event: 'order.issued', body: {} },
				{ event: 'product.detailsChanged', body: { ProductId: 11063 } },
			],
		});
		expect(outputs[3].map(({ json }) => json.product)).toEqual([
			expect.objectContaining({ ProductId: 3 }),
			expect.objectContaining({ ProductId: 11063 }),
		]);
		expect(outputs[0]).toEqual([{ json: { event: 'order.issued', body: {} } }]);
	});

	test('of an event without a body asks for no product of another', async () => {
		const server = await closing(
			startScripted(() => ({
				text: '{"IsSuccess":true,"Data":{"Products":[{"ProductId":1}],"TotalCount":1}}',
			})),
		);
		const outputs = await runRoute({
			credentials: new Credentials(credentialFor(server.url)),
			parameters: { options: { fetchProduct: true } },
			items: [{ event: 'product.detailsChanged' }],
		});
		expect(outputs[0][0].json.product).toBeNull();
	});

	test.each([null, undefined, '', 'undefined', {}, [], [3, 11063], true, 'P-1', 1.5])(
		'asks nothing where the ProductId cannot be read, and says why: %j',
		async (ProductId) => {
			const why = expect.stringMatching(
				/^Nothing was fetched, because the ProductId of the callback cannot be read: ?/,
			);
			for (const [event, added] of [
				['product.detailsChanged', { product: null }],
				['product.priceStockChanged', { prices: null }],
			] as const) {
				const item = { event, body: { ProductId: ProductId as IDataObject, Status: 2 } };
				expect(await emitted(item)).toEqual({ ...item, ...added, notFetched: why });
			}
			expect(sandbox.requests.list()).toHaveLength(0);
		},
	);

	test.each(['011063', ' 11063', ['11063'], '11063.0'])(
		'asks for the product that another spelling means: %j',
		async (ProductId) => {
			const json = await emitted({ event: 'product.detailsChanged', body: { ProductId } });
			expect(json).toMatchObject({ product: { ProductId: 11063 } });
			expect(json).not.toHaveProperty('notFetched');
		},
	);

	test('that fails stops the workflow with what to do', async () => {
		const pauses = skipPauses();
		const url = await unusedUrl();
		const error = await nodeErrorOf(
			runRoute({
				credentials: new Credentials(credentialFor(url)),
				parameters: { options: { fetchProduct: true } },
				items: [{ event: 'product.detailsChanged', body: { ProductId: 3 } }],
			}),
		);
		expect(error.name).toBe('NodeApiError');
		expect(error.message).toBe(`${new URL(url).host} cannot be reached`);
		expect(error.description).toMatch(/Check the credential's 'Base URL'/);
		expect(pauses).toHaveLength(2);
	});

	test('with a credential that cannot be used names the field', async () => {
		const error = await nodeErrorOf(
			runRoute({
				credentials: new Credentials(credentialFor('ftp://host')),
				parameters: { options: { fetchProduct: true } },
				items: [everyEvent[0]],
			}),
		);
		expect(error.message).toBe(
			'\'Base URL\' must start with http:// or https://, but it is "ftp://host".',
		);
	});
});
