import { sleep } from 'n8n-workflow';
import type { IWebhookResponseData } from 'n8n-workflow';

import type { DecodedCall } from '../call.ts';
import type { Claim, Deliveries, Outcome } from '../kept/deliveries.ts';
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

/** A claim of the event, after as many copies before it as fail; pending when one takes too long. */
async function claim(
	deliveries: Deliveries,
	{ event: { eventId }, now, settings: { window } }: DecodedCall,
): Promise<Claim> {
	let own = deliveries.claim(eventId, now, window);
	while (own.kind === 'pending') {
		const outcome = await waitFor(own.outcome);
		if (outcome === undefined) return own;
		if (outcome === 'accepted') return { kind: 'seen' };
		own = deliveries.claim(eventId, now, window);
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

/** Lets through each event once; its copies wait for what becomes of it. */
export async function deduplicate(call: DecodedCall): Promise<Result<ClaimedCall>> {
	const { context, response, settings, event, now, kept } = call;
	const acceptance: IWebhookResponseData = { webhookResponse: acknowledgement(event.eventId) };
	// A test in the editor is run as often as it is sent.
	if (!settings.deduplicate || context.getMode() === 'manual') return pass({ ...call, acceptance });

	const staticData = context.getWorkflowStaticData('node');
	kept.deliveries.restore(staticData.accepted, now);
	const own = await claim(kept.deliveries, call);
	if (own.kind === 'seen') return acknowledge(event.eventId);
	if (own.kind === 'pending') return refuse({ kind: 'busy' });
	whenAnswered(response, (acknowledged) => own.settle(acknowledged ? 'accepted' : 'failed'));
	// With a later answer n8n would keep it for a refused callback too: there the memory of the
	// process has to do.
	if (settings.answer !== 'onReceived') return pass({ ...call, acceptance });
	const persist = () => {
		const snapshot = own.stored();
		if (snapshot !== undefined) staticData.accepted = snapshot;
	};
	return pass({ ...call, acceptance: whenExecutionIsStored(acceptance, persist) });
}
