import { get, type IncomingMessage } from 'node:http';

import type { Fault, FaultKind } from '../../sandbox/control/faults.mts';
import type { LoggedRequest } from '../../sandbox/control/request-log.mts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';
import type { NotifyServiceName } from '../../sandbox/upstream/notify.mts';
import { ORDER_STATUS, type Order } from '../../sandbox/upstream/order.mts';
import type { Repetition } from '../../sandbox/upstream/world.mts';
import { PARTNER_ID, SIGN_KEY } from '../support/in-process.mts';
import { clock, reallyWait } from './clock.mts';
import { speak } from './dialects.mts';

/** A callback as the vendor has put it on the way. */
export interface Post {
	/** What it means, before it is put into words. */
	service: NotifyServiceName;
	content: object;
	headers: Record<string, string>;
	body: string;
	/** Which key it is signed with. */
	signKey: string;
}

/** What of the vendor's world a write can change. */
export interface Snapshot {
	orders: Map<number, { unpaid: boolean; status: number; cancelled: boolean }>;
	refunds: Set<string>;
}

/** A request that reached the vendor. */
export interface Seen {
	operation: string;
	/** The number that says what it is about. */
	key: string;
	/** The remark of an order, by which the shop's order is known; what a refund asks for. */
	about: string;
	/** Its answer cannot have told the node the outcome. */
	lost: boolean;
	/** Its answer says that what it asks for is so already. */
	alreadySo: boolean;
	/** It was carried out, and the answer that says so has reached the node whole. */
	answered: boolean;
}

/** When the process of a run dies: at which request, from 1, before or after it is carried out. */
export interface Death {
	at: number;
	when: 'before' | 'after';
	dies(): void;
}

/** Faults after which an answer still says what happened. */
const HARMLESS: readonly string[] = ['latency', 'numericVouchers'];

/** Faults after which a refusal is one all the same: of an empty answer nothing can be cut off. */
const READ_OF_REFUSALS: Record<'empty' | 'any', readonly string[]> = {
	empty: ['status', 'malformed', 'truncate'],
	any: ['status', 'malformed'],
};

/** Words of a refusal that leave open what becomes of it. */
const UNDER_WAY = /处理中|超时|稍[后候]|勿重复/;

/** By the call, words that say that what it asks for is already so: by which try, they do not say. */
const ALREADY_SO: Partial<Record<string, RegExp>> = {
	createOrder: /已存在/,
	cancelOrder: /已取消/,
	refundOrder: /已存在|不能重复|已退/,
};

const OTHER_KEY = 'another-key-of-the-same-length-2b3c4d5';

/** Milliseconds of real time, longer than the Timeout of a slow run. */
const LATENCY = 120;

export const SLOW_TIMEOUT = 50;

function memberOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What identifies a write by its own number, and what it is about. */
function keyOf({ operation, url, body }: LoggedRequest): { key: string; about: string } {
	const query = new URL(url, 'http://localhost').searchParams;
	let sent: unknown = {};
	try {
		if (body !== '') sent = JSON.parse(body);
	} catch {
		return { key: '', about: '' };
	}
	const member = (name: string) => textOf(memberOf(sent, name));
	switch (operation) {
		case 'createOrder':
			return { key: member('OriginOrderId'), about: member('OrderRemark') };
		case 'refundOrder': {
			const codes = memberOf(sent, 'VoucherCode');
			const about = `${member('OrderId')}/${JSON.stringify(codes ?? [])}`;
			return { key: member('RefundId'), about };
		}
		case 'payOrder':
			return { key: member('OrderId'), about: member('OrderId') };
		case 'cancelOrder':
			return { key: query.get('orderId') ?? '', about: query.get('orderId') ?? '' };
		default:
			return { key: `${url} ${body}`, about: '' };
	}
}

/** The remark of an order, as the shop gave it. */
export function tagIn(order: Order): string {
	return textOf(memberOf(JSON.parse(order.content), 'OrderRemark'));
}

export function isUnpaid({ status, cancelled }: Order): boolean {
	return !cancelled && (status === ORDER_STATUS.unpaid || status === ORDER_STATUS.paymentFailed);
}

/** The vendor: the sandbox, on the simulation's clock, with its callbacks put on a pile. */
export class Vendor {
	readonly sandbox: Sandbox;

	/** Callbacks, oldest first, none of them delivered by itself. */
	posts: Post[] = [];

	/** Milliseconds by which its clock is ahead of n8n's. */
	ahead = 0;

	private underWay = 0;

	private lastSeq = 0;

	private arrived = 0;

	private dead = false;

	private crash: Death | undefined;

	private slow = false;

	private meaning: Pick<Post, 'service' | 'content'> | undefined;

	private constructor(sandbox: Sandbox) {
		this.sandbox = sandbox;
		this.watch();
	}

	/** @param signedPath the path of the trigger's URL */
	static async open(signedPath: string): Promise<Vendor> {
		const opened: { vendor?: Vendor } = {};
		const sandbox = await startSandbox({
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
			now: () => clock.now + (opened.vendor?.ahead ?? 0),
			callback: { url: 'http://127.0.0.1:9/callbacks', signedPath },
			settings: { issueDelayMs: null, reviewDelayMs: null },
		});
		const vendor = new Vendor(sandbox);
		opened.vendor = vendor;
		return vendor;
	}

