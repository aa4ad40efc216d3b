import type { INodeProperties } from 'n8n-workflow';

import { CATALOG } from '../events/catalog';

/** Stands for every event, those of later versions included. */
export const ALL_EVENTS = '*';

export const DEFAULT_TOLERANCE_MINUTES = 10;

export const DEFAULT_WINDOW_HOURS = 24;

export const DEFAULT_DAYS = 30;

/** Parameters of the trigger. None may need an expression at run time: see CONTRIBUTING.md. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'Give ZhongZhiYou (中智游) the <b>Production URL</b> above as your callback address (通知地址). One address takes all events; they register it by hand. Publish this workflow first.',
		name: 'urlNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{ name: 'All Events', value: ALL_EVENTS, description: 'Every event in this list' },
			...CATALOG.map(({ name, title, description }) => ({ name: title, value: name, description })),
		],
		default: [ALL_EVENTS],
		required: true,
		description: 'Which events start the workflow. Others are acknowledged and start nothing.',
	},
	{
		displayName: 'Outputs',
		name: 'outputMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Single', value: 'single', description: 'One output for all events' },
			{
				name: 'One per Event Kind',
				value: 'byKind',
				description: 'Outputs named Issued, Redeemed, Refund, Product and Other',
			},
		],
		default: 'single',
		description: 'Which outputs the events leave by',
	},
	{
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
	},
	{
		displayName:
			'A callback that fails, or takes longer than ZhongZhiYou waits, is sent again and may run twice: make the workflow repeatable, for example by <b>eventId</b>. A Wait node of more than 65 seconds counts as the end.',
		name: 'lastNodeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { responseMode: ['lastNode'] } },
	},
	{
		displayName:
			'Every branch needs a Respond to Webhook node that answers JSON: {"Code": 1000, "IsSuccess": true, "LogId": "", "Message": "收到通知"}. Any other Code, or an error, makes ZhongZhiYou send the callback again. Copy the node from the README of this package: the one that n8n adds refuses workflows without a Webhook or Wait node before it.',
		name: 'responseNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { responseMode: ['responseNode'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Deduplicate',
				name: 'deduplicate',
				type: 'boolean',
				default: true,
				description:
					'Whether a callback that was accepted before is acknowledged without starting the workflow again',
			},
			{
				displayName: 'Deduplication Window',
				name: 'deduplicationHours',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: DEFAULT_WINDOW_HOURS,
				description: 'How long an accepted callback is remembered, in hours',
			},
			{
				displayName: 'Extra Signed Path',
				name: 'extraPath',
				type: 'string',
				default: '',
				placeholder: 'e.g. /callbacks/zzy',
				description:
					'Another path that ZhongZhiYou may have signed, for a proxy that rewrites paths. The public path and the one that reaches n8n are tried anyway.',
			},
			{
				displayName: 'Fetch Changed Product',
				name: 'fetchProduct',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the product when its details changed, and its prices when price or stock changed. Fetched in the execution, after the callback is answered.',
			},
			{
				displayName: 'Include Raw Callback',
				name: 'includeRaw',
				type: 'boolean',
				default: false,
				description: 'Whether to add the callback as it was received, without its signature',
			},
			{
				displayName: 'Price Days',
				name: 'priceDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 366, numberPrecision: 0 },
				default: DEFAULT_DAYS,
				description: 'For how many days from today (China time) Fetch Changed Product gets prices',
			},
			{
				displayName: 'Product Names or IDs',
				name: 'products',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getProducts' },
				default: [],
				description:
					'Product events of these products only; empty for all. Order events are not affected. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				displayName: 'Timestamp Tolerance',
				name: 'toleranceMinutes',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: DEFAULT_TOLERANCE_MINUTES,
				description:
					'By how many minutes the time of a callback may differ from the clock of n8n, either way; 0 accepts any',
			},
			{
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
				description: 'What to do with callbacks that this version does not know',
			},
		],
	},
];
