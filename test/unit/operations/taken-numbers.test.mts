import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { refusal, success, type ScriptedServer } from '../../support/http.mts';
import { nodeErrorOf, retryDataOf, runInWorkflow } from '../../support/in-process.mts';
import { CREATE_FIELDS, credentials, jsonOf, serve } from '../scripted.mts';

const CREATE: INodeParameters = {
	...CREATE_FIELDS,
	quantity: '={{ $json.count }}',
	originOrderId: '={{ $json.no }}',
};

const REFUND: INodeParameters = {
	operation: 'refund',
	orderId: '={{ $json.id ?? 1 }}',
	refundCount: '={{ $json.count }}',
	refundId: '={{ $json.no }}',
};

/** Answers a number that it knows with what it first stood for, as the API does. */
async function answering(): Promise<ScriptedServer> {
	const known = new Map<string, number>();
	return await serve(({ body }) => {
		const { OriginOrderId, RefundId } = JSON.parse(body);
		const number = String(OriginOrderId ?? RefundId);
		if (!known.has(number)) known.set(number, known.size + 1);
		return success({ OrderId: known.get(number), ApplyId: known.get(number), OrderStatus: 0 });
	});
}

const ONE_BY_ONE = { options: { concurrency: 1 } };

describe.each<[string, INodeParameters, string]>([
	['Create', CREATE, 'Origin Order ID'],
	['Refund', REFUND, 'Refund ID'],
])('%s', (_name, parameters, label) => {
	test.each([1, 5])(
		'does not send a second item with the number of another, %d at a time',
		async (concurrency) => {
			const server = await answering();
			const items = [
				{ no: 'S-1', count: 1 },
				{ no: 'S-2', count: 1 },
				{ no: ' S-1', count: 2 },
			];
			const given = { ...parameters, options: { concurrency } };
			const error = await nodeErrorOf(jsonOf(server.url, given, { items }));
			expect(error.message).toBe(
				`${label} S-1 is that of item 0 too, which asks for something else [item 2]`,
			);
			expect(error.description).toMatch(
				/^Give each item a number of its own\. .*nothing was sent\./,
			);
			expect(server.requests).toHaveLength(2);
		},
	);

	test('with Continue On Fail the others are carried out', async () => {
		const server = await answering();
		const items = [
			{ no: 'S-1', count: 1 },
			{ no: 'S-1', count: 2 },
			{ no: 'S-2', count: 2 },
		];
		const node = { onError: 'continueRegularOutput' } as const;
		const rows = await jsonOf(server.url, parameters, { items, node });
		expect(rows.map(({ error }) => error !== undefined)).toEqual([false, true, false]);
		expect(rows[1].error).toMatchObject({ outcomeUnknown: false });
	});

	test('sends the same request again: it is the same', async () => {
		const server = await answering();
		const items = [
			{ no: 'S-1', count: 1 },
			{ no: 'S-1', count: 1 },
		];
		const rows = await jsonOf(server.url, parameters, { items });
		expect(rows.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(server.requests).toHaveLength(2);
		expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
	});

	test('refuses it in the next try too, where the first item is not sent again', async () => {
		let isRefusing = true;
		const server = await serve(({ body }) =>
			isRefusing && /S-2/.test(body) ? refusal('余额不足') : success({ OrderId: 1, ApplyId: 1 }),
		);
		const items: IDataObject[] = [
			{ no: 'S-1', count: 1 },
			{ no: 'S-2', count: 1 },
			{ no: 'S-1', count: 2 },
		];
		const settings = {
			credentials: credentials(server.url),
			parameters: { ...parameters, ...ONE_BY_ONE },
			items,
		};
		const failed = await runInWorkflow(new Zhongzhiyou(), settings);
		expect(failed.data.resultData.error?.message).toMatch(/余额不足/);
		isRefusing = false;
		const again = await runInWorkflow(new Zhongzhiyou(), settings, retryDataOf(failed));
		expect(again.data.resultData.error?.message).toMatch(/S-1 is that of item 0 too/);
		expect(server.requests.map(({ body }) => /S-2/.test(body))).toEqual([false, true, true]);
	});
});

describe('a number whose item was refused', () => {
	const CONTINUE = { onError: 'continueRegularOutput' } as const;

	const countOf = (body: string) => Number(JSON.parse(body).OrderQuantity);

	test('is free for a later item', async () => {
		const server = await serve(({ body }) =>
			countOf(body) === 1 ? refusal('库存不足') : success({ OrderId: 2, OrderStatus: 0 }),
		);
		const items = [
			{ no: 'S-1', count: 1 },
			{ no: 'S-1', count: 2 },
			{ no: 'S-1', count: 3 },
		];
		const rows = await jsonOf(server.url, { ...CREATE, ...ONE_BY_ONE }, { items, node: CONTINUE });
		expect(rows[0].error).toMatchObject({ outcomeUnknown: false });
		expect(rows[1]).toMatchObject({ OrderId: 2 });
		// The second has it now.
		expect(rows[2].error).toMatchObject({
			message: expect.stringMatching(/S-1 is that of item 1 too/),
		});
		expect(server.requests.map(({ body }) => countOf(body))).toEqual([1, 2]);
	});

	test('is not free while what it was refused for is in doubt', async () => {
		const server = await serve(() => refusal('系统超时，请稍后查询'));
		const items = [
			{ no: 'S-1', count: 1 },
			{ no: 'S-1', count: 2 },
		];
		const rows = await jsonOf(server.url, { ...CREATE, ...ONE_BY_ONE }, { items, node: CONTINUE });
		expect(rows[0].error).toMatchObject({ outcomeUnknown: true });
		expect(rows[1].error).toMatchObject({
			message: expect.stringMatching(/S-1 is that of item 0 too/),
		});
		expect(server.requests).toHaveLength(1);
	});

	test('is not free while another with the same request is under way or done', async () => {
		let sent = 0;
		const server = await serve(() =>
			++sent === 1 ? refusal('库存不足') : success({ OrderId: 1, OrderStatus: 0 }),
		);
		const items = [
			{ no: 'S-1', count: 1 },
			{ no: 'S-1', count: 1 },
			{ no: 'S-1', count: 2 },
		];
		for (const concurrency of [1, 2]) {
			sent = 0;
			server.requests.splice(0);
			const parameters = { ...CREATE, options: { concurrency } };
			const rows = await jsonOf(server.url, parameters, { items, node: CONTINUE });
			expect(rows.map(({ error }) => error !== undefined).sort()).toEqual([false, true, true]);
			expect(rows[2].error).toMatchObject({
				message: expect.stringMatching(/S-1 is that of item [01] too/),
			});
			expect(server.requests).toHaveLength(2);
		}
	});

	test('is that of the later item in the next try, where the refused one comes first', async () => {
		const server = await serve(({ body }) =>
			countOf(body) === 1 ? refusal('库存不足') : success({ OrderId: 2, OrderStatus: 0 }),
		);
		const items = [
			{ no: 'S-1', count: 1 },
			{ no: 'S-1', count: 2 },
		];
		const settings = {
			credentials: credentials(server.url),
			parameters: { ...CREATE, ...ONE_BY_ONE },
			node: { ...CONTINUE, retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
			items,
		};
		const ran = await runInWorkflow(new Zhongzhiyou(), settings);
		expect(server.requests.map(({ body }) => countOf(body))).toEqual([1, 2]);
		const [first, second] = ran.data.resultData.runData.Zhongzhiyou.at(-1)?.data?.main[0] ?? [];
		expect(first.json.error).toMatchObject({
			message: expect.stringMatching(/S-1 is that of item 1 too/),
		});
		expect(second.json).toMatchObject({ OrderId: 2 });
	});
});

test('numbers of what there is already may come again', async () => {
	const server = await serve(() => success({ OrderStatus: 4 }));
	const parameters = {
		operation: 'pay',
		orderId: '1',
		paymentDetails: { ticketCount: '={{ $json.count }}' },
	};
	await jsonOf(server.url, parameters, { items: [{ count: 1 }, { count: 2 }] });
	expect(server.requests).toHaveLength(2);
});

test('an order and a refund may have the same number', async () => {
	const server = await answering();
	await jsonOf(server.url, CREATE, { items: [{ no: '1', count: 1 }] });
	await jsonOf(server.url, REFUND, { items: [{ no: '1', count: 1 }] });
	expect(server.requests).toHaveLength(2);
});
