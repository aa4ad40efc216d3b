import type { Dispatcher } from '../callbacks/deliveries.mts';
import { readDialects } from '../dialects/index.mts';
import { type JsonObject, type JsonValue, isJsonObject } from '../formats/json.mts';
import type { Answer } from '../http/envelope.mts';
import type { Identity } from '../identity.mts';
import { DEFAULT_SETTINGS, type Settings } from '../settings.mts';
import { PRODUCT_EVENTS, type ProductEvent } from '../upstream/products.mts';
import { Refusal } from '../upstream/refusal.mts';
import type { Upstream } from '../upstream/upstream.mts';
import { REPETITIONS } from '../upstream/world.mts';
import { FAULT_KINDS, type Fault, type Faults, isFaultKind } from './faults.mts';
import type { RequestLog } from './request-log.mts';
import { orderView, refundView } from './views.mts';

/** Where the control API lives, outside every prefix. */
export const CONTROL_ROOT = '/_sandbox';

export interface ControlOptions {
	upstream: Upstream;
	callbacks: Dispatcher;
	faults: Faults;
	requests: RequestLog;
	settings: Settings;
	identity: Identity;
}

export interface ControlRequest {
	method: string;
	/** Behind the root, e.g. /state. */
	path: string;
	query: URLSearchParams;
	body: JsonValue;
}

/** A question to the control API that makes no sense; answered with HTTP 400. */
class BadRequest extends Error {}

interface Route {
	method: string;
	path: RegExp;
	run: (args: string[], body: JsonObject, query: URLSearchParams) => unknown;
}

function isProductEvent(name: string): name is ProductEvent {
	return Object.hasOwn(PRODUCT_EVENTS, name);
}

function optionalNumber(body: JsonObject, name: string): number | undefined {
	const value = body[name];
	if (value === undefined) return undefined;
	if (typeof value !== 'number') throw new BadRequest(`"${name}" must be a number`);
	return value;
}

function optionalString(body: JsonObject, name: string): string | undefined {
	const value = body[name];
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'string') throw new BadRequest(`"${name}" must be a string`);
	return value;
}

function optionalCount(body: JsonObject): number | undefined {
	const count = optionalNumber(body, 'count');
	if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
		throw new BadRequest('"count" must be a whole number of at least 1');
	}
	return count;
}

function readFault(body: JsonObject): Fault {
	const { kind } = body;
	if (!isFaultKind(kind)) throw new BadRequest(`"kind" must be one of ${FAULT_KINDS.join(', ')}`);
	const operation = optionalString(body, 'operation');
	return {
		kind,
		operation: operation === '*' ? undefined : operation,
		count: body.count === null ? null : (optionalCount(body) ?? 1),
		ms: optionalNumber(body, 'ms'),
		status: optionalNumber(body, 'status'),
		retryAfter: optionalNumber(body, 'retryAfter'),
		processed: body.processed === true,
		copies: optionalNumber(body, 'copies'),
	};
}

function dialectNames(value: JsonValue): string[] {
	const texts = (Array.isArray(value) ? value : [value]).map((text) => {
		if (typeof text !== 'string') throw new BadRequest('"dialects" must be names');
		return text;
	});
	try {
		return readDialects(texts).map(({ name }) => name);
	} catch (error) {
		throw new BadRequest(error instanceof Error ? error.message : String(error));
	}
}

function readSetting(name: string, value: JsonValue): JsonValue {
	if (!Object.hasOwn(DEFAULT_SETTINGS, name)) throw new BadRequest(`No setting "${name}"`);
	if (name === 'dialects') return dialectNames(value);
	if (name === 'duplicateOrder' || name === 'duplicateRefund') {
		if (REPETITIONS.some((known) => known === value)) return value;
		throw new BadRequest(`"${name}" must be ${REPETITIONS.join(' or ')}`);
	}
	const nullable = name === 'issueDelayMs' || name === 'reviewDelayMs';
	const expected = typeof DEFAULT_SETTINGS[name as keyof Settings];
	if (typeof value !== expected && !(nullable && value === null)) {
		throw new BadRequest(`"${name}" must be a ${expected}${nullable ? ' or null' : ''}`);
	}
	return value;
}

function changeSettings(settings: Settings, body: JsonObject): Settings {
	const changes = Object.entries(body).map(([name, value]) => [name, readSetting(name, value)]);
	return Object.assign(settings, Object.fromEntries(changes));
}

function readUrl(text: string | undefined): string | undefined {
	if (text === undefined || URL.canParse(text)) return text;
	throw new BadRequest(`"url" is not a URL: ${text}`);
}

