import {
	computeSignature,
	signedHeaders,
	verifySignature,
	type IncomingHeaders,
	type VerifierSecrets,
} from '../../../nodes/Zhongzhiyou/api/signature.ts';

const published = {
	signKey: '0123456789abcdef0123456789abcdef',
	partnerId: '9258',
	timestamp: 1753756569000,
	apiPath: '/order/Create',
	signature: 'FupBSpSs43XZaB0lWAivhAkUzvs=',
};

const PATH = '/webhook/zzy';
const NOW = 1753756569000;
const MINUTE = 60_000;

const secrets: VerifierSecrets = {
	partnerId: '9258',
	signKeys: [published.signKey, ''],
	tolerance: 10 * MINUTE,
};

interface Sent {
	signKey?: string;
	partnerId?: string;
	timestamp?: number | string;
	apiPath?: string;
}

/** Headers of a callback as Node gives them, good unless changed. */
function sent({
	signKey = published.signKey,
	partnerId = '9258',
	timestamp = NOW,
	apiPath = PATH,
}: Sent = {}): Record<string, string> {
	const signed = signedHeaders(signKey, { partnerId, timestamp, apiPath });
	return {
		timestamp: signed.Timestamp,
		partnerid: signed.PartnerId,
		authorization: signed.Authorization,
	};
}

function verify(headers: IncomingHeaders, changes: Partial<VerifierSecrets> = {}, paths = [PATH]) {
	return verifySignature(headers, paths, { ...secrets, ...changes }, NOW);
}

/** Whole numbers below a bound, the same in every run. */
function seeded(seed: number): (bound: number) => number {
	let state = seed;
	return (bound) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * bound);
	};
}

const accepted = { ok: true, timestamp: String(NOW) };

describe('signature', () => {
	it('matches the published vector', () => {
		expect(computeSignature(published.signKey, published)).toBe(published.signature);
	});

	it('is the same for a Timestamp in digits', () => {
		expect(computeSignature(published.signKey, { ...published, timestamp: '1753756569000' })).toBe(
			published.signature,
		);
	});

	it('goes out as a bearer token with scheme, partner and signature', () => {
		expect(signedHeaders(published.signKey, published)).toEqual({
			Timestamp: '1753756569000',
			PartnerId: '9258',
			Authorization: `Bearer ZZY-OPENAPI:9258:${published.signature}`,
		});
	});

	it.each([
		['key', { signKey: 'other' }],
		['partner', { partnerId: '9259' }],
		['time', { timestamp: NOW + 1 }],
		['path', { apiPath: '/order/create' }],
	])('is another for another %s', (_what, change) => {
		const input = { ...published, ...change };
		expect(computeSignature(input.signKey, input)).not.toBe(published.signature);
	});

	it('takes key and path as UTF-8', () => {
		// printf '12/票' | openssl dgst -sha1 -hmac '密钥' -binary | base64
		expect(computeSignature('密钥', { partnerId: '1', timestamp: 2, apiPath: '/票' })).toBe(
			'aShInsTYNNKDKNOYxmt6FyKWP1I=',
		);
	});
});

