import fc from 'fast-check';

import { registry } from '../../nodes/Zhongzhiyou/trigger/kept/registry.ts';
import { Deliveries, type FreshClaim } from '../../nodes/Zhongzhiyou/trigger/kept/deliveries.ts';
import { composeCallback, sendCallback } from '../../sandbox/callbacks/callback.mts';
import { startTrigger, type RunningTrigger } from '../support/in-process-webhook.mts';
import { PARTNER_ID, SIGN_KEY } from '../support/in-process.mts';
import { runs } from '../support/runs.mts';

/** States that go back and forth, and copies of what was sent, told apart as well as can be. */

const START = 1_753_756_569_123;
const MINUTE = 60_000;
const WINDOW = 60 * MINUTE;
const ABANDONED_AFTER = 15 * MINUTE;

/** What was told of a subject, in the order in which it came; nothing is ever taken away. */
interface Told {
	id: string;
	subject: string;
	sent: string;
	at: number;
	became: 'pending' | 'failed' | 'ran' | 'passedBy';
}

/** The rule in words: a list of all that was told, searched from its end. */
function expectedOf(
	told: readonly Told[],
	{ id, subject, sent, at: now }: Omit<Told, 'became'>,
): 'seen' | 'behind' | 'pending' | 'again' | 'fresh' {
	const open = ({ became, at }: Told) => became === 'pending' && now - at < ABANDONED_AFTER;
	const ownOpen = told.some((one) => one.id === id && open(one));
	const place = told.findLastIndex((one) => one.id === id && one.became === 'ran');
	const ran = told.at(place);
	if (place === -1 || ran === undefined || now - ran.at >= WINDOW) {
		return ownOpen ? 'pending' : 'fresh';
	}
	if (ran.sent === sent && sent !== '') return 'seen';
	const isCopy = (one: Told) => one.id === id && one.sent === sent && sent !== '';
	if (told.some((one) => isCopy(one) && open(one))) return 'pending';
	const others = told.filter((one) => one.subject === subject && one.id !== id);
	if (subject !== '' && others.some(open)) return 'behind';
	const isOver = ({ became }: Told) => became === 'ran' || became === 'passedBy';
	const wasPassed = told.findLastIndex((one) => one.id === id && isOver(one));
	const changed = others.some((one) => told.indexOf(one) > wasPassed && isOver(one));
	if (subject === '' || !changed) return 'seen';
	return ownOpen ? 'pending' : 'again';
}

const SUBJECTS = ['orderA', 'orderB', ''];

const idOf = (subject: string, state: number) =>
	`${subject}${state}`.padEnd(12, '_').padEnd(22, 'x');

type Step =
	| { do: 'claim' | 'passBy'; subject: string; state: number; sent: number }
	| { do: 'accept' | 'fail'; which: number }
	| { do: 'wait'; minutes: number }
	| { do: 'restart' };

