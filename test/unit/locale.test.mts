// The Chinese texts: whole, of the trade and true to the English ones, and what is generated of them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { INodeTypeDescription } from 'n8n-workflow';

import { ZhongzhiyouApi } from '../../credentials/ZhongzhiyouApi.credentials.ts';
import { CHINESE, readDictionary, translator } from '../../harness/locale/dictionary.mts';
import {
	localeFragment,
	mergedInto,
	message,
	type Described,
} from '../../harness/locale/fragment.mts';
import { glossary } from '../../harness/locale/glossary.mts';
import { withMarked } from '../../harness/marked.mts';
import { packageName } from '../../harness/package/pack.mts';
import { isRecord } from '../../harness/records.mts';
import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { ZhongzhiyouTrigger } from '../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';

const described: Described = {
	packageName,
	nodes: [new Zhongzhiyou().description, new ZhongzhiyouTrigger().description],
	credentials: [new ZhongzhiyouApi()],
};

const dictionary = readDictionary();
const translate = translator(dictionary);

/** Members of a description that hold no text for people: instructions for models, code and values. */
const FOR_MACHINES = new Set([
	...['builderHint', 'subtitle', 'outputs', 'inputs', 'displayOptions', 'displayCondition', 'icon'],
	...['default', 'value', 'regex', 'type', 'group', 'webhooks', 'location', 'whenToDisplay'],
	...['documentationUrl', 'testedBy', 'searchListMethod', 'loadOptionsMethod'],
	'loadOptionsDependsOn',
]);

/** Whether `name` is shown: of an option, or as a node's own name on the canvas. */
function isNameShown(object: object, member: string): boolean {
	return ('value' in object && !('type' in object)) || member === 'defaults';
}

/** Every text that people read, wherever it stands in a description. */
function textsIn(value: unknown, member = ''): string[] {
	if (typeof value === 'string') return value === '' ? [] : [value];
	if (Array.isArray(value)) return value.flatMap((entry) => textsIn(entry, member));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([name, inner]) => {
		if (FOR_MACHINES.has(name) || (name === 'name' && !isNameShown(value, member))) return [];
		return textsIn(inner, name);
	});
}

const texts = new Set(textsIn([described.nodes, described.credentials.map((one) => ({ ...one }))]));

describe('the dictionary', () => {
	test('has every text of the descriptions', () => {
		expect(texts.size).toBeGreaterThan(200);
		expect([...texts].filter((text) => !dictionary.has(text))).toEqual([]);
	});

	test('has nothing else', () => {
		expect([...dictionary.keys()].filter((text) => !texts.has(text))).toEqual([]);
	});

	test('says so where a text is missing', () => {
		expect(() => translate('No such text')).toThrow(/dictionary\.json lacks: No such text/);
	});

	const all = [...dictionary];

	test.each(all)('%s is Chinese, with its signs', (english, chinese) => {
		if (english !== 'JSON') expect(chinese).toMatch(/[一-鿿]/);
		// A Chinese sentence has Chinese signs between Chinese words, and a space at neither end.
		expect(chinese).not.toMatch(/[一-鿿][,;:!?.]|[,;!?][一-鿿]/);
		expect(chinese).toBe(chinese.trim());
		expect(chinese.endsWith('。')).toBe(english.endsWith('.'));
	});

	test.each(all)('%s keeps names, codes and marks', (english, chinese) => {
		const marks = /<[^>]+>|\{\{.*?\}\}|&\w+;|\b[a-z]+[A-Z]\w*\b|\b[a-z]+\.[a-z]\w+\b|\d+/g;
		for (const [mark] of english.matchAll(marks)) expect(chinese).toContain(mark);
	});

	test.each(all)('%s names parameters by their Chinese names', (english, chinese) => {
		const named = [...english.matchAll(/'([^']+)'/g)].map(([, name]) => dictionary.get(name));
		for (const name of named.filter((found) => found !== undefined)) {
			expect(chinese).toContain(`“${name}”`);
		}
	});

	test.each([
		['refund', /退/],
		['voucher', /凭证/],
		['visitor', /游客/],
		['session', /场次/],
		['callback', /回调|通知/],
		['redeemed', /核销/],
		['issued', /出票/],
		['entrance mode', /入园方式/],
	])('has one word for %s, that of the trade', (english, chinese) => {
		// Not of names: those of events, and in the texts that list an order's members.
		const about = all.filter(
			([text]) =>
				new RegExp(`(?<![./])\\b${english}`, 'i').test(text) && !text.includes('productId'),
		);
		expect(about).not.toEqual([]);
		expect(about.filter(([, translated]) => !chinese.test(translated))).toEqual([]);
	});
});

describe('the fragment', () => {
	const fragment = localeFragment(described, translate);

	test('is committed as npm run locale writes it', async () => {
		const committed = await readFile(join(CHINESE, 'locale.json'), 'utf8');
		expect(committed).toBe(`${JSON.stringify(fragment, null, '\t')}\n`);
	});

	test('gives the texts of one key with the operations they are of', () => {
		const [{ properties, ...node }] = described.nodes;
		const field = (operation: string, description: string) => ({
			displayName: 'Order ID',
			name: 'orderId',
			type: 'string' as const,
			default: '',
			description,
			displayOptions: { show: { operation: [operation] } },
		});
		const described1: INodeTypeDescription = {
			...node,
			usableAsTool: undefined,
			properties: [
				...properties.filter(({ name }) => name === 'operation'),
				field('pay', 'Number of tickets'),
				field('cancel', 'Every field'),
			],
		};
		const of = localeFragment({ ...described, nodes: [described1], credentials: [] }, translate);
		expect(JSON.stringify(of)).toContain(
			'"orderId":{"displayName":"中智游订单号","description":"【支付】购买的票数 【取消订单】全部字段"}',
		);
	});

	test('writes what vue-i18n would read as its own', () => {
		expect(message('{{ $json.a }} | b@c')).toBe("{'{'}{'{'} $json.a {'}'}{'}'} {'|'} b{'@'}c");
	});

	test('merges into the file of a language, whose other texts stay', () => {
		const own = { 'generic.cancel': '取消', headers: { set: { displayName: '设置' } } };
		const merged = mergedInto(own, { headers: { zzy: { displayName: '中智游' } }, a: { b: 'c' } });
		expect(merged).toEqual({
			'generic.cancel': '取消',
			headers: { set: { displayName: '设置' }, zzy: { displayName: '中智游' } },
			a: { b: 'c' },
		});
		expect(mergedInto(merged, fragment)).toEqual(
			mergedInto(mergedInto(merged, fragment), fragment),
		);
		expect(own).toEqual({ 'generic.cancel': '取消', headers: { set: { displayName: '设置' } } });
	});
});

test('the Chinese README has the glossary of what the descriptions say', async () => {
	const readme = await readFile(join(CHINESE, 'README.md'), 'utf8');
	expect(readme).toBe(withMarked(readme, 'glossary', glossary(described, translate)));
});
