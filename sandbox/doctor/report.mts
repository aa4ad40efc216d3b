import { type Difference, DIALECT_OF, type Findings, KINDS, type Kind } from './differences.mts';
import { TEST_BASE_URL } from './reading.mts';

/** Differences of one kind, as one row of the table. */
interface Row {
	kind: Kind;
	harmless: boolean;
	places: string[];
	came: string[];
}

/** What a report says beside what was found. */
export interface ReportContext {
	/** Of the sandbox. */
	version: string;
	baseUrl: string;
	hasOrder: boolean;
	/** Unix time in milliseconds. */
	now: number;
}

function placeOf({ operation, place }: Difference): string {
	return place === '' ? operation : `${operation}: ${place}`;
}

/** What matters first. */
function rowsOf(differences: readonly Difference[]): Row[] {
	const rows = new Map<string, Row>();
	for (const difference of differences) {
		const { kind, harmless, came } = difference;
		const key = `${kind} ${harmless}`;
		const row = rows.get(key) ?? { kind, harmless, places: [], came: [] };
		rows.set(key, row);
		const place = difference.place === '' ? difference.operation : difference.place;
		if (!row.places.includes(place)) row.places.push(place);
		if (!row.came.includes(came)) row.came.push(came);
	}
	return [...rows.values()].sort((one, other) => Number(one.harmless) - Number(other.harmless));
}

function some(texts: readonly string[], most: number): string {
	const rest = texts.length - most;
	return rest > 0 ? `${texts.slice(0, most).join(', ')} and ${rest} more` : texts.join(', ');
}

function cameOf({ kind, came }: Row): string {
	return kind === 'missing' ? '' : `: ${some(came, 4)}`;
}

/** What the user's terminal shows: a line for each kind of difference. */
export function tableOf(findings: Findings): string {
	const rows = rowsOf(findings.differences).map((row) => {
		const verdict = row.harmless ? 'harmless' : 'MATTERS ';
		return `  ${verdict}  ${KINDS[row.kind]}${cameOf(row)}\n            in ${some(row.places, 4)}`;
	});
	const list = (texts: readonly string[]) => texts.map((text) => `  - ${text}`).join('\n');
	return [
		`Held ${findings.looked} answers and callbacks against the contract.`,
		list(findings.seen),
		rows.length === 0 ? 'Nothing differs.' : `What differs:\n${rows.join('\n')}`,
		`Not looked at:\n${list(findings.notChecked)}`,
	]
		.filter((part) => part !== '')
		.join('\n\n');
}

/** Whether something differs that the nodes do not read alike. */
export function hasHarm(findings: Findings): boolean {
	return findings.differences.some(({ harmless }) => !harmless);
}

/** How to start a sandbox that does the same; empty where there is nothing to try. */
export function dialectHint(findings: Findings): string {
	const names = findings.differences.flatMap(({ kind, place, came }) => {
		if (kind === 'date-format') return [came.startsWith('/Date(') ? 'ms-dates' : 'slash-dates'];
		if (kind === 'list-for-one' && place === 'Data') return ['listed-data'];
		if (kind === 'json-text' && place.startsWith('OrderNotify')) return ['wrapped-callbacks'];
		return DIALECT_OF[kind] ?? [];
	});
	const distinct = [...new Set(names)];
	return distinct.length === 0
		? ''
		: `To try the nodes against the like: npx zhongzhiyou-sandbox --dialect ${distinct.join(',')}`;
}

function hostOf(baseUrl: string): string {
	const { protocol, hostname, pathname } = new URL(baseUrl);
	const isTest = hostname === new URL(TEST_BASE_URL).hostname;
	const host = isTest ? "the vendor's test host" : "another host than the vendor's test host";
	return `${host}, ${protocol.slice(0, -1)}, ${pathname === '/' ? 'without' : 'with'} a prefix`;
}

/**
 * A report in Markdown that can go into a public issue: what differs and what it looks like, no value
 * that came or was sent, and neither key nor partner nor host.
 */
export function reportOf(findings: Findings, context: ReportContext): string {
	const cell = (text: string) => text.replaceAll('|', '\\|');
	const rows = findings.differences
		.map((difference) => ({ difference, place: placeOf(difference) }))
		.sort(
			({ difference: one, place }, { difference: other, place: otherPlace }) =>
				Number(one.harmless) - Number(other.harmless) ||
				one.kind.localeCompare(other.kind, 'en') ||
				place.localeCompare(otherPlace, 'en'),
		)
		.map(({ difference, place }) => {
			const { kind, came, harmless, count } = difference;
			const cells = [KINDS[kind], `\`${place}\``, came, String(count), harmless ? 'yes' : '**no**'];
			return `| ${cells.map(cell).join(' | ')} |`;
		});
	const list = (texts: readonly string[]) => texts.map((text) => `- ${text}`).join('\n');
	const text = [
		"# What the doctor found of the API's answers",
		list([
			`zhongzhiyou-sandbox ${context.version}, Node.js ${process.version}, ${new Date(context.now).toISOString().slice(0, 10)}`,
			`asked: ${hostOf(context.baseUrl)}`,
			`an order was ${context.hasOrder ? '' : 'not '}asked for`,
			`${findings.looked} answers and callbacks held against openapi.yaml`,
		]),
		'## Seen',
		list(findings.seen),
		'## What differs',
		rows.length === 0
			? 'Nothing.'
			: `| what | where | came | times | harmless |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}`,
		'## Not looked at',
		list(findings.notChecked),
	].join('\n\n');
	return `${findings.withoutSecrets(text)}\n`;
}
