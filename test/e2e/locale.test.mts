// The Chinese locale fragment against the package by which n8n's editor looks translations up: asked
// as the editor's components ask, every text comes back in Chinese, and the fragment has no other key.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeEach, it } from 'node:test';

import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

import { CHINESE, readDictionary } from '../../harness/locale/dictionary.mts';
import { ensurePinned } from '../../harness/n8n/installation.mts';
import { builtDescriptions } from '../../harness/package/described.mts';
import { asRecord, isRecord, type JsonRecord } from '../../harness/records.mts';

/** What of @n8n/i18n the editor's components call for a parameter. */
interface ParameterTexts {
	inputLabelDisplayName(parameter: INodeProperties, path: string): string;
	inputLabelDescription(parameter: INodeProperties, path: string): string;
	hint(parameter: INodeProperties, path: string): string;
	placeholder(parameter: INodeProperties, path: string): string;
	optionsOptionDisplayName(of: INodeProperties, option: INodePropertyOptions, path: string): string;
	optionsOptionDescription(of: INodeProperties, option: INodePropertyOptions, path: string): string;
}

interface NodeTexts extends ParameterTexts {
	collectionOptionDisplayName(
		parameter: INodeProperties,
		option: INodePropertyCollection,
		path: string,
	): string;
	eventTriggerDescription(shortType: string, text: string): string;
}

interface Asked {
	key: string;
	fallback?: string;
}

interface EditorTexts {
	i18n: {
		nodeText(type: string): NodeTexts;
		credText(type: string): ParameterTexts;
		headerText(asked: Asked): string;
		dynamicRender(asked: Asked): string;
		shortNodeType(type: string): string;
		localizeNodeName(language: string, name: string, type: string): string;
	};
	i18nInstance: {
		global: {
			locale: { value: string };
			setLocaleMessage(language: string, messages: object): void;
		};
	};
	addNodeTranslation(translation: object, language: string): void;
}

type Option = INodeProperties | INodePropertyCollection | INodePropertyOptions;

const LANGUAGE = 'zh-CN';

const described = await builtDescriptions();
const n8n = await ensurePinned();
const { i18n, i18nInstance, addNodeTranslation }: EditorTexts = createRequire(
	join(n8n, 'node_modules/n8n-editor-ui/package.json'),
)('@n8n/i18n');

const dictionary = readDictionary();
const fragment = asRecord(JSON.parse(await readFile(join(CHINESE, 'locale.json'), 'utf8')));

/** Every key that was asked for since the test began. */
const asked = new Set<string>();

const render = i18n.dynamicRender.bind(i18n);
i18n.dynamicRender = (what) => {
	asked.add(what.key);
	return render(what);
};

beforeEach(() => {
	asked.clear();
	i18nInstance.global.setLocaleMessage(LANGUAGE, fragment);
	i18nInstance.global.locale.value = LANGUAGE;
});

/** What is wrong: a text that did not come back in Chinese. */
const untranslated: string[] = [];

function check(english: string | undefined, shown: string | undefined): void {
	if (!english) {
		if (shown) untranslated.push(`a text where there is none: ${shown}`);
		return;
	}
	const chinese = dictionary.get(english) ?? 'not in the dictionary';
	// Operations that share a key have their texts there with their names before them.
	if (shown !== chinese && !shown?.includes(`】${chinese}`))
		untranslated.push(`${english}: ${shown}`);
}

/** As ParameterInputFull and ParameterInput ask. */
function askParameter(texts: ParameterTexts, parameter: INodeProperties, path: string): void {
	check(parameter.displayName, texts.inputLabelDisplayName(parameter, path));
	check(parameter.description, texts.inputLabelDescription(parameter, path));
	check(parameter.hint, texts.hint(parameter, path));
	check(parameter.placeholder, texts.placeholder(parameter, path));
	for (const option of (parameter.options ?? []).filter(
		(one: Option): one is INodePropertyOptions => 'value' in one,
	)) {
		check(option.name, texts.optionsOptionDisplayName(parameter, option, path));
		check(option.description, texts.optionsOptionDescription(parameter, option, path));
	}
}

/** As CollectionParameterNew asks, and the list within it. */
function askCollection(texts: NodeTexts, parameter: INodeProperties, path: string): void {
	check(parameter.displayName, texts.inputLabelDisplayName(parameter, path));
	check(parameter.placeholder, texts.placeholder(parameter, path));
	const within = (parameter.options ?? []).filter((one: Option) => 'type' in one);
	askList(texts, within, path);
}

