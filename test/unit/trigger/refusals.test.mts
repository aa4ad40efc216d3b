import type { Logger } from 'n8n-workflow';

import { Warnings } from '../../../nodes/Zhongzhiyou/trigger/kept/warnings.ts';
import { explain, warningOf, type Refusal } from '../../../nodes/Zhongzhiyou/trigger/refusals.ts';
import {
	BAD_KINDS,
	buildCallback,
	isBadKind,
	sendCallback,
} from '../../../sandbox/callbacks/callback.mts';
import { PARTNER_ID, SIGN_KEY } from '../../support/in-process.mts';
import { ACKNOWLEDGED, start, stopClock } from './triggers.mts';

const NOW = 1753756569000;
const INTERVAL = 10_000;

const SENTENCES: Array<[Refusal, RegExp]> = [
	[{ kind: 'noKey' }, /^the credential holds no sign key\. Enter the 'Sign Key'/],
	[
		{ kind: 'credential', problem: 'Sign Key is empty.' },
		/^the credential cannot be used: Sign Key is empty\.$/,
	],
	[
		{ kind: 'missingHeader', header: 'PartnerId' },
		/^the header PartnerId is missing\. .*check that no proxy drops them/,
	],
	[{ kind: 'scheme' }, /^Authorization is not "Bearer ZZY-OPENAPI:\{PartnerId\}:\{sign\}"/],
	[
		{ kind: 'partner', where: 'token' },
		/^the partner in the token is not the credential's\. Choose/,
	],
	[
		{ kind: 'partner', where: 'header' },
		/^the partner in the PartnerId header is not the credential's\. Choose/,
	],
	[{ kind: 'bodyPartner' }, /^the partner in the body is not the credential's\. Tell/],
	[{ kind: 'timestampFormat' }, /^the Timestamp header is not a Unix time in milliseconds\.$/],
	[
		{ kind: 'timestampWindow', seconds: 700 },
		/^its Timestamp is 700 seconds in the future\. Set the clock of the n8n host/,
	],
	[
		{ kind: 'timestampWindow', seconds: -700 },
		/^its Timestamp is 700 seconds in the past\. .*raise 'Timestamp Tolerance'/,
	],
	[
		{ kind: 'signature', paths: ['/webhook/zzy'] },
		/^the signature does not match\. Tried the path \/webhook\/zzy with every key/,
	],
	[
		{ kind: 'signature', paths: ['/a/zzy', '/webhook/zzy'] },
		/Tried the paths \/a\/zzy and \/webhook\/zzy with every key.*'Extra Signed Path'/,
	],
	[{ kind: 'malformed' }, /^the content is not a callback: OrderNotifyHeader/],
	[{ kind: 'unreadable' }, /^the content could not be read: .*N8N_PAYLOAD_SIZE_MAX/],
	[{ kind: 'busy' }, /^an earlier copy of it is still being worked on\./],
	[{ kind: 'behind' }, /^another callback about the same order is still being worked on\./],
	[
		{ kind: 'failed', problem: 'no such parameter' },
		/^the trigger's parameters cannot be read: no such parameter$/,
	],
];

/** A logger that keeps the warnings. */
function keeper(): { logger: Logger; warnings: string[] } {
	const warnings: string[] = [];
	const never = () => {
		throw new Error('a refusal is a warning');
	};
	const logger = {
		info: never,
		debug: never,
		error: never,
		warn: (message: string) => warnings.push(message),
	};
	return { logger, warnings };
}

describe('the log says which check failed and what to do', () => {
	test.each(SENTENCES)('%j', (refusal, sentence) => {
		expect(explain(refusal)).toMatch(sentence);
	});

	test('in words of its own for each', () => {
		expect(new Set(SENTENCES.map(([refusal]) => explain(refusal))).size).toBe(SENTENCES.length);
	});
});

describe('a flood of refusals', () => {
	test('is one line in ten seconds, and the next says how many there were', () => {
		const { logger, warnings } = keeper();
		const log = new Warnings();
		for (let sent = 0; sent < 100; sent++) {
			log.note(logger, warningOf({ kind: 'scheme' }), NOW + sent);
		}
		expect(warnings).toEqual([
			`Zhongzhiyou Trigger refused a callback: ${explain({ kind: 'scheme' })}`,
		]);
		log.note(logger, warningOf({ kind: 'scheme' }), NOW + INTERVAL - 1);
		expect(warnings).toHaveLength(1);
		log.note(logger, warningOf({ kind: 'scheme' }), NOW + INTERVAL);
		expect(warnings).toHaveLength(2);
		expect(warnings[1]).toMatch(/ \(100 more like it before\)$/);
	});

	test('is counted anew after each line, and one alone is not counted', () => {
		const { logger, warnings } = keeper();
		const log = new Warnings();
		for (const seconds of [0, 1, 10, 20]) {
			log.note(logger, warningOf({ kind: 'malformed' }), NOW + seconds * 1000);
		}
		expect(warnings).toHaveLength(3);
		expect(warnings[1]).toMatch(/ \(1 more like it before\)$/);
		expect(warnings[2]).not.toMatch(/more like it/);
	});

	test('does not hide one of the same kind that another remedy mends', () => {
		const { logger, warnings } = keeper();
		const log = new Warnings();
		const reasons: Refusal[] = [
			{ kind: 'partner', where: 'token' },
			{ kind: 'partner', where: 'header' },
			{ kind: 'missingHeader', header: 'Timestamp' },
			{ kind: 'missingHeader', header: 'PartnerId' },
			{ kind: 'timestampWindow', seconds: 900 },
			{ kind: 'timestampWindow', seconds: -900 },
		];
		for (const reason of reasons) log.note(logger, warningOf(reason), NOW);
		log.note(logger, warningOf({ kind: 'timestampWindow', seconds: -901 }), NOW);
		expect(warnings).toHaveLength(reasons.length);
	});

	test('hides neither other kinds of refusal nor other triggers', () => {
		const { logger, warnings } = keeper();
		const [one, other] = [new Warnings(), new Warnings()];
		one.note(logger, warningOf({ kind: 'scheme' }), NOW);
		one.note(logger, warningOf({ kind: 'noKey' }), NOW);
		other.note(logger, warningOf({ kind: 'scheme' }), NOW);
		one.note(logger, warningOf({ kind: 'scheme' }), NOW);
		expect(warnings).toHaveLength(3);
	});
});

describe('a refused callback', () => {
	const reasons: Record<string, RegExp> = {
		'missing-authorization': /the header Authorization is missing/,
		'wrong-scheme': /Authorization is not "Bearer ZZY-OPENAPI/,
		'wrong-auth-pub': /Authorization is not "Bearer ZZY-OPENAPI/,
		'wrong-key': /the signature does not match\. Tried the path/,
		'other-partner': /the partner in the token is not the credential's/,
		'header-partner': /the partner in the PartnerId header is not/,
		'body-partner': /the partner in the body is not/,
		'too-old': /its Timestamp is 3600 seconds in the past/,
		'too-new': /its Timestamp is 3600 seconds in the future/,
		'wrong-path': /the signature does not match\. Tried the path/,
		'partial-signature': /the signature does not match/,
		'not-json': /the content is not a callback/,
		'no-body': /the content is not a callback/,
		'body-not-json': /the content is not a callback/,
	};

	test.each(Object.entries(BAD_KINDS))(
		'(%s) is answered with HTTP %i, starts nothing, and the log says why without secrets',
		async (bad, status) => {
			if (!isBadKind(bad)) throw new Error(`${bad} is no kind`);
			stopClock();
			const trigger = await start();
			const callback = buildCallback('order.issued', {
				url: trigger.url,
				partnerId: PARTNER_ID,
				signKey: SIGN_KEY,
				bad,
			});
			// n8n itself answers 422 to JSON that cannot be parsed; another type gets as far as the node.
			if (bad === 'not-json') callback.headers['Content-Type'] = 'application/octet-stream';
			const answer = await sendCallback(callback);
			expect(answer.status).toBe(status);
			expect(JSON.parse(answer.text)).toEqual({
				Code: status,
				IsSuccess: false,
				LogId: '',
				Message: status === 401 ? 'Unauthorized' : 'Bad request',
			});
			expect(trigger.attempts).toBe(0);
			expect(trigger.stored).toEqual({});
			expect(trigger.log).toEqual([
				expect.stringMatching(
					new RegExp(`^Zhongzhiyou Trigger refused a callback: .*${reasons[bad].source}`),
				),
			]);
			expect(trigger.log.join()).not.toContain(SIGN_KEY);
			const signature = callback.headers.Authorization?.split(':').at(-1) ?? SIGN_KEY;
			expect(trigger.log.join()).not.toContain(signature);
		},
	);

	test('with JSON that is broken never reaches the node', async () => {
		const trigger = await start();
		expect(await trigger.send('order.issued', { bad: 'not-json' })).toMatchObject({ status: 422 });
		expect(trigger.attempts).toBe(0);
	});

	test('with a Timestamp that is no time is refused', async () => {
		const trigger = await start();
		const callback = buildCallback('order.issued', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		callback.headers.Timestamp = '2025-07-29';
		expect(await sendCallback(callback)).toMatchObject({ status: 401 });
		expect(trigger.log[0]).toMatch(/the Timestamp header is not a Unix time/);
	});

	test('whose body cannot be read is answered with HTTP 400', async () => {
		const trigger = await start({ maxBody: 20 });
		const callback = buildCallback('order.issued', {
			url: trigger.url,
			partnerId: PARTNER_ID,
			signKey: SIGN_KEY,
		});
		callback.headers['Content-Type'] = 'application/octet-stream';
		expect(await sendCallback(callback)).toMatchObject({ status: 400 });
		expect(trigger.log[0]).toMatch(/the content could not be read/);
		expect(trigger.attempts).toBe(0);
	});

	test('is not remembered: the same with a right signature gets in', async () => {
		const trigger = await start();
		const timestamp = Date.now();
		await trigger.send('order.issued', { bad: 'wrong-key', timestamp });
		expect(await trigger.send('order.issued', { timestamp })).toMatchObject(ACKNOWLEDGED);
		expect(trigger.runs).toHaveLength(1);
	});

	test('of one kind is logged once in ten seconds, and the rest is counted', async () => {
		const clock = stopClock();
		const trigger = await start();
		for (let sent = 0; sent < 25; sent++) await trigger.send('order.issued', { bad: 'wrong-key' });
		await trigger.send('order.issued', { bad: 'wrong-scheme' });
		expect(trigger.log).toHaveLength(2);
		clock.advance(9_999);
		await trigger.send('order.issued', { bad: 'wrong-key' });
		expect(trigger.log).toHaveLength(2);
		clock.advance(1);
		await trigger.send('order.issued', { bad: 'wrong-key' });
		await trigger.send('order.issued', { bad: 'wrong-scheme' });
		expect(trigger.log).toHaveLength(4);
		expect(trigger.log[2]).toMatch(/ \(25 more like it before\)$/);
		expect(trigger.log[3]).not.toMatch(/more like it/);
	});
});
