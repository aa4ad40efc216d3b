import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import type { Digits } from '../api/json.ts';
import type { Credential } from '../api/types.ts';
import { readId } from '../values/numbers.ts';
import { readText } from '../values/text.ts';

const PARTNER_ID = 'Partner ID';

/** The distributor's number as every body carries it; it comes from the credential alone. */
export function partnerNumber(credential: Credential): Digits {
	return readId(credential.partnerId, PARTNER_ID);
}

/**
 * Accepts a number of the distributor's in an order only where it is the credential's.
 *
 * @throws InputError when the order is another partner's
 */
export function requireSamePartner(value: unknown, credential: Credential): void {
	if (isBlank(value)) return;
	const given = readText(value, PARTNER_ID);
	if (given !== credential.partnerId) {
		throw new InputError(
			PARTNER_ID,
			`is ${given} in the order, but the credential belongs to ${credential.partnerId}`,
			"Leave it out, or choose that partner's credential. The node fills it in by itself.",
		);
	}
}
