import type { IWebhookFunctions } from 'n8n-workflow';

import { outputOf, UNKNOWN_EVENT, type ZhongzhiyouEvent } from '../events/catalog';
import { ALL_EVENTS, DEFAULT_TOLERANCE_MINUTES, DEFAULT_WINDOW_HOURS } from './fields';

/** When the vendor is told that a callback was received; n8n's own names of the modes. */
export type AnswerMode = 'onReceived' | 'lastNode' | 'responseNode';

/** The trigger's parameters as `webhook()` needs them. */
export interface TriggerSettings {
	events: unknown[];
	products: string[];
	emitUnknown: boolean;
	deduplicate: boolean;
	/** Milliseconds. */
	window: number;
	/** Milliseconds; 0 accepts any time. */
	tolerance: number;
	extraPath: string;
	includeRaw: boolean;
	answer: AnswerMode;
}

/** A number that is not negative; otherwise the default, so that no check is off by mistake. */
function amount(value: unknown, fallback: number): number {
	const number = Number(value ?? fallback);
	return Number.isFinite(number) && number >= 0 ? number : fallback;
}

function answerMode(value: unknown): AnswerMode {
	return value === 'lastNode' || value === 'responseNode' ? value : 'onReceived';
}

export function readSettings(context: IWebhookFunctions): TriggerSettings {
	const options = context.getNodeParameter('options', {});
	const events: unknown = context.getNodeParameter('events', [ALL_EVENTS]);
	const given = typeof options === 'object' && options !== null ? { ...options } : {};
	const read: Record<string, unknown> = given;
	const hours = amount(read.deduplicationHours, DEFAULT_WINDOW_HOURS);
	const minutes = amount(read.toleranceMinutes, DEFAULT_TOLERANCE_MINUTES);
	return {
		events: Array.isArray(events) ? events : [],
		products: Array.isArray(read.products) ? read.products.map(String) : [],
		emitUnknown: read.unknownEvents === 'emit',
		deduplicate: read.deduplicate !== false,
		window: hours * 3_600_000,
		tolerance: minutes * 60_000,
		extraPath: typeof read.extraPath === 'string' ? read.extraPath.trim() : '',
		includeRaw: read.includeRaw === true,
		answer: answerMode(context.getNodeParameter('responseMode', 'onReceived')),
	};
}

/** Whether an event starts the workflow. */
export function isWanted(event: ZhongzhiyouEvent, settings: TriggerSettings): boolean {
	if (event.event === UNKNOWN_EVENT) return settings.emitUnknown;
	const selected = settings.events.includes(ALL_EVENTS) || settings.events.includes(event.event);
	const filtered = outputOf(event.event) === 'Product' && settings.products.length > 0;
	if (!selected || !filtered) return selected;
	return settings.products.includes(String(event.body.ProductId));
}
