import fc from 'fast-check';

import {
	AUTH_PUB,
	computeSignature,
	signedHeaders,
	verifySignature,
	type IncomingHeaders,
	type RefusalReason,
	type Verification,
	type VerifierSecrets,
} from '../../nodes/Zhongzhiyou/api/signature.ts';
import { answerTo } from '../../nodes/Zhongzhiyou/trigger/refusals.ts';
import { heapInUse } from '../support/heap.mts';
import { Random } from '../support/random.mts';
import { runs } from '../support/runs.mts';

const KEY = '0123456789abcdef0123456789abcdef';
const PREVIOUS_KEY = 'fedcba9876543210fedcba9876543210';
const PARTNER = '9258';
const NOW = 1_753_756_569_000;
const TOLERANCE = 300_000;
const PATHS = ['/webhook/7d1f/zhongzhiyou', '/n8n/webhook/7d1f/zhongzhiyou'];

const SECRETS: VerifierSecrets = {
	partnerId: PARTNER,
	signKeys: [KEY, PREVIOUS_KEY],
	tolerance: TOLERANCE,
};

type Headers = Record<'authorization' | 'partnerid' | 'timestamp', string>;

function headers(
	signKey = KEY,
	partnerId = PARTNER,
	timestamp: number | string = NOW,
	apiPath = PATHS[0],
): Headers {
	const signed = signedHeaders(signKey, { partnerId, timestamp, apiPath });
	return {
		authorization: signed.Authorization,
		partnerid: signed.PartnerId,
		timestamp: signed.Timestamp,
	};
}

function verify(given: IncomingHeaders, paths: readonly string[] = PATHS): Verification {
	return verifySignature(given, paths, SECRETS, NOW);
}

const byte = fc.string({ unit: 'binary', maxLength: 60 });

/** A header's value as Node or a careless caller may give it. */
const value = fc.oneof(
	byte,
	fc.constantFrom('', ' ', PARTNER, String(NOW), 'Bearer', `Bearer ${AUTH_PUB}:${PARTNER}:`),
	byte.map((text) => `Bearer ${AUTH_PUB}:${PARTNER}:${text}`),
	byte.map((text) => `Bearer ${AUTH_PUB}:${text}:x`),
	fc.array(byte, { maxLength: 3 }),
	fc.constant(undefined),
);

const anyHeaders = fc.oneof(
	fc.record({ authorization: value, partnerid: value, timestamp: value }, { requiredKeys: [] }),
	fc.dictionary(fc.string({ maxLength: 12 }), value),
);

const anyPaths = fc.array(fc.oneof(byte, fc.webPath(), fc.constantFrom(...PATHS)), {
	maxLength: 5,
});

const anySecrets = fc.record({
	partnerId: fc.oneof(fc.constant(PARTNER), byte),
	signKeys: fc.array(fc.oneof(fc.constant(KEY), byte), { maxLength: 3 }),
	tolerance: fc.oneof(fc.constant(0), fc.nat(), fc.double()),
});

test('whatever the headers, paths and keys: no error, the same verdict again, and no pass', () => {
	const property = fc.property(
		anyHeaders,
		anyPaths,
		anySecrets,
		fc.oneof(fc.constant(NOW), fc.double()),
		(given, paths, secrets, now) => {
			const verdict = verifySignature(given, paths, secrets, now);
			expect(verifySignature(given, paths, secrets, now)).toEqual(verdict);
			expect(verdict.ok).toBe(false);
		},
	);
	fc.assert(property, { numRuns: runs(20_000) });
});

test('the sender is told the same, whatever the reason', () => {
	const answers = new Set<string>();
	const reasons: RefusalReason[] = [
		{ kind: 'noKey' },
		{ kind: 'missingHeader', header: 'Timestamp' },
		{ kind: 'scheme' },
		{ kind: 'partner', where: 'token' },
		{ kind: 'partner', where: 'header' },
		{ kind: 'timestampFormat' },
		{ kind: 'timestampWindow', seconds: 900 },
		{ kind: 'signature', paths: PATHS },
	];
	for (const reason of reasons) answers.add(JSON.stringify(answerTo(reason)));
	expect(answers.size).toBe(1);
	const property = fc.property(anyHeaders, anyPaths, (given, paths) => {
		const verdict = verify(given, paths);
		if (!verdict.ok) answers.add(JSON.stringify(answerTo(verdict.reason)));
		expect(answers.size).toBe(1);
	});
	fc.assert(property, { numRuns: runs(2_000) });
});

