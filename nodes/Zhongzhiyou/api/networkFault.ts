import { SENT_BEFORE } from './failures.ts';
import { anyOf } from './patterns.ts';

/** What is known of a failure without a complete answer, read from Node's and axios' errors. */
export interface NetworkFault {
	code: string;
	/** True when the request provably never reached the API, because there was no connection to it. */
	neverLeft: boolean;
	/** True when there was a connection, but its security failed, before or after it was agreed upon. */
	insecure: boolean;
	cancelled: boolean;
	reason: string;
	/** The proxy that could not be used, as far as it is known: host and port, a host, or empty; undefined when it was none. */
	proxy: string | undefined;
	/** The status of the answer that broke off, where it had begun. */
	httpStatus: number | undefined;
}

/** A call that got no answer, of which nothing else is known. */
export const NO_ANSWER: NetworkFault = {
	code: '',
	neverLeft: false,
	insecure: false,
	cancelled: false,
	reason: '',
	proxy: undefined,
	httpStatus: undefined,
};

/** Errors of a connection that was never made. */
const UNCONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Codes of Node for a certificate that it refused, which it does before it sends anything. */
const CERTIFICATE = anyOf('ERR_TLS_CERT', 'CERT_', 'DEPTH_ZERO', 'SELF_SIGNED', 'UNABLE_TO');

const CERTIFICATE_CODE = new RegExp(`^${CERTIFICATE}`);

/** Codes of Node for whatever goes wrong with a secure connection, before or after it is made. */
const INSECURE_CODE = new RegExp(`^${anyOf(CERTIFICATE, 'ERR_TLS', 'ERR_SSL', 'EPROTO')}`);

/** Node's words for a handshake that the other side ended; their code is that of any reset. */
const HANDSHAKE_ENDED = 'disconnected before secure TLS connection';

/** How the agent of a proxy starts the only error of its own that has no code. */
const PROXY_ENDED = 'Proxy connection ended';

/** How deep n8n and axios wrap the error of the socket, at the most. */
const CAUSE_DEPTH = 6;

/** A member of something that may be anything. */
function member(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown, name: string): string {
	const found = member(value, name);
	return typeof found === 'string' ? found : '';
}

/** The error and what it wraps, outermost first. */
function causes(error: unknown): Error[] {
	const chain: Error[] = [];
	for (
		let current = error;
		current instanceof Error && chain.length < CAUSE_DEPTH;
		current = current.cause
	) {
		chain.push(current);
	}
	return chain;
}

/** The errors of each address that was tried, where there were several. */
function withAttempts(chain: Error[]): Error[] {
	return chain.flatMap((error) =>
		error instanceof AggregateError
			? error.errors.filter((entry: unknown): entry is Error => entry instanceof Error)
			: [error],
	);
}

function wasNeverConnected(attempts: Error[]): boolean {
	const failed = attempts.filter((error) => text(error, 'code') !== '');
	return failed.some(
		(error) => UNCONNECTED.has(text(error, 'code')) || text(error, 'syscall') === 'connect',
	);
}

/** How far the request of Node came that an error of axios holds. */
interface Progress {
	/** True when it got no connection at all, which only the agent of a proxy makes it wait for. */
	unconnected: boolean;
	/** True when the handshake of its connection was never finished, so that nothing was sent over it. */
	unsecured: boolean;
	/** True when it asked a proxy for an absolute address. */
	proxied: boolean;
}

function progressOf(chain: Error[]): Progress {
	const request = chain
		.map((error) => member(error, 'request'))
		.find((found) => member(found, 'socket') !== undefined);
	const socket = member(request, 'socket');
	return {
		unconnected: socket === null,
		unsecured: member(socket, 'secureConnecting') === true,
		proxied: text(request, 'path').startsWith('http'),
	};
}

const ADDRESS = /^[\d.]+$|:/;

/** Where a connection failed, if that is not where the API is. */
function otherHostOf(attempts: Error[], baseUrl: URL, isProxied: boolean): string | undefined {
	const ownHost = baseUrl.hostname.replaceAll(/[[\]]/g, '');
	const ownPort =
		baseUrl.port === '' ? (baseUrl.protocol === 'https:' ? '443' : '80') : baseUrl.port;
	for (const error of attempts) {
		const name = text(error, 'hostname');
		if (name !== '' && name !== ownHost) return name;
		const address = text(error, 'address');
		const port = member(error, 'port');
		if (address === '' || port === undefined) continue;
		const elsewhere = String(port) !== ownPort || (ADDRESS.test(ownHost) && address !== ownHost);
		if (elsewhere || isProxied) {
			return `${address.includes(':') ? `[${address}]` : address}:${String(port)}`;
		}
	}
	return undefined;
}

function proxyOf(
	attempts: Error[],
	baseUrl: string,
	{ unconnected, proxied }: Progress,
	known: boolean,
): string | undefined {
	const other = otherHostOf(attempts, new URL(baseUrl), unconnected || proxied);
	if (other !== undefined) return other;
	return unconnected && known ? '' : undefined;
}

function statusOf(chain: Error[]): number | undefined {
	return chain
		.map((error) => member(member(error, 'response'), 'status'))
		.find((status) => typeof status === 'number');
}

/**
 * Reads what kind of network failure n8n's request helper reported.
 *
 * @param baseUrl where the request was to go
 */
export function networkFaultOf(error: unknown, baseUrl: string): NetworkFault {
	const chain = causes(error);
	const attempts = withAttempts(chain);
	const progress = progressOf(chain);
	const sentBefore = chain.some(({ name }) => name === SENT_BEFORE);
	const code = sentBefore
		? 'ERR_BAD_RESPONSE'
		: (chain.map((entry) => text(entry, 'code')).find((entry) => entry !== '') ?? '');
	const reason = chain.at(-1)?.message ?? 'no reason given';
	const proxyEnded = reason.startsWith(PROXY_ENDED);
	const unconnected = wasNeverConnected(attempts);
	const unsecured =
		progress.unsecured || CERTIFICATE_CODE.test(code) || reason.includes(HANDSHAKE_ENDED);
	return {
		code,
		neverLeft: unconnected || progress.unconnected || unsecured || proxyEnded,
		insecure: !unconnected && (unsecured || INSECURE_CODE.test(code)),
		cancelled: code === 'ERR_CANCELED',
		reason,
		proxy: proxyOf(attempts, baseUrl, progress, code !== '' || proxyEnded),
		// n8n has a request signed again after a 401 only.
		httpStatus: sentBefore ? 401 : statusOf(chain),
	};
}
