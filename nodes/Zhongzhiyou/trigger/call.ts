import type { IWebhookFunctions } from 'n8n-workflow';

import type { IncomingHeaders } from '../api/signature.ts';
import type { Credential } from '../api/types.ts';
import type { ZhongzhiyouEvent } from '../events/catalog.ts';
import type { Kept } from './kept/registry.ts';
import type { TriggerSettings } from './parameters.ts';
import type { CallbackResponse } from './response.ts';

/** What is used of the request that n8n gives a webhook. */
export interface CallbackRequest {
	readonly headers: IncomingHeaders;
	/** What reached n8n, path and query. */
	readonly originalUrl: string;
	rawBody: Buffer | undefined;
	readRawBody(): Promise<void>;
}

/** One call of a trigger's URL. */
export interface Call {
	readonly context: IWebhookFunctions;
	readonly request: CallbackRequest;
	readonly response: CallbackResponse;
	readonly settings: TriggerSettings;
	readonly kept: Kept;
	/** Unix time in milliseconds at which it came. */
	readonly now: number;
}

/** A call whose headers carry the signature of the credential. */
export interface VerifiedCall extends Call {
	readonly credential: Credential;
	/** The Timestamp header, Unix time in milliseconds. */
	readonly timestamp: string;
}

/** A call whose body has been received. */
export interface ReadCall extends VerifiedCall {
	/** As it was sent. */
	readonly raw: string;
}

/** A call that reports an event. */
export interface DecodedCall extends ReadCall {
	readonly event: ZhongzhiyouEvent;
	/** What it states the present state of; empty where it reports an occurrence. */
	readonly subject: string;
}
