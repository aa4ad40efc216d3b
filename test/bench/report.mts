import type { Results } from './results.mts';
import type { Engine } from './stage.mts';
import type { Summary } from './statistics.mts';
import type { TriggerRatio } from './trigger.mts';

interface Target {
	bound: 'at least' | 'at most';
	value: number;
	unit: string;
}

function atLeast(value: number, unit = '×'): Target {
	return { bound: 'at least', value, unit };
}

function atMost(value: number, unit = '×'): Target {
	return { bound: 'at most', value, unit };
}

interface Row {
	what: string;
	against: string;
	found: number | undefined;
	unit?: string;
	target?: Target;
	spread?: Summary;
}

function isMet({ found, target }: Row): boolean | undefined {
	if (found === undefined || target === undefined) return undefined;
	return target.bound === 'at least' ? found >= target.value : found <= target.value;
}

function number(value: number): string {
	const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
	return value.toFixed(digits);
}

const SETTINGS: Record<Engine, string> = {
	default: 'default engine',
	lazy: '`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`',
	legacy: '`N8N_EXPRESSION_ENGINE=legacy`',
};

function actionRows({ action, actionLazy, detail }: Results, engine: 'default' | 'lazy'): Row[] {
	const found = engine === 'default' ? action : actionLazy;
	const more = detail.action[engine];
	const goal = (target: Target) => (engine === 'default' ? target : undefined);
	const orders = '500 orders, no latency';
	return [
		{
			what: `${orders}, as JSON`,
			against: 'hand-made',
			found: found.jsonVsHandmade,
			target: goal(atLeast(3)),
			spread: more?.jsonVsHandmade,
		},
		{
			what: `${orders}, mapped automatically`,
			against: 'hand-made',
			found: found.autoMapVsHandmade,
			target: goal(atLeast(3)),
			spread: more?.autoMapVsHandmade,
		},
		{
			what: `${orders}, eight fields as expressions`,
			against: 'hand-made',
			found: found.fieldsVsHandmade,
			target: goal(atLeast(1.3)),
			spread: more?.fieldsVsHandmade,
		},
		{
			what: '500 orders, 50 ms latency: time',
			against: 'bare HTTP client',
			found: found.latency50VsBare,
			target: goal(atMost(1.15)),
			spread: more?.latency50VsBare,
		},
		{
			what: '10,000 items: time per item',
			against: '1,000 items',
			found: found.perItem10kVs1k,
			target: goal(atMost(1.15)),
			spread: more?.perItem10kVs1k,
		},
		{
			what: '10,000 items: memory kept afterwards',
			against: '–',
			found: found.rssGrowth10kMiB,
			unit: ' MiB',
			spread: more?.rssGrowth10kMiB,
		},
	];
}

const BUILTIN = 'built-in Webhook, unverified';

function triggerRows({ detail }: Results, engine: Engine): Row[] {
	const results = detail.trigger[engine];
	const what = 'callbacks a second';
	const row = (name: TriggerRatio, against: string, target?: Target): Row => ({
		what,
		against,
		found: results?.[name]?.median,
		spread: results?.[name],
		target,
	});
	const isolated = engine === 'default';
	return [
		row('vsFloor', 'floor', isolated ? atLeast(0.9) : undefined),
		row('vsHandmade', 'hand-made', engine === 'lazy' ? atLeast(3) : undefined),
		row('vsBuiltinWebhook', BUILTIN, isolated ? undefined : atLeast(1)),
		row('vsBuiltinBesideCredential', 'the same beside a credential'),
		{
			...row('floorBesideCredentialVsBuiltin', BUILTIN),
			what: 'for comparison: floor beside a credential',
		},
	];
}

