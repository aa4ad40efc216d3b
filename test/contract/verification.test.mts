// What n8n's guidelines ask for of texts and of the codex, as far as n8n's own lint does not look.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { ZhongzhiyouApi } from '../../credentials/ZhongzhiyouApi.credentials.ts';
import { asArray, asRecord, isRecord } from '../../harness/records.mts';
import { foreignText } from '../../harness/package/english.mts';
import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { ZhongzhiyouTrigger } from '../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';
import { stage } from '../support/in-process.mts';

const ROOT = join(import.meta.dirname, '../..');

const action = new Zhongzhiyou();
const trigger = new ZhongzhiyouTrigger();
const credential = new ZhongzhiyouApi();

const NODES = [
	{ file: 'nodes/Zhongzhiyou/Zhongzhiyou.node.json', node: action },
	{ file: 'nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.json', node: trigger },
];

/** Members of a description that a person reads. */
const TEXTS = new Set([
	'displayName',
	'name',
	'action',
	'description',
	'hint',
	'placeholder',
	'message',
	'searchHint',
	'relationHint',
]);

/** Every object within a description. */
function objectsIn(value: unknown): Array<Record<string, unknown>> {
	if (Array.isArray(value)) return value.flatMap(objectsIn);
	return isRecord(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
}

const described = objectsIn([action.description, trigger.description, { ...credential }]);

const texts = described.flatMap((object) =>
	Object.entries(object).flatMap(([name, text]) =>
		TEXTS.has(name) && typeof text === 'string' ? [text] : [],
	),
);

const properties: INodeProperties[] = [
	...action.description.properties,
	...trigger.description.properties,
	...credential.properties,
];

/** Names of parameters that could not be ordinary words: those of several words. */
const names = new Set(
	objectsIn(properties)
		.filter((object) => 'type' in object && 'default' in object && object.type !== 'notice')
		.map(({ displayName }) => String(displayName))
		.filter((name) => name.includes(' ')),
);

/** The names that stand in a text without quotation marks around them. */
function unquoted(text: string, all: Iterable<string>): string[] {
	const known = [...all];
	const rest = known.reduce(
		(left, name) => left.replaceAll(`'${name}'`, '').replaceAll(`"${name}"`, ''),
		text,
	);
	return known.filter((name) => new RegExp(`\\b${name}\\b`).test(rest));
}

test('every text is English, but for what is the vendor’s', () => {
	expect(texts.length).toBeGreaterThan(150);
	expect(texts.flatMap((text) => foreignText(text))).toEqual([]);
	// The pattern of sessions reads what the vendor writes.
	const all = JSON.stringify(described, (name, value: unknown) => (name === 'regex' ? '' : value));
	expect(foreignText(all)).toEqual([]);
});

test('a name of a parameter stands in single quotes in other texts', () => {
	expect(names.size).toBeGreaterThan(25);
	const others = texts.filter((text) => !names.has(text));
	expect(others.filter((text) => unquoted(text, names).length > 0)).toEqual([]);
	expect(unquoted("Give the 'Order ID' and the Visit Date", names)).toEqual(['Visit Date']);
});

test('a name of a field of the credential stands in quotes in messages too', () => {
	const files = readdirSync(join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(ROOT, 'nodes', name));
	expect(files.length).toBeGreaterThan(70);
	for (const file of files) {
		const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
		const found = unquoted(
			code,
			credential.properties.map(({ displayName }) => displayName),
		);
		expect([file, found]).toEqual([file, []]);
	}
});

test('an action is a sentence without articles that names what it is about', () => {
	const actions = described.flatMap(({ action: words }) => (words === undefined ? [] : [words]));
	expect(actions).toHaveLength(9);
	for (const words of actions) {
		expect(words).toMatch(/^[A-Z][a-z]+ (?:[a-z]|QR)+/);
		expect(words).toMatch(/order|product/);
		expect(words).not.toMatch(/\b(?:a|an|the)\b/i);
	}
});

test('a text of one sentence ends without a full stop, one of several with it', () => {
	for (const { description, type } of objectsIn(properties)) {
		if (typeof description !== 'string' || type === 'notice') continue;
		const sentences = description.split(/\. (?=[A-Z])/).length;
		expect([description, description.endsWith('.')]).toEqual([description, sentences > 1]);
	}
});

test('what a trigger starts on is asked as n8n asks it, without a tooltip', () => {
	const events = trigger.description.properties.find(({ name }) => name === 'events');
	expect([events?.displayName, events?.description]).toEqual(['Trigger On', undefined]);
	expect(events?.hint).toMatch(/acknowledged/);
});

test('n8n’s builder of workflows is told how the nodes go together, in words and not in expressions', () => {
	const types = NODES.map(({ node }) => `n8n-nodes-zhongzhiyou.${node.description.name}`);
	for (const { node } of NODES) {
		const { searchHint = '', relatedNodes = [] } = node.description.builderHint ?? {};
		expect(searchHint.length).toBeGreaterThan(100);
		expect(searchHint).not.toMatch(/\{\{|\$json/);
		for (const { nodeType } of relatedNodes) expect(types).toContain(nodeType);
		expect(relatedNodes).toHaveLength(1);
	}
});

test('paid tickets that are not issued are told of in the output of Pay, and there only', () => {
	const [hint] = action.description.hints ?? [];
	expect([hint.location, hint.whenToDisplay]).toEqual(['outputPane', 'afterExecution']);
	for (const [operation, shown] of [
		['pay', true],
		['create', false],
	]) {
		const { workflow, node } = stage(action, { parameters: { resource: 'order', operation } });
		const value = workflow.expression.getSimpleParameterValue(
			node,
			hint.displayCondition,
			'manual',
			{},
		);
		expect([operation, value]).toEqual([operation, shown]);
	}
});

test('the checks that docs/publishing.md names are there', () => {
	const table = readFileSync(join(ROOT, 'docs/publishing.md'), 'utf8');
	const named = [...table.matchAll(/`(test\/[\w/-]+)`/g)].map(([, path]) => path);
	expect(named.length).toBeGreaterThan(25);
	expect(named.filter((path) => !existsSync(join(ROOT, `${path}.test.mts`)))).toEqual([]);
});

describe.each(NODES)('the codex $file', ({ file, node }) => {
	const codex = asRecord(JSON.parse(readFileSync(join(ROOT, file), 'utf8')));

	test('has the documented members, and the words by which people search', () => {
		expect(Object.keys(codex).sort()).toEqual(
			['alias', 'categories', 'codexVersion', 'node', 'nodeVersion', 'resources'].sort(),
		);
		expect(Object.keys(asRecord(codex.resources)).sort()).toEqual([
			'credentialDocumentation',
			'primaryDocumentation',
		]);
	});

	test('is of the node and its version', () => {
		expect(codex.node).toBe(`n8n-nodes-zhongzhiyou.${node.description.name}`);
		expect(codex.nodeVersion).toBe(Number(node.description.version).toFixed(1));
		expect(codex.codexVersion).toBe('1.0');
	});

	test('stands in categories that there are', () => {
		const known = [
			'Data & Storage',
			'Finance & Accounting',
			'Marketing & Content',
			'Productivity',
			'Miscellaneous',
			'Sales',
			'Development',
			'Analytics',
			'Communication',
			'Utility',
		];
		expect(
			asArray(codex.categories).filter((category) => !known.includes(String(category))),
		).toEqual([]);
	});

	test('is found by the Chinese words too', () => {
		expect(codex.alias).toEqual(
			expect.arrayContaining(['中智游', '退款', '二维码', '订单', '支付', '核销']),
		);
		expect(new Set(asArray(codex.alias)).size).toBe(asArray(codex.alias).length);
	});
});
