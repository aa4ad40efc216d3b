import { ownNumber } from './ownNumber.ts';

/** Your own number for a refund to come. */
export const refundId = ownNumber(
	{ displayName: 'Refund ID', name: 'refundId' },
	{ thing: 'refund', shopsNumber: 'refund number' },
);
