import assert from 'node:assert/strict';

import { asArray, asRecord, asString, type JsonRecord } from '../../harness/records.mts';
import type { NodeDefinition } from '../support/workflow.mts';
import { placeOrders } from './bare-client.mts';
import { publishChain, type ChainRun, type Contestant } from './chain-run.mts';
import { contest } from './contest.mts';
import { INSPECTABLE, openInspector } from './inspector.mts';
import { createNode, handmadeNodes, makeOrders, type Way } from './orders.mts';
import { rssOf } from './process-stats.mts';
import { openStage, withCredential, type Engine, type Stage } from './stage.mts';
import { ratios, summarize, type Summary } from './statistics.mts';

export interface ActionResults {
	jsonVsHandmade: Summary;
	autoMapVsHandmade: Summary;
	fieldsVsHandmade: Summary;
	latency50VsBare: Summary;
	perItem10kVs1k: Summary;
	rssGrowth10kMiB: Summary;
	/** Milliseconds by contestant, and memory in MiB. */
	detail: Record<string, Summary>;
}

const ORDERS = 500;
const CONCURRENCY = 10;
const FEW = 1_000;
const MANY = 10_000;

const ms = (value: number): string => `${Math.round(value)} ms`;

/** Orders that the sandbox holds, after it has been made sure that there are as many as asked for. */
async function checkOrders({ sandbox }: Stage, expected: number, name: string): Promise<void> {
	const { orders, counts } = await sandbox.control('GET', '/state');
	assert.equal(asArray(orders).length, expected, `orders that ${name} placed`);
	assert.equal(asRecord(counts).createOrder, expected, `requests that ${name} sent`);
}

/** The bodies that arrived are the orders that were given, whoever sent them. */
async function checkBodies({ sandbox }: Stage, orders: JsonRecord[]): Promise<void> {
	const { requests } = await sandbox.control('GET', '/requests?operation=createOrder');
	const bodies = asArray(requests).map((request) =>
		asRecord(JSON.parse(asString(asRecord(request).body))),
	);
	const byNumber = new Map(bodies.map((body) => [body.OriginOrderId, body]));
	for (const order of orders) assert.deepEqual(byNumber.get(order.OriginOrderId), order);
}

let sequence = 0;

/** One contestant's turn on an empty sandbox, with orders nobody has placed before. */
async function turn<T>(
	stage: Stage,
	name: string,
	count: number,
	counted: boolean,
	place: (orders: JsonRecord[]) => Promise<T>,
): Promise<T> {
	const { sandbox } = stage;
	const orders = makeOrders(count, `bench-${++sequence}`, sandbox.partnerId);
	await sandbox.control('POST', '/settings', { logBodies: !counted });
	const result = await place(orders);
	await checkOrders(stage, count, name);
	if (!counted) await checkBodies(stage, orders);
	// Forgets faults too, so a latency is set anew for each turn.
	await sandbox.control('POST', '/reset');
	return result;
}

/** 500 creates without latency, every way to give an order against the hand-made flow. */
async function withoutLatency(stage: Stage, rounds: number) {
	const { sandbox } = stage;
	const flows: Record<Way | 'handmade', NodeDefinition[]> = {
		json: [ours(stage, 'json')],
		autoMap: [ours(stage, 'autoMap')],
		fields: [ours(stage, 'fields')],
		handmade: handmadeNodes(sandbox.baseUrl, sandbox.partnerId).map((node) =>
			node.name === 'Sign' ? withCredential(stage, 'crypto', node) : node,
		),
	};
	const entry = async (name: Way | 'handmade') => {
		const contestant = await publishChain(stage, flows[name]);
		const run = async (counted: boolean) =>
			await turn(stage, name, ORDERS, counted, async (orders) => await contestant.run(orders));
		return [name, run] as const;
	};
	const entries = [
		await entry('json'),
		await entry('autoMap'),
		await entry('fields'),
		await entry('handmade'),
	];
	return await contest(entries, ({ chainMs }) => chainMs, {
		title: `${ORDERS} creates without latency, concurrency ${CONCURRENCY} (${stage.engine} engine)`,
		rounds,
		warmUp: 2,
		show: ms,
	});
}

function ours(stage: Stage, way: Way): NodeDefinition {
	return withCredential(stage, 'zhongzhiyouApi', createNode(way, CONCURRENCY));
}

