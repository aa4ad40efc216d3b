import { holdsNothing } from '../../api/blank.ts';
import {
	BARE_ID,
	dataMembers,
	openData,
	remarksOf,
	withOwn,
	type BareMember,
} from '../../api/data.ts';
import { dataInWords, outcomeMessage, references } from '../../api/errors.ts';
import { ApiFailure, sentences } from '../../api/failures.ts';
import { nameCreated } from '../../api/names.ts';
import type { ApiResponse, JsonValue } from '../../api/types.ts';
import { WRITE } from '../../api/writes.ts';
import {
	contactFields,
	entranceModeField,
	orderDetailsField,
	quantityField,
} from '../../fields/order.ts';
import { productId } from '../../fields/product.ts';
import { sessionField, visitDate } from '../../fields/visit.ts';
import { createBody } from '../../orders/createBody.ts';
import { orderStatus } from '../../orders/status.ts';
import { peopleChecks } from '../options.ts';
import type { RequestOperation } from '../types.ts';
import { givenOrder } from '../ways/index.ts';
import { details, originOrderId, value, visitors } from '../ways/fields.ts';

const order = givenOrder([
	value('productId', productId.field),
	value('visitDate', visitDate.field),
	value('quantity', quantityField),
	value('session', sessionField),
	value('entranceMode', entranceModeField),
	value('contactName', contactFields.name),
	value('contactMobile', contactFields.mobile),
	value('contactIdCard', contactFields.idCard),
	visitors,
	originOrderId,
	details(orderDetailsField),
]);

const ORDER_ID: BareMember = { name: 'OrderId', form: BARE_ID };

/** Zero and below are what a server gives that has none. */
const NO_ORDER = /^\s*(?:0*|-.*)$/;

function isOrderId(value: JsonValue | undefined): value is string | number {
	return typeof value === 'number' || typeof value === 'string'
		? !NO_ORDER.test(String(value))
		: false;
}

/**
 * A success without the number that Pay needs. An item would go on to a Pay that cannot be, and a
 * refusal would be ordered again: so it is an error whose outcome is not known. Its call does not
 * stand (`carriedOut.ts`): the next try asks under the same number, to which the API gives the order
 * that is there.
 */
function withoutOrderId({ data, code, logId, names }: ApiResponse): ApiFailure {
	const what = 'ZhongZhiYou reported success but sent no order ID';
	return new ApiFailure(outcomeMessage(what, names, true), {
		code,
		logId,
		ambiguous: true,
		names,
		...(holdsNothing(data) ? {} : { data: openData(data) }),
		description: sentences(
			'The order is most likely placed, still unpaid: look it up with ZhongZhiYou by its Origin Order ID, or run it again with the same one, which never makes a second order.',
			references(code, logId),
			dataInWords(openData(data)),
		),
	});
}

/** Places an order, still to be paid (API 1.1.4). */
export const create: RequestOperation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create order',
		description: "Place a new order, to be paid with 'Pay'",
	},
	writes: { namedBy: 'OrderId' },
	fields: order.fields,
	request: (input) => ({
		method: 'POST',
		path: WRITE.create,
		body: createBody(
			order.read(input),
			input.credential,
			(body) => input.automaticNumber({ path: WRITE.create, body }),
			peopleChecks.read(input),
		),
	}),
	output: (response, _input, identity) => {
		const data = dataMembers(response, nameCreated, ORDER_ID);
		const OrderId = openData(data.OrderId);
		if (!isOrderId(OrderId)) throw withoutOrderId(response);
		return [
			withOwn(
				{ ...data, OrderId },
				{
					OriginOrderId: identity.originOrderId,
					status: orderStatus(data.OrderStatus),
					...remarksOf(response),
				},
			),
		];
	},
};
