// The glossary of the Chinese README: operations, events and fields by their English names in the
// editor, from the same dictionary as the locale fragment.
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { Described, Translate } from './fragment.mts';

type Option = INodeProperties | INodePropertyCollection | INodePropertyOptions;

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;

function table(head: string[], rows: string[][]): string {
	return [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join(
		'\n',
	);
}

/** The options to choose from under a parameter's name, in all its forms. */
function choicesOf(properties: INodeProperties[], name: string): INodePropertyOptions[] {
	return properties
		.filter((property) => property.name === name)
		.flatMap(({ options = [] }) =>
			options.filter((option: Option): option is INodePropertyOptions => 'value' in option),
		);
}

/** The names of parameters and, through collections, of those within them. */
function fieldNames(properties: INodeProperties[]): string[] {
	return properties.flatMap(({ type, displayName, options = [] }) => [
		...(type === 'notice' ? [] : [displayName]),
		...options.flatMap((option: Option) => {
			if ('type' in option) return fieldNames([option]);
			return 'values' in option ? fieldNames(option.values) : [];
		}),
	]);
}

/** The tables of the glossary. */
export function glossary({ nodes, credentials }: Described, translate: Translate): string {
	const properties = nodes.flatMap((node) => node.properties);
	const operations = nodes.flatMap((node) =>
		node.properties
			.filter(({ name }) => name === 'operation')
			.flatMap((property) => {
				const [resource] = property.displayOptions?.show?.resource ?? [];
				const of = choicesOf(node.properties, 'resource').find(({ value }) => value === resource);
				const title = of?.name ?? String(resource);
				return choicesOf([property], 'operation').map(({ name }) => [
					`${title} → ${name}`,
					`${translate(title)} → ${translate(name)}`,
				]);
			}),
	);
	const events = choicesOf(properties, 'events').map(({ name, value }) => [
		`\`${String(value)}\``,
		name,
		translate(name),
	]);
	const sources = [
		...nodes.map(({ displayName, properties: own }) => ({ displayName, own })),
		...credentials.map(({ displayName, properties: own }) => ({ displayName, own })),
	];
	const fields = sources.flatMap(({ displayName, own }) =>
		[...new Set(fieldNames(own))].map((name) => [displayName, name, translate(name)]),
	);
	return [
		`**操作**\n\n${table(['英文', '中文'], operations)}`,
		`**事件**\n\n${table(['`event`', '英文', '中文'], events)}`,
		`**字段**\n\n${table(['节点或凭据', '英文', '中文'], fields)}`,
	].join('\n\n');
}
