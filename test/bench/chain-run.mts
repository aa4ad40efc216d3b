import assert from 'node:assert/strict';

import { unflatten } from '../../harness/n8n/execution-data.mts';
import { asArray, asRecord, asString, isRecord, type JsonRecord } from '../../harness/records.mts';
import { chain, node, type NodeDefinition } from '../support/workflow.mts';
import { cpuMsOf, rssOf } from './process-stats.mts';
import type { Stage } from './stage.mts';

interface Memory {
	before: number;
	/** When the execution has ended. */
	after: number;
	peak: number;
}

/** What one execution of a contestant's nodes took. */
export interface ChainRun {
	/** From the start of the first of its nodes to the end of the last, by n8n's run data. */
	chainMs: number;
	/** The whole execution by n8n's own account: stoppedAt − startedAt. */
	executionMs: number;
	/** Processor time of n8n from the request to the answer, all of the execution. */
	cpuMs: number;
	/** What the last node put out, as JSON. */
	outputMiB: number;
	/** Resident memory of the n8n process, MiB. */
	rss: Memory;
}

/** A contestant that is published and can be given items. */
export interface Contestant {
	run(items: JsonRecord[]): Promise<ChainRun>;
}

const MIB = 1024 * 1024;
const SAMPLE_EVERY = 50;
const LONGEST_RUN = 300_000;

/** Resident memory before, after and at its highest while `work` is done. */
async function watchMemory(pid: number, work: () => Promise<void>): Promise<Memory> {
	const before = await rssOf(pid);
	let peak = before;
	const timer = setInterval(() => {
		void rssOf(pid).then((now) => (peak = Math.max(peak, now)));
	}, SAMPLE_EVERY);
	try {
		await work();
	} finally {
		clearInterval(timer);
	}
	const after = await rssOf(pid);
	return { before, after, peak: Math.max(peak, after) };
}

function pairedItemOf(item: JsonRecord): unknown {
	const pairs = Array.isArray(item.pairedItem) ? item.pairedItem : [item.pairedItem];
	return isRecord(pairs[0]) ? pairs[0].item : pairs[0];
}

/** Every item is there, is an order, and is paired with its input. */
function checkOutput(items: JsonRecord[], expected: number): void {
	assert.equal(items.length, expected, 'items put out');
	items.forEach((item, index) => {
		assert.equal(pairedItemOf(item), index, 'pairedItem');
		const json = asRecord(item.json);
		const data = isRecord(json.Data) ? json.Data : json;
		assert.ok(Number(data.OrderId) > 0, `Not an order: ${JSON.stringify(json)}`);
	});
}

/** Reads the finished execution: how long its nodes took, and that they did what they should. */
async function readRun(
	{ n8n }: Stage,
	workflowId: string,
	names: string[],
	expected: number,
): Promise<Omit<ChainRun, 'rss' | 'cpuMs'>> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const page = asRecord(await n8n.rest.call('GET', `/executions?limit=1&filter=${filter}`));
	const newest = asRecord(asArray(page.results)[0]);
	const stored = asRecord(await n8n.rest.call('GET', `/executions/${asString(newest.id)}`));
	assert.equal(stored.status, 'success');
	const { runData } = asRecord(asRecord(unflatten(asString(stored.data))).resultData);
	const runs = names.map((name) => asRecord(asArray(asRecord(runData)[name])[0]));
	const first = runs[0];
	const last = runs[runs.length - 1];
	const output = asArray(asArray(asRecord(last.data).main)[0]).map(asRecord);
	checkOutput(output, expected);
	return {
		chainMs: Number(last.startTime) + Number(last.executionTime) - Number(first.startTime),
		executionMs: Date.parse(asString(stored.stoppedAt)) - Date.parse(asString(stored.startedAt)),
		outputMiB: Buffer.byteLength(JSON.stringify(output)) / MIB,
	};
}

/** Publishes a chain of nodes behind the source of items; `run` returns when they are through. */
export async function publishChain(stage: Stage, nodes: NodeDefinition[]): Promise<Contestant> {
	const source = node(
		'Items',
		'CUSTOM.benchItemsTrigger',
		{},
		{ typeVersion: 1.1, webhookId: crypto.randomUUID() },
	);
	const { id, url } = await stage.publish(chain(source, ...nodes));
	const names = nodes.map(({ name }) => name);
	return {
		async run(items) {
			const { pid } = stage.n8n;
			assert.ok(pid !== undefined, 'n8n runs');
			const cpuBefore = await cpuMsOf(pid);
			const rss = await watchMemory(pid, async () => {
				const answer = await fetch(url, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ items }),
					signal: AbortSignal.timeout(LONGEST_RUN),
				});
				assert.equal(answer.status, 200, await answer.text());
			});
			const cpuMs = (await cpuMsOf(pid)) - cpuBefore;
			return { ...(await readRun(stage, id, names, items.length)), cpuMs, rss };
		},
	};
}
