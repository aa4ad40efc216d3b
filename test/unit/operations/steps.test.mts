import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InputError } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { runOperation } from '../../../nodes/Zhongzhiyou/operations/run.ts';
import type { ExecuteOperation } from '../../../nodes/Zhongzhiyou/operations/types.ts';
import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { closingAfterAll } from '../../support/closing.mts';
import { refusal, startScripted, success, type ScriptedServer } from '../../support/http.mts';
import {
	credentialFor,
	Credentials,
	executeContext,
	nodeErrorOf,
	retryDataOf,
	runInWorkflow,
	type RunSettings,
} from '../../support/in-process.mts';

/** Creates an order and pays it, as the smallest operation of two writes. */
const createAndPay: ExecuteOperation = {
	option: { name: 'Both', value: 'both', action: 'Do both', description: 'Create and pay' },
	fields: [],
	writes: { namedBy: 'OrderId' },
	async execute(input, client, carriedOut) {
		const id = Number(input.json.id);
		if (Number.isNaN(id)) throw new InputError('Order', 'has no id', 'Give one.');
		await client.send({ method: 'POST', path: '/create', body: { id }, writes: true });
		carriedOut({ words: `order ${id} created`, result: { OrderId: id } });
		await client.send({ method: 'GET', path: '/look', writes: false });
		await client.send({ method: 'POST', path: '/pay', body: { id }, writes: true });
		return [{ OrderId: id, paid: true }];
	},
};

let server: ScriptedServer;

/** The API refuses to pay these orders. */
let unpayable: number[] = [];

const closing = closingAfterAll();

beforeAll(async () => {
	server = await closing(
		startScripted(({ path, body }) =>
			path === '/pay' && unpayable.includes(Number(JSON.parse(body).id))
				? refusal('余额不足')
				: success(),
		),
	);
});

beforeEach(() => {
	server.requests.splice(0);
	unpayable = [];
});

async function run(items: IDataObject[], settings: RunSettings = {}) {
	const context = executeContext(new Zhongzhiyou(), {
		credentials: new Credentials(credentialFor(server.url)),
		parameters: { options: { concurrency: 1 } },
		items,
		...settings,
	});
	return await runOperation(context, createAndPay);
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => ({ id: 100 + index }));

describe('an operation of several calls', () => {
	test('gives its items when all of them succeed', async () => {
		const items = await run(ids(2));
		expect(items.map(({ json }) => json)).toEqual([
			{ OrderId: 100, paid: true },
			{ OrderId: 101, paid: true },
		]);
		expect(server.requests.map(({ path }) => path).slice(0, 3)).toEqual([
			'/create',
			'/look',
			'/pay',
		]);
	});

	test('that fails says what it had done, before the items that are done', async () => {
		unpayable = [102];
		const error = await nodeErrorOf(run(ids(5)));
		expect(error.message).toBe('ZhongZhiYou refused: 余额不足 [item 2]');
		expect(error.description).toMatch(
			/\)\. Already carried out and not undone: item 2 in part \(order 102 created\), 0 \(100\), 1 \(101\)\.$/,
		);
	});

	test('that fails for several items at once says it of each', async () => {
		unpayable = [100, 101, 102];
		const parameters = { options: { concurrency: 3 } };
		const error = await nodeErrorOf(run(ids(3), { parameters }));
		expect(error.description).toMatch(
			/not undone: item 0 in part \(order 100 created\), 1 in part \(order 101 created\), 2 in part \(order 102 created\)\.$/,
		);
	});

	test('that fails late names what is half done, however much is done', async () => {
		unpayable = [125];
		const error = await nodeErrorOf(run(ids(30)));
		expect(error.description).toMatch(
			/not undone: item 25 in part \(order 125 created\), 0 \(100\), .* 19 \(119\) and 5 more\.$/,
		);
	});

	test('that fails before it did anything says nothing of the kind', async () => {
		const error = await nodeErrorOf(run([{}]));
		expect(error.description).toBe('Give one.');
		expect(server.requests).toHaveLength(0);
	});

	test('with Continue On Fail gives what it had done, for the workflow to go on with', async () => {
		unpayable = [101];
		const node = { onError: 'continueRegularOutput' } as const;
		const items = await run([...ids(2), {}], { node });
		expect(items.map(({ json }) => json)).toEqual([
			{ OrderId: 100, paid: true },
			{
				error: expect.objectContaining({
					message: 'ZhongZhiYou refused: 余额不足',
					description: expect.stringMatching(
						/\)\. Already carried out and not undone: order 101 created\.$/,
					),
					carriedOut: [{ OrderId: 101 }],
					operation: 'both',
				}),
			},
			{ error: expect.not.objectContaining({ carriedOut: expect.anything() }) },
		]);
	});
});

test('a try of Retry On Fail goes on where the last one stopped within an item', async () => {
	class Both extends Zhongzhiyou {
		override async execute(this: IExecuteFunctions) {
			return [await runOperation(this, createAndPay)];
		}
	}
	unpayable = [101];
	const credentials = new Credentials(credentialFor(server.url));
	const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	// n8n runs no node without the parameters that it requires, whichever they are.
	const parameters = { operation: 'cancel', orderId: '1', options: { concurrency: 1 } };
	const settings = { credentials, node, parameters, items: ids(3) };
	const failed = await runInWorkflow(new Both(), settings);
	expect(failed.data.resultData.error?.description).toMatch(
		/not undone: item 1 in part \(order 101 created\), 0 \(100\)\.$/,
	);
	const created = server.requests.filter(({ path }) => path === '/create');
	expect(created.map(({ body }): unknown => JSON.parse(body).id)).toEqual([100, 101]);
	unpayable = [];
	server.requests.splice(0);
	const run = await runInWorkflow(new Both(), settings, retryDataOf(failed));
	expect(run.data.resultData.runData.Zhongzhiyou.at(-1)?.data?.main[0]).toHaveLength(3);
	expect(
		server.requests
			.filter(({ path }) => path !== '/look')
			.map(({ path, body }): unknown => [path, JSON.parse(body).id]),
	).toEqual([
		['/pay', 101],
		['/create', 102],
		['/pay', 102],
	]);
});

test('an operation that only reads is given no way to write', () => {
	const reading: ExecuteOperation = {
		...createAndPay,
		writes: false,
		execute: async (_input, client) => {
			// @ts-expect-error -- the door of a reading operation lets no write through
			await client.send({ method: 'POST', path: '/create', writes: true });
			return [];
		},
	};
	expect(reading.writes).toBe(false);
});