test('whatever the path, key, partner and time: signed with a key in force it passes', () => {
	const id = fc.stringMatching(/^[1-9][0-9]{0,20}$/);
	const key = fc.string({ minLength: 1 });
	const property = fc.property(
		fc.record({
			key,
			other: key,
			current: fc.boolean(),
			partnerId: id,
			path: fc.string({ unit: 'binary' }),
			others: anyPaths,
			lead: fc.integer({ min: -TOLERANCE, max: TOLERANCE }),
			scheme: fc.constantFrom('Bearer', 'bearer', 'BEARER'),
			around: fc.constantFrom('', ' ', '\t'),
		}),
		({ key: signKey, other, current, partnerId, path, others, lead, scheme, around }) => {
			const sent = headers(signKey, partnerId, NOW + lead, path);
			const given = Object.fromEntries(
				Object.entries(sent).map(([name, text]) => [
					name,
					`${around}${text.replace('Bearer', scheme)}${around}`,
				]),
			);
			const signKeys = current ? [signKey, other] : [other, signKey];
			const secrets = { partnerId, signKeys, tolerance: TOLERANCE };
			expect(verifySignature(given, [...others, path], secrets, NOW)).toEqual({
				ok: true,
				timestamp: String(NOW + lead),
			});
		},
	);
	fc.assert(property, { numRuns: runs(5_000) });
});

const flippable = (text: string, random: Random, from = 0) => {
	const at = from + random.below(text.length - from);
	const code = text.charCodeAt(at) ^ (1 << random.below(7));
	return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
};

const swapCase = (text: string) =>
	text.toLowerCase() === text ? text.toUpperCase() : text.toLowerCase();

const TOKEN_START = `Bearer ${AUTH_PUB}:${PARTNER}:`.length;

const withSignature = (sent: Headers, change: (signature: string) => string): Headers => ({
	...sent,
	authorization:
		sent.authorization.slice(0, TOKEN_START) + change(sent.authorization.slice(TOKEN_START)),
});

type Forgery = (sent: Headers, random: Random) => { given: IncomingHeaders; paths?: string[] };

/** What somebody may try who has seen signed callbacks, but has no key. */
const FORGERIES: Record<string, Forgery> = {
	'a bit of the signature flipped': (sent, random) => ({
		given: withSignature(sent, (signature) => flippable(signature, random)),
	}),
	'the signature cut off': (sent, random) => ({
		given: withSignature(sent, (signature) =>
			signature.slice(0, random.below(signature.length - 1)),
		),
	}),
	'something behind the signature': (sent, random) => ({
		given: withSignature(
			sent,
			(signature) => signature + random.of(['=', 'A', '\u0000', ':', ',']),
		),
	}),
	'the signature in another case': (sent) => ({ given: withSignature(sent, swapCase) }),
	'space within the signature': (sent, random) => ({
		given: withSignature(sent, (signature) => {
			const at = 1 + random.below(signature.length - 1);
			return `${signature.slice(0, at)}${random.of([' ', '\t', '\u00a0'])}${signature.slice(at)}`;
		}),
	}),
	'base64 for URLs or without padding': (sent, random) => ({
		given: withSignature(sent, (signature) =>
			random.below(2) === 0
				? signature.replace(/=+$/, '')
				: `${signature.replaceAll('+', '-').replaceAll('/', '_')}=`,
		),
	}),
	'a random signature': (sent, random) => ({
		given: withSignature(sent, () =>
			Buffer.from(
				Uint32Array.of(random.below(2 ** 32), random.below(2 ** 32), random.below(2 ** 32)).buffer,
			).toString('base64'),
		),
	}),
	'another time': (sent, random) => ({
		given: { ...sent, timestamp: String(NOW + 1 + random.below(TOLERANCE - 1)) },
	}),
	'the time written otherwise': (sent, random) => ({
		given: {
			...sent,
			timestamp: random.of([`0${NOW}`, `+${NOW}`, `${NOW}.0`, `${NOW / 1000}e3`, `-${NOW}`]),
		},
	}),
	'a bit of the time flipped': (sent, random) => ({
		given: { ...sent, timestamp: flippable(sent.timestamp, random) },
	}),
	'another partner': (_sent, random) => ({
		given: headers(KEY, String(1 + random.below(9_000)), NOW),
	}),
	'the token of another partner': (sent, random) => ({
		given: {
			...sent,
			authorization: headers(KEY, String(1 + random.below(9_000))).authorization,
		},
	}),
	'the header of another partner': (sent, random) => ({
		given: { ...sent, partnerid: random.of([`0${PARTNER}`, `${PARTNER}0`, '925', '9 258', '1']) },
	}),
	'another key': (_sent, random) => ({ given: headers(flippable(KEY, random), PARTNER, NOW) }),
	'a replay on another path': (sent, random) => ({
		given: sent,
		paths: [random.of([`${PATHS[0]}/`, PATHS[0].slice(1), `${PATHS[0]}?a=1`, '/', ''])],
	}),
	'a replay on the path in another case': (sent, random) => {
		const at = 1 + random.below(8);
		const path = PATHS[0];
		const changed = path.slice(0, at) + swapCase(path[at]) + path.slice(at + 1);
		return { given: sent, paths: changed === path ? [`${path}x`] : [changed] };
	},
	'a replay too late or too early': (_sent, random) => {
		const lead = (TOLERANCE + 1 + random.below(1_000_000_000)) * random.of([-1, 1]);
		return { given: headers(KEY, PARTNER, NOW + lead) };
	},
	'another scheme': (sent, random) => ({
		given: {
			...sent,
			authorization: sent.authorization.replace(
				AUTH_PUB,
				random.of([AUTH_PUB.toLowerCase(), 'ZZY', `${AUTH_PUB} `, 'ZZY-OPENAPI2']),
			),
		},
	}),
	'a part of the token gone': (sent, random) => ({
		given: {
			...sent,
			authorization: sent.authorization.replace(random.of([':', ' ', PARTNER]), ''),
		},
	}),
	'a header gone, empty or twice': (sent, random) => {
		const name = random.of(['authorization', 'partnerid', 'timestamp'] as const);
		return {
			given: {
				...sent,
				[name]: random.of([undefined, '', [sent[name], sent[name]], [sent[name]]]),
			},
		};
	},
};

