import { BARE_CODE, dataMembers, remarksOf, withOwn, type BareMember } from '../../api/data.ts';
import { namePaid } from '../../api/names.ts';
import { userVouchers, voucherCodesIn } from '../../api/vouchers.ts';
import { WRITE } from '../../api/writes.ts';
import { orderId } from '../../fields/orderId.ts';
import { additionalFields, entry } from '../../fields/parameter.ts';
import { partnerNumber } from '../../orders/partner.ts';
import { orderStatus } from '../../orders/status.ts';
import { integerFrom, readAmount } from '../../values/numbers.ts';
import { readWhole } from '../../values/text.ts';
import { orderIdIn } from '../identity.ts';
import type { RequestOperation } from '../types.ts';

const DETAILS = 'paymentDetails';

const eticketNo = entry(
	DETAILS,
	{
		displayName: 'E-Ticket Number',
		name: 'eticketNo',
		type: 'string',
		default: '',
		description: "Your electronic voucher's order number",
	},
	readWhole,
);

const ticketCount = entry(
	DETAILS,
	{
		displayName: 'Ticket Count',
		name: 'ticketCount',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1,
		description: 'Number of tickets paid for',
	},
	integerFrom(1),
);

const unitPrice = entry(
	DETAILS,
	{
		displayName: 'Unit Price',
		name: 'unitPrice',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 0,
		description: 'Price of one ticket in yuan',
	},
	readAmount,
);

const CODE: BareMember = { name: 'VoucherCode', form: BARE_CODE, many: true };

/** Pays an order; its tickets are issued at once or later (API 1.1.5). */
export const pay: RequestOperation = {
	option: {
		name: 'Pay',
		value: 'pay',
		action: 'Pay order',
		description:
			'Pay for an order. Tickets that are not issued at once come with the callback order.issued.',
	},
	writes: { namedBy: 'OrderId' },
	fields: [
		orderId.field,
		additionalFields(DETAILS, [eticketNo.field, ticketCount.field, unitPrice.field]),
	],
	request: (input) => ({
		method: 'POST',
		path: WRITE.pay,
		body: {
			PartnerId: partnerNumber(input.credential),
			OrderId: orderId.read(input),
			UnitPrice: unitPrice.read(input),
			EticketNo: eticketNo.read(input),
			TicketCount: ticketCount.read(input),
		},
	}),
	output: (response, _input, identity) => {
		const data = dataMembers(response, namePaid, CODE);
		return [
			withOwn(
				{
					OrderId: orderIdIn(identity),
					...data,
					OrderUserVouchers: userVouchers(data.OrderUserVouchers),
				},
				{
					voucherCodes: voucherCodesIn(data),
					status: orderStatus(data.OrderStatus),
					...remarksOf(response),
				},
			),
		];
	},
};