const telling = fc.record({
	subject: fc.constantFrom(...SUBJECTS),
	state: fc.nat({ max: 2 }),
	sent: fc.nat({ max: 5 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: telling.map((one): Step => ({ do: 'claim', ...one })) },
	{ weight: 1, arbitrary: telling.map((one): Step => ({ do: 'passBy', ...one })) },
	{
		weight: 6,
		arbitrary: fc
			.tuple(fc.constantFrom('accept', 'accept', 'fail' as const), fc.nat())
			.map(([kind, which]): Step => ({ do: kind, which })),
	},
	{
		weight: 2,
		arbitrary: fc
			.constantFrom(0, 1, 7, 14, 21, 63)
			.map((minutes): Step => ({ do: 'wait', minutes })),
	},
);

const orderA = (state: number, sent: number) => ({ subject: 'orderA', state, sent });

/** What once came out otherwise. */
const onceOtherwise: Step[][] = [
	// What came of the same state and started nothing has another Timestamp than what ran.
	[
		{ do: 'claim', ...orderA(1, 0) },
		{ do: 'claim', ...orderA(0, 0) },
		{ do: 'accept', which: 0 },
		{ do: 'passBy', ...orderA(1, 1) },
		{ do: 'claim', ...orderA(1, 0) },
	],
	// Nor does it make the window of what ran any longer.
	[
		{ do: 'claim', ...orderA(1, 0) },
		{ do: 'claim', ...orderA(0, 0) },
		{ do: 'accept', which: 0 },
		{ do: 'wait', minutes: 14 },
		{ do: 'passBy', ...orderA(1, 1) },
		{ do: 'accept', which: 0 },
		{ do: 'wait', minutes: 14 },
		{ do: 'wait', minutes: 21 },
		{ do: 'wait', minutes: 14 },
		{ do: 'claim', ...orderA(1, 2) },
	],
	// A copy of what is being worked on, while another state is too.
	[
		{ do: 'claim', ...orderA(1, 0) },
		{ do: 'accept', which: 0 },
		{ do: 'claim', ...orderA(0, 0) },
		{ do: 'accept', which: 0 },
		{ do: 'claim', ...orderA(1, 1) },
		{ do: 'claim', ...orderA(2, 0) },
		{ do: 'claim', ...orderA(1, 1) },
	],
];

test('whatever is told in whichever order, it is seen, waits or runs as the rule in words says', () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
			const deliveries = new Deliveries();
			const told: Told[] = [];
			const open: Array<{ one: Told; claim: FreshClaim }> = [];
			let now = START;
			for (const next of steps) {
				if (next.do === 'wait') now += next.minutes * MINUTE;
				if (next.do === 'accept' || next.do === 'fail') {
					const [settled] = open.length === 0 ? [] : open.splice(next.which % open.length, 1);
					if (settled === undefined) continue;
					settled.one.became = next.do === 'accept' ? 'ran' : 'failed';
					settled.claim.settle(next.do === 'accept' ? 'accepted' : 'failed');
				}
				if (next.do !== 'claim' && next.do !== 'passBy') continue;
				const { subject, state, sent } = next;
				const one = { id: idOf(subject, state), subject, sent: String(sent), at: now };
				if (next.do === 'passBy') {
					if (subject === '') continue;
					deliveries.passBy(one.id, now, WINDOW, one);
					told.push({ ...one, became: 'passedBy' });
					continue;
				}
				const expected = expectedOf(told, one);
				const claim = deliveries.claim(one.id, now, WINDOW, one);
				const kind = claim.kind === 'fresh' && claim.since !== undefined ? 'again' : claim.kind;
				expect(kind).toBe(expected);
				if (claim.kind !== 'fresh') continue;
				const own: Told = { ...one, became: 'pending' };
				told.push(own);
				open.push({ one: own, claim });
			}
		}),
		{ numRuns: runs(5_000), examples: onceOtherwise.map((steps): [Step[]] => [steps]) },
	);
});

const stepOrRestart = fc.oneof(
	{ weight: 6, arbitrary: step },
	{ weight: 1, arbitrary: fc.constant<Step>({ do: 'restart' }) },
);

/** A state that ran and later started nothing is kept as both. */
const keptApart: Step[] = [
	{ do: 'claim', ...orderA(1, 0) },
	{ do: 'claim', ...orderA(0, 0) },
	{ do: 'wait', minutes: 21 },
	{ do: 'passBy', ...orderA(1, 1) },
	{ do: 'restart' },
	{ do: 'wait', minutes: 21 },
	{ do: 'wait', minutes: 21 },
	{ do: 'claim', ...orderA(1, 2) },
];

