import {
	NodeHelpers,
	resolveWebhookDescriptionField,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { ZhongzhiyouApi } from '../../credentials/ZhongzhiyouApi.credentials.ts';
import { CATALOG } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import { findOperation } from '../../nodes/Zhongzhiyou/operations/index.ts';
import { order } from '../../nodes/Zhongzhiyou/operations/order/index.ts';
import { product } from '../../nodes/Zhongzhiyou/operations/product/index.ts';
import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { ZhongzhiyouTrigger } from '../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';
import { stage } from '../support/in-process.mts';

const action = new Zhongzhiyou();
const trigger = new ZhongzhiyouTrigger();
const credential = new ZhongzhiyouApi();

const OPERATIONS = [order, product].flatMap(({ option, operations }) =>
	operations.map((operation) => ({ resource: option.value, operation: operation.option.value })),
);

/** The parameters that choose which others are shown, and what they can be. */
const CHOICES: INodeParameters[] = [
	{ orderFrom: 'fields', visitorsFrom: 'list', returnAll: false },
	{ orderFrom: 'fields', visitorsFrom: 'json', returnAll: true },
	{ orderFrom: 'json' },
	{ orderFrom: 'autoMap' },
];

/** As n8n describes the node to an agent: by a name that ends so, and what depends on it. */
const asTool = { ...action.description, name: `${action.description.name}Tool` };

type Option = INodeProperties | INodePropertyOptions | INodePropertyCollection;

function isProperty(option: Option): option is INodeProperties {
	return 'type' in option && 'displayName' in option;
}

function isCollection(option: Option): option is INodePropertyCollection {
	return 'values' in option;
}

/** Parameters and, through collections, the parameters within them. */
function all(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.options ?? []).flatMap((option: Option) =>
			isCollection(option) ? all(option.values) : isProperty(option) ? all([option]) : [],
		),
	]);
}

/** The options to choose from of an options parameter. */
function choices({ options = [] }: INodeProperties): INodePropertyOptions[] {
	return options.filter(
		(option: Option): option is INodePropertyOptions =>
			!isProperty(option) && !isCollection(option),
	);
}

/** What the editor shows for these values, by n8n's own rules. */
function shown(values: INodeParameters, description = action.description): string[] {
	const { node } = stage(action, { parameters: values });
	return action.description.properties
		.filter((property) =>
			NodeHelpers.displayParameter(
				{
					orderFrom: 'fields',
					visitorsFrom: 'list',
					returnAll: false,
					productOutput: 'selected',
					...values,
				},
				property,
				node,
				description,
			),
		)
		.map(({ name }) => name);
}

