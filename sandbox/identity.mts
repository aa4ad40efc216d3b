/** Who the distributor is and which keys count. */
export interface Identity {
	partnerId: string;
	/** Signs callbacks and is accepted on requests. */
	signKey: string;
	/** Still accepted on requests after a rotation. */
	previousSignKey?: string;
}
