import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { asRecord } from '../../harness/records.mts';
import { until } from '../../harness/until.mts';
import { contest } from './contest.mts';
import { sendBurst, statusOfForged, type Burst } from './load.mts';
import { cpuMsOf } from './process-stats.mts';
import { FORGED_STATUS, RECEIVERS, type Receiver } from './receivers.mts';
import { openStage, type Engine, type Stage } from './stage.mts';
import { ratios, summarize, type Summary } from './statistics.mts';

/** Callbacks acknowledged a second: of one contestant to those of another. */
const RATIOS = {
	vsFloor: ['ours', 'floor'],
	vsHandmade: ['ours', 'handmade'],
	vsBuiltinWebhook: ['ours', 'builtin'],
	vsBuiltinBesideCredential: ['ours', 'builtinBesideCredential'],
	/** What there is to be reached by a trigger that needs a credential. */
	floorBesideCredentialVsBuiltin: ['floorBesideCredential', 'builtin'],
} as const satisfies Record<string, readonly [Receiver, Receiver]>;

export type TriggerRatio = keyof typeof RATIOS;

export interface TriggerResults extends Record<TriggerRatio, Summary> {
	/** Callbacks acknowledged a second, and executions through to their end, by contestant. */
	detail: Record<string, Summary>;
}

interface Sample extends Burst {
	/** Executions a second until the last had ended. */
	finishedPerSecond: number;
	/** Processor time of n8n for each, executions included, milliseconds. */
	cpuMs: number;
}

/** Long enough for what a burst leaves behind, at the slowest. */
const DRAIN_TIMEOUT = 60_000;
/** Between contestants: n8n builds its next isolate in the background. */
const BREATH = 300;

async function countExecutions(
	{ n8n }: Stage,
	workflowId: string,
	status: string,
): Promise<number> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status: [status] }));
	const page = asRecord(await n8n.rest.call('GET', `/executions?limit=1&filter=${filter}`));
	return Number(page.count);
}

/** Every acknowledged callback is an execution that has succeeded, and nothing else has run. */
async function waitForExecutions(stage: Stage, id: string, expected: number): Promise<void> {
	let succeeded = 0;
	await until(
		() => `${expected} executions, of which ${succeeded} succeeded`,
		DRAIN_TIMEOUT,
		async () => {
			succeeded = await countExecutions(stage, id, 'success');
			return succeeded >= expected ? true : undefined;
		},
	);
	assert.equal(succeeded, expected, 'executions');
	assert.equal(await countExecutions(stage, id, 'error'), 0, 'failed executions');
}

export interface Published {
	burst(seconds: number): Promise<Sample>;
}

/** Puts one receiver on the stage and makes sure that it checks what it says it checks. */
export async function publishReceiver(stage: Stage, name: Receiver): Promise<Published> {
	const { id, url } = await stage.publish(RECEIVERS[name](stage));
	const forged = await statusOfForged(url, stage.sandbox);
	assert.equal(forged, FORGED_STATUS[name], `status of a forged callback, ${name}`);
	await pause(1000);
	let expected = await countExecutions(stage, id, 'success');
	return {
		async burst(seconds) {
			const pid = Number(stage.n8n.pid);
			const cpuBefore = await cpuMsOf(pid);
			const start = performance.now();
			const burst = await sendBurst(url, stage.sandbox, seconds);
			expected += burst.acknowledged;
			await waitForExecutions(stage, id, expected);
			const elapsed = (performance.now() - start) / 1000;
			await pause(BREATH);
			const cpuMs = ((await cpuMsOf(pid)) - cpuBefore) / burst.acknowledged;
			return { ...burst, finishedPerSecond: burst.acknowledged / elapsed, cpuMs };
		},
	};
}

const CONTESTANTS: readonly Receiver[] = [
	'ours',
	'floor',
	'floorBesideCredential',
	'handmade',
	'builtin',
	'builtinBesideCredential',
];

export async function benchTrigger(
	engine: Engine,
	rounds: number,
	seconds: number,
): Promise<TriggerResults> {
	const stage = await openStage(engine);
	try {
		const entry = async (name: Receiver) => {
			const { burst } = await publishReceiver(stage, name);
			return [name, async () => await burst(seconds)] as const;
		};
		const entries: Array<Awaited<ReturnType<typeof entry>>> = [];
		for (const name of CONTESTANTS) entries.push(await entry(name));
		const samples = await contest(entries, ({ perSecond }) => perSecond, {
			title: `Callbacks acknowledged a second, 10 connections, ${seconds} s (${engine} engine)`,
			rounds,
			show: (rate) => rate.toFixed(1),
		});
		const rates = (name: Receiver) => samples(name).map(({ perSecond }) => perSecond);
		const detail: Record<string, Summary> = {};
		for (const [name] of entries) {
			detail[`${name} acknowledged/s`] = summarize(rates(name));
			const finished = samples(name).map(({ finishedPerSecond }) => finishedPerSecond);
			detail[`${name} finished/s`] = summarize(finished);
			detail[`${name} processor ms each`] = summarize(samples(name).map(({ cpuMs }) => cpuMs));
		}
		const ratio = (name: TriggerRatio): Summary => {
			const [one, other] = RATIOS[name];
			return ratios(rates(one), rates(other));
		};
		return {
			vsFloor: ratio('vsFloor'),
			vsHandmade: ratio('vsHandmade'),
			vsBuiltinWebhook: ratio('vsBuiltinWebhook'),
			vsBuiltinBesideCredential: ratio('vsBuiltinBesideCredential'),
			floorBesideCredentialVsBuiltin: ratio('floorBesideCredentialVsBuiltin'),
			detail,
		};
	} finally {
		await stage.close();
	}
}
