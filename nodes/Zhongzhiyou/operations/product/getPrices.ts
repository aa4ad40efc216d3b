import { InputError } from '../../api/failures.ts';
import { wireDate, wireDateFromTodayExpression } from '../../api/time.ts';
import { parameter } from '../../fields/parameter.ts';
import { productId } from '../../fields/product.ts';
import { fetchPricesByDay } from '../../products/days.ts';
import { fetchPrices } from '../../products/lookup.ts';
import { readDay } from '../../values/times.ts';
import type { ExecuteOperation } from '../types.ts';

const startDate = parameter(
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: wireDateFromTodayExpression(0),
		required: true,
		description: 'First day, in China time',
	},
	readDay,
);

const endDate = parameter(
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		default: wireDateFromTodayExpression(30),
		required: true,
		description: 'Last day, in China time; it is included',
	},
	readDay,
);

const byDay = parameter(
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
	(value) => value === 'days',
);

/** Fetches prices, stock and sessions of a product (API 1.1.2). */
export const getPrices: ExecuteOperation = {
	option: {
		name: 'Get Prices',
		value: 'getPrices',
		action: 'Get prices and stock of product',
		description: 'Retrieve prices, stock and sessions of a product for a range of days',
	},
	writes: false,
	fields: [productId.field, startDate.field, endDate.field, byDay.field],
	async execute(input, client) {
		const product = productId.read(input);
		const start = startDate.read(input);
		const end = endDate.read(input);
		if (end < start) {
			throw new InputError(
				endDate.field.displayName,
				`${wireDate(end)} is before the '${startDate.field.displayName}' ${wireDate(start)}`,
				`Give the earlier day as '${startDate.field.displayName}'.`,
			);
		}
		const prices = byDay.read(input)
			? await fetchPricesByDay(client, product.digits, start, end)
			: await fetchPrices(client, product.digits, wireDate(start), wireDate(end));
		return prices.map((row) => ({ productId: product.value, ...row }));
	},
};
