import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { publishChain } from './chain-run.mts';
import { INSPECTABLE, openInspector } from './inspector.mts';
import { createNode, makeOrders, type Way } from './orders.mts';
import { summaryOf } from './profile-summary.mts';
import type { Receiver } from './receivers.mts';
import { openStage, withCredential, type Engine, type Stage } from './stage.mts';
import { publishReceiver } from './trigger.mts';

type Keep = (name: string, profile: Record<string, unknown>) => Promise<void>;

const SECONDS = 5;

async function profileReceiver(stage: Stage, name: Receiver, keep: Keep): Promise<void> {
	const { burst } = await publishReceiver(stage, name);
	await burst(2);
	const inspector = await openInspector(stage.n8n.log());
	const profile = await inspector.profile(async () => void (await burst(SECONDS)));
	inspector.close();
	await keep(`trigger-${name}-${stage.engine}`, profile);
}

async function profileWay(stage: Stage, way: Way, keep: Keep): Promise<void> {
	const node = withCredential(stage, 'zhongzhiyouApi', createNode(way, 10));
	const contestant = await publishChain(stage, [node]);
	const { partnerId } = stage.sandbox;
	await contestant.run(makeOrders(500, `${way}-warm`, partnerId));
	const inspector = await openInspector(stage.n8n.log());
	const profile = await inspector.profile(async () => {
		await contestant.run(makeOrders(2000, way, partnerId));
	});
	inspector.close();
	await keep(`action-${way}-${stage.engine}`, profile);
}

async function profileEngine(engine: Engine, keep: Keep): Promise<void> {
	const stage = await openStage(engine, INSPECTABLE);
	try {
		await profileReceiver(stage, 'ours', keep);
		await profileReceiver(stage, 'floor', keep);
		if (engine === 'legacy') return;
		await profileWay(stage, 'json', keep);
		await profileWay(stage, 'fields', keep);
	} finally {
		await stage.close();
	}
}

/** CPU profiles of n8n while our nodes work; printed by package, kept for a browser's tools. */
export async function profileAll(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'zzy-profiles-'));
	const keep: Keep = async (name, profile) => {
		await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
		console.log(`\n${name}\n\n${summaryOf(profile)}`);
	};
	for (const engine of ['default', 'lazy', 'legacy'] as const) await profileEngine(engine, keep);
	console.log(`\nThe profiles are in ${folder}`);
}
