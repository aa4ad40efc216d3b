/** The partner that the sandbox and the sender take unless told otherwise; the source's own. */
export const DEFAULT_PARTNER_ID = '9258';

export const DEFAULT_SIGN_KEY = '0123456789abcdef0123456789abcdef';

/** Who the distributor is and which keys count. */
export interface Identity {
	partnerId: string;
	/** Signs callbacks and is accepted on requests. */
	signKey: string;
	/** Still accepted on requests after a rotation. */
	previousSignKey?: string;
}