/** 500 creates of 50 ms each against ten connections that do nothing else. */
async function withLatency(stage: Stage, contestant: Contestant, rounds: number) {
	const { sandbox } = stage;
	const slow = { kind: 'latency', ms: 50, operation: 'createOrder', count: null };
	const place = async (
		name: string,
		counted: boolean,
		act: (orders: JsonRecord[]) => Promise<number>,
	) =>
		await turn(stage, name, ORDERS, counted, async (orders) => {
			await sandbox.control('POST', '/faults', slow);
			return await act(orders);
		});
	return await contest(
		[
			[
				'ours',
				async (counted: boolean) =>
					await place('ours', counted, async (orders) => (await contestant.run(orders)).chainMs),
			],
			[
				'bare',
				async (counted: boolean) =>
					await place('bare', counted, async (orders) => await placeOrders(sandbox, orders)),
			],
		],
		(time) => time,
		{ title: `${ORDERS} creates of 50 ms (${stage.engine} engine)`, rounds, show: ms },
	);
}

interface LargeRun extends ChainRun {
	/** Resident memory that is there after the run and was not before, garbage collected, MiB. */
	kept: number;
}

/** Ten times as many items against themselves: their time, and what stays in memory. */
async function withManyItems(stage: Stage, contestant: Contestant, rounds: number) {
	const { n8n } = stage;
	const inspector = await openInspector(n8n.log());
	const settledRss = async (): Promise<number> => {
		await inspector.collectGarbage();
		return await rssOf(Number(n8n.pid));
	};
	const run = (count: number) => async (): Promise<LargeRun> => {
		const before = await settledRss();
		const result = await turn(stage, `${count} items`, count, true, contestant.run);
		return { ...result, kept: (await settledRss()) - before };
	};
	const samples = await contest(
		[
			['few', run(FEW)],
			['many', run(MANY)],
		],
		({ chainMs }) => chainMs,
		{ title: `${MANY} items against ${FEW} (${stage.engine} engine)`, rounds, show: ms },
	);
	inspector.close();
	return samples;
}

export async function benchAction(engine: Engine, rounds: number): Promise<ActionResults> {
	const stage = await openStage(engine, INSPECTABLE);
	try {
		const flat = await withoutLatency(stage, rounds);
		const contestant = await publishChain(stage, [ours(stage, 'json')]);
		const slow = await withLatency(stage, contestant, rounds);
		const large = await withManyItems(stage, contestant, rounds);
		const time = (name: Way | 'handmade') => flat(name).map(({ chainMs }) => chainMs);
		const against = (way: Way) => ratios(time('handmade'), time(way));
		const many = large('many');
		const perItem = (runs: ChainRun[], count: number) => runs.map(({ chainMs }) => chainMs / count);
		const detail: Record<string, Summary> = {};
		for (const name of ['json', 'autoMap', 'fields', 'handmade'] as const) {
			detail[`${name} ms`] = summarize(time(name));
			detail[`${name} processor ms`] = summarize(flat(name).map(({ cpuMs }) => cpuMs));
			detail[`${name} execution ms`] = summarize(flat(name).map((run) => run.executionMs));
		}
		detail['50 ms latency: ours ms'] = summarize(slow('ours'));
		detail['50 ms latency: bare ms'] = summarize(slow('bare'));
		detail['1,000 items ms'] = summarize(large('few').map(({ chainMs }) => chainMs));
		detail['10,000 items ms'] = summarize(many.map(({ chainMs }) => chainMs));
		detail['10,000 items: output MiB'] = summarize(many.map(({ outputMiB }) => outputMiB));
		for (const [name, runs] of [
			['1,000', large('few')],
			['10,000', many],
		] as const) {
			detail[`${name} items: RSS kept MiB`] = summarize(runs.map(({ kept }) => kept));
			const peaks = runs.map(({ rss }) => rss.peak - rss.before);
			detail[`${name} items: RSS peak above start MiB`] = summarize(peaks);
		}
		detail['10,000 items: RSS at start MiB'] = summarize(many.map(({ rss }) => rss.before));
		return {
			jsonVsHandmade: against('json'),
			autoMapVsHandmade: against('autoMap'),
			fieldsVsHandmade: against('fields'),
			latency50VsBare: ratios(slow('ours'), slow('bare')),
			perItem10kVs1k: ratios(perItem(many, MANY), perItem(large('few'), FEW)),
			rssGrowth10kMiB: summarize(many.map(({ kept }) => kept)),
			detail,
		};
	} finally {
		await stage.close();
	}
}
