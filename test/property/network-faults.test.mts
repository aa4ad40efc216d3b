// Whatever an error is made of, reading it never throws, and never calls certain what is not.
import fc from 'fast-check';

import { networkFailure } from '../../nodes/Zhongzhiyou/api/errors.ts';
import { networkFaultOf } from '../../nodes/Zhongzhiyou/api/networkFault.ts';
import type { ApiRequest } from '../../nodes/Zhongzhiyou/api/types.ts';
import '../support/in-process.mts';
import { runs } from '../support/runs.mts';

const write: ApiRequest = {
	method: 'POST',
	path: '/order/Create',
	writes: true,
	names: [{ name: 'orderId', label: 'Order ID', value: '7' }],
};

const codes = fc.constantFrom(
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ECONNRESET',
	'EPIPE',
	'ETIMEDOUT',
	'ECONNABORTED',
	'ERR_CANCELED',
	'ERR_BAD_RESPONSE',
	'EPROTO',
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'CERT_HAS_EXPIRED',
	'',
);

const sockets = fc.oneof(
	fc.constant(null),
	fc.record({ secureConnecting: fc.boolean() }),
	fc.record({}),
	fc.anything(),
);

const members = fc.record(
	{
		code: fc.oneof(codes, fc.anything()),
		syscall: fc.constantFrom('connect', 'read', 'write', 'getaddrinfo'),
		hostname: fc.oneof(fc.constant('host'), fc.string()),
		address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.anything()),
		port: fc.oneof(fc.nat(65_535), fc.anything()),
		request: fc.oneof(fc.record({ socket: sockets, path: fc.string() }), fc.anything()),
		response: fc.oneof(fc.record({ status: fc.integer() }), fc.anything()),
	},
	{ requiredKeys: [] },
);

/** An error that wraps others, as n8n and axios do, or anything else that can be thrown. */
const thrown = fc.oneof(
	fc.array(members, { minLength: 1, maxLength: 8 }).map((chain) => {
		let cause: Error | undefined;
		for (const more of chain) cause = Object.assign(new Error('wrapped', { cause }), more);
		return cause;
	}),
	fc.anything(),
);

test('every error is read, and told in a sentence', () => {
	fc.assert(
		fc.property(
			thrown,
			fc.constantFrom('http://host:8080/gw', 'https://127.0.0.1', 'https://[::1]:8443'),
			(error, base) => {
				const fault = networkFaultOf(error, base);
				const failure = networkFailure(write, fault, base);
				expect(failure.ambiguous).toBe(!fault.neverLeft);
				expect(failure.message.includes('It is not known')).toBe(!fault.neverLeft);
				expect(failure.message).toContain('(Order ID 7)');
				expect(failure.description.startsWith('Nothing was carried out')).toBe(fault.neverLeft);
			},
		),
		{ numRuns: runs(5_000) },
	);
});

test('a request whose connection was made is never said not to have left', () => {
	const made = fc.record({
		code: fc.constantFrom(
			'ECONNRESET',
			'EPIPE',
			'ETIMEDOUT',
			'ECONNABORTED',
			'ERR_CANCELED',
			'ERR_BAD_RESPONSE',
			'EPROTO',
			'ERR_SSL_DECRYPTION_FAILED',
			'',
		),
		syscall: fc.constantFrom('read', 'write', undefined),
		request: fc.constantFrom(
			{ socket: { secureConnecting: false } },
			{ socket: {} },
			{ socket: {}, path: 'http://host/order/Create' },
			undefined,
		),
	});
	fc.assert(
		fc.property(made, fc.boolean(), (more, isWrapped) => {
			const error = Object.assign(new Error('lost'), more);
			const given = isWrapped ? new Error('wrapped', { cause: error }) : error;
			expect(networkFaultOf(given, 'https://host')).toMatchObject({
				neverLeft: false,
				proxy: undefined,
			});
		}),
		{ numRuns: runs(100) },
	);
});
