import fc from 'fast-check';
import type { IDataObject, INode, INodeExecutionData, INodeParameters, IRun } from 'n8n-workflow';

import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { closingAfterAll } from '../support/closing.mts';
import {
	refusal,
	startScripted,
	success,
	type ScriptedServer,
	type SeenRequest,
} from '../support/http.mts';
import {
	credentialFor,
	Credentials,
	retryDataOf,
	runInWorkflow,
	type RunSettings,
} from '../support/in-process.mts';
import { runs } from '../support/runs.mts';
import { CREATE_FIELDS, WRITES } from '../unit/scripted.mts';

/**
 * What becomes of a request: carried out, refused for certain, refused for now, which leaves open
 * what becomes of it, or carried out with an answer that is lost.
 */
type Fate = 'done' | 'refused' | 'underWay' | 'lost';

const MAX_TRIES = 3;

const MOST_FATES = 8;

/** More fates than any history needs: what comes after them is done. */
const fates = fc.array(fc.constantFrom<Fate>('done', 'refused', 'underWay', 'lost'), {
	maxLength: MOST_FATES,
});

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
	/** What each try makes of its expressions: the same, something else, or the next of a list. */
	kind: fc.constantFrom('same', 'volatile', 'next'),
});

const VOLATILE = {
	create: { originOrderId: '=S{{ Math.random() }}' },
	pay: { paymentDetails: { eticketNo: '=E{{ Math.random() }}' } },
	refund: { refundId: '=R{{ Math.random() }}' },
	cancel: {},
};

/** With the engine of these tests a list is shorter in each try. */
const NEXT = { orderId: '={{ $json.ids.shift() }}' };

function parametersOf(
	operation: keyof typeof WRITES,
	kind: 'same' | 'volatile' | 'next',
): INodeParameters {
	const fields = { ...CREATE_FIELDS, quantity: '={{ $json.id }}' };
	return {
		...(operation === 'create' && kind !== 'same' ? fields : WRITES[operation]),
		...(kind === 'volatile' && VOLATILE[operation]),
		...(kind === 'next' &&
			(operation === 'create' ? { contactName: '={{ $json.ids.shift() }}' } : NEXT)),
	};
}

let server: ScriptedServer;

/** What is still to become of the requests of each item, by its id. */
let plans = new Map<number, Fate[]>();

/** Answered successes, by id: each of them was known to the node. */
let known = new Map<number, number>();

/** Requests that came after the node knew that the item was carried out. */
let repeated: number[] = [];

/** What was sent for each item when its answer was lost, by id. */
let inDoubt = new Map<number, string>();

/** Requests for items in doubt that were not what had been sent. */
let others: string[] = [];

/** An item's id in an order's number, where a list has several for it. */
const ITEM = 1000;

function wireOf({ method, url, body }: SeenRequest): string {
	return `${method} ${url} ${body}`;
}

