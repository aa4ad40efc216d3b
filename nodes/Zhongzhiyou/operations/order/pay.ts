import { dataObject, listOf } from '../../api/data';
import type { RequestOperation } from '../types';
import { isBlank, readAmount, readId, readInteger, readText } from '../values';
import { orderIdField } from './fields';
import { orderStatus } from './status';

/** Pays an order; its tickets are issued at once or later (API 1.1.5). */
export const pay: RequestOperation = {
	option: {
		name: 'Pay',
		value: 'pay',
		action: 'Pay an order',
		description:
			'Pay an order (支付). Tickets that are not issued at once come with the callback order.issued.',
	},
	writes: true,
	fields: [
		orderIdField,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'E-Ticket Number',
					name: 'eticketNo',
					type: 'string',
					default: '',
					description: "Your electronic voucher's order number (交易电子凭证订单号)",
				},
				{
					displayName: 'Ticket Count',
					name: 'ticketCount',
					type: 'number',
					typeOptions: { minValue: 1, numberPrecision: 0 },
					default: 1,
					description: 'Number of tickets paid for',
				},
				{
					displayName: 'Unit Price',
					name: 'unitPrice',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 0,
					description: 'Price of one ticket in yuan',
				},
			],
		},
	],
	request: (input) => {
		const { unitPrice, eticketNo, ticketCount } = input.collection('additionalFields');
		const eticket = readText(eticketNo, 'E-Ticket Number');
		return {
			method: 'POST',
			path: '/order/Pay',
			body: {
				PartnerId: readId(input.credential.partnerId, 'Partner ID'),
				OrderId: readId(input.parameter('orderId'), 'Order ID'),
				UnitPrice: isBlank(unitPrice) ? undefined : readAmount(unitPrice, 'Unit Price'),
				EticketNo: eticket === '' ? undefined : eticket,
				TicketCount: isBlank(ticketCount) ? undefined : readInteger(ticketCount, 'Ticket Count', 1),
			},
			writes: true,
		};
	},
	output: (response, input) => {
		const data = dataObject(response);
		return [
			{
				OrderId: readId(input.parameter('orderId'), 'Order ID').value,
				...data,
				OrderUserVouchers: listOf(data.OrderUserVouchers),
				status: orderStatus(data.OrderStatus),
				logId: response.logId,
			},
		];
	},
};