test('of 1,000,000 forged callbacks none passes, in bounded time and memory', () => {
	const random = new Random(20_250_729);
	// Signed by the vendor, also with the key that is going out of force.
	const signed = [
		headers(),
		headers(PREVIOUS_KEY),
		headers(KEY, PARTNER, NOW - 1_000),
		headers(KEY, PARTNER, NOW + 60_000),
	];
	for (const sent of signed) expect(verify(sent).ok).toBe(true);
	const kinds = Object.entries(FORGERIES);
	const count = runs(1_000_000);
	const passed: string[] = [];
	for (let warm = 0; warm < 2_000; warm++)
		verify(kinds[warm % kinds.length][1](signed[0], random).given);
	const heap = heapInUse();
	const start = performance.now();
	for (let index = 0; index < count; index++) {
		const [name, forge] = kinds[index % kinds.length];
		const { given, paths } = forge(signed[index % signed.length], random);
		if (verify(given, paths).ok && !isSigned(given, signed, paths)) passed.push(name);
	}
	const microseconds = ((performance.now() - start) / count) * 1_000;
	expect(passed).toEqual([]);
	// About ten are used; the bound is for a machine that is busy with other things.
	expect(microseconds).toBeLessThan(200);
	expect(heapInUse() - heap).toBeLessThan(5_000_000);
}, 120_000);

/** A change that changed nothing is no forgery, such as another case of a letter that has none. */
function isSigned(given: IncomingHeaders, signed: Headers[], paths?: string[]): boolean {
	return (
		paths === undefined && signed.some((sent) => JSON.stringify(sent) === JSON.stringify(given))
	);
}

test('a long header takes time in proportion to its length', () => {
	const long = runs(200_000);
	const texts = [
		' ',
		':',
		'a',
		'a:',
		' :',
		'\t',
		'1',
		'Bearer ',
		`${AUTH_PUB}:`,
		'\u00a0',
		'=',
		'::a ',
	];
	for (const text of texts) {
		const filled = text.repeat(long / text.length);
		const cases: IncomingHeaders[] = [
			{ ...headers(), authorization: filled },
			{ ...headers(), authorization: `Bearer ${filled}` },
			{ ...headers(), authorization: `Bearer ${AUTH_PUB}:${PARTNER}:${filled}` },
			{ ...headers(), authorization: `Bearer ${AUTH_PUB}:${filled}:x` },
			{ ...headers(), timestamp: filled },
			{ ...headers(), timestamp: `${filled}x` },
			{ ...headers(), partnerid: `x${filled}x` },
		];
		for (const given of cases) {
			const start = performance.now();
			expect(verify(given).ok).toBe(false);
			expect(performance.now() - start).toBeLessThan(500);
		}
	}
});

test('another path, time, partner or key gives another signature', () => {
	const input = fc.record({
		key: fc.string({ minLength: 1, maxLength: 40 }),
		timestamp: fc.integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 }),
		apiPath: fc.webPath().map((path) => `/${path}`),
	});
	fc.assert(
		fc.property(input, input, (one, other) => {
			const sign = ({ key, ...rest }: typeof one) =>
				computeSignature(key, { partnerId: PARTNER, ...rest });
			const same = JSON.stringify(one) === JSON.stringify(other);
			expect(sign(one) === sign(other)).toBe(same);
		}),
		{ numRuns: runs(5_000) },
	);
});