	/** Everything as new. */
	reset(): void {
		const { upstream, callbacks, faults, requests, identity, settings } = this.sandbox;
		upstream.reset();
		callbacks.reset();
		faults.clear();
		requests.reset();
		identity.signKey = SIGN_KEY;
		settings.authFailureStatus = 200;
		speak(this.sandbox, 0);
		this.repeat('same');
		this.posts = [];
		this.ahead = 0;
	}

	/** What it gives to a number that was used before. */
	repeat(repetition: Repetition): void {
		const { settings } = this.sandbox;
		settings.duplicateOrder = repetition;
		settings.duplicateRefund = repetition;
	}

	/** Whether it takes what the credential signs, and signs with the same key. */
	setKey(right: boolean): void {
		this.sandbox.identity.signKey = right ? SIGN_KEY : OTHER_KEY;
	}

	get orders(): Order[] {
		return this.sandbox.upstream.orders.all();
	}

	/** Every voucher code that was given out. */
	get codes(): Set<string> {
		return new Set(this.orders.flatMap((order) => order.tickets.map(({ code }) => code)));
	}

	snapshot(): Snapshot {
		const orders = this.orders.map((order) => {
			const { orderId, status, cancelled } = order;
			return [orderId, { unpaid: status === ORDER_STATUS.unpaid, status, cancelled }] as const;
		});
		const refunds = this.sandbox.upstream.refunds.all().map(({ refundId }) => refundId);
		return { orders: new Map(orders), refunds: new Set(refunds) };
	}

	/** Begins to watch a try of a node. */
	begin(slow: boolean, crash?: Death): void {
		this.arrived = 0;
		this.dead = false;
		this.slow = slow;
		this.crash = crash;
	}

	/** Ends it once the vendor is at rest; the requests that came in it. */
	async end(): Promise<{ seen: Seen[]; died: boolean }> {
		if (this.dead || this.slow) await this.takeIn();
		while (this.underWay > 0) {
			if (this.slow) await reallyWait(5);
			else await new Promise((resolve) => void setImmediate(resolve));
		}
		const logged = this.sandbox.requests.list({ after: this.lastSeq });
		this.lastSeq = logged.at(-1)?.seq ?? this.lastSeq;
		const died = this.dead;
		this.dead = false;
		this.crash = undefined;
		return { seen: logged.map((request) => this.see(request)), died };
	}

	/** What was written to a connection and given up must not come in later: two that follow see to it. */
	async takeIn(): Promise<void> {
		for (let round = 0; round < 2; round++) {
			await new Promise<void>((resolve, reject) => {
				const { controlUrl } = this.sandbox;
				const answered = (response: IncomingMessage) => void response.resume().once('end', resolve);
				get(`${controlUrl}/health`, { agent: false }, answered).once('error', reject);
			});
		}
	}

	private see(request: LoggedRequest): Seen {
		const { operation, faults, status = 0, answer } = request;
		const struck = faults.filter(
			(fault) => !HARMLESS.includes(fault) || (this.slow && fault === 'latency'),
		);
		// A 4xx is a refusal, whatever its body says, unless the answer broke off.
		const isRefused = struck.includes('status') && status < 500;
		const read = isRefused ? READ_OF_REFUSALS[answer === '' ? 'empty' : 'any'] : [];
		const succeeded = /"IsSuccess":\s*"?true/i.test(answer);
		const saysSo = !succeeded && ALREADY_SO[operation]?.test(answer) === true;
		const isUnread = struck.some((fault) => !read.includes(fault));
		const lost = isUnread || saysSo || UNDER_WAY.test(answer);
		return {
			operation,
			...keyOf(request),
			lost,
			alreadySo: saysSo && !isUnread,
			answered: struck.length === 0 && succeeded,
		};
	}

	/** Counts requests under way, lets the process that sends them die, and takes callbacks. */
	private watch(): void {
		const { requests, faults } = this.sandbox;
		const begin = requests.begin.bind(requests);
		const end = requests.end.bind(requests);
		requests.begin = (request) => {
			this.underWay++;
			return begin(request);
		};
		requests.end = () => {
			this.underWay--;
			end();
		};
		const take = faults.takeRequest.bind(faults);
		faults.takeRequest = (operation) => {
			if (this.dead) return this.cut('resetBefore');
			this.arrived++;
			if (this.arrived !== this.crash?.at) return this.inTime(take(operation));
			this.dead = true;
			this.crash.dies();
			return this.cut(this.crash.when === 'before' ? 'resetBefore' : 'resetAfter');
		};
		const { callbacks } = this.sandbox;
		const notify = callbacks.notify.bind(callbacks);
		callbacks.notify = (service, content) => {
			this.meaning = { service, content };
			notify(service, content);
		};
		globalThis.fetch = async (url, init) => {
			if (this.meaning === undefined) throw new Error(`Nothing is to be fetched: ${String(url)}`);
			this.posts.push({
				...this.meaning,
				headers: Object.fromEntries(new Headers(init?.headers)),
				body: String(init?.body),
				signKey: this.sandbox.identity.signKey,
			});
			return Response.json({ Code: 1000, IsSuccess: true });
		};
	}

	/** Only a run whose Timeout is short waits for a slow answer. */
	private inTime(taken: Partial<Record<FaultKind, Fault>>): Partial<Record<FaultKind, Fault>> {
		if (taken.latency !== undefined) taken.latency.ms = this.slow ? LATENCY : 0;
		return taken;
	}

	private cut(kind: FaultKind): Partial<Record<FaultKind, Fault>> {
		return { [kind]: { kind, count: 1 } };
	}
}
