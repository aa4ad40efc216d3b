import { kindOf, outputOf, UNKNOWN_EVENT, type ZhongzhiyouEvent } from '../../events/catalog.ts';
import type { DecodedCall } from '../call.ts';
import type { Warning } from '../kept/warnings.ts';
import { ALL_EVENTS, type TriggerSettings } from '../parameters.ts';
import { acknowledge, pass, type Result } from '../pipeline.ts';
import { quotedIds, readProductIds } from '../productIds.ts';
import { passBy } from './deduplicate.ts';

/** What the log quotes of a callback at the most. */
const QUOTED_LENGTH = 200;

/** Why an event of a product cannot be told to be of one that was chosen. */
function incomparable(event: ZhongzhiyouEvent, { products }: TriggerSettings): Warning | undefined {
	const { eventId, body } = event;
	const { ids, unreadable } = readProductIds(body.ProductId);
	const outcome = `It started the workflow, so that nothing is lost (eventId ${eventId}).`;
	if (products.unreadable.length > 0) {
		return {
			alike: 'products',
			words: `received an event of a product, and cannot tell whether it was chosen: Product Names or IDs holds ${quotedIds(products)}. ${outcome} Check that its expression finds the IDs.`,
		};
	}
	if (unreadable.length === 0 && ids.length > 0) return undefined;
	return {
		alike: 'ProductId',
		words: `received an event of a product whose ProductId it cannot read (${JSON.stringify(body.ProductId ?? null).slice(0, QUOTED_LENGTH)}). ${outcome}`,
	};
}

/** The kind of a callback that reports none of its kind's events, such as one with a new status. */
function kindOfUnforeseen({ event, notifyServiceName }: ZhongzhiyouEvent) {
	return event === UNKNOWN_EVENT ? kindOf(notifyServiceName) : undefined;
}

/** Whether the product of an event decides whether it starts the workflow. */
function isFiltered({ event }: ZhongzhiyouEvent, { products }: TriggerSettings): boolean {
	return outputOf(event) === 'Product' && products.ids.length + products.unreadable.length > 0;
}

/**
 * Whether an event starts the workflow. A callback of a known kind with a status that is not known
 * is one of "all events"; where single events are selected it cannot be told to be one of them.
 * What cannot be compared with the products that were chosen does: better one too many than lost.
 */
export function isWanted(event: ZhongzhiyouEvent, settings: TriggerSettings): boolean {
	const all = settings.events.includes(ALL_EVENTS);
	if (event.event === UNKNOWN_EVENT)
		return settings.emitUnknown || (all && kindOfUnforeseen(event) !== undefined);
	const selected = all || settings.events.includes(event.event);
	if (!selected || !isFiltered(event, settings)) return selected;
	if (incomparable(event, settings) !== undefined) return true;
	const { ids } = readProductIds(event.body.ProductId);
	return ids.some((id) => settings.products.ids.includes(id));
}

/**
 * What the log says of a callback that reports none of its kind's events.
 *
 * @param status the member that tells them apart
 */
function unforeseen(event: ZhongzhiyouEvent, status: string, wanted: boolean): Warning {
	const { notifyServiceName, eventId, body } = event;
	const value = JSON.stringify(body[status] ?? null).slice(0, QUOTED_LENGTH);
	const outcome = wanted
		? 'It started the workflow as "unknown", on the output Other where there is one for each kind.'
		: "It was acknowledged and started nothing: select 'All Events', or set 'Unknown Events' to 'Emit', to receive such.";
	return {
		alike: notifyServiceName,
		words: `received ${notifyServiceName} with a ${status} that it does not know (${value}), eventId ${eventId}. ${outcome}`,
	};
}

/** Lets through what the workflow listens to. */
export function filter(call: DecodedCall): Result<DecodedCall> {
	const { context, event, kept, now, settings } = call;
	const wanted = isWanted(event, settings);
	const kind = kindOfUnforeseen(event);
	if (kind !== undefined) {
		kept.warnings.note(context.logger, unforeseen(event, kind.status, wanted), now);
	}
	if (!wanted) {
		passBy(call);
		return acknowledge(event.eventId);
	}
	const warning = isFiltered(event, settings) ? incomparable(event, settings) : undefined;
	if (warning !== undefined) kept.warnings.note(context.logger, warning, now);
	return pass(call);
}
