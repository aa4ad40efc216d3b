import fc from 'fast-check';
import type { INode, INodeExecutionData, IRun } from 'n8n-workflow';

import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { refusal, startScripted, success, type ScriptedServer } from '../support/http.mts';
import {
	credentialFor,
	Credentials,
	retryDataOf,
	runInWorkflow,
	type RunSettings,
} from '../support/in-process.mts';

/** What becomes of a request: carried out, refused, or carried out with an answer that is lost. */
type Fate = 'done' | 'refused' | 'lost';

const MAX_TRIES = 3;

/** More fates than any history needs: what comes after them is done. */
const fates = fc.array(fc.constantFrom<Fate>('done', 'refused', 'lost'), { maxLength: 8 });

const history = fc.record({
	items: fc.array(fates, { minLength: 1, maxLength: 6 }),
	concurrency: fc.integer({ min: 1, max: 4 }),
	operation: fc.constantFrom('create', 'pay', 'refund', 'cancel'),
	onError: fc.constantFrom<INode['onError']>(
		'stopWorkflow',
		'continueRegularOutput',
		'continueErrorOutput',
	),
	retryOnFail: fc.boolean(),
});

const PARAMETERS = {
	create: {
		operation: 'create',
		orderFrom: 'json',
		orderJson:
			'={{ { productId: 3, visitDate: "2026-05-01", quantity: $json.id, contactName: "a", contactMobile: "18102623512" } }}',
	},
	pay: { operation: 'pay', orderId: '={{ $json.id }}' },
	refund: { operation: 'refund', orderId: '={{ $json.id }}' },
	cancel: { operation: 'cancel', orderId: '={{ $json.id }}' },
};

let server: ScriptedServer;

/** What is still to become of the requests of each item, by its id. */
let plans = new Map<number, Fate[]>();

/** Answered successes, by id: each of them was known to the node. */
let known = new Map<number, number>();

/** Requests that came after the node knew that the item was carried out. */
let repeated: number[] = [];

beforeAll(async () => {
	server = await startScripted(({ body, query }) => {
		const { OrderId, OrderQuantity } = JSON.parse(body === '' ? '{}' : body);
		const id = Number(query.get('orderId') ?? OrderId ?? OrderQuantity);
		if (known.has(id)) repeated.push(id);
		const fate = plans.get(id)?.shift() ?? 'done';
		if (fate === 'refused') return refusal('稍后');
		if (fate === 'lost') return 'reset';
		known.set(id, (known.get(id) ?? 0) + 1);
		return success({
			OrderId: id,
			ApplyId: `A${id}`,
			OrderStatus: 4,
			RefundStatus: 1,
			code: `${id}`,
		});
	});
});

afterAll(async () => await server.close());

function outputs({ data }: IRun): INodeExecutionData[] {
	const last = data.resultData.runData.Zhongzhiyou?.at(-1);
	return (last?.data?.main ?? []).flatMap((items) => items ?? []);
}

test('whatever fails in whichever order, nothing that was carried out is sent again', async () => {
	await fc.assert(
		fc.asyncProperty(history, async ({ items, concurrency, operation, onError, retryOnFail }) => {
			plans = new Map(items.map((plan, index) => [index + 1, [...plan]]));
			known = new Map();
			repeated = [];
			const settings: RunSettings = {
				credentials: new Credentials(credentialFor(server.url)),
				parameters: { ...PARAMETERS[operation], options: { concurrency } },
				node: { retryOnFail, maxTries: MAX_TRIES, waitBetweenTries: 1, onError },
				items: items.map((_, index) => ({ id: index + 1 })),
			};
			const type = new Zhongzhiyou();
			let run = await runInWorkflow(type, settings);
			// What a user does until the execution succeeds.
			for (let retries = 0; run.data.resultData.error !== undefined; retries++) {
				if (retries > 60) throw new Error('It never succeeds');
				const executionId = String(5000 + retries);
				run = await runInWorkflow(type, { ...settings, executionId }, retryDataOf(run));
			}
			expect(repeated).toEqual([]);
			const succeeded = outputs(run).filter(({ json }) => json.error === undefined);
			expect(succeeded).toHaveLength(known.size);

			// The same without a failure gives the same items.
			const undisturbed = outputs(await withoutFailures(type, settings));
			expect(undisturbed).toHaveLength(items.length);
			const expected = undisturbed.filter(({ pairedItem }) =>
				succeeded.some((item) => JSON.stringify(item.pairedItem) === JSON.stringify(pairedItem)),
			);
			expect(succeeded).toEqual(expected);
			if (onError === 'stopWorkflow') expect(succeeded).toHaveLength(items.length);
		}),
		{ numRuns: 150 },
	);
}, 120_000);

async function withoutFailures(type: Zhongzhiyou, settings: RunSettings): Promise<IRun> {
	plans = new Map();
	known = new Map();
	return await runInWorkflow(type, settings);
}