test('one after the other, with restarts at any moment, the rule is the same', () => {
	fc.assert(
		fc.property(fc.array(stepOrRestart, { maxLength: 50 }), (steps) => {
			let deliveries = new Deliveries();
			let kept: string | undefined;
			let told: Told[] = [];
			const names = new Set<string>();
			let now = START;
			for (const next of steps) {
				// More than the second to which times are kept.
				now += 1_001;
				if (next.do === 'wait') now += next.minutes * MINUTE;
				if (next.do === 'restart') {
					deliveries = new Deliveries();
					deliveries.restore(kept, now);
					// The Timestamps are not kept.
					told = told.map((one) => ({ ...one, sent: '' }));
				}
				if (next.do !== 'claim' && next.do !== 'passBy') continue;
				const { subject, state, sent } = next;
				const one = { id: idOf(subject, state), subject, sent: String(sent), at: now };
				if (next.do === 'passBy') {
					if (subject === '') continue;
					kept = deliveries.passBy(one.id, now, WINDOW, one) ?? kept;
					told.push({ ...one, became: 'passedBy' });
					continue;
				}
				const claim = deliveries.claim(one.id, now, WINDOW, one);
				const kind = claim.kind === 'fresh' && claim.since !== undefined ? 'again' : claim.kind;
				expect(kind).toBe(expectedOf(told, one));
				if (claim.kind !== 'fresh') continue;
				if (claim.since !== undefined) {
					const name = `${one.id} ${claim.since}`;
					expect(names.has(name)).toBe(false);
					names.add(name);
				}
				kept = claim.stored() ?? kept;
				claim.settle('accepted');
				told.push({ ...one, became: 'ran' });
			}
		}),
		{ numRuns: runs(5_000), examples: [[keptApart]] },
	);
});

/** What the vendor has to tell of an order, one after the other. */
interface TrueEvent {
	order: number;
	service: string;
	body: { OrderId: number; [name: string]: unknown };
}

type VendorStep =
	| { do: 'happens'; order: number; what: number; fails: number }
	| { do: 'copy'; back: number; keepsTime: boolean }
	| { do: 'wait' | 'restart' };

const vendorStep: fc.Arbitrary<VendorStep> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc
			.record({
				order: fc.nat({ max: 1 }),
				what: fc.nat({ max: 5 }),
				fails: fc.constantFrom(0, 0, 0, 1, 2),
			})
			.map((one): VendorStep => ({ do: 'happens', ...one })),
	},
	{
		weight: 4,
		arbitrary: fc
			.record({ back: fc.nat({ max: 4 }), keepsTime: fc.boolean() })
			.map((one): VendorStep => ({ do: 'copy', ...one })),
	},
	{
		weight: 2,
		arbitrary: fc.constantFrom<VendorStep>({ do: 'wait' }, { do: 'restart' }),
	},
);

/** States of an order's tickets and of a refund, and happenings with and without a time. */
function eventOf(order: number, what: number, at: number): TrueEvent {
	const OrderId = 4_553_010 + order;
	const refund = { OrderId, RefundApplyNo: `R${order}`, RefundReason: '', VoucherCode: [] };
	const redeemed = { OrderId, CheckedNumber: 1, OrderTotal: 9, VoucherCode: ['202052255633'] };
	const time = new Date(at + 8 * 60 * MINUTE).toISOString().slice(0, 19).replace('T', ' ');
	const [service, body] = [
		['order_ticket_notify', { OrderId, TicketStatus: 1 }] as const,
		['order_ticket_notify', { OrderId, TicketStatus: 2 }] as const,
		['order_refund_notify', { ...refund, RefundStatus: 1 }] as const,
		['order_refund_notify', { ...refund, RefundStatus: 2 }] as const,
		['order_verify_notify', { ...redeemed, CheckTime: time }] as const,
		['order_verify_notify', { ...redeemed, CheckTime: '0001-01-01 00:00:00' }] as const,
	][what];
	return { order, service, body };
}

/** What two events have to have in common for one to be a copy of the other or a change of it. */
const subjectOf = ({ order, service }: TrueEvent) => `${order} ${service}`;

const isTimeless = ({ body }: TrueEvent) => JSON.stringify(body).includes('0001-01-01');

class Vendor {
	readonly sent: Array<TrueEvent & { timestamp: number; alive: number }> = [];

