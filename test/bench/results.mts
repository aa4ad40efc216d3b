import type { ActionResults } from './action.mts';
import type { Machine } from './machine.mts';
import type { PackageResults } from './package.mts';
import type { Summary } from './statistics.mts';
import type { Engine } from './stage.mts';
import type { TriggerResults } from './trigger.mts';

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
		| 'vsFloor'
		| 'vsHandmade'
		| 'vsBuiltinWebhook'
		| 'vsBuiltinBesideCredential'
		| 'lazyVsFloor'
		| 'lazyVsHandmade'
		| 'lazyVsBuiltinWebhook'
		| 'lazyVsBuiltinBesideCredential'
		| 'legacyVsFloor'
		| 'legacyVsHandmade'
		| 'legacyVsBuiltinWebhook'
		| 'legacyVsBuiltinBesideCredential'
		| 'verifyMicros'
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

export function toResults(measured: Measured, machine: Machine, run: Run): Results {
	const { default: plain, lazy, legacy } = measured.trigger;
	return {
		action: actionNumbers(measured.action.default),
		trigger: {
			vsFloor: plain?.vsFloor.median,
			vsHandmade: plain?.vsHandmade.median,
			vsBuiltinWebhook: plain?.vsBuiltinWebhook.median,
			vsBuiltinBesideCredential: plain?.vsBuiltinBesideCredential.median,
			lazyVsFloor: lazy?.vsFloor.median,
			lazyVsHandmade: lazy?.vsHandmade.median,
			lazyVsBuiltinWebhook: lazy?.vsBuiltinWebhook.median,
			lazyVsBuiltinBesideCredential: lazy?.vsBuiltinBesideCredential.median,
			legacyVsFloor: legacy?.vsFloor.median,
			legacyVsHandmade: legacy?.vsHandmade.median,
			legacyVsBuiltinWebhook: legacy?.vsBuiltinWebhook.median,
			legacyVsBuiltinBesideCredential: legacy?.vsBuiltinBesideCredential.median,
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
