// Which folder may import from which: scripts → harness → sandbox, test → harness → sandbox, and what
// ships imports from none of them. A folder's own files go without saying.
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** The formats that the sandbox has of the node, never its judgements (sandbox/README.md). */
const SHARED_FORMATS = [
	'nodes/Zhongzhiyou/api/json.ts',
	'nodes/Zhongzhiyou/api/signature.ts',
	'nodes/Zhongzhiyou/events/catalog.ts',
];

/** The one file of the sandbox by which they come in. */
const FORMATS_DOOR = 'sandbox/formats/shared.mts';

/** The judgements of the nodes that the doctor has, who says what they make of a real answer. */
const NODE_READINGS = [
	...[
		'blame',
		'credential',
		'data',
		'envelope',
		'errors',
		'failures',
		'names',
		'request',
		'time',
		'types',
	]
		.concat('vouchers')
		.map((name) => `nodes/Zhongzhiyou/api/${name}.ts`),
	'nodes/Zhongzhiyou/events/decode.ts',
	'nodes/Zhongzhiyou/products/days.ts',
	'nodes/Zhongzhiyou/products/lookup.ts',
	'nodes/Zhongzhiyou/values/times.ts',
];

/** The one file of the sandbox by which those come in. */
const READINGS_DOOR = 'sandbox/doctor/reading.mts';

/** Who may import from the doctor's folder, so that no judgement gets from there into the rules. */
const DOCTORS_OWN = ['sandbox/doctor/', 'sandbox/commands/doctor.mts', 'test/', 'scripts/'];

/** What else the files of a folder may import from. */
const ARROWS: Record<string, string[]> = {
	credentials: ['nodes'],
	nodes: ['credentials'],
	sandbox: [],
	harness: ['sandbox'],
	scripts: ['harness', 'sandbox'],
	test: ['harness', 'sandbox', 'nodes', 'credentials'],
};

/** The packages that the sandbox needs where it is a package of its own. */
const SANDBOX_PACKAGES = ['luxon', 'openapi-backend', 'yaml'];

interface Import {
	from: string;
	/** A path in the repository, or the name of a package. */
	to: string;
}

function importsIn(from: string, text: string): Import[] {
	return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
		from,
		to: fileName.startsWith('.') ? normalize(join(dirname(from), fileName)) : fileName,
	}));
}

function isPath({ to }: Import): boolean {
	return to.includes('/') && (to.startsWith('..') || roomOf(to) in ARROWS);
}

function roomOf(path: string): string {
	return path.split('/')[0];
}

/** Whether an import goes along an arrow. */
function isAllowed(found: Import): boolean {
	const { from, to } = found;
	const room = roomOf(from);
	if (from.endsWith('.mjs')) {
		// It runs before there are packages, on a Node that reads no types.
		return isPath(found)
			? to.endsWith('.mjs') && [room, ...ARROWS[room]].includes(roomOf(to))
			: isBuiltin(to);
	}
	if (!isPath(found)) {
		return room !== 'sandbox' || isBuiltin(to) || SANDBOX_PACKAGES.includes(to);
	}
	if (from === FORMATS_DOOR && SHARED_FORMATS.includes(to)) return true;
	if (from === READINGS_DOOR && NODE_READINGS.includes(to)) return true;
	if (to.startsWith('sandbox/doctor/') && !DOCTORS_OWN.some((own) => from.startsWith(own))) {
		return false;
	}
	return [room, ...ARROWS[room]].includes(roomOf(to));
}

function filesOf(room: string): string[] {
	return readdirSync(room, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.m?[jt]s$/.test(name) && !name.startsWith('dist/'))
		.map((name) => join(room, name));
}

it.each(Object.keys(ARROWS))('%s/ imports along the arrows only', (room) => {
	const files = filesOf(room);
	expect(files).not.toEqual([]);
	const found = files.flatMap((file) => importsIn(file, readFileSync(file, 'utf8')));
	expect(found.filter((one) => !isAllowed(one))).toEqual([]);
});

it.each([
	['nodes/Zhongzhiyou/api/time.ts', '../../../sandbox/formats/china-time.mts'],
	['credentials/ZhongzhiyouApi.credentials.ts', '../harness/records.mts'],
	['sandbox/upstream/orders.mts', '../../nodes/Zhongzhiyou/operations/order/status.ts'],
	['sandbox/upstream/orders.mts', '../../nodes/Zhongzhiyou/events/catalog.ts'],
	['sandbox/formats/shared.mts', '../../nodes/Zhongzhiyou/api/time.ts'],
	['sandbox/doctor/verdict.mts', '../../nodes/Zhongzhiyou/api/time.ts'],
	['sandbox/doctor/reading.mts', '../../nodes/Zhongzhiyou/orders/draft.ts'],
	['sandbox/formats/shared.mts', '../../nodes/Zhongzhiyou/products/days.ts'],
	['sandbox/upstream/prices.mts', '../doctor/reading.mts'],
	['sandbox/http/api.mts', '../doctor/contract.mts'],
	['sandbox/http/api.mts', '../../harness/until.mts'],
	['sandbox/http/api.mts', 'n8n-workflow'],
	['harness/n8n/n8n.mts', '../../scripts/lib/examples.mts'],
	['harness/n8n/n8n.mts', '../../test/support/http.mts'],
	['harness/browser/editor.mts', '../../nodes/Zhongzhiyou/api/signature.ts'],
	['harness/base/command.mjs', '../until.mts'],
	['scripts/bootstrap.mjs', 'yaml'],
	['scripts/test.mts', '../test/support/readme.mts'],
	['test/e2e/examples.test.mts', '../../scripts/lib/examples.mts'],
])('would notice that %s imports %s', (from, specifier) => {
	const forms = [
		`import { x } from '${specifier}';`,
		`import type { x } from '${specifier}';`,
		`export * from '${specifier}';`,
		`const x = await import('${specifier}');`,
		`type x = typeof import('${specifier}');`,
	];
	for (const form of forms) {
		expect(importsIn(from, form).map(isAllowed)).toEqual([false]);
	}
});
