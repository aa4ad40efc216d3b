import fc from 'fast-check';

import { REPETITIONS, type Repetition } from '../../sandbox/upstream/world.mts';

/** The simulation's steps as plain data: a history that failed is kept as a list of them. */

/** How a node is set, and what happens to its process while it runs. */
export interface Mode {
	onError: 'stop' | 'continue';
	/** Tries of Retry On Fail; 1 is off. */
	tries: number;
	concurrency: number;
	/** The process dies when this request of the run, from 1, has come in, or when it was carried out. */
	crash?: { at: number; when: 'before' | 'after' };
	/** Nothing listens at the vendor's address. */
	down?: true;
	/** The node's Timeout is shorter than a latency that is set. */
	slow?: true;
}

/** Where a number comes from: the node, the item, or an expression that differs from try to try. */
export type NumberKind = 'automatic' | 'own' | 'volatile';

export interface CreateStep {
	do: 'create';
	/** The shop's orders by their number; one twice is two like orders in one list. */
	shops: number[];
	number: NumberKind;
	mode: Mode;
}

/** Which of the orders that the workflow has seen, counted from the last. */
export interface OrdersStep {
	do: 'pay' | 'cancel' | 'qr';
	orders: number[];
	mode: Mode;
}

export interface RefundStep {
	do: 'refund';
	orders: number[];
	number: NumberKind;
	byCode: boolean;
	mode: Mode;
}

export interface LookStep {
	do: 'validate' | 'prices';
	shops: number[];
	mode: Mode;
}

/** An execution, counted from the last, once more: a retry, a message that came twice, a click. */
export interface AgainStep {
	do: 'again';
	run: number;
	/** Whether n8n gives the new execution what the old one kept in the node's context. */
	context: 'restored' | 'lost';
}

export interface FaultStep {
	do: 'fault';
	kind: 'resetBefore' | 'resetAfter' | 'truncate' | 'malformed' | 'status' | 'latency';
	/** Of the vendor's operations; any unless given. */
	operation?: string;
	count: number;
	status?: number;
	processed?: boolean;
	retryAfter?: number;
}

export interface VendorStep {
	do: 'vendor';
	act: 'issue' | 'failIssue' | 'redeem' | 'approve' | 'reject' | 'force' | 'changeProduct';
	order: number;
}

export interface DeliverStep {
	do: 'deliver';
	/** Which callback that the vendor has sent, counted from the last. */
	callback: number;
	/** The same bytes again, signed anew with the time of now, or with a signature that is wrong. */
	how: 'bytes' | 'resigned' | 'forged';
	/** At the same moment. */
	copies: number;
	/** What n8n does with it. */
	n8n: 'works' | 'cannotStore' | 'fails' | 'diesBefore' | 'diesAfter';
	/** The sender hangs up before the answer. */
	hangsUp: boolean;
}

export interface CrashStep {
	do: 'crash';
	staticData: 'kept' | 'lost';
}

export interface ClockStep {
	do: 'clock';
	/** Both clocks, or how far the vendor's is ahead of n8n's. */
	whose: 'both' | 'vendor';
	minutes: number;
}

export interface TriggerStep {
	do: 'trigger';
	answer: 'onReceived' | 'lastNode';
	events: 'all' | 'issued';
}

export interface KeyStep {
	do: 'key';
	/** How the vendor answers what it does not take for signed. */
	status: 200 | 401;
	/** Whether the credential holds the vendor's key. */
	right: boolean;
}

export interface DialectStep {
	do: 'dialect';
	/** Which of the ways in dialects.mts, modulo how many there are. */
	dialect: number;
}

export interface RepeatsStep {
	do: 'repeats';
	/** What the vendor gives to a number that was used before. */
	repetition: Repetition;
}

export type Step =
	| CreateStep
	| OrdersStep
	| RefundStep
	| LookStep
	| AgainStep
	| FaultStep
	| { do: 'mend' }
	| VendorStep
	| DeliverStep
	| CrashStep
	| ClockStep
	| TriggerStep
	| KeyStep
	| DialectStep
	| RepeatsStep;

export const SHOP_ORDERS = 10;

const WRITES = ['createOrder', 'payOrder', 'refundOrder', 'cancelOrder'];
const READS = ['personQrCodes', 'verifyOrder', 'getProductPriceByDistributor'];

const crash = fc.record({
	at: fc.integer({ min: 1, max: 3 }),
	when: fc.constantFrom('before' as const, 'after' as const),
});

const mode: fc.Arbitrary<Mode> = fc
	.record({
		onError: fc.constantFrom('stop' as const, 'continue' as const),
		tries: fc.constantFrom(1, 1, 2, 3),
		concurrency: fc.constantFrom(1, 1, 3),
		fate: fc.oneof(
			{ weight: 20, arbitrary: fc.constant({}) },
			{ weight: 2, arbitrary: fc.record({ crash }) },
			{ weight: 1, arbitrary: fc.constantFrom({ down: true as const }, { slow: true as const }) },
		),
	})
	.map(({ fate, ...rest }) => ({ ...rest, ...fate }));

