import { outputOf, UNKNOWN_EVENT, type ZhongzhiyouEvent } from '../events/catalog';
import { ALL_EVENTS, type TriggerSettings } from './parameters';

/** Whether an event starts the workflow. */
export function isWanted(event: ZhongzhiyouEvent, settings: TriggerSettings): boolean {
	if (event.event === UNKNOWN_EVENT) return settings.emitUnknown;
	const selected = settings.events.includes(ALL_EVENTS) || settings.events.includes(event.event);
	const filtered = outputOf(event.event) === 'Product' && settings.products.length > 0;
	if (!selected || !filtered) return selected;
	return settings.products.includes(String(event.body.ProductId));
}