	/** How often the process has been started anew. */
	lives = 0;

	/** Executions that n8n is still to refuse to store. */
	refusals = 0;

	now = START;

	private trigger: RunningTrigger | undefined;

	constructor() {
		jest.spyOn(Date, 'now').mockImplementation(() => this.now);
	}

	async start(): Promise<RunningTrigger> {
		registry.clear();
		this.trigger = await startTrigger({
			parameters: { options: { toleranceMinutes: 0 } },
			store: async () => {
				if (this.refusals > 0) {
					this.refusals--;
					throw new Error('database is locked');
				}
			},
		});
		return this.trigger;
	}

	async post(one: TrueEvent, timestamp: number): Promise<boolean> {
		if (this.trigger === undefined) throw new Error('It is not started');
		const callback = composeCallback(one.service, one.body, {
			url: this.trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
			timestamp,
		});
		return (await sendCallback(callback)).acknowledged;
	}
}

afterEach(() => jest.restoreAllMocks());

/** Lets a vendor tell its events one after the other, each until it is acknowledged. */
async function tell(steps: VendorStep[], late: boolean): Promise<void> {
	const vendor = new Vendor();
	const trigger = await vendor.start();
	try {
		for (const next of steps) {
			vendor.now += 1_009;
			if (next.do === 'wait') vendor.now += MINUTE;
			if (next.do === 'restart') {
				registry.clear();
				vendor.lives++;
			}
			if (next.do === 'happens') {
				const one = eventOf(next.order, next.what, vendor.now);
				const before = vendor.sent.findLast((other) => subjectOf(other) === subjectOf(one));
				// Nothing becomes what it is already.
				if (!isTimeless(one) && JSON.stringify(before?.body) === JSON.stringify(one.body)) continue;
				vendor.refusals = next.fails;
				const timestamp = vendor.now;
				let tries = 0;
				while (!(await vendor.post(one, isTimeless(one) ? timestamp : vendor.now))) {
					expect(++tries).toBeLessThanOrEqual(next.fails);
					vendor.now += 1_009;
				}
				vendor.sent.push({ ...one, timestamp: vendor.now, alive: vendor.lives });
				if (isTimeless(one)) Object.assign(vendor.sent.at(-1) ?? {}, { timestamp });
				const last = trigger.runs.findLast((run) => Object(run.body).OrderId === one.body.OrderId);
				expect(last).toMatchObject({ notifyServiceName: one.service, body: one.body });
				if (!late) expect(trigger.runs).toHaveLength(vendor.sent.length);
			}
			if (next.do !== 'copy') continue;
			const copied = vendor.sent.at(-1 - next.back);
			if (copied === undefined) continue;
			const latest = vendor.sent.findLast((other) => subjectOf(other) === subjectOf(copied));
			const keepsTime = next.keepsTime || isTimeless(copied);
			const isLate = latest !== copied && copied.service !== 'order_verify_notify';
			if (!late && isLate && (!keepsTime || copied.alive !== vendor.lives)) continue;
			const runsBefore = trigger.runs.length;
			expect(await vendor.post(copied, keepsTime ? copied.timestamp : vendor.now)).toBe(true);
			if (!late) expect(trigger.runs).toHaveLength(runsBefore);
			else if (trigger.runs.length > runsBefore) vendor.sent.push({ ...copied });
		}
		const ids = trigger.runs.map(({ eventId }) => eventId);
		expect(new Set(ids).size).toBe(ids.length);
	} finally {
		await trigger.close();
		registry.clear();
	}
}

test('each event runs once, whatever comes twice, fails or ends between', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(vendorStep, { maxLength: 16 }), async (steps) => {
			await tell(steps, false);
		}),
		{ numRuns: runs(150) },
	);
}, 120_000);

test('copies that come late cost no event: what was told last is what the workflow was given last', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(vendorStep, { maxLength: 16 }), async (steps) => {
			await tell(steps, true);
		}),
		{ numRuns: runs(100) },
	);
}, 120_000);
