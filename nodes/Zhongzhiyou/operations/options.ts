import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { DEFAULT_RETRIES, DEFAULT_TIMEOUT, type ClientOptions } from '../api/request.ts';
import { collectionOf, type ParameterSource } from '../fields/parameter.ts';
import type { PeopleChecks } from '../orders/people.ts';
import { readInteger } from '../values/numbers.ts';

const OPTIONS = 'options';

const CHECK_PEOPLE: INodeProperties = {
	displayName: 'Check ID Cards and Mobiles',
	name: 'checkPeople',
	type: 'boolean',
	default: true,
	description:
		'Whether to refuse orders with a resident ID card or a mobile number that cannot exist, before anything is sent',
};

/** Whether people are checked before they are sent; of each item, and on unless switched off. */
export const peopleChecks = {
	field: CHECK_PEOPLE,
	read: (source: ParameterSource): PeopleChecks => ({
		checked: collectionOf(source, OPTIONS)[CHECK_PEOPLE.name] !== false,
	}),
};

/** An option that is a whole number, and the least that it can be. */
type Option = typeof concurrency | typeof retries | typeof timeout;

const concurrency = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
	default: 5,
	description: 'How many items are worked on at the same time, at the most',
} as const satisfies INodeProperties;

const retries = {
	displayName: 'Repeats',
	name: 'retries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 0 },
	default: DEFAULT_RETRIES,
	description:
		'How often a call that failed in passing is repeated. Orders, payments, refunds and cancellations are repeated only when the request never left this machine.',
} as const satisfies INodeProperties;

const timeout = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: DEFAULT_TIMEOUT,
	description:
		'How long one call may take, from the connection to the end of the answer, in milliseconds',
} as const satisfies INodeProperties;

export const optionsField: INodeProperties = {
	displayName: 'Options',
	name: OPTIONS,
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [peopleChecks.field, concurrency, retries, timeout],
};

interface RunOptions extends ClientOptions {
	/** How many items are worked on at the same time, at the most. */
	concurrency: number;
}

/** Reads how the whole run is to go; the first item's options count for all. */
export function readOptions(context: IExecuteFunctions): RunOptions {
	const given = context.getNodeParameter(OPTIONS, 0, {});
	const read = (option: Option) =>
		readInteger(
			given[option.name] ?? option.default,
			option.displayName,
			option.typeOptions.minValue,
		);
	return { concurrency: read(concurrency), timeout: read(timeout), retries: read(retries) };
}
