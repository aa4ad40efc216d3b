import type { DateTime } from 'luxon';

import type { Digits } from '../api/json.ts';
import { dayNumber } from '../api/time.ts';
import type { Credential } from '../api/types.ts';
import { readId } from '../values/numbers.ts';
import { readDate } from '../values/times.ts';
import { ORDER_LABELS, refuseLost, type OrderDraft } from './draft.ts';
import { partnerNumber, requireSamePartner } from './partner.ts';
import { readSession, type Session } from './session.ts';

/** Who orders what for when. */
interface Visit {
	partnerId: Digits;
	productId: Digits;
	/** China Standard Time. */
	date: DateTime<true>;
	session: Session | undefined;
}

/** Reads what the pre-check and the order have in common. */
export function readVisit(draft: OrderDraft, credential: Credential): Visit {
	refuseLost(draft);
	requireSamePartner(draft.partnerId, credential);
	const productId = readId(draft.productId, ORDER_LABELS.productId);
	const date = readDate(draft.visitDate, ORDER_LABELS.visitDate);
	return {
		partnerId: partnerNumber(credential),
		productId,
		date,
		session: readSession(draft, dayNumber(date)),
	};
}