/** The control API: looks into the sandbox and makes things happen in it. */
export function createControl(options: ControlOptions): (request: ControlRequest) => Answer {
	const { upstream, callbacks, faults, requests, settings, identity } = options;
	const routes: Route[] = [
		{ method: 'GET', path: /^\/health$/, run: () => ({ ok: true }) },
		{
			method: 'GET',
			path: /^\/state$/,
			run: () => ({
				partnerId: identity.partnerId,
				callback: callbacks.target ?? null,
				settings,
				faults: faults.list(),
				counts: requests.countsByOperation(),
				peakConcurrency: requests.peakConcurrency(),
				orders: upstream.orders.all().map(orderView),
				refunds: upstream.refunds.all().map(refundView),
			}),
		},
		{
			method: 'GET',
			path: /^\/requests$/,
			run: (_args, _body, query) => ({
				requests: requests.list({
					operation: query.get('operation') ?? undefined,
					after: Number(query.get('after') ?? 0),
				}),
			}),
		},
		{
			method: 'GET',
			path: /^\/deliveries$/,
			run: () => ({ deliveries: callbacks.deliveries() }),
		},
		{
			method: 'GET',
			path: /^\/orders\/(\d+)$/,
			run: ([id]) => orderView(upstream.orders.get(Number(id))),
		},
		{
			method: 'POST',
			path: /^\/reset$/,
			run: () => {
				upstream.reset();
				callbacks.reset();
				faults.clear();
				requests.reset();
				return { ok: true };
			},
		},
		{
			method: 'POST',
			path: /^\/settings$/,
			run: (_args, body) => changeSettings(settings, body),
		},
		{
			method: 'GET',
			path: /^\/faults$/,
			run: () => ({ faults: faults.list() }),
		},
		{
			method: 'POST',
			path: /^\/faults$/,
			run: (_args, body) => {
				faults.add(readFault(body));
				return { faults: faults.list() };
			},
		},
		{
			method: 'DELETE',
			path: /^\/faults$/,
			run: () => {
				faults.clear();
				return { faults: [] };
			},
		},
		{
			method: 'POST',
			path: /^\/callback-url$/,
			run: (_args, body) => {
				const url = readUrl(optionalString(body, 'url'));
				const signedPath = optionalString(body, 'signedPath');
				callbacks.target = url === undefined ? undefined : { url, signedPath };
				return { callback: callbacks.target ?? null };
			},
		},
		{
			method: 'POST',
			path: /^\/sign-key$/,
			run: (_args, body) => {
				const signKey = optionalString(body, 'signKey');
				if (signKey === undefined || signKey === '') throw new BadRequest('"signKey" is missing');
				identity.previousSignKey =
					body.previousSignKey === null
						? undefined
						: (optionalString(body, 'previousSignKey') ?? identity.signKey);
				identity.signKey = signKey;
				return { ok: true };
			},
		},
		{
			method: 'POST',
			path: /^\/orders\/(\d+)\/redeem$/,
			run: ([id], body) => orderView(upstream.tickets.redeem(Number(id), optionalCount(body))),
		},
		{
			method: 'POST',
			path: /^\/orders\/(\d+)\/issue$/,
			run: ([id]) => orderView(upstream.tickets.issue(Number(id))),
		},
		{
			method: 'POST',
			path: /^\/orders\/(\d+)\/issue-fail$/,
			run: ([id]) => orderView(upstream.tickets.failIssue(Number(id))),
		},
		{
			method: 'POST',
			path: /^\/orders\/(\d+)\/force-refund$/,
			run: ([id], body) =>
				refundView(
					upstream.refunds.force(Number(id), optionalCount(body), optionalString(body, 'reason')),
				),
		},
		{
			method: 'POST',
			path: /^\/refunds\/([^/]+)\/(approve|reject)$/,
			run: ([id, verdict], body) =>
				refundView(
					upstream.refunds.review(id, verdict === 'approve', optionalString(body, 'reason')),
				),
		},
		{
			method: 'POST',
			path: /^\/products\/(\d+)\/([a-z-]+)$/,
			run: ([id, event]) => {
				if (!isProductEvent(event)) throw new BadRequest(`No product event "${event}"`);
				const product = upstream.products.change(Number(id), event);
				return { productId: product.id, onShelf: product.onShelf, version: product.version };
			},
		},
	];

	function answer({ method, path, query, body }: ControlRequest): Answer {
		for (const route of routes) {
			const match = route.method === method ? route.path.exec(path) : null;
			if (match === null) continue;
			const args = match.slice(1).map(decodeURIComponent);
			const result = route.run(args, isJsonObject(body) ? body : {}, query);
			return { status: 200, body: typeof result === 'object' && result !== null ? result : {} };
		}
		return { status: 404, body: { error: `No ${method} ${CONTROL_ROOT}${path}` } };
	}

	return (request) => {
		try {
			return answer(request);
		} catch (error) {
			if (error instanceof BadRequest) return { status: 400, body: { error: error.message } };
			if (error instanceof Refusal) return { status: 409, body: { error: error.message } };
			throw error;
		}
	};
}
