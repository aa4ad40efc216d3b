import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { networkFailure } from '../../../nodes/Zhongzhiyou/api/errors.ts';
import {
	ApiFailure,
	CredentialError,
	Failure,
	InputError,
} from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { NO_ANSWER, type NetworkFault } from '../../../nodes/Zhongzhiyou/api/networkFault.ts';
import { nodeError } from '../../../nodes/Zhongzhiyou/api/nodeError.ts';
import { readAnswer } from '../../../nodes/Zhongzhiyou/api/request.ts';
import type { ApiRequest } from '../../../nodes/Zhongzhiyou/api/types.ts';
import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { stage } from '../../support/in-process.mts';

const { node } = stage(new Zhongzhiyou());

describe('every failure', () => {
	test.each<[string, Failure, object]>([
		['of input', new InputError('Quantity', 'is empty', 'Fill it in.'), NodeOperationError],
		['of the credential', new CredentialError('Sign Key is empty.'), NodeOperationError],
		['of a call', new ApiFailure('It failed', { description: 'Try later.' }), NodeApiError],
	])('%s says what happened and what to do, and n8n shows both', (_kind, failure, kind) => {
		expect(failure).toBeInstanceOf(Failure);
		expect(failure.description).not.toBe('');
		const shown = nodeError(node, failure);
		expect(shown).toBeInstanceOf(kind);
		expect(shown).toMatchObject({ message: failure.message, description: failure.description });
	});
});

describe('the cause that n8n is told', () => {
	const read: ApiRequest = { method: 'GET', path: '/product', writes: false };
	const write: ApiRequest = { method: 'POST', path: '/order/Create', writes: true };

	/** What n8n's error says of an answer; of a write that it is no worse than of a read. */
	function causeOf(request: ApiRequest, statusCode: number, message = '', headers = {}) {
		const body =
			message === ''
				? '<html>'
				: JSON.stringify({ IsSuccess: false, Code: 500, LogId: '', Message: message });
		const attempt = readAnswer(request, { statusCode, headers, body });
		if (!('failure' in attempt)) throw new Error('It succeeded');
		return nodeError(node, attempt.failure).failure;
	}

	const credential = { cause: 'credential-invalid' };
	const configuration = { cause: 'configuration-invalid' };
	const down = { cause: 'temporarily-unavailable' };

	test.each([
		[200, '签名错误', credential],
		[200, '分销商不存在', credential],
		[200, '时间戳已过期', configuration],
		[401, '', credential],
		[403, '', credential],
		[401, '无权访问', credential],
		[200, '订单不存在', configuration],
		[200, 'Order not found', configuration],
		[404, '', configuration],
		[400, '参数错误', configuration],
		[302, '', configuration],
		[429, '', { cause: 'rate-limited' }],
		[429, '请求太快', { cause: 'rate-limited' }],
		[200, '库存不足', undefined],
		[200, '', undefined],
		[407, '', undefined],
	])('of HTTP %i with "%s" is %p, for a read and for a write', (status, message, cause) => {
		if (status !== 200 || message !== '') expect(causeOf(write, status, message)).toEqual(cause);
		expect(causeOf(read, status, message)).toEqual(cause);
	});

	test.each([500, 502, 503, 504, 599])('of HTTP %i is that it is down, of a read', (status) => {
		expect(causeOf(read, status)).toEqual(down);
		expect(causeOf(read, status, '系统繁忙')).toEqual(down);
		expect(causeOf(write, status)).toBeUndefined();
		expect(causeOf(write, status, '系统繁忙')).toBeUndefined();
	});

	test('of HTTP 408 is that it is down, of a read', () => {
		expect(causeOf(read, 408)).toEqual(down);
	});

	test('of a refused signature is the clock where that is wrong', () => {
		const date = new Date(Date.now() - 600_000).toUTCString();
		for (const [status, words] of [
			[200, '签名错误'],
			[401, '无权访问'],
		] as const) {
			expect(causeOf(read, status, words, { date })).toEqual(configuration);
			expect(causeOf(read, status, words)).toEqual(credential);
		}
		expect(causeOf(read, 200, '库存不足', { date })).toBeUndefined();
	});

	test('says how long to wait where the server does, however long', () => {
		for (const [header, retryAfterMs] of [
			['3', 3_000],
			['3600', 3_600_000],
		] as const) {
			const headers = { 'retry-after': header };
			expect(causeOf(read, 429, '', headers)).toEqual({ cause: 'rate-limited', retryAfterMs });
			expect(causeOf(read, 503, '', headers)).toEqual({ ...down, retryAfterMs });
		}
		expect(causeOf(read, 404, '', { 'retry-after': '3' })).toEqual(configuration);
		expect(causeOf(read, 429, '', { 'retry-after': '9'.repeat(400) })).toEqual({
			cause: 'rate-limited',
		});
	});

	test('of a connection is that it is down, unless a write may have arrived', () => {
		const cut = { ...NO_ANSWER, code: 'ECONNRESET' };
		const refused = { ...NO_ANSWER, code: 'ECONNREFUSED', neverLeft: true };
		const of = (request: ApiRequest, fault: NetworkFault) => {
			const failure = networkFailure(request, fault, 'https://host');
			failure.hints = { fault };
			return nodeError(node, failure).failure;
		};
		expect(of(read, cut)).toEqual(down);
		expect(of(write, cut)).toBeUndefined();
		expect(of(read, refused)).toEqual(down);
		expect(of(write, refused)).toEqual(down);
		expect(of(read, { ...NO_ANSWER, code: 'EAI_AGAIN' })).toEqual(down);
		expect(of(read, { ...NO_ANSWER, code: 'ENOTFOUND' })).toBeUndefined();
	});

	test('of what was given is the configuration, of the credential itself', () => {
		expect(nodeError(node, new InputError('Quantity', 'is empty', '')).failure).toEqual(
			configuration,
		);
		expect(nodeError(node, new CredentialError('Sign Key is empty.')).failure).toEqual(credential);
	});

	test('is none where nothing is known', () => {
		expect(nodeError(node, new Error('It broke')).failure).toBeUndefined();
		expect(nodeError(node, 'It broke').failure).toBeUndefined();
	});
});
