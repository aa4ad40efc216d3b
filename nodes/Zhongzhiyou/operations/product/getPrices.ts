import { InputError } from '../../api/failures';
import { wireDate, wireDateFromTodayExpression } from '../../api/time';
import { productField } from '../fields/product';
import type { ExecuteOperation } from '../types';
import { readDate, readId } from '../values';
import { pricesByDay } from './days';
import { fetchPrices } from './lookup';

/** Fetches prices, stock and sessions of a product (API 1.1.2). */
export const getPrices: ExecuteOperation = {
	option: {
		name: 'Get Prices',
		value: 'getPrices',
		action: 'Get prices and stock of a product',
		description: 'Get prices, stock and sessions (场次) of a product for a range of days',
	},
	writes: false,
	fields: [
		productField,
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			default: wireDateFromTodayExpression(0),
			required: true,
			description: 'First day, in China time',
		},
		{
			displayName: 'End Date',
			name: 'endDate',
			type: 'dateTime',
			default: wireDateFromTodayExpression(30),
			required: true,
			description: 'Last day, in China time; it is included',
		},
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'One Item per Day',
					value: 'days',
					description: 'The row that counts on each day: where several do, the narrowest wins',
				},
				{
					name: 'Price Rows',
					value: 'rows',
					description: 'Rows as ZhongZhiYou keeps them: a day, a period or an open end',
				},
			],
			default: 'rows',
			description: 'What an output item stands for',
		},
	],
	async execute(input, client) {
		const product = readId(input.parameter('productId'), 'Product');
		const start = readDate(input.parameter('startDate'), 'Start Date').startOf('day');
		const end = readDate(input.parameter('endDate'), 'End Date').startOf('day');
		if (end < start) {
			throw new InputError(
				'End Date',
				`${wireDate(end)} is before the Start Date ${wireDate(start)}`,
				'Give the earlier day as Start Date.',
			);
		}
		const rows = await fetchPrices(client, product.digits, wireDate(start), wireDate(end));
		const output = input.parameter('output') === 'days' ? pricesByDay(rows, start, end) : rows;
		return output.map((row) => ({ productId: product.value, ...row }));
	},
};
