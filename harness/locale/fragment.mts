// The locale fragment: this package's texts in another language, under the keys by which n8n's editor
// looks them up (package @n8n/i18n: nodeText, credText, headerText). docs/zh-CN/README.md says how an
// editor gets it, docs/publishing.md why it is not shipped.
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

import { isRecord, type JsonRecord } from '../records.mts';

/** What a package describes to n8n. */
export interface Described {
	packageName: string;
	nodes: INodeTypeDescription[];
	credentials: ICredentialType[];
}

/** Gives an English text in the other language. */
export type Translate = (text: string) => string;

/** A text, and where the editor looks its translation up. */
interface Place {
	key: string;
	text: string;
	/** Values of the operations that it is of; undefined: of all. */
	operations?: readonly unknown[];
}

type Option = INodeProperties | INodePropertyCollection | INodePropertyOptions;

const isProperty = (option: Option): option is INodeProperties => 'type' in option;

const isGroup = (option: Option): option is INodePropertyCollection => 'values' in option;

const isChoice = (option: Option): option is INodePropertyOptions =>
	!isProperty(option) && !isGroup(option);

/** The texts of a parameter that the editor asks for. */
const LABELS = ['displayName', 'description', 'hint', 'placeholder'] as const;

/** The key of a parameter within others, as `insertOptionsAndValues` of @n8n/i18n makes it. */
function keyOf([first, ...inner]: readonly string[]): string {
	return inner.reduce((key, name, at) => `${key}.${at % 2 ? 'values' : 'options'}.${name}`, first);
}

/** A text at a key, where there is one. */
function place(key: string, label: string, text: string | undefined): Place[] {
	return text ? [{ key: `${key}.${label}`, text }] : [];
}

/** Where the texts of a parameter and of those within it are. */
function placesIn(property: INodeProperties, outer: readonly string[] = []): Place[] {
	const names = [...outer, property.name];
	const key = keyOf(names);
	const options: Option[] = property.options ?? [];
	return [
		...LABELS.flatMap((label) => place(key, label, property[label])),
		// The section of a fixed collection asks for its own title as if it were within itself.
		...(property.type === 'fixedCollection'
			? place(keyOf([...names, property.name]), 'displayName', property.displayName)
			: []),
		...options.filter(isChoice).flatMap(({ name, value, description }) => {
			const own = `${key}.options.${String(value)}`;
			return [...place(own, 'displayName', name), ...place(own, 'description', description)];
		}),
		...options
			.filter(isGroup)
			.flatMap((group) => [
				...place(`${key}.options.${group.name}`, 'displayName', group.displayName),
				...group.values.flatMap((value) => placesIn(value, [...names, group.name])),
			]),
		...options.filter(isProperty).flatMap((option) => placesIn(option, names)),
	];
}

/** Whether a parameter is there for a node, or for the node as an agent's tool. */
function isShown({ displayOptions }: INodeProperties, isTool: boolean): boolean {
	return displayOptions?.show?.['@tool']?.includes(isTool) ?? true;
}

function nodePlaces(description: INodeTypeDescription, isTool: boolean): Place[] {
	const places: Place[] = description.properties
		.filter((property) => isShown(property, isTool))
		.flatMap((property) => {
			const operations = property.displayOptions?.show?.operation;
			return placesIn(property).map((found) => ({ ...found, operations }));
		});
	const { eventTriggerDescription: waiting } = description;
	if (waiting) places.push({ key: 'eventTriggerDescription', text: waiting });
	return places.map((found) => ({ ...found, key: `nodeView.${found.key}` }));
}

/** The names of operations by their values. */
function operationNames({ properties }: INodeTypeDescription): Map<unknown, string> {
	const options = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options: all = [] }) => all.filter(isChoice));
	return new Map(options.map(({ name, value }) => [value, name]));
}

/**
 * The translation for one key. Operations may have parameters of one name with different texts, for
 * which the editor has the one key: each is then given with the operations it is of.
 */
function translated(
	places: readonly Place[],
	names: ReadonlyMap<unknown, string>,
	translate: Translate,
): string {
	const texts = new Set(places.map(({ text }) => text));
	if (texts.size === 1) return translate(places[0].text);
	return places
		.map(({ text, operations = [] }) => {
			const of = operations.map((value) => translate(names.get(value) ?? String(value)));
			return `【${of.join('、')}】${translate(text)}`;
		})
		.join(' ');
}

/** What has a meaning of its own in a message of vue-i18n. */
const SYNTAX = /[{}@|]/g;

/** A message of vue-i18n that gives this text. */
export function message(text: string): string {
	return text.replace(SYNTAX, (sign) => `{'${sign}'}`);
}

/** Puts a text into an object of objects, at a path with dots between. */
function put(object: JsonRecord, path: string, text: string): void {
	const names = path.split('.');
	const last = names.pop() ?? '';
	let inner = object;
	for (const name of names) {
		const next = inner[name];
		if (isRecord(next)) inner = next;
		else inner[name] = inner = {};
	}
	inner[last] = message(text);
}

/** Puts the texts of one node or credential into a fragment. */
function putAll(
	fragment: JsonRecord,
	prefix: string,
	places: readonly Place[],
	names: ReadonlyMap<unknown, string>,
	translate: Translate,
): void {
	for (const [key, same] of Map.groupBy(places, (found) => found.key)) {
		put(fragment, `${prefix}.${key}`, translated(same, names, translate));
	}
}

/** How n8n names a node that agents use as a tool, and how it shows it. */
const TOOL = { suffix: 'Tool', title: (title: string) => `${title}工具` };

/**
 * The fragment of a package, to be merged into the editor's file of the language.
 *
 * @param translate throws for a text that it does not know
 */
export function localeFragment(
	{ packageName, nodes, credentials }: Described,
	translate: Translate,
): JsonRecord {
	const fragment: JsonRecord = {};
	for (const node of nodes) {
		for (const isTool of node.usableAsTool ? [false, true] : [false]) {
			const type = `${packageName}.${node.name}${isTool ? TOOL.suffix : ''}`;
			const title = translate(node.displayName);
			put(fragment, `headers.${type}.displayName`, isTool ? TOOL.title(title) : title);
			put(fragment, `headers.${type}.description`, translate(node.description));
			const prefix = `n8n-nodes-base.nodes.${type}`;
			putAll(fragment, prefix, nodePlaces(node, isTool), operationNames(node), translate);
		}
	}
	for (const { name, properties } of credentials) {
		const places = properties.flatMap((property) => placesIn(property));
		putAll(fragment, `n8n-nodes-base.credentials.${name}`, places, new Map(), translate);
	}
	return fragment;
}

/** Merges a fragment into the file of a language; what the fragment has takes the place of what is there. */
export function mergedInto(locale: JsonRecord, fragment: JsonRecord): JsonRecord {
	const merged = { ...locale };
	for (const [name, value] of Object.entries(fragment)) {
		const there = merged[name];
		merged[name] = isRecord(there) && isRecord(value) ? mergedInto(there, value) : value;
	}
	return merged;
}