function otherRows({ trigger, package: own, detail }: Results): Row[] {
	return [
		{
			what: 'verify and decode one callback',
			against: '–',
			found: trigger.verifyMicros,
			unit: ' µs',
			target: atMost(20, 'µs'),
			spread: detail.verifyMicros,
		},
		{
			what: 'packed tarball',
			against: '–',
			found: own.packedKiB,
			unit: ' KiB',
			target: atMost(120, 'KiB'),
		},
		{
			what: 'require() of both nodes',
			against: '–',
			found: own.requireMillis,
			unit: ' ms',
			target: atMost(25, 'ms'),
			spread: detail.package?.requireMillis,
		},
	];
}

function rowLine(row: Row): string {
	const { what, against, found, unit = ' ×', target, spread } = row;
	const met = isMet(row);
	const goal = target === undefined ? '–' : `${target.bound} ${target.value} ${target.unit}`;
	const cells = [
		what,
		against,
		found === undefined ? '–' : `**${number(found)}${unit}**`,
		spread === undefined ? '–' : `${number(spread.min)} – ${number(spread.max)}`,
		met === undefined ? goal : `${goal}: ${met ? 'met' : 'missed'}`,
	];
	return `| ${cells.join(' | ')} |`;
}

const HEAD = [
	'| measurement | against | median | by round | target |',
	'| --- | --- | --- | --- | --- |',
];

function section(title: string, rows: Row[]): string[] {
	if (rows.every(({ found }) => found === undefined)) return [];
	return [`#### ${title}`, '', ...HEAD, ...rows.map(rowLine), ''];
}

function detailLines(title: string, detail: Record<string, Summary> | undefined): string[] {
	if (detail === undefined) return [];
	const rows = Object.entries(detail).map(
		([name, { median, min, max }]) =>
			`| ${name} | ${number(median)} | ${number(min)} – ${number(max)} |`,
	);
	return [
		`#### ${title}`,
		'',
		'| figure | median | by round |',
		'| --- | --- | --- |',
		...rows,
		'',
	];
}

const ENGINES = ['default', 'lazy', 'legacy'] as const;

/** The results as the markdown that stands in docs/performance.md. */
export function toMarkdown(results: Results): string {
	const { machine, run, detail } = results;
	const { cpu, cores, memoryGiB, system, node, n8n, database } = machine;
	return [
		`${run.date.slice(0, 10)}, commit ${run.commit}: ${run.rounds} counted rounds of each contestant in ${run.minutes} minutes, on ${cores} cores of ${cpu}, ${memoryGiB} GiB, ${system}, Node ${node}, n8n ${n8n}, ${database}; load before the start ${machine.loadBefore}.${run.complete ? '' : ' **Not a complete run.**'}`,
		'',
		...section(`Action, ${SETTINGS.default}`, actionRows(results, 'default')),
		...section(`Action, ${SETTINGS.lazy}`, actionRows(results, 'lazy')),
		...ENGINES.flatMap((engine) =>
			section(`Trigger, ${SETTINGS[engine]}`, triggerRows(results, engine)),
		),
		...section('In process', otherRows(results)),
		...ENGINES.flatMap((engine) =>
			detailLines(`Action in figures, ${SETTINGS[engine]}`, detail.action[engine]?.detail),
		),
		...ENGINES.flatMap((engine) =>
			detailLines(`Trigger in figures, ${SETTINGS[engine]}`, detail.trigger[engine]?.detail),
		),
	]
		.join('\n')
		.trimEnd();
}

/** The targets that were measured and missed, as sentences. */
export function missedTargets(results: Results): string[] {
	return [
		...actionRows(results, 'default').map((row) => ({ ...row, where: 'default' })),
		...ENGINES.flatMap((engine) =>
			triggerRows(results, engine).map((row) => ({ ...row, where: engine })),
		),
		...otherRows(results).map((row) => ({ ...row, where: 'in process' })),
	]
		.filter((row) => isMet(row) === false)
		.map(
			({ what, against, found, target, where }) =>
				`${what} (${where}) against ${against}: ${found}, wanted ${target?.bound} ${target?.value} ${target?.unit}`,
		);
}