describe('the action node', () => {
	test('has the nine documented operations', () => {
		expect(OPERATIONS.map(({ resource, operation }) => `${resource}.${operation}`).sort()).toEqual([
			'order.cancel',
			'order.create',
			'order.getQrCodes',
			'order.pay',
			'order.refund',
			'order.validate',
			'product.get',
			'product.getAll',
			'product.getPrices',
		]);
	});

	test.each(OPERATIONS)('shows the fields of $resource $operation, and no other', (chosen) => {
		const own = findOperation(chosen.resource, chosen.operation)?.fields.map(({ name }) => name);
		const seen = new Set(
			[action.description, asTool].flatMap((description) =>
				CHOICES.flatMap((choice) => shown({ ...chosen, ...choice }, description)),
			),
		);
		expect([...seen].sort()).toEqual(
			[...new Set(['resource', 'operation', 'options', ...(own ?? [])])].sort(),
		);
	});

	test.each(OPERATIONS)('shows no two fields of one name for $resource $operation', (chosen) => {
		for (const description of [action.description, asTool]) {
			for (const choice of CHOICES) {
				const names = shown({ ...chosen, ...choice }, description);
				expect(names).toEqual([...new Set(names)]);
			}
		}
	});

	test('shows the order’s fields only in the way it is given', () => {
		const create = { resource: 'order', operation: 'create' };
		expect(shown({ ...create, orderFrom: 'json' })).toEqual([
			'resource',
			'operation',
			'orderFrom',
			'orderJson',
			'options',
		]);
		expect(shown({ ...create, orderFrom: 'autoMap' })).not.toContain('productId');
		expect(shown({ ...create, orderFrom: 'fields' })).toEqual(
			expect.arrayContaining(['productId', 'visitDate', 'quantity', 'originOrderId']),
		);
		expect(shown({ ...create, orderFrom: 'fields' })).not.toContain('visitorsJson');
	});

	test('leaves it to the table to say which operation a field belongs to', () => {
		for (const { operations } of [order, product]) {
			for (const field of operations.flatMap(({ fields }) => fields)) {
				const conditions = Object.keys(field.displayOptions?.show ?? {});
				expect(conditions).not.toContain('resource');
				expect(conditions).not.toContain('operation');
				expect(field.displayOptions?.hide).toBeUndefined();
			}
		}
	});

	test('keeps what is added to one operation from the others: collections have names of their own', () => {
		const collections = [order, product].flatMap(({ operations }) =>
			operations.flatMap(({ fields }) => fields.filter(({ type }) => type === 'collection')),
		);
		const names = collections.map(({ name }) => name);
		expect(names.length).toBeGreaterThan(2);
		expect(new Set(names).size).toBe(names.length);
	});

	test('means the same by one name in every operation', () => {
		const meanings = new Map<string, Set<string>>();
		for (const { fields } of [order, product].flatMap(({ operations }) => operations)) {
			for (const { name, displayName, type, options, modes } of fields) {
				const meaning = JSON.stringify({ displayName, type, options, modes });
				meanings.set(name, (meanings.get(name) ?? new Set()).add(meaning));
			}
		}
		for (const [name, { size }] of meanings) expect([name, size]).toEqual([name, 1]);
	});

	test('opens with an operation that there is, for each resource', () => {
		const { properties } = action.description;
		const resource = properties.find(({ name }) => name === 'resource');
		expect(choices(resource ?? properties[1]).map(({ value }) => value)).toContain(
			resource?.default,
		);
		for (const field of properties.filter(({ name }) => name === 'operation')) {
			expect(choices(field).map(({ value }) => value)).toContain(field.default);
		}
	});

	test('can be a tool, and each operation says in words what it does', () => {
		expect(action.description.usableAsTool).toBe(true);
		const options = [order, product].flatMap(({ operations }) =>
			operations.map(({ option }) => option),
		);
		for (const { action: words, description } of options) {
			expect(words).toMatch(/^[A-Z][a-zA-Z ]+$/);
			expect(description.length).toBeGreaterThan(20);
		}
		expect(new Set(options.map(({ action: words }) => words)).size).toBe(options.length);
	});

	test.each(['get', 'getAll'])(
		'simplifies products of %s by a switch, for a model by Output',
		(operation) => {
			const chosen = { resource: 'product', operation };
			const outputs = ['simplify', 'productOutput', 'productFields'];
			const of = (values: INodeParameters, description = action.description) =>
				shown({ ...chosen, ...values }, description).filter((name) => outputs.includes(name));
			expect(of({})).toEqual(['simplify']);
			expect(of({ productOutput: 'simplified' }, asTool)).toEqual(['productOutput']);
			expect(of({ productOutput: 'selected' }, asTool)).toEqual(['productOutput', 'productFields']);
		},
	);

	test('reports what a write did, and repeats none', () => {
		const writes = [order, product].flatMap(({ operations }) =>
			operations
				.filter(({ writes: changes }) => changes !== false)
				.map(({ option }) => option.value),
		);
		expect(writes.sort()).toEqual(['cancel', 'create', 'pay', 'refund']);
	});

	test.each([
		['create', 'originOrderId'],
		['refund', 'refundId'],
	])('of %s leaves %s to the node, with no code in the field', (operation, name) => {
		const fields = action.description.properties.filter(
			(field) => field.name === name && field.displayOptions?.show?.operation?.includes(operation),
		);
		expect(fields).toHaveLength(1);
		const [{ default: value, required, placeholder, description }] = fields;
		expect([value, required]).toEqual(['', undefined]);
		expect(placeholder).toMatch(/^Automatic/);
		expect(description).toMatch(/Empty is automatic: .* The limits: /);
	});

	test('names search methods that there are', () => {
		const methods = all(action.description.properties)
			.flatMap(({ modes = [] }) => modes)
			.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);
		expect(new Set(methods)).toEqual(new Set(Object.keys(action.methods.listSearch)));
	});
});

