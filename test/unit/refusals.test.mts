import type { Logger } from 'n8n-workflow';

import { explain, logRefusal, type Refusal } from '../../nodes/Zhongzhiyou/trigger/refusals.ts';

const NOW = 1753756569000;
const INTERVAL = 10_000;

const SENTENCES: Array<[Refusal, RegExp]> = [
	[{ kind: 'noKey' }, /^the credential holds no sign key\. Enter the Sign Key/],
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
		/^its Timestamp is 700 seconds in the past\. .*raise Timestamp Tolerance/,
	],
	[
		{ kind: 'signature', paths: ['/webhook/zzy'] },
		/^the signature does not match\. Tried the path \/webhook\/zzy with every key/,
	],
	[
		{ kind: 'signature', paths: ['/a/zzy', '/webhook/zzy'] },
		/Tried the paths \/a\/zzy and \/webhook\/zzy with every key.*Extra Signed Path/,
	],
	[{ kind: 'malformed' }, /^the content is not a callback: OrderNotifyHeader/],
	[{ kind: 'unreadable' }, /^the content could not be read: .*N8N_PAYLOAD_SIZE_MAX/],
	[{ kind: 'busy' }, /^an earlier copy of it is still being worked on\./],
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
		for (let sent = 0; sent < 100; sent++) {
			logRefusal(logger, 'flood', { kind: 'scheme' }, NOW + sent);
		}
		expect(warnings).toEqual([
			`Zhongzhiyou Trigger refused a callback: ${explain({ kind: 'scheme' })}`,
		]);
		logRefusal(logger, 'flood', { kind: 'scheme' }, NOW + INTERVAL - 1);
		expect(warnings).toHaveLength(1);
		logRefusal(logger, 'flood', { kind: 'scheme' }, NOW + INTERVAL);
		expect(warnings).toHaveLength(2);
		expect(warnings[1]).toMatch(/ \(100 more like it before\)$/);
	});

	test('is counted anew after each line, and one alone is not counted', () => {
		const { logger, warnings } = keeper();
		for (const seconds of [0, 1, 10, 20]) {
			logRefusal(logger, 'anew', { kind: 'malformed' }, NOW + seconds * 1000);
		}
		expect(warnings).toHaveLength(3);
		expect(warnings[1]).toMatch(/ \(1 more like it before\)$/);
		expect(warnings[2]).not.toMatch(/more like it/);
	});

	test('does not hide one of the same kind that another remedy mends', () => {
		const { logger, warnings } = keeper();
		const reasons: Refusal[] = [
			{ kind: 'partner', where: 'token' },
			{ kind: 'partner', where: 'header' },
			{ kind: 'missingHeader', header: 'Timestamp' },
			{ kind: 'missingHeader', header: 'PartnerId' },
			{ kind: 'timestampWindow', seconds: 900 },
			{ kind: 'timestampWindow', seconds: -900 },
		];
		for (const reason of reasons) logRefusal(logger, 'remedies', reason, NOW);
		logRefusal(logger, 'remedies', { kind: 'timestampWindow', seconds: -901 }, NOW);
		expect(warnings).toHaveLength(reasons.length);
	});

	test('hides neither other kinds of refusal nor other triggers', () => {
		const { logger, warnings } = keeper();
		logRefusal(logger, 'one', { kind: 'scheme' }, NOW);
		logRefusal(logger, 'one', { kind: 'noKey' }, NOW);
		logRefusal(logger, 'other', { kind: 'scheme' }, NOW);
		logRefusal(logger, 'one', { kind: 'scheme' }, NOW);
		expect(warnings).toHaveLength(3);
	});
});
