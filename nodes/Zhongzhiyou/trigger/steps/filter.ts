import { kindOf, outputOf, UNKNOWN_EVENT, type ZhongzhiyouEvent } from '../../events/catalog.ts';
import type { DecodedCall } from '../call.ts';
import type { Warning } from '../kept/warnings.ts';
import { ALL_EVENTS, type TriggerSettings } from '../parameters.ts';
import { acknowledge, pass, type Result } from '../pipeline.ts';

/** What the log quotes of a callback at the most. */
const QUOTED_LENGTH = 200;

/** The kind of a callback that reports none of its kind's events, such as one with a new status. */
function kindOfUnforeseen({ event, notifyServiceName }: ZhongzhiyouEvent) {
	return event === UNKNOWN_EVENT ? kindOf(notifyServiceName) : undefined;
}

/**
 * Whether an event starts the workflow. A callback of a known kind with a status that is not known
 * is one of "all events"; where single events are selected it cannot be told to be one of them.
 */
export function isWanted(event: ZhongzhiyouEvent, settings: TriggerSettings): boolean {
	const all = settings.events.includes(ALL_EVENTS);
	if (event.event === UNKNOWN_EVENT)
		return settings.emitUnknown || (all && kindOfUnforeseen(event) !== undefined);
	const selected = all || settings.events.includes(event.event);
	const filtered = outputOf(event.event) === 'Product' && settings.products.length > 0;
	if (!selected || !filtered) return selected;
	return settings.products.includes(String(event.body.ProductId).trim());
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
	return wanted ? pass(call) : acknowledge(event.eventId);
}
