import { naming, type Naming, type NameTree } from '../api/names.ts';
import type { JsonObject } from '../api/types.ts';

/** One event of a kind of callback. */
interface KindEvent<Name extends string, Body> {
	/** As it stands in `event`. */
	name: Name;
	/** As the editor lists it. */
	title: string;
	description: string;
	/** A body as the vendor sends it; the source's own samples, repaired. */
	sample: object;
	/** Whether a callback with this body is this event; of several the first counts. */
	when(body: Body): boolean;
}

/** A kind of callback: what its bodies hold and which events they report (API, Callbacks). */
interface KindDefinition<
	Service extends string,
	Output extends string,
	Name extends string,
	Body extends JsonObject,
> {
	/** The vendor's NotifyServiceName, in lower case. */
	service: Service;
	/** The named output that its events go to. */
	output: Output;
	/** The member of a body that tells its events apart. */
	status: string;
	/** The names in its bodies. */
	names: NameTree;
	/** In the order in which the editor lists them. */
	events: ReadonlyArray<KindEvent<Name, NoInfer<Body>>>;
	/** Types a body: every field is there, and what the vendor adds later is kept beside them. */
	read(body: JsonObject): Body;
	/**
	 * Whether the body names its occurrence, so that the same body is the same event. Two changes of
	 * one product, or two refunds forced on one order, have the same body but are not.
	 *
	 * @param body as the vendor sent it, with the names of the source
	 */
	namesOccurrence(body: JsonObject): boolean;
	/**
	 * What a body states the present state of, as that may come back: the same body after another
	 * one about the same is then a new event. Left out where a body reports what happens only once.
	 *
	 * @param body one that names its occurrence, with the names of the source
	 */
	subject?(body: JsonObject): string;
}

/** An event's name and its typed body. */
export interface NamedBody<Name extends string, Body> {
	event: Name;
	body: Body;
}

/** A kind of callback, with the way from a body to its event. */
export type Kind<
	Service extends string,
	Output extends string,
	Name extends string,
	Body extends JsonObject,
> = KindDefinition<Service, Output, Name, Body> & {
	/** Gives a body the names of the source, in whatever case they came. */
	name: Naming;
	/**
	 * Undefined when the body is none of the kind's events, such as one with a new status.
	 *
	 * @param body with the names of the source
	 */
	nameOf(body: JsonObject): NamedBody<Name, Body> | undefined;
};

/** Defines a kind of callback; names and types of its events follow from what it is given. */
export function defineKind<
	Service extends string,
	Output extends string,
	Name extends string,
	Body extends JsonObject,
>(definition: KindDefinition<Service, Output, Name, Body>): Kind<Service, Output, Name, Body> {
	const { names, read, events } = definition;
	return {
		...definition,
		name: naming(names),
		nameOf(sent) {
			const body = read(sent);
			const event = events.find(({ when }) => when(body));
			return event === undefined ? undefined : { event: event.name, body };
		},
	};
}
