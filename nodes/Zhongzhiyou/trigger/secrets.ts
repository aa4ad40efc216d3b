import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { CREDENTIAL_NAME, parseCredential } from '../api/credential';
import type { Credential } from '../api/types';

/** Milliseconds for which a credential is used without decrypting it again (it costs 50 ms). */
const KEPT_FOR = 10_000;

/** Milliseconds between two readings that failed signatures may cause. */
const REREAD_INTERVAL = 1_000;

interface Kept {
	readAt: number;
	/** When a failed signature last caused a reading. */
	rereadAt: number;
	credential: Promise<Credential>;
}

/** The credentials of this process's triggers, by the credential's id. */
const kept = new Map<string, Kept>();

function keyOf(context: IWebhookFunctions): string {
	const node = context.getNode();
	return node.credentials?.[CREDENTIAL_NAME]?.id ?? `node:${node.id}`;
}

/** @throws CredentialError naming the field that cannot be used; n8n's error when there is none */
export async function readCredential(
	context: IHookFunctions | IWebhookFunctions,
): Promise<Credential> {
	return parseCredential(await context.getCredentials(CREDENTIAL_NAME));
}

function read(
	context: IWebhookFunctions,
	key: string,
	now: number,
	rereadAt: number,
): Promise<Credential> {
	const credential = readCredential(context);
	const own = { readAt: now, rereadAt, credential };
	kept.set(key, own);
	credential.catch(() => {
		if (kept.get(key) === own) kept.delete(key);
	});
	return credential;
}

/**
 * The credential of a trigger, kept for a moment.
 *
 * @param now Unix time in milliseconds
 */
export async function keptCredential(context: IWebhookFunctions, now: number): Promise<Credential> {
	const key = keyOf(context);
	const known = kept.get(key);
	return await (known !== undefined && now - known.readAt < KEPT_FOR
		? known.credential
		: read(context, key, now, known?.rereadAt ?? Number.NEGATIVE_INFINITY));
}

/**
 * The credential read anew, for a signature that does not match: the key may have changed just
 * now. So that forged calls do not cause many readings, one that is a moment old serves again.
 */
export async function rereadCredential(
	context: IWebhookFunctions,
	now: number,
): Promise<Credential> {
	const key = keyOf(context);
	const known = kept.get(key);
	return await (known !== undefined && now - known.rereadAt < REREAD_INTERVAL
		? known.credential
		: read(context, key, now, now));
}