/** The number by which a request that was sent has to be named. */
function numberIn(wire: string): string {
	const names = ['"OriginOrderId":"', '"RefundId":"', '"OrderId":', 'orderId='];
	const name = names.find((one) => wire.includes(one)) ?? '';
	return /^[^",} ]+/.exec(wire.slice(wire.indexOf(name) + name.length))?.[0] ?? '';
}

const closing = closingAfterAll();

beforeAll(async () => {
	const opening = startScripted((request) => {
		const { OrderId, OrderQuantity } = JSON.parse(request.body === '' ? '{}' : request.body);
		const id = Number(request.query.get('orderId') ?? OrderId ?? OrderQuantity) % ITEM;
		const wire = wireOf(request);
		if (known.has(id)) repeated.push(id);
		if ((inDoubt.get(id) ?? wire) !== wire) others.push(wire);
		const fate = plans.get(id)?.shift() ?? 'done';
		if (fate === 'refused') return refusal('价格错误');
		if (fate === 'lost' || fate === 'underWay') {
			inDoubt.set(id, wire);
			return fate === 'lost' ? 'reset' : refusal('稍后');
		}
		known.set(id, (known.get(id) ?? 0) + 1);
		return success({
			OrderId: id,
			ApplyId: `A${id}`,
			OrderStatus: 4,
			RefundStatus: 1,
			code: `${id}`,
		});
	});
	server = await closing(opening);
});

function outputs({ data }: IRun): INodeExecutionData[] {
	const last = data.resultData.runData.Zhongzhiyou?.at(-1);
	return (last?.data?.main ?? []).flatMap((items) => items ?? []);
}

function itemOf(id: number): IDataObject {
	const list = Array.from({ length: MOST_FATES + 2 }, (_, index) => id + index * ITEM);
	return { id, ids: list };
}

/** What is alike in the outputs of two executions whose expressions give something else each time. */
function alike(items: INodeExecutionData[]): unknown[] {
	return items.map(({ json, pairedItem }) => {
		const same = Object.entries(json).filter(([name]) => !/^(?:Origin|Refund).*Id$/.test(name));
		const data: IDataObject = Object.fromEntries(same);
		return { pairedItem, json: { ...data, OrderId: Number(data.OrderId) % ITEM } };
	});
}

/** Numbers in doubt that a run does not mention, in its output or in its error. */
function unmentioned({ data }: IRun): string[] {
	const { error } = data.resultData;
	const items = data.resultData.runData.Zhongzhiyou?.at(-1)?.data?.main;
	const text = `${error?.message} ${error?.description} ${JSON.stringify(items)}`;
	return [...inDoubt]
		.filter(([id]) => !known.has(id))
		.map(([, wire]) => numberIn(wire))
		.filter((number) => number === '' || !text.includes(number));
}

test('whatever fails in whichever order and whatever expressions give, nothing that was carried out is sent again, and what is in doubt only as it was', async () => {
	await fc.assert(
		fc.asyncProperty(
			history,
			async ({ items, concurrency, operation, onError, retryOnFail, kind }) => {
				plans = new Map(items.map((plan, index) => [index + 1, [...plan]]));
				known = new Map();
				repeated = [];
				inDoubt = new Map();
				others = [];
				const settings: RunSettings = {
					credentials: new Credentials(credentialFor(server.url)),
					parameters: { ...parametersOf(operation, kind), options: { concurrency } },
					node: { retryOnFail, maxTries: MAX_TRIES, waitBetweenTries: 1, onError },
					items: items.map((_, index) => itemOf(index + 1)),
				};
				const type = new Zhongzhiyou();
				// With this engine an item that was changed is changed for the tries that follow.
				const fresh = () => ({ ...settings, items: structuredClone(settings.items) });
				let run = await runInWorkflow(type, fresh());
				expect(unmentioned(run)).toEqual([]);
				// What a user does until the execution succeeds.
				for (let retries = 0; run.data.resultData.error !== undefined; retries++) {
					if (retries > 60) throw new Error('It never succeeds');
					const executionId = String(5000 + retries);
					run = await runInWorkflow(type, { ...settings, executionId }, retryDataOf(run));
					expect(unmentioned(run)).toEqual([]);
				}
				expect(repeated).toEqual([]);
				expect(others).toEqual([]);
				const succeeded = outputs(run).filter(({ json }) => json.error === undefined);
				expect(succeeded).toHaveLength(known.size);

				// The same without a failure gives the same items.
				const undisturbed = outputs(await withoutFailures(type, fresh()));
				expect(undisturbed).toHaveLength(items.length);
				const expected = undisturbed.filter(({ pairedItem }) =>
					succeeded.some((item) => JSON.stringify(item.pairedItem) === JSON.stringify(pairedItem)),
				);
				if (kind === 'same') expect(succeeded).toEqual(expected);
				else expect(alike(succeeded)).toEqual(alike(expected));
				if (onError === 'stopWorkflow') expect(succeeded).toHaveLength(items.length);
			},
		),
		{ numRuns: runs(250) },
	);
}, 120_000);

async function withoutFailures(type: Zhongzhiyou, settings: RunSettings): Promise<IRun> {
	plans = new Map();
	known = new Map();
	return await runInWorkflow(type, settings);
}
