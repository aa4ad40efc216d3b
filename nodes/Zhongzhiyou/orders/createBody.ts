import { wireDate } from '../api/time.ts';
import type { Credential } from '../api/types.ts';
import { readInteger } from '../values/numbers.ts';
import { readOwnNumber, readRemark } from '../values/text.ts';
import { ORDER_LABELS, type OrderDraft } from './draft.ts';
import { checkEntrance } from './entrance.ts';
import { readContact, readVisitors, type PeopleChecks, type Person } from './people.ts';
import { readVisit } from './visit.ts';

function toWire(person: Person): Record<string, unknown> {
	return {
		Name: person.name,
		Mobile: person.mobile,
		IdCard: person.idCard,
		IDCardType: person.idCardType,
		Memo: person.memo === '' ? undefined : person.memo,
		Gender: person.gender,
	};
}

/** A new order as it is sent. */
type OrderBody = Record<string, unknown>;

/**
 * The body of a new order (API 1.1.4). VisitDate goes out as a bare date, China Standard Time.
 *
 * @param automaticNumber makes the number of an order that names none
 * @param people whether what cannot be is refused, or left to the API
 * @throws InputError naming the field that cannot be sent
 */
export function createBody(
	draft: OrderDraft,
	credential: Credential,
	automaticNumber: (body: OrderBody) => string,
	people: PeopleChecks = { checked: true },
): OrderBody & { OriginOrderId: string } {
	const { partnerId, productId, date, session } = readVisit(draft, credential);
	const quantity = readInteger(draft.quantity, ORDER_LABELS.quantity, 1);
	const contact = readContact(draft, people);
	const visitors = readVisitors(draft.visitors, contact.mobile, people);
	checkEntrance(draft.entranceMode, visitors, quantity);
	// Named without a value it is lost, and not left to the node.
	const originOrderId =
		'originOrderId' in draft
			? readOwnNumber(draft.originOrderId, ORDER_LABELS.originOrderId)
			: undefined;
	const remark = readRemark(draft.remark, ORDER_LABELS.remark);
	const body = {
		PartnerId: partnerId,
		OriginOrderId: originOrderId,
		ContactPerson: toWire(contact),
		ProductId: productId,
		BeginPlayTime: session?.begin,
		EndPlayTime: session?.end,
		OrderQuantity: quantity,
		OrderRemark: remark === '' ? undefined : remark,
		VisitDate: wireDate(date),
		VisitPerson: visitors.length === 0 ? undefined : visitors.map(toWire),
	};
	return { ...body, OriginOrderId: originOrderId ?? automaticNumber(body) };
}
