import { outputOf, UNKNOWN_EVENT, type ZhongzhiyouEvent } from '../../events/catalog.ts';
import type { DecodedCall } from '../call.ts';
import { ALL_EVENTS, type TriggerSettings } from '../parameters.ts';
import { acknowledge, pass, type Result } from '../pipeline.ts';

/** Whether an event starts the workflow. */
export function isWanted(event: ZhongzhiyouEvent, settings: TriggerSettings): boolean {
	if (event.event === UNKNOWN_EVENT) return settings.emitUnknown;
	const selected = settings.events.includes(ALL_EVENTS) || settings.events.includes(event.event);
	const filtered = outputOf(event.event) === 'Product' && settings.products.length > 0;
	if (!selected || !filtered) return selected;
	return settings.products.includes(String(event.body.ProductId));
}

/** Lets through what the workflow listens to. */
export function filter(call: DecodedCall): Result<DecodedCall> {
	return isWanted(call.event, call.settings) ? pass(call) : acknowledge(call.event.eventId);
}
