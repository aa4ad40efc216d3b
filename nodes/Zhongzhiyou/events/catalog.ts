import type { JsonObject } from '../api/types.ts';
import { issued } from './issued.ts';
import { product } from './product.ts';
import { redeemed } from './redeemed.ts';
import { refund } from './refund.ts';

/** Every kind of callback, in the order of the named outputs and of the events in the editor. */
export const KINDS = [issued, redeemed, refund, product] as const;

type AnyKind = (typeof KINDS)[number];

/** The vendor's name of a kind of callback (NotifyServiceName). */
export type ServiceName = AnyKind['service'];

/** Where callbacks go that the catalogue does not know. */
export const OTHER_OUTPUT = 'Other';

export type OutputName = AnyKind['output'] | typeof OTHER_OUTPUT;

/** The named outputs, in their order. */
export const OUTPUTS: readonly OutputName[] = [...KINDS.map(({ output }) => output), OTHER_OUTPUT];

/** What a callback that the catalogue does not know is called. */
export const UNKNOWN_EVENT = 'unknown';

export type KnownEventName = AnyKind['events'][number]['name'];

export type EventName = KnownEventName | typeof UNKNOWN_EVENT;

/** A kind of event, and which named output it goes to. */
export interface CatalogEntry {
	/** As it stands in `event`. */
	name: KnownEventName;
	/** As the editor lists it. */
	title: string;
	description: string;
	service: ServiceName;
	output: OutputName;
	/** A body as the vendor sends it. */
	sample: object;
}

/** Every event, in the order in which the editor lists them. */
export const CATALOG: readonly CatalogEntry[] = KINDS.flatMap(({ service, output, events }) =>
	events.map(({ name, title, description, sample }) => ({
		name,
		title,
		description,
		service,
		output,
		sample,
	})),
);

const KIND_OF_SERVICE: ReadonlyMap<string, AnyKind> = new Map(
	KINDS.map((kind) => [kind.service, kind]),
);

const ENTRY_OF_EVENT: ReadonlyMap<unknown, CatalogEntry> = new Map(
	CATALOG.map((entry) => [entry.name, entry]),
);

/** Undefined for a service that the catalogue does not know. */
export function kindOf(service: string): AnyKind | undefined {
	return KIND_OF_SERVICE.get(service);
}

/** The event's name where it is one of the catalogue's. */
export function eventNameOf(name: unknown): EventName {
	return ENTRY_OF_EVENT.get(name)?.name ?? UNKNOWN_EVENT;
}

/** The named output that an event goes to. */
export function outputOf(event: EventName): OutputName {
	return ENTRY_OF_EVENT.get(event)?.output ?? OTHER_OUTPUT;
}

type Named = NonNullable<ReturnType<AnyKind['nameOf']>>;

type BodyOf<Name, One = Named> = One extends { event: infer Names; body: infer Body }
	? Name extends Names
		? Body
		: never
	: never;

/** Body of each event, by its name; fields that the vendor adds later are kept beside these. */
export type EventBodies = { [Name in KnownEventName]: BodyOf<Name> } & {
	[UNKNOWN_EVENT]: JsonObject;
};

interface EventBase<Name extends EventName> {
	event: Name;
	notifyServiceName: string;
	/** The same for the same callback sent again. */
	eventId: string;
	partnerId: string;
	/** ISO 8601 with the offset of China, from the Timestamp header. */
	sentAt: string;
	/** ISO 8601 with the offset of China. */
	receivedAt: string;
	body: EventBodies[Name];
}

/** Every event that the trigger emits, told apart by `event`. */
export type ZhongzhiyouEvent = { [Name in EventName]: EventBase<Name> }[EventName];
