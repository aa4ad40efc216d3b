import type { INodeProperties } from 'n8n-workflow';

import { SESSION, wholeText } from '../api/patterns.ts';
import { ORDER_LABELS } from '../orders/draft.ts';
import { readDate } from '../values/times.ts';
import { parameter } from './parameter.ts';

/** The day of the visit; China time. */
export const visitDate = parameter(
	{
		displayName: ORDER_LABELS.visitDate,
		name: 'visitDate',
		type: 'dateTime',
		default: '',
		required: true,
		description:
			'Day of the visit in China. A date without a time zone is taken as China time; one with a zone, such as {{ $now }}, is converted.',
	},
	readDate,
);

/** The session of products that have them; empty for products without. */
export const sessionField: INodeProperties = {
	displayName: ORDER_LABELS.session,
	name: 'session',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		'Session of the visit, for products that have sessions; leave empty otherwise. An expression has to find one, or give an empty text where there is none.',
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
						regex: wholeText(SESSION),
						errorMessage: 'Write start and end as HH:mm-HH:mm, such as 09:00-11:00',
					},
				},
			],
		},
	],
};
