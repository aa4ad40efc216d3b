import type { ActionResults } from './action.mts';
import type { Machine } from './machine.mts';
import type { PackageResults } from './package.mts';
import type { Engine } from './stage.mts';
import type { Summary } from './statistics.mts';
import type { TriggerRatio, TriggerResults } from './trigger.mts';

/** Everything that was measured; parts that were left out are missing. */
export interface Measured {
	action: Partial<Record<Engine, ActionResults>>;
	trigger: Partial<Record<Engine, TriggerResults>>;
	verifyMicros?: Summary;
	package?: PackageResults;
}

export interface Run {
	date: string;
	commit: string;
	rounds: number;
	minutes: number;
	complete: boolean;
}

type Numbers<Key extends string> = Partial<Record<Key, number>>;

type ActionKey = Exclude<keyof ActionResults, 'detail'>;

/** `bench-results.json`. Ratios are ours to theirs: of speeds, or of times where the name says so. */
export interface Results {
	action: Numbers<ActionKey>;
	trigger: Numbers<
		TriggerRatio | `${'lazy' | 'legacy'}${Capitalize<TriggerRatio>}` | 'verifyMicros'
	>;
	package: Numbers<'packedKiB' | 'requireMillis'>;
	/** The action rows under lazy acquisition, reported only. */
	actionLazy: Numbers<ActionKey>;
	machine: Machine;
	run: Run;
	/** Medians, smallest, largest and every round. */
	detail: Measured;
}

function actionNumbers(results: ActionResults | undefined): Results['action'] {
	return {
		jsonVsHandmade: results?.jsonVsHandmade.median,
		autoMapVsHandmade: results?.autoMapVsHandmade.median,
		fieldsVsHandmade: results?.fieldsVsHandmade.median,
		latency50VsBare: results?.latency50VsBare.median,
		perItem10kVs1k: results?.perItem10kVs1k.median,
		rssGrowth10kMiB: results?.rssGrowth10kMiB.median,
	};
}

function triggerNumbers({ trigger }: Measured, engine: Engine): Results['trigger'] {
	const results = trigger[engine];
	if (results === undefined) return {};
	const { detail, ...found } = results;
	const prefixed = (name: string): string =>
		engine === 'default' ? name : `${engine}${name[0].toUpperCase()}${name.slice(1)}`;
	return Object.fromEntries(
		Object.entries(found).map(([name, { median }]) => [prefixed(name), median]),
	);
}

export function toResults(measured: Measured, machine: Machine, run: Run): Results {
	return {
		action: actionNumbers(measured.action.default),
		trigger: {
			...triggerNumbers(measured, 'default'),
			...triggerNumbers(measured, 'lazy'),
			...triggerNumbers(measured, 'legacy'),
			verifyMicros: measured.verifyMicros?.median,
		},
		package: {
			packedKiB: measured.package?.packedKiB,
			requireMillis: measured.package?.requireMillis.median,
		},
		actionLazy: actionNumbers(measured.action.lazy),
		machine,
		run,
		detail: measured,
	};
}
