// Whose time a CPU profile shows: node test/bench/profile-summary.mts <file.cpuprofile> …
import { readFile } from 'node:fs/promises';

import { asArray, asRecord } from '../../harness/records.mts';

interface Frame {
	name: string;
	url: string;
	line: number;
}

interface ProfileNode {
	frame: Frame;
	children: number[];
	/** Microseconds in this very frame. */
	self: number;
}

/** Owners in the order in which they are tried; the first whose pattern fits the file's URL. */
const OWNERS: ReadonlyArray<readonly [owner: string, url: RegExp]> = [
	['this package', /node_modules\/n8n-nodes-zhongzhiyou\//],
	['expression engine', /node_modules\/(@n8n\/(expression-runtime|tournament)|isolated-vm)\//],
	['database', /node_modules\/(@n8n\/(typeorm|db)|typeorm|sqlite3|sqlite-pool|knex)\//],
	['n8n-workflow', /node_modules\/n8n-workflow\//],
	['n8n', /node_modules\/(n8n|n8n-core|n8n-nodes-base|@n8n\/[\w-]+)\//],
	[
		'Express',
		/node_modules\/(express|router|body-parser|raw-body|compression|send|finalhandler|on-finished|helmet|cookie-parser|iconv-lite|qs|path-to-regexp|on-headers|vary|etag|fresh|type-is|content-type)\//,
	],
	[
		'HTTP client',
		/node_modules\/(axios|follow-redirects|form-data|proxy-from-env|agent-base|https?-proxy-agent)\//,
	],
	['other packages', /node_modules\//],
	['Node.js', /^node:/],
];

/** Native code has no URL: it works for whoever called it. */
function ownerOf({ name, url }: Frame, caller: string): string {
	if (url === '') return name.startsWith('(') ? name : caller;
	return OWNERS.find(([, pattern]) => pattern.test(url))?.[0] ?? 'other';
}

function readNodes(profile: Record<string, unknown>): Map<number, ProfileNode> {
	const nodes = new Map<number, ProfileNode>();
	for (const entry of asArray(profile.nodes).map(asRecord)) {
		const frame = asRecord(entry.callFrame);
		nodes.set(Number(entry.id), {
			frame: {
				name: String(frame.functionName),
				url: String(frame.url),
				line: Number(frame.lineNumber) + 1,
			},
			children: Array.isArray(entry.children) ? entry.children.map(Number) : [],
			self: 0,
		});
	}
	const samples = asArray(profile.samples).map(Number);
	const deltas = asArray(profile.timeDeltas).map(Number);
	samples.forEach((id, index) => {
		const node = nodes.get(id);
		// A sample lasts until the next one.
		if (node !== undefined) node.self += deltas[index + 1] ?? 0;
	});
	return nodes;
}

interface Share {
	self: number;
	/** With everything that it calls. */
	total: number;
}

interface Shares {
	owners: Map<string, Share>;
	functions: Map<string, Share & { owner: string }>;
	busy: number;
	all: number;
}

function add(share: Share | undefined, self: number, total: number): Share {
	return { self: (share?.self ?? 0) + self, total: (share?.total ?? 0) + total };
}

function shareOut(nodes: ReadonlyMap<number, ProfileNode>): Shares {
	const shares: Shares = { owners: new Map(), functions: new Map(), busy: 0, all: 0 };

	/** Gives the time below a node. What is on the stack already must not count its total twice. */
	const visit = (id: number, stack: ReadonlySet<string>, caller: string): number => {
		const node = nodes.get(id);
		if (node === undefined) return 0;
		const { frame, self, children } = node;
		const owner = ownerOf(frame, caller);
		const label = `${frame.name || '(anonymous)'} ${frame.url.replace(/^.*node_modules\//, '')}:${frame.line}`;
		const inner = new Set([...stack, owner, label]);
		const total = self + children.reduce((sum, child) => sum + visit(child, inner, owner), 0);
		const known = shares.owners.get(owner);
		shares.owners.set(owner, add(known, self, stack.has(owner) ? 0 : total));
		const own = shares.functions.get(label);
		shares.functions.set(label, { ...add(own, self, stack.has(label) ? 0 : total), owner });
		return total;
	};
	const children = new Set([...nodes.values()].flatMap((node) => node.children));
	const roots = [...nodes.keys()].filter((id) => !children.has(id));
	shares.all = roots.reduce((sum, id) => sum + visit(id, new Set(), 'other'), 0);
	shares.busy = shares.all - (shares.owners.get('(idle)')?.self ?? 0);
	return shares;
}

/** The profile as two tables: by owner, and the functions of this package that take longest. */
export function summaryOf(profile: Record<string, unknown>, functionsShown = 12): string {
	const { owners, functions, busy, all } = shareOut(readNodes(profile));
	const percent = (time: number): string => `${((100 * time) / busy).toFixed(1)} %`;
	const seconds = (time: number): string => (time / 1e6).toFixed(2);
	const rows = [...owners]
		.filter(([owner]) => owner !== '(idle)' && owner !== '(root)')
		.sort(([, one], [, other]) => other.self - one.self)
		.map(([owner, { self, total }]) => `| ${owner} | ${percent(self)} | ${percent(total)} |`);
	const line = ([label, { self, total }]: [string, Share]): string =>
		`| ${label} | ${percent(self)} | ${percent(total)} |`;
	const top = [...functions].filter(([, { owner }]) => !owner.startsWith('('));
	const bySelf = top.sort(([, one], [, other]) => other.self - one.self).slice(0, functionsShown);
	const own = [...functions]
		.filter(([, { owner }]) => owner === 'this package')
		.sort(([, one], [, other]) => other.total - one.total)
		.slice(0, functionsShown);
	return [
		`busy ${seconds(busy)} s of ${seconds(all)} s`,
		'',
		'| whose | own time | with what it calls |',
		'| --- | --- | --- |',
		...rows,
		'',
		'| function | own time | with what it calls |',
		'| --- | --- | --- |',
		...bySelf.map(line),
		...own.map(line),
	].join('\n');
}

if (import.meta.main) {
	for (const file of process.argv.slice(2)) {
		const profile = asRecord(JSON.parse(await readFile(file, 'utf8')));
		console.log(`${file}\n\n${summaryOf(profile)}\n`);
	}
}
