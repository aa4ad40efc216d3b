import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { wireDateTime } from '../api/time.ts';
import type { Credential } from '../api/types.ts';
import { readInteger } from '../values/numbers.ts';
import { readName } from '../values/text.ts';
import { ORDER_LABELS, type OrderDraft } from './draft.ts';
import { checkEntrance } from './entrance.ts';
import { readContactMobile, readVisitors, type PeopleChecks, type Person } from './people.ts';
import { readVisit } from './visit.ts';

function toWire(person: Person): Record<string, unknown> {
	return {
		UserName: person.name,
		Mobile: person.mobile,
		CardType: person.idCardType,
		CardID: person.idCard,
	};
}

/**
 * The body of a pre-check (API 1.1.3). VisitDate goes out as date and time, China Standard Time.
 *
 * @param people whether what cannot be is refused, or left to the API
 * @throws InputError naming the field that cannot be sent
 */
export function verifyBody(
	draft: OrderDraft,
	credential: Credential,
	people: PeopleChecks = { checked: true },
): Record<string, unknown> {
	const { partnerId, productId, date, session } = readVisit(draft, credential);
	const visitors = readVisitors(draft.visitors, readContactMobile(draft, people), people);
	const quantity = isBlank(draft.quantity)
		? undefined
		: readInteger(draft.quantity, ORDER_LABELS.quantity, 1);
	if (visitors.length === 0) {
		throw new InputError(ORDER_LABELS.visitors, 'is empty', 'Validate needs at least one visitor.');
	}
	checkEntrance(draft.entranceMode, visitors, quantity);
	const sessionName = readName(draft.sessionName, ORDER_LABELS.sessionName);
	return {
		PartnerId: partnerId,
		ProductId: productId,
		ProductItemName: sessionName === '' ? undefined : sessionName,
		VisitDate: wireDateTime(date),
		BeginPlayTime: session?.begin,
		EndPlayTime: session?.end,
		OrderUsers: visitors.map(toWire),
	};
}
