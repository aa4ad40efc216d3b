import type { INodeProperties } from 'n8n-workflow';

/** The day of the visit; China time. */
export const visitDateField: INodeProperties = {
	displayName: 'Visit Date',
	name: 'visitDate',
	type: 'dateTime',
	default: '',
	required: true,
	description:
		'Day of the visit in China (游玩时间). A date without a time zone is taken as China time; one with a zone, such as {{ $now }}, is converted.',
};

/** The session of products that have them; empty for products without. */
export const sessionField: INodeProperties = {
	displayName: 'Session',
	name: 'session',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		'Session (场次) of the visit, for products that have sessions; leave empty otherwise',
	typeOptions: { loadOptionsDependsOn: ['productId.value', 'visitDate'] },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a session…',
			typeOptions: { searchListMethod: 'searchSessions' },
		},
		{
			displayName: 'By Time',
			name: 'time',
			type: 'string',
			placeholder: 'e.g. 09:00-11:00',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^([01][0-9]|2[0-3]):[0-5][0-9] ?- ?([01][0-9]|2[0-3]):[0-5][0-9]$',
						errorMessage: 'Write start and end as HH:mm-HH:mm, such as 09:00-11:00',
					},
				},
			],
		},
	],
};
