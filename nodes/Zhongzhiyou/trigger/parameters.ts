import type {
	IExecuteFunctions,
	INodeProperties,
	INodePropertyOptions,
	NodeParameterValueType,
} from 'n8n-workflow';

import { DIGITS, whole } from '../api/patterns.ts';
import { CATALOG, OUTPUTS } from '../events/catalog.ts';
import { readProductIds, type ProductIds } from './productIds.ts';

/**
 * Parameters of the trigger, each with its field in the editor and the way its value is read. None
 * may need an expression at run time: see CONTRIBUTING.md.
 */
interface Parameter<Value> {
	field: INodeProperties;
	/** What a value means; the default in the place of one that means nothing. */
	read(value: unknown): Value;
}

interface FieldOf<Value extends INodeProperties['default']> extends INodeProperties {
	default: Value;
}

function flag(field: FieldOf<boolean>): Parameter<boolean> {
	return { field, read: (value) => (typeof value === 'boolean' ? value : field.default) };
}

/** A number as people write it, unlike blank text and whatever else JavaScript takes for one. */
const NUMBER = whole(`${DIGITS}(?:\\.${DIGITS})?`);

/**
 * A number, also as text; the default in the place of anything else and of one that is out of
 * range, so that no check is off by mistake.
 */
function number(field: FieldOf<number>, least: number, most: number): Parameter<number> {
	return {
		field,
		read: (value) => {
			const isNumber =
				typeof value === 'string' ? NUMBER.test(value.trim()) : typeof value === 'number';
			// What an expression rounds to -0 is 0.
			const given = isNumber ? Number(value) + 0 : Number.NaN;
			return given >= least && given <= most ? given : field.default;
		},
	};
}

/** A length of time in the field's unit, which is given in milliseconds. */
function duration(field: FieldOf<number>, unit: number): Parameter<number> {
	const { read } = number(field, 0, Number.MAX_SAFE_INTEGER / unit);
	return { field, read: (value) => read(value) * unit };
}

interface ChoiceField<Value extends string> extends FieldOf<NoInfer<Value>> {
	options: Array<INodePropertyOptions & { value: Value }>;
}

function choice<Value extends string>(field: ChoiceField<Value>): Parameter<Value> {
	return {
		field,
		read: (value) => field.options.find((option) => option.value === value)?.value ?? field.default,
	};
}

/** Stands for every event, those of later versions included. */
export const ALL_EVENTS = '*';

const MINUTE = 60_000;

const HOUR = 60 * MINUTE;

const URL_NOTICE: INodeProperties = {
	displayName:
		'Give ZhongZhiYou the <b>Production URL</b> above as your callback address. One address takes all events; they register it by hand. Publish this workflow first.',
	name: 'urlNotice',
	type: 'notice',
	default: '',
};

export const EVENTS = {
	field: {
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{ name: 'All Events', value: ALL_EVENTS, description: 'Every event in this list' },
			...CATALOG.map(({ name, title, description }) => ({ name: title, value: name, description })),
		],
		default: [ALL_EVENTS],
		required: true,
		hint: 'Other events are acknowledged and start nothing',
	},
	read: (value: unknown): unknown[] => (Array.isArray(value) ? value : []),
} satisfies Parameter<unknown[]>;

const OUTPUT_MODE = choice({
	displayName: 'Outputs',
	name: 'outputMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Single', value: 'single', description: 'One output for all events' },
		{
			name: 'One per Event Kind',
			value: 'byKind',
			description: `Outputs named ${OUTPUTS.slice(0, -1).join(', ')} and ${OUTPUTS.at(-1)}`,
		},
	],
	default: 'single',
	description: 'Which outputs the events leave by',
});

/**
 * When the vendor is told that a callback was received. n8n reads it too: name and values are its.
 */
const RESPONSE_MODE = choice({
	displayName: 'Answer',
	name: 'responseMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Immediately',
			value: 'onReceived',
			description: 'As soon as n8n has stored the execution',
		},
		{
			name: 'When Last Node Finishes',
			value: 'lastNode',
			description:
				'Once the workflow has succeeded: when it fails or n8n dies, ZhongZhiYou sends the callback again, so that nothing is lost',
		},
		{
			name: "Using 'Respond to Webhook' Node",
			value: 'responseNode',
			description: 'As the workflow itself says, for example earlier than at its end',
		},
	],
	default: 'onReceived',
	description: 'When ZhongZhiYou is told that the callback was received',
});

const LAST_NODE_NOTICE: INodeProperties = {
	displayName:
		'A callback that fails, or takes longer than ZhongZhiYou waits, is sent again and may run twice: make the workflow repeatable, for example by <b>eventId</b>. A Wait node of more than 65 seconds counts as the end.',
	name: 'lastNodeNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { responseMode: ['lastNode'] } },
};

const RESPONSE_NOTICE: INodeProperties = {
	displayName:
		'Every branch needs a node \'Respond to Webhook\' that answers JSON: {"Code": 1000, "IsSuccess": true, "LogId": "", "Message": "收到通知"}. Any other Code, or an error, makes ZhongZhiYou send the callback again. Copy the node from the README of this package: the one that n8n adds refuses workflows without a Webhook or Wait node before it.',
	name: 'responseNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { responseMode: ['responseNode'] } },
};

const DEDUPLICATE = flag({
	displayName: 'Deduplicate',
	name: 'deduplicate',
	type: 'boolean',
	default: true,
	description:
		'Whether a callback that was accepted before is acknowledged without starting the workflow again',
});

