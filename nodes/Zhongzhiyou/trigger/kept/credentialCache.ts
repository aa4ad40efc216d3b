import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { CREDENTIAL_NAME, parseCredential } from '../../api/credential.ts';
import type { Credential } from '../../api/types.ts';

/** Milliseconds for which a credential is used without decrypting it again (it costs 50 ms). */
const KEPT_FOR = 10_000;

/** Milliseconds between two readings that failed signatures may cause. */
const REREAD_INTERVAL = 1_000;

interface Reading {
	at: number;
	/** When a failed signature last caused a reading. */
	rereadAt: number;
	credential: Promise<Credential>;
}

/** @throws CredentialError naming the field that cannot be used; n8n's error when there is none */
export async function readCredential(
	context: IHookFunctions | IWebhookFunctions,
): Promise<Credential> {
	return parseCredential(await context.getCredentials(CREDENTIAL_NAME));
}

/** One credential, kept for a moment. */
export class CredentialCache {
	private last: Reading | undefined;

	/** @param now Unix time in milliseconds */
	async current(context: IWebhookFunctions, now: number): Promise<Credential> {
		const { last } = this;
		return await (last !== undefined && now - last.at < KEPT_FOR
			? last.credential
			: this.read(context, now, last?.rereadAt ?? Number.NEGATIVE_INFINITY));
	}

	/**
	 * The credential read anew, for a signature that does not match: the key may have changed just
	 * now. So that forged calls do not cause many readings, one that is a moment old serves again.
	 *
	 * @param now Unix time in milliseconds
	 */
	async renewed(context: IWebhookFunctions, now: number): Promise<Credential> {
		const { last } = this;
		return await (last !== undefined && now - last.rereadAt < REREAD_INTERVAL
			? last.credential
			: this.read(context, now, now));
	}

	/** Whether what it holds would be read anew anyway. */
	isSpent(now: number): boolean {
		return this.last === undefined || now - this.last.at >= KEPT_FOR;
	}

	private read(context: IWebhookFunctions, now: number, rereadAt: number): Promise<Credential> {
		const credential = readCredential(context);
		const own: Reading = { at: now, rereadAt, credential };
		this.last = own;
		credential.catch(() => {
			if (this.last === own) this.last = undefined;
		});
		return credential;
	}
}
