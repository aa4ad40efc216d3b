import { isObject } from '../formats/json.mts';

/** A callback as it was recorded: all that can be sent again, which its signature cannot. */
export interface RecordedCallback {
	/** The exact text of the request's body; undefined where only the notice was recorded. */
	text: string | undefined;
	/** Of a notice alone: its service, and the text of OrderNotifyBody. */
	service: string;
	notice: string;
	/** The partner in whose name it came; empty where that was not recorded. */
	partnerId: string;
	/** Where it was sent to; empty where that was not recorded. */
	url: string;
}

/** What holds callbacks: n8n's items, the trigger's event, the sandbox's answer about deliveries. */
const AROUND = ['json', 'raw', 'deliveries'] as const;

function headerOf(headers: Record<string, unknown>, name: string): string {
	const found = Object.entries(headers).find(([known]) => known.toLowerCase() === name)?.[1];
	return typeof found === 'string' ? found : '';
}

/**
 * The callbacks in what was recorded, in their order: what *Include Raw Callback* of the trigger adds
 * to an event, alone or in events or items as n8n exports them, and deliveries as the sandbox's
 * control API gives them. Empty when there are none.
 */
export function recordedCallbacks(recording: unknown): RecordedCallback[] {
	if (Array.isArray(recording)) return recording.flatMap(recordedCallbacks);
	if (!isObject(recording)) return [];
	const { headers, body, service, url } = recording;
	if (isObject(headers) && typeof body === 'string') {
		const partnerId = headerOf(headers, 'partnerid');
		return [{ text: body, service: '', notice: '', partnerId, url: '' }];
	}
	if (typeof service === 'string' && typeof body === 'string') {
		const to = typeof url === 'string' ? url : '';
		return [{ text: undefined, service, notice: body, partnerId: '', url: to }];
	}
	return AROUND.flatMap((member) => recordedCallbacks(recording[member]));
}