describe('the trigger', () => {
	test('offers every event of the catalogue, and all of them', () => {
		const events = trigger.description.properties.find(({ name }) => name === 'events');
		expect(choices(events ?? trigger.description.properties[0]).map(({ value }) => value)).toEqual([
			'*',
			...CATALOG.map(({ name }) => name),
		]);
	});

	test('has no parameter that is an expression unless the user makes it one', () => {
		for (const { default: value } of all(trigger.description.properties)) {
			expect(JSON.stringify(value)).not.toContain('={{');
		}
	});

	test.each([
		['onReceived', ''],
		['lastNode', 'noData'],
		['responseNode', ''],
	])(
		'lets n8n read the answer mode %s, and that it adds nothing of its own, without its expression engine',
		(responseMode, responseData) => {
			const { node } = stage(trigger, { parameters: { responseMode } });
			const [webhook] = trigger.description.webhooks ?? [];
			const read = (field: string) => resolveWebhookDescriptionField(node, webhook, field);
			expect(read('responseMode')).toEqual({ resolved: true, value: responseMode });
			expect(read('responseData')).toEqual({ resolved: true, value: responseData });
		},
	);

	test('is no tool, and its version keeps n8n from evaluating one more expression', () => {
		expect(trigger.description.usableAsTool).toBeUndefined();
		expect(trigger.description.version).toBeGreaterThan(1);
	});

	test('names option methods that there are', () => {
		const methods = all(trigger.description.properties).flatMap(
			({ typeOptions }) => typeOptions?.loadOptionsMethod ?? [],
		);
		expect(methods).toEqual(Object.keys(trigger.methods.loadOptions));
	});

	test('draws its named outputs from the same parameters that route() reads', () => {
		const { workflow, node } = stage(trigger, { parameters: { outputMode: 'byKind' } });
		expect(NodeHelpers.getNodeOutputs(workflow, node, trigger.description)).toEqual(
			['Issued', 'Redeemed', 'Refund', 'Product', 'Other'].map((displayName) => ({
				type: 'main',
				displayName,
			})),
		);
		const single = stage(trigger, {});
		expect(NodeHelpers.getNodeOutputs(single.workflow, single.node, trigger.description)).toEqual([
			'main',
		]);
	});
});

describe.each([
	['the action node', action.description.properties],
	['the trigger', trigger.description.properties],
	['the credential', credential.properties],
])('every parameter of %s', (_name, properties) => {
	const fields = all(properties);

	test('says what it is for', () => {
		for (const { type, name, description, hint, displayName } of fields) {
			const silent =
				['notice', 'collection'].includes(type) || ['resource', 'operation'].includes(name);
			expect([displayName, silent || (description ?? hint ?? '').length > 10]).toEqual([
				displayName,
				true,
			]);
		}
	});

	test('offers each value once, under a name of its own', () => {
		for (const field of fields.filter(
			({ type }) => type === 'options' || type === 'multiOptions',
		)) {
			const options = choices(field);
			expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
			expect(new Set(options.map(({ name }) => name)).size).toBe(options.length);
		}
	});

	test('has a default that can be chosen', () => {
		for (const field of fields.filter(({ type }) => type === 'options')) {
			expect(choices(field).map(({ value }) => value)).toContain(field.default);
		}
	});
});

describe('the credential', () => {
	test('asks for four things, and hides the keys', () => {
		expect(
			credential.properties.map(({ name, required = false, typeOptions }) => ({
				name,
				required,
				hidden: typeOptions?.password === true,
			})),
		).toEqual([
			{ name: 'baseUrl', required: true, hidden: false },
			{ name: 'partnerId', required: true, hidden: false },
			{ name: 'signKey', required: true, hidden: true },
			{ name: 'previousSignKey', required: false, hidden: true },
		]);
	});

	test('is what both nodes need, and both test it', () => {
		for (const { description, methods } of [action, trigger]) {
			expect(description.credentials).toEqual([
				{ name: credential.name, required: true, testedBy: 'zhongzhiyouApiTest' },
			]);
			expect(methods.credentialTest.zhongzhiyouApiTest).toBeInstanceOf(Function);
		}
	});
});
