import type { INodeProperties } from 'n8n-workflow';

import { ORDER_LABELS } from '../orders/draft.ts';
import { PERSON_LABELS } from '../orders/people.ts';
import { collectionOf, isMissing, type ParameterSource } from './parameter.ts';

const personFields: INodeProperties[] = [
	{
		displayName: PERSON_LABELS.name,
		name: 'name',
		type: 'string',
		default: '',
		description: 'Full name as on the ID card',
	},
	{
		displayName: PERSON_LABELS.mobile,
		name: 'mobile',
		type: 'string',
		default: '',
		description: "Mobile number; the contact's where left blank",
	},
	{
		displayName: PERSON_LABELS.idCard,
		name: 'idCard',
		type: 'string',
		default: '',
		description: 'Number of the ID card. Needed for products with one code a person.',
	},
	{
		displayName: PERSON_LABELS.idCardType,
		name: 'idCardType',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: '0 is the resident ID card; other numbers as agreed with ZhongZhiYou',
	},
	{
		displayName: PERSON_LABELS.memo,
		name: 'memo',
		type: 'string',
		default: '',
		description: 'A note on this visitor, for example that they are a resident',
	},
	{
		displayName: PERSON_LABELS.gender,
		name: 'gender',
		type: 'string',
		default: '',
		description: 'A number as agreed with ZhongZhiYou; empty to leave it out',
	},
];

/** The people who visit: a list to fill in, or an expression that gives one. */
export const visitorsFields: INodeProperties[] = [
	{
		displayName: 'Visitors From',
		name: 'visitorsFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'List', value: 'list', description: 'Fill in each visitor below' },
			{
				name: 'JSON',
				value: 'json',
				description: 'An expression or JSON that gives the whole list, however many there are',
			},
		],
		default: 'list',
		description: 'Where the visitors come from',
	},
	{
		displayName: ORDER_LABELS.visitors,
		name: 'visitors',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Visitor' },
		placeholder: 'Add Visitor',
		default: {},
		displayOptions: { show: { visitorsFrom: ['list'] } },
		description: 'The people who visit',
		options: [{ displayName: 'Visitor', name: 'visitor', values: personFields }],
	},
	{
		displayName: ORDER_LABELS.visitors,
		name: 'visitorsJson',
		type: 'json',
		default: '[]',
		displayOptions: { show: { visitorsFrom: ['json'] } },
		placeholder: 'e.g. {{ $json.visitors }}',
		description:
			'A list of people with name, mobile, idCard and optionally idCardType, memo and gender; the names of the API (UserName, CardID …) are understood too',
	},
];

/** Where visitors are read; their JSON may be a template. */
export interface VisitorSource extends ParameterSource {
	readonly jsonParameter: (name: string) => unknown;
}

/** The rows of the list, without values that were left out; those not found are undefined. */
function rowsOf(source: ParameterSource, rows: unknown[]): unknown[] {
	return rows.map((row, index) => {
		if (typeof row !== 'object' || row === null) return row;
		const members = Object.entries(row).flatMap(([name, value]): Array<[string, unknown]> => {
			if (!isMissing(value)) return [[name, value]];
			const isLost = source.loses?.(value, 'visitors', 'visitor', String(index), name) === true;
			return isLost ? [[name, undefined]] : [];
		});
		return Object.fromEntries(members);
	});
}

/**
 * What was given for visitors in either way, to be read with an order (orders/people.ts).
 *
 * @returns null where there are none, undefined where an expression found none
 */
export function visitorsGiven(source: VisitorSource): unknown {
	if (source.parameter('visitorsFrom') === 'json') {
		const given = source.jsonParameter('visitorsJson');
		if (!isMissing(given)) return given;
		return source.loses?.(given, 'visitorsJson') === true ? undefined : null;
	}
	const rows = collectionOf(source, 'visitors').visitor ?? null;
	return Array.isArray(rows) ? rowsOf(source, rows) : rows;
}