const shop = fc.integer({ min: 0, max: SHOP_ORDERS - 1 });
const shops = fc.array(shop, { minLength: 1, maxLength: 3 });
const back = fc.integer({ min: 0, max: 9 });
const orders = fc.array(back, { minLength: 1, maxLength: 3 });
const number = fc.constantFrom<NumberKind>('automatic', 'own', 'volatile');

const fault: fc.Arbitrary<FaultStep> = fc
	.tuple(
		fc.constantFrom(undefined, ...WRITES, ...WRITES, ...READS),
		fc.constantFrom(1, 1, 2, 3),
		fc.oneof(
			fc.record({
				kind: fc.constantFrom(
					'resetBefore' as const,
					'resetAfter' as const,
					'truncate' as const,
					'malformed' as const,
				),
			}),
			fc.record({
				kind: fc.constant('status' as const),
				status: fc.constantFrom(400, 401, 403, 404),
			}),
			fc.record({
				kind: fc.constant('status' as const),
				status: fc.constantFrom(429, 503),
				retryAfter: fc.constantFrom(undefined, 0, 3, 600),
			}),
			fc.record({
				kind: fc.constant('status' as const),
				status: fc.constantFrom(500, 502, 504),
				processed: fc.boolean(),
			}),
			fc.record({ kind: fc.constant('latency' as const) }),
		),
	)
	.map(([operation, count, one]) => ({
		do: 'fault',
		...one,
		count,
		...(operation === undefined ? {} : { operation }),
	}));

const deliver: fc.Arbitrary<DeliverStep> = fc.record({
	do: fc.constant('deliver' as const),
	callback: fc.integer({ min: 0, max: 4 }),
	how: fc.constantFrom('bytes' as const, 'bytes' as const, 'resigned' as const, 'forged' as const),
	copies: fc.constantFrom(1, 1, 1, 2, 3),
	n8n: fc.constantFrom(
		...(['works', 'works', 'works', 'cannotStore', 'fails', 'diesBefore', 'diesAfter'] as const),
	),
	hangsUp: fc.constantFrom(false, false, false, true),
});

/** Every kind of step, with how often it comes. */
const KINDS: ReadonlyArray<readonly [weight: number, arbitrary: fc.Arbitrary<Step>]> = [
	[8, fc.record({ do: fc.constant('create' as const), shops, number, mode })],
	[
		9,
		fc.record({
			do: fc.constantFrom('pay' as const, 'pay' as const, 'cancel' as const, 'qr' as const),
			orders,
			mode,
		}),
	],
	[
		3,
		fc.record({ do: fc.constant('refund' as const), orders, number, byCode: fc.boolean(), mode }),
	],
	[
		1,
		fc.record({
			do: fc.constantFrom('validate' as const, 'prices' as const),
			shops,
			mode,
		}),
	],
	[
		7,
		fc.record({
			do: fc.constant('again' as const),
			run: fc.integer({ min: 0, max: 5 }),
			context: fc.constantFrom('restored' as const, 'lost' as const),
		}),
	],
	[8, fault],
	[1, fc.constant({ do: 'mend' as const })],
	[
		6,
		fc.record({
			do: fc.constant('vendor' as const),
			act: fc.constantFrom(
				...(['issue', 'issue', 'failIssue', 'redeem', 'approve', 'reject', 'force'] as const),
				'changeProduct' as const,
			),
			order: back,
		}),
	],
	[12, deliver],
	[
		1,
		fc.record({
			do: fc.constant('crash' as const),
			staticData: fc.constantFrom('kept' as const, 'lost' as const),
		}),
	],
	[
		2,
		fc.record({
			do: fc.constant('clock' as const),
			whose: fc.constantFrom('both' as const, 'both' as const, 'vendor' as const),
			minutes: fc.constantFrom(-15, -9, 0, 1, 9, 15, 61, 25 * 60),
		}),
	],
	[
		1,
		fc.record({
			do: fc.constant('trigger' as const),
			answer: fc.constantFrom('onReceived' as const, 'lastNode' as const),
			events: fc.constantFrom('all' as const, 'all' as const, 'issued' as const),
		}),
	],
	[
		1,
		fc.record({
			do: fc.constant('key' as const),
			status: fc.constantFrom(200 as const, 401 as const),
			right: fc.constantFrom(true, true, false),
		}),
	],
	[1, fc.record({ do: fc.constant('dialect' as const), dialect: fc.nat({ max: 23 }) })],
	[
		1,
		fc.record({ do: fc.constant('repeats' as const), repetition: fc.constantFrom(...REPETITIONS) }),
	],
];

/** A step of any kind, as often as its weight says. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
	...KINDS.map(([weight, arbitrary]) => ({ weight, arbitrary })),
);
