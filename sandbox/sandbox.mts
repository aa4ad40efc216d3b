import { type CallbackTarget, Dispatcher } from './callbacks/deliveries.mts';
import { CONTROL_ROOT, createControl } from './control/api.mts';
import { Faults } from './control/faults.mts';
import { RequestLog } from './control/request-log.mts';
import { createApi } from './http/api.mts';
import { listen } from './http/messages.mts';
import { createHttpServer, normalisePrefix } from './http/server.mts';
import { DEFAULT_PARTNER_ID, DEFAULT_SIGN_KEY, type Identity } from './identity.mts';
import { DEFAULT_SETTINGS, type Settings } from './settings.mts';
import { Upstream } from './upstream/upstream.mts';

export interface SandboxOptions {
	/** 0, the default, picks a free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	partnerId?: string;
	signKey?: string;
	/** Path of a gateway in front of the API, e.g. /gateway; not part of what is signed. */
	prefix?: string;
	/** Where callbacks go; settable later too. */
	callback?: CallbackTarget;
	settings?: Partial<Settings>;
	/** The clock, Unix time in milliseconds. */
	now?: () => number;
	/** The package's folder, where openapi.yaml is; the working directory unless given. */
	root?: string;
}

/** A running sandbox, open to whoever started it. */
export interface Sandbox {
	/** Scheme, host, port and prefix: what the credential's Base URL is. */
	baseUrl: string;
	/** The control API's root. */
	controlUrl: string;
	port: number;
	/** Partner and keys; changeable. */
	identity: Identity;
	/** Changeable. */
	settings: Settings;
	upstream: Upstream;
	/** Its `target` is the callback URL. */
	callbacks: Dispatcher;
	faults: Faults;
	requests: RequestLog;
	/** Ends everything: connections, callbacks under way, timers. */
	close(): Promise<void>;
}

/**
 * Starts a stateful stand-in of the upstream.
 *
 * @throws when the port is taken (EADDRINUSE) or openapi.yaml cannot be read
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const identity: Identity = {
		partnerId: options.partnerId ?? DEFAULT_PARTNER_ID,
		signKey: options.signKey ?? DEFAULT_SIGN_KEY,
	};
	const settings = { ...DEFAULT_SETTINGS, ...options.settings };
	const now = options.now ?? Date.now;
	const prefix = normalisePrefix(options.prefix);
	const faults = new Faults();
	const requests = new RequestLog();
	const callbacks = new Dispatcher({ settings, identity, faults, now });
	callbacks.target = options.callback;
	const upstream = new Upstream({
		settings,
		now,
		notify: (service, body) => callbacks.notify(service, body),
	});
	const control = createControl({ upstream, callbacks, faults, requests, settings, identity });
	const api = await createApi({ upstream, identity, settings, now, root: options.root });
	const stopping = new AbortController();
	const closing = stopping.signal;
	const server = createHttpServer({
		api,
		control,
		faults,
		requests,
		settings,
		now,
		prefix,
		closing,
	});
	const host = options.host ?? '127.0.0.1';
	const port = await listen(server, options.port ?? 0, host);
	const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
	return {
		baseUrl: `${origin}${prefix}`,
		controlUrl: `${origin}${CONTROL_ROOT}`,
		port,
		identity,
		settings,
		upstream,
		callbacks,
		faults,
		requests,
		async close() {
			upstream.close();
			callbacks.close();
			stopping.abort();
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}
