import { networkFaultOf } from '../../../nodes/Zhongzhiyou/api/networkFault.ts';

const BASE = 'http://host:8080/gw';

/** An error as Node's sockets give it. */
function nodeError(code: string, more: object = {}, message = code): Error {
	return Object.assign(new Error(message), { code, ...more });
}

/** Wraps an error as n8n and axios do. */
function wrapped(cause: unknown, times = 1): Error {
	const error = new Error('wrapped', { cause });
	return times === 1 ? error : wrapped(error, times - 1);
}

describe('a request provably never left', () => {
	test.each<[string, Error, string]>([
		[
			'when the connection was refused',
			nodeError('ECONNREFUSED', { syscall: 'connect' }),
			'ECONNREFUSED',
		],
		[
			'when the name was not found',
			nodeError('ENOTFOUND', { syscall: 'getaddrinfo' }),
			'ENOTFOUND',
		],
		['when DNS did not answer', nodeError('EAI_AGAIN', { syscall: 'getaddrinfo' }), 'EAI_AGAIN'],
		['when connecting timed out', nodeError('ETIMEDOUT', { syscall: 'connect' }), 'ETIMEDOUT'],
		[
			'when the host was unreachable',
			nodeError('EHOSTUNREACH', { syscall: 'connect' }),
			'EHOSTUNREACH',
		],
		[
			'when no address of the host could be reached',
			new AggregateError([
				nodeError('ETIMEDOUT', { syscall: 'connect' }),
				nodeError('ENETUNREACH', { syscall: 'connect' }),
			]),
			'',
		],
		[
			'when every address of the host refused',
			Object.assign(new AggregateError([nodeError('ECONNREFUSED'), 'not an error', null]), {
				code: 'ECONNREFUSED',
			}),
			'ECONNREFUSED',
		],
		['when that is wrapped', wrapped(nodeError('ECONNREFUSED'), 5), 'ECONNREFUSED'],
		[
			'when that is wrapped in an error with a code of its own',
			nodeError('ERR_WRAPPED', { cause: nodeError('ENOTFOUND') }),
			'ERR_WRAPPED',
		],
		[
			'when several addresses are wrapped',
			wrapped(new AggregateError([nodeError('EHOSTUNREACH', { syscall: 'connect' })])),
			'',
		],
	])('%s', (_when, error, code) => {
		expect(networkFaultOf(error, BASE)).toMatchObject({ neverLeft: true, cancelled: false, code });
	});
});

describe('a request may have left', () => {
	test.each<[string, unknown, string]>([
		['when the connection was reset', nodeError('ECONNRESET', { syscall: 'read' }), 'ECONNRESET'],
		['when writing failed', nodeError('EPIPE', { syscall: 'write' }), 'EPIPE'],
		['when no answer came in time', nodeError('ECONNABORTED'), 'ECONNABORTED'],
		['when the connection timed out', nodeError('ETIMEDOUT', { syscall: 'read' }), 'ETIMEDOUT'],
		['when the answer broke off', wrapped(nodeError('ERR_BAD_RESPONSE')), 'ERR_BAD_RESPONSE'],
		['when the error has no code', new Error('socket hang up'), ''],
		['when its code is no text', Object.assign(new Error('x'), { code: 61, syscall: 5 }), ''],
		['when its code is hidden too deep', wrapped(nodeError('ECONNREFUSED'), 6), ''],
		['when it is no error', 'ECONNREFUSED', ''],
		['when it is nothing', undefined, ''],
		['when it only looks like an error', { code: 'ECONNREFUSED' }, ''],
		['when the cause is no error', new Error('x', { cause: { code: 'ECONNREFUSED' } }), ''],
	])('%s', (_when, error, code) => {
		expect(networkFaultOf(error, BASE)).toMatchObject({ neverLeft: false, cancelled: false, code });
	});
});

describe('the reason', () => {
	test('is that of the innermost error', () => {
		expect(networkFaultOf(wrapped(new Error('socket hang up'), 3), BASE).reason).toBe(
			'socket hang up',
		);
	});

	test('is there when there is none', () => {
		expect(networkFaultOf(null, BASE).reason).toBe('no reason given');
	});

	test('is not sought for ever in an error that wraps itself', () => {
		const error = new Error('round');
		error.cause = error;
		expect(networkFaultOf(error, BASE)).toMatchObject({ reason: 'round', neverLeft: false });
	});

	test('is a cancelled execution where axios says so, though nothing is known of the sending', () => {
		expect(networkFaultOf(wrapped(nodeError('ERR_CANCELED')), BASE)).toMatchObject({
			cancelled: true,
			neverLeft: false,
		});
	});
});
