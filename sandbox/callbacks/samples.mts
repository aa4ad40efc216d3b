import { CATALOG, type EventName, UNKNOWN_EVENT } from '../formats/shared.mts';

/** A callback's service name and the body of its notice. */
export interface CallbackSample {
	service: string;
	body: object;
}

const UNKNOWN_SAMPLE: CallbackSample = {
	service: 'order_settlement_notify',
	body: { SettlementNo: '20250729001', Amount: 2 },
};

/** Every event that can be sent. */
export const EVENT_NAMES: readonly EventName[] = [
	...CATALOG.map(({ name }) => name),
	UNKNOWN_EVENT,
];

export function isEventName(name: string): name is EventName {
	return EVENT_NAMES.some((known) => known === name);
}

/** What `npm run send` sends for an event: the catalogue's sample. */
export function sampleOf(event: EventName): CallbackSample {
	const entry = CATALOG.find(({ name }) => name === event);
	return entry === undefined ? UNKNOWN_SAMPLE : { service: entry.service, body: entry.sample };
}