/** Milliseconds for which an accepted callback counts. */
const WINDOW = duration(
	{
		displayName: 'Deduplication Window',
		name: 'deduplicationHours',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description: 'How long an accepted callback is remembered, in hours',
	},
	HOUR,
);

const EXTRA_PATH: Parameter<string> = {
	field: {
		displayName: 'Extra Signed Path',
		name: 'extraPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. /callbacks/zzy',
		description:
			'Another path that ZhongZhiYou may have signed, for a proxy that rewrites paths. The public path and the one that reaches n8n are tried anyway.',
	},
	read: (value) => (typeof value === 'string' ? value.trim() : ''),
};

const FETCH_PRODUCT = flag({
	displayName: 'Fetch Changed Product',
	name: 'fetchProduct',
	type: 'boolean',
	default: false,
	description:
		'Whether to add the product when its details changed, and its prices when price or stock changed. Fetched in the execution, after the callback is answered.',
});

const INCLUDE_RAW = flag({
	displayName: 'Include Raw Callback',
	name: 'includeRaw',
	type: 'boolean',
	default: false,
	description: 'Whether to add the callback as it was received, without its signature',
});

/** Days from today. */
const PRICE_DAYS = number(
	{
		displayName: 'Price Days',
		name: 'priceDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 366, numberPrecision: 0 },
		default: 30,
		description: "For how many days from today (China time) 'Fetch Changed Product' gets prices",
	},
	1,
	366,
);

/** Of what is no ID nobody can tell which product was meant: then all are let through. */
const PRODUCTS: Parameter<ProductIds> = {
	field: {
		displayName: 'Product Names or IDs',
		name: 'products',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getProducts' },
		default: [],
		description:
			'Product events of these products only; empty for all. Order events are not affected. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	read: readProductIds,
};

/** Milliseconds; 0 accepts any time. */
const TOLERANCE = duration(
	{
		displayName: 'Timestamp Tolerance',
		name: 'toleranceMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			'By how many minutes the time of a callback may differ from the clock of n8n, either way; 0 accepts any',
	},
	MINUTE,
);

const UNKNOWN_EVENTS = choice({
	displayName: 'Unknown Events',
	name: 'unknownEvents',
	type: 'options',
	options: [
		{
			name: 'Acknowledge Silently',
			value: 'acknowledge',
			description: 'Answer as received and start nothing',
		},
		{ name: 'Emit', value: 'emit', description: 'Start the workflow with event "unknown"' },
	],
	default: 'acknowledge',
	description:
		'What to do with callbacks of a kind that this version does not know. Those of a known kind with a new status start the workflow as "unknown" under \'All Events\'.',
});

const OPTIONS: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		DEDUPLICATE.field,
		WINDOW.field,
		EXTRA_PATH.field,
		FETCH_PRODUCT.field,
		INCLUDE_RAW.field,
		PRICE_DAYS.field,
		PRODUCTS.field,
		TOLERANCE.field,
		UNKNOWN_EVENTS.field,
	],
};

/** In the order in which the editor shows them. */
export const triggerProperties: INodeProperties[] = [
	URL_NOTICE,
	EVENTS.field,
	OUTPUT_MODE.field,
	RESPONSE_MODE.field,
	LAST_NODE_NOTICE,
	RESPONSE_NOTICE,
	OPTIONS,
];

/** Gives what the options collection holds of a parameter. */
function optionsOf(held: unknown): <Value>(parameter: Parameter<Value>) => Value {
	const given: Record<string, unknown> =
		typeof held === 'object' && held !== null ? { ...held } : {};
	return ({ field, read }) => read(given[field.name]);
}

/** What gives the parameters of a trigger. */
interface ParameterSource {
	getNodeParameter(name: string, fallback: NodeParameterValueType): unknown;
}

/**
 * The trigger's parameters as `webhook()` needs them.
 *
 * @throws n8n's error when an expression fails
 */
export function readSettings(context: ParameterSource) {
	const held = <Value>({ field, read }: Parameter<Value>): Value =>
		read(context.getNodeParameter(field.name, field.default));
	const option = optionsOf(context.getNodeParameter(OPTIONS.name, {}));
	return {
		events: held(EVENTS),
		products: option(PRODUCTS),
		emitUnknown: option(UNKNOWN_EVENTS) === 'emit',
		deduplicate: option(DEDUPLICATE),
		window: option(WINDOW),
		tolerance: option(TOLERANCE),
		extraPath: option(EXTRA_PATH),
		includeRaw: option(INCLUDE_RAW),
		answer: held(RESPONSE_MODE),
	};
}

/**
 * The products that are chosen, as they are known when the trigger is set up.
 *
 * @throws n8n's error when an expression fails
 */
export function readChosenProducts(context: ParameterSource): ProductIds {
	const { field, read } = PRODUCTS;
	return read(context.getNodeParameter(`${OPTIONS.name}.${field.name}`, field.default));
}

export type TriggerSettings = ReturnType<typeof readSettings>;

/**
 * The trigger's parameters as `execute()` needs them.
 *
 * @throws n8n's error when an expression fails
 */
export function readRouting(context: IExecuteFunctions) {
	const option = optionsOf(context.getNodeParameter(OPTIONS.name, 0, {}));
	const { field, read } = OUTPUT_MODE;
	return {
		fetchProduct: option(FETCH_PRODUCT),
		priceDays: option(PRICE_DAYS),
		byKind: read(context.getNodeParameter(field.name, 0, field.default)) === 'byKind',
	};
}
