// What n8n's guidelines ask for of texts and of the codex, as far as n8n's own lint does not look.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { ZhongzhiyouApi } from '../../credentials/ZhongzhiyouApi.credentials.ts';
import { asArray, asRecord, isRecord } from '../../harness/records.mts';
import { foreignText } from '../../harness/package/english.mts';
import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { ZhongzhiyouTrigger } from '../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';
import '../support/in-process.mts';

const ROOT = join(import.meta.dirname, '../..');

const action = new Zhongzhiyou();
const trigger = new ZhongzhiyouTrigger();
const credential = new ZhongzhiyouApi();

const NODES = [
	{ file: 'nodes/Zhongzhiyou/Zhongzhiyou.node.json', node: action },
	{ file: 'nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.json', node: trigger },
];

/** Members of a description that a person reads. */
const TEXTS = new Set(['displayName', 'name', 'action', 'description', 'hint', 'placeholder']);

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

/** Where a name stands in a text without quotation marks around it. */
function unquoted(text: string, name: string): string[] {
	return text
		.split(name)
		.slice(0, -1)
		.flatMap((before, i, parts) => {
			const after = text.slice(parts.slice(0, i + 1).join(name).length + name.length);
			const isQuoted = /['"]$/.test(before) && /^['"]/.test(after);
			// As the start of a longer name, such as Order of Order From.
			return isQuoted || /[A-Za-z]$/.test(before) || /^[A-Za-z]/.test(after)
				? []
				: [`${before.slice(-30)}[${name}]${after.slice(0, 30)}`];
		});
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
	for (const name of names) {
		expect(others.flatMap((text) => unquoted(text, name))).toEqual([]);
	}
});

test('a name of a field of the credential stands in quotes in messages too', () => {
	const files = readdirSync(join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(ROOT, 'nodes', name));
	expect(files.length).toBeGreaterThan(70);
	for (const file of files) {
		const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
		for (const { displayName } of credential.properties) {
			expect([file, unquoted(code, displayName)]).toEqual([file, []]);
		}
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