describe('a callback', () => {
	test('that is signed with the current key is accepted', () => {
		expect(verify(sent())).toEqual(accepted);
	});

	test('may differ from the clock by the tolerance and not a millisecond more', () => {
		for (const lead of [10 * MINUTE, -10 * MINUTE]) {
			expect(verify(sent({ timestamp: NOW + lead }))).toMatchObject({ ok: true });
		}
		expect(verify(sent({ timestamp: NOW - 10 * MINUTE - 1 }))).toEqual({
			ok: false,
			reason: { kind: 'timestampWindow', seconds: -600 },
		});
		expect(verify(sent({ timestamp: NOW + 10 * MINUTE + 1 }))).toEqual({
			ok: false,
			reason: { kind: 'timestampWindow', seconds: 600 },
		});
	});

	test('of any time is accepted with tolerance 0', () => {
		for (const timestamp of [0, 1, NOW * 2]) {
			expect(verify(sent({ timestamp }), { tolerance: 0 })).toEqual({
				ok: true,
				timestamp: String(timestamp),
			});
		}
	});

	test('of tolerance 0 still needs its signature over this Timestamp', () => {
		const headers = { ...sent({ timestamp: 1 }), timestamp: '2' };
		expect(verify(headers, { tolerance: 0 })).toMatchObject({ reason: { kind: 'signature' } });
	});

	test.each(['', 'now', '1753756569000.5', '-1', '1e12', '0x1', '1'.repeat(17)])(
		'with Timestamp %p is refused',
		(timestamp) => {
			const kind = timestamp === '' ? 'missingHeader' : 'timestampFormat';
			for (const tolerance of [0, MINUTE]) {
				expect(verify(sent({ timestamp }), { tolerance })).toMatchObject({
					ok: false,
					reason: { kind },
				});
			}
		},
	);

	test('with only the start, the end, more or nothing of the signature is refused', () => {
		const { authorization, ...rest } = sent();
		const start = 'Bearer ZZY-OPENAPI:9258:';
		const sign = authorization.slice(start.length);
		for (const wrong of [sign.slice(0, -1), sign.slice(0, 1), sign.slice(1), `${sign}=`]) {
			expect(verify({ ...rest, authorization: `${start}${wrong}` })).toEqual({
				ok: false,
				reason: { kind: 'signature', paths: [PATH] },
			});
		}
		expect(verify({ ...rest, authorization: start })).toMatchObject({
			ok: false,
			reason: { kind: 'scheme' },
		});
	});

	test('with the signature in another case is refused', () => {
		const headers = sent();
		const [scheme, partner, sign] = headers.authorization.split(':');
		const swapped = sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase();
		const authorization = [scheme, partner, swapped].join(':');
		expect(verify({ ...headers, authorization })).toMatchObject({ reason: { kind: 'signature' } });
	});

	test('that is signed with the previous key is accepted, with any other key not', () => {
		const headers = sent({ signKey: 'old' });
		expect(verify(headers, { signKeys: ['new', 'old'] })).toEqual(accepted);
		expect(verify(headers, { signKeys: ['new', 'older'] })).toMatchObject({
			reason: { kind: 'signature' },
		});
	});

	test('is never accepted without a key, signed with the empty one or not', () => {
		for (const signKey of ['', published.signKey]) {
			for (const signKeys of [[], [''], ['', '']]) {
				expect(verify(sent({ signKey }), { signKeys })).toEqual({
					ok: false,
					reason: { kind: 'noKey' },
				});
			}
		}
	});

	test('signed with the empty key is refused while there is no previous key', () => {
		expect(verify(sent({ signKey: '' }))).toMatchObject({ reason: { kind: 'signature' } });
	});

	test('of another partner is refused, in the token and in the header', () => {
		expect(verify(sent({ partnerId: '777' }))).toEqual({
			ok: false,
			reason: { kind: 'partner', where: 'token' },
		});
		expect(verify({ ...sent(), partnerid: '777' })).toEqual({
			ok: false,
			reason: { kind: 'partner', where: 'header' },
		});
		expect(verify({ ...sent(), partnerid: '09258' })).toMatchObject({
			reason: { kind: 'partner', where: 'header' },
		});
	});

	test.each([
		['Authorization', 'authorization'],
		['PartnerId', 'partnerid'],
		['Timestamp', 'timestamp'],
	])('without %s is refused', (header, key) => {
		const reason = { kind: 'missingHeader', header };
		const headers: IncomingHeaders = sent();
		for (const value of [undefined, '', '  ', ['a', 'b'], [sent()[key]]]) {
			expect(verify({ ...headers, [key]: value })).toEqual({ ok: false, reason });
		}
	});

	test('with nothing at all is refused for its first header', () => {
		expect(verify({})).toEqual({
			ok: false,
			reason: { kind: 'missingHeader', header: 'Authorization' },
		});
	});

	test.each([
		'Basic ZZY-OPENAPI:9258:SIGN',
		'Bearer ZZY:9258:SIGN',
		'Bearer zzy-openapi:9258:SIGN',
		'Bearer ZZY-OPENAPI:9258',
		'Bearer ZZY-OPENAPI::SIGN',
		'Bearer :9258:SIGN',
		'ZZY-OPENAPI:9258:SIGN',
		'BearerZZY-OPENAPI:9258:SIGN',
		'Bearer ZZY-OPENAPI:9258:SIGN more',
		'Bearer ZZY-OPENAPI:9258:SIGN\nmore',
	])('with Authorization %p is refused', (pattern) => {
		const headers = sent();
		const sign = headers.authorization.slice('Bearer ZZY-OPENAPI:9258:'.length);
		const authorization = pattern.replace('SIGN', sign);
		expect(verify({ ...headers, authorization })).toEqual({
			ok: false,
			reason: { kind: 'scheme' },
		});
	});

	test.each(['bearer', 'BEARER'])('may say %p', (word) => {
		const headers = sent();
		const authorization = headers.authorization.replace('Bearer', word);
		expect(verify({ ...headers, authorization })).toEqual(accepted);
	});

	test('may have space around its headers', () => {
		const headers = Object.fromEntries(
			Object.entries(sent()).map(([name, value]) => [name, ` ${value} `]),
		);
		expect(verify(headers)).toEqual(accepted);
	});

	test('may be signed for any of the paths, and for no other', () => {
		const paths = ['/public/zzy', '/webhook/zzy'];
		for (const apiPath of paths) {
			expect(verify(sent({ apiPath }), {}, paths)).toEqual(accepted);
		}
		for (const apiPath of ['/', '', '/public', '/webhook/zzy/', '/Webhook/zzy']) {
			expect(verify(sent({ apiPath }), {}, paths)).toEqual({
				ok: false,
				reason: { kind: 'signature', paths },
			});
		}
		expect(verify(sent(), {}, [])).toEqual({
			ok: false,
			reason: { kind: 'signature', paths: [] },
		});
	});

	test('does not sign its query', () => {
		expect(verify(sent({ apiPath: `${PATH}?a=1` }))).toMatchObject({
			reason: { kind: 'signature' },
		});
	});

	test('that is garbage is refused, without an error', () => {
		const below = seeded(20250729);
		const pick = <Entry,>(entries: readonly Entry[]): Entry => entries[below(entries.length)];
		const names = ['authorization', 'partnerid', 'timestamp'];
		const good = sent();
		const pieces = [
			...Object.values(good),
			'Bearer ',
			'ZZY-OPENAPI',
			':',
			'9258',
			'\u0000',
			'\uD800',
			'票',
			'=',
			' ',
			'9'.repeat(400),
		];
		const value = () => {
			const parts = Array.from({ length: below(6) }, () => pick(pieces));
			return pick<string | string[] | undefined>([
				parts.join(''),
				parts.join(''),
				parts,
				undefined,
			]);
		};
		let refused = 0;
		for (let round = 0; round < 2_000; round++) {
			const headers: IncomingHeaders = {
				...good,
				[pick(names)]: value(),
				[pick([...names, 'other'])]: value(),
			};
			const untouched = names.every((name) => {
				const given = headers[name];
				return typeof given === 'string' && given.trim() === good[name];
			});
			const result = verify(headers);
			expect(result.ok).toBe(untouched);
			if (!result.ok) refused++;
		}
		expect(refused).toBeGreaterThan(1_500);
	});
});