/** As FixedCollectionParameterNew asks, and the lists of its rows. */
function askFixedCollection(texts: NodeTexts, parameter: INodeProperties, path: string): void {
	check(parameter.displayName, texts.inputLabelDisplayName(parameter, path));
	check(parameter.placeholder, texts.placeholder(parameter, path));
	const groups = (parameter.options ?? []).filter((one: Option) => 'values' in one);
	for (const group of groups) {
		check(group.displayName, texts.collectionOptionDisplayName(parameter, group, path));
		for (const row of ['', '[0]', '[12]'])
			askList(texts, group.values, `${path}.${group.name}${row}`);
	}
}

/** As ParameterInputList asks. */
function askList(texts: NodeTexts, parameters: INodeProperties[], listPath: string): void {
	for (const parameter of parameters) {
		const path = `${listPath}.${parameter.name}`;
		if (parameter.type === 'notice') {
			check(parameter.displayName, texts.inputLabelDisplayName(parameter, listPath));
		} else if (parameter.type === 'collection' || parameter.type === 'fixedCollection') {
			check(parameter.displayName, texts.inputLabelDisplayName(parameter, listPath));
			check(parameter.description, texts.inputLabelDescription(parameter, listPath));
			const ask = parameter.type === 'collection' ? askCollection : askFixedCollection;
			ask(texts, parameter, path);
		} else {
			askParameter(texts, parameter, path);
		}
	}
}

/** As the editor shows a node, or the node as an agent's tool. */
function askNode(node: INodeTypeDescription, type: string, isTool: boolean): void {
	const key = `headers.${i18n.shortNodeType(type)}`;
	const title = i18n.headerText({ key: `${key}.displayName`, fallback: node.displayName });
	assert.equal(title, `${dictionary.get(node.displayName)}${isTool ? '工具' : ''}`);
	assert.equal(i18n.localizeNodeName(LANGUAGE, node.displayName, type), title);
	const fallback = node.description;
	check(fallback, i18n.headerText({ key: `${key}.description`, fallback }));
	const texts = i18n.nodeText(type);
	const shown = node.properties.filter(
		({ displayOptions }) => displayOptions?.show?.['@tool']?.includes(isTool) ?? true,
	);
	askList(texts, shown, 'parameters');
	const { eventTriggerDescription: waiting } = node;
	if (waiting) check(waiting, texts.eventTriggerDescription(i18n.shortNodeType(type), waiting));
}

function askEverything(): void {
	for (const node of described.nodes) {
		const type = `${described.packageName}.${node.name}`;
		askNode(node, type, false);
		if (node.usableAsTool) askNode(node, `${type}Tool`, true);
	}
	for (const { name, properties } of described.credentials) {
		for (const parameter of properties) askParameter(i18n.credText(name), parameter, '');
	}
}

/** The paths of all texts in a fragment. */
function leaves(object: JsonRecord, outer = ''): string[] {
	return Object.entries(object).flatMap(([name, value]) =>
		isRecord(value) ? leaves(value, `${outer}${name}.`) : [`${outer}${name}`],
	);
}

it('gives every text that the editor asks for in Chinese', () => {
	untranslated.length = 0;
	askEverything();
	assert.ok(asked.size > 300, `${asked.size} keys were asked for`);
	assert.deepEqual(untranslated, []);
});

it('has no key that the editor never asks for', () => {
	askEverything();
	assert.deepEqual(
		leaves(fragment).filter((key) => !asked.has(key)),
		[],
	);
});

it('is told from one with a text less', () => {
	const [first] = leaves(fragment).filter((key) => key.endsWith('.placeholder'));
	const without = JSON.parse(JSON.stringify(fragment));
	const names = first.split('.');
	const last = names.pop() ?? '';
	delete asRecord(names.reduce((inner, name) => inner[name], without))[last];
	i18nInstance.global.setLocaleMessage(LANGUAGE, without);
	untranslated.length = 0;
	askEverything();
	assert.ok(untranslated.length > 0);
});

// When this fails n8n has changed, and translations can be shipped beside the nodes.
it('cannot be shipped: what n8n serves from beside a community node is kept under another key', () => {
	const [node] = described.nodes;
	const [{ name, displayName }] = node.properties;
	const translation = { nodeView: { [name]: { displayName: 'Ressource' } } };
	// As the editor of n8n 2.41 stores what `POST /rest/node-types` gives, where names have no package.
	addNodeTranslation({ [node.name]: translation }, 'de');
	i18nInstance.global.locale.value = 'de';
	const shown = (type: string) =>
		i18n.nodeText(type).inputLabelDisplayName(node.properties[0], 'parameters');
	assert.equal(shown(`n8n-nodes-base.${node.name}`), 'Ressource');
	assert.equal(shown(`${described.packageName}.${node.name}`), displayName);
});
