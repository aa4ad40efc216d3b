import type { DateTime } from 'luxon';

import type { Digits } from '../api/json';
import type { Credential } from '../api/types';
import { readId } from '../values/numbers';
import { readDate } from '../values/times';
import { ORDER_LABELS, type OrderDraft } from './draft';
import { partnerNumber, requireSamePartner } from './partner';
import { readSession, type Session } from './session';

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
	requireSamePartner(draft.partnerId, credential);
	return {
		partnerId: partnerNumber(credential),
		productId: readId(draft.productId, ORDER_LABELS.productId),
		date: readDate(draft.visitDate, ORDER_LABELS.visitDate),
		session: readSession(draft),
	};
}
