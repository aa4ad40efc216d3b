import { sleep } from 'n8n-workflow';
import type { IWebhookResponseData } from 'n8n-workflow';

import { idOfReturn } from '../../events/decode.ts';
import type { DecodedCall } from '../call.ts';
import { ABANDONED_AFTER, type Claim, type Outcome } from '../kept/deliveries.ts';
import { acknowledge, pass, refuse, type Result } from '../pipeline.ts';
import { acknowledgement, whenAnswered } from '../response.ts';

/** Milliseconds that a copy waits for what becomes of the one before it. */
const WAIT_FOR_COPY = 30_000;

/** A call that nobody else works on. */
export interface ClaimedCall extends DecodedCall {
	/** What n8n is to answer once the execution is stored. Not to be copied: reading it counts. */
	readonly acceptance: IWebhookResponseData;
}

/** The outcome of the copy before, or undefined when it takes too long. */
async function waitFor(outcome: Promise<Outcome>): Promise<Outcome | undefined> {
	return await Promise.race([outcome, sleep(WAIT_FOR_COPY).then(() => undefined)]);
}

/** A claim of the event, after as many callbacks before it as fail or state something else. */
async function claim(call: DecodedCall): Promise<Claim> {
	const { event, now, settings, subject, timestamp, kept } = call;
	const statement = { subject, sent: timestamp };
	const claimWithin = (window: number) =>
		kept.deliveries.claim(event.eventId, now, window, statement);
	let own = claimWithin(settings.window);
	while (own.kind === 'pending' || own.kind === 'behind') {
		const outcome = await waitFor(own.outcome);
		if (outcome === undefined) return own;
		if (outcome === 'accepted' && own.kind === 'pending' && subject === '') return { kind: 'seen' };
		// What was accepted while this one waited counts, however short the window is.
		own = claimWithin(Math.max(settings.window, ABANDONED_AFTER));
	}
	return own;
}

/**
 * n8n reads the answer once the execution is stored, and saves static data next. What was written
 * before is not saved: starting the execution takes back the mark that it changed.
 */
function whenExecutionIsStored(
	acceptance: IWebhookResponseData,
	stored: () => void,
): IWebhookResponseData {
	let told = false;
	return {
		get webhookResponse() {
			if (!told) stored();
			told = true;
			return acceptance.webhookResponse;
		},
	};
}

function isDeduplicated({ context, settings }: DecodedCall): boolean {
	// A test in the editor is run as often as it is sent.
	return settings.deduplicate && context.getMode() !== 'manual';
}

/**
 * Whether the static data is to be written. With a later answer n8n would keep it for a refused
 * callback too: there the memory of the process has to do.
 */
function persists({ settings }: DecodedCall): boolean {
	return settings.answer === 'onReceived';
}

/** Notes what starts nothing: another state of an order that it was told of comes back after it. */
export function passBy(call: DecodedCall): void {
	const { context, event, kept, now, settings, subject, timestamp } = call;
	if (subject === '' || !isDeduplicated(call)) return;
	const staticData = context.getWorkflowStaticData('node');
	kept.deliveries.restore(staticData.accepted, now);
	const statement = { subject, sent: timestamp };
	const snapshot = kept.deliveries.passBy(event.eventId, now, settings.window, statement);
	if (snapshot !== undefined && persists(call)) staticData.accepted = snapshot;
}

/** Lets through each event once; its copies wait for what becomes of it. */
export async function deduplicate(call: DecodedCall): Promise<Result<ClaimedCall>> {
	const { context, response, event, now, kept } = call;
	const accepted = (eventId: string): IWebhookResponseData => ({
		webhookResponse: acknowledgement(eventId),
	});
	if (!isDeduplicated(call)) return pass({ ...call, acceptance: accepted(event.eventId) });

	const staticData = context.getWorkflowStaticData('node');
	kept.deliveries.restore(staticData.accepted, now);
	const own = await claim(call);
	if (own.kind === 'seen') return acknowledge(event.eventId);
	if (own.kind === 'pending') return refuse({ kind: 'busy' });
	if (own.kind === 'behind') return refuse({ kind: 'behind' });
	whenAnswered(response, (acknowledged) => own.settle(acknowledged ? 'accepted' : 'failed'));
	const eventId = own.since === undefined ? event.eventId : idOfReturn(event.eventId, own.since);
	const claimed = { ...call, event: { ...event, eventId }, acceptance: accepted(eventId) };
	if (!persists(call)) return pass(claimed);
	const persist = () => {
		const snapshot = own.stored();
		if (snapshot !== undefined) staticData.accepted = snapshot;
	};
	return pass({ ...claimed, acceptance: whenExecutionIsStored(claimed.acceptance, persist) });
}
