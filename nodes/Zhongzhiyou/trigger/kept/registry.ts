import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { CREDENTIAL_NAME } from '../../api/credential.ts';
import { CredentialCache } from './credentialCache.ts';
import { Deliveries } from './deliveries.ts';
import { Warnings } from './warnings.ts';

/** What a trigger keeps in this process. */
export interface Kept {
	readonly deliveries: Deliveries;
	readonly warnings: Warnings;
	/** That of all triggers with the same credential, so that they do not each decrypt it. */
	readonly credential: CredentialCache;
}

interface Entry {
	readonly deliveries: Deliveries;
	warnings: Warnings;
	usedAt: number;
}

/** Milliseconds between two looks for what can go: there is no timer in a node to do it. */
const SWEEP_INTERVAL = 60_000;

/** Milliseconds after which no call holds on to what it was given: longer than any takes. */
const IDLE_AFTER = 3_600_000;

type Context = IHookFunctions | IWebhookFunctions;

/** Tells triggers apart in this process. */
function triggerKey(context: Context): string {
	return `${String(context.getWorkflow().id)}/${context.getNode().id}`;
}

function credentialKey(context: Context): string {
	const node = context.getNode();
	return node.credentials?.[CREDENTIAL_NAME]?.id ?? `node:${node.id}`;
}

/**
 * What the triggers of one process keep. Nothing that still counts is ever dropped: accepted
 * callbacks stay for their window, also when their trigger is removed, because n8n takes a trigger
 * down and sets it up again each time its workflow is saved. What counts no more goes at the next
 * call of any trigger.
 */
export class Registry {
	private readonly triggers = new Map<string, Entry>();

	private readonly credentials = new Map<string, CredentialCache>();

	private sweptAt = Number.NEGATIVE_INFINITY;

	/** How many triggers and credentials something is kept of. */
	get size(): { triggers: number; credentials: number } {
		return { triggers: this.triggers.size, credentials: this.credentials.size };
	}

	/** @param now Unix time in milliseconds */
	of(context: IWebhookFunctions, now: number): Kept {
		this.sweep(now);
		const { deliveries, warnings } = this.entryOf(triggerKey(context), now);
		return { deliveries, warnings, credential: this.credentialOf(credentialKey(context)) };
	}

	/** A trigger is removed or set up anew: its key and its log go, what it accepted stays. */
	release(context: IHookFunctions): void {
		this.credentials.delete(credentialKey(context));
		const entry = this.triggers.get(triggerKey(context));
		if (entry !== undefined) entry.warnings = new Warnings();
	}

	/** Everything goes, as it does when the process ends. */
	clear(): void {
		this.triggers.clear();
		this.credentials.clear();
	}

	private entryOf(key: string, now: number): Entry {
		const known = this.triggers.get(key);
		if (known !== undefined) {
			known.usedAt = now;
			return known;
		}
		const entry = { deliveries: new Deliveries(), warnings: new Warnings(), usedAt: now };
		this.triggers.set(key, entry);
		return entry;
	}

	private credentialOf(key: string): CredentialCache {
		const cache = this.credentials.get(key) ?? new CredentialCache();
		this.credentials.set(key, cache);
		return cache;
	}

	private sweep(now: number): void {
		if (now - this.sweptAt < SWEEP_INTERVAL) return;
		this.sweptAt = now;
		for (const [key, { deliveries, usedAt }] of this.triggers) {
			if (now - usedAt >= IDLE_AFTER && deliveries.isSpent(now)) this.triggers.delete(key);
		}
		for (const [key, cache] of this.credentials) {
			if (cache.isSpent(now)) this.credentials.delete(key);
		}
	}
}

/**
 * The one thing in this package that changes and belongs to no run. It has to: n8n calls
 * `webhook()` with a context of its own as `this`, so that a node's instance cannot keep anything,
 * and two copies of a callback at the same moment meet nowhere but in the process.
 */
export const registry = new Registry();
