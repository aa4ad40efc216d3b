import { DateTime } from 'luxon';

import { ApiFailure } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { readAnswer } from '../../../nodes/Zhongzhiyou/api/request.ts';
import type { ApiRequest } from '../../../nodes/Zhongzhiyou/api/types.ts';

const NOW = Date.UTC(2026, 4, 1, 8);

const read: ApiRequest = { method: 'GET', path: '/product/x', writes: false };
const write: ApiRequest = { method: 'POST', path: '/order/Create', writes: true };

describe('an answer', () => {
	beforeEach(() => {
		jest.useFakeTimers({ now: NOW });
	});

	afterEach(() => {
		jest.useRealTimers();
	});

	function answered(
		request: ApiRequest,
		body: unknown,
		statusCode = 200,
		headers: Record<string, string> = {},
	) {
		return readAnswer(request, { statusCode, headers, body: body as string });
	}

	function failed(...given: Parameters<typeof answered>) {
		const attempt = answered(...given);
		if (!('failure' in attempt)) throw new Error('the answer was a success');
		expect(attempt.failure).toBeInstanceOf(ApiFailure);
		return attempt;
	}

	const good = '{"Code":0,"IsSuccess":true,"LogId":"L1","Message":"好","Data":{"OrderId":1}}';
	const bad = '{"Code":7,"IsSuccess":false,"LogId":"L2","Message":"库存不足"}';

	test.each([200, 201, 299])('of HTTP %i is a success by its envelope', (status) => {
		expect(answered(write, good, status)).toEqual({
			response: { data: { OrderId: 1 }, message: '好', code: 0, logId: 'L1' },
		});
	});

	test.each([300, 302, 404, 429, 500])('of HTTP %i is none, whatever it says', (status) => {
		expect(failed(write, good, status).failure.httpStatus).toBe(status);
	});

	test('that refuses is never repeated at HTTP 200, in its own words', () => {
		for (const request of [read, write]) {
			const { failure, mayRepeat } = failed(request, bad);
			expect(failure.message).toBe('ZhongZhiYou refused: 库存不足');
			expect(failure).toMatchObject({ code: 7, logId: 'L2', httpStatus: 200, ambiguous: false });
			expect(mayRepeat).toBe(false);
		}
	});

	test.each([
		[429, true],
		[500, true],
		[502, true],
		[599, true],
		[400, false],
		[401, false],
		[404, false],
		[301, false],
		[200, false],
	])('of HTTP %i may pass: %p, for what may be repeated', (status, mayPass) => {
		for (const body of ['<html>', bad]) {
			expect(failed(read, body, status).mayRepeat).toBe(mayPass);
			expect(failed(write, body, status).mayRepeat).toBe(false);
		}
	});

	test('that is no text is not the API’s', () => {
		for (const body of [undefined, { IsSuccess: true }, Buffer.from(good)]) {
			expect(failed(read, body).failure.message).toBe("The answer is not one of ZhongZhiYou's API");
		}
	});

	test('says where it redirects to', () => {
		const { failure } = failed(write, '', 302, { location: 'https://real.example/order/Create' });
		expect(failure.description).toContain('https://real.example if');
	});

	test.each<[string | undefined, number | undefined]>([
		['0', 0],
		['3', 3_000],
		['20', 20_000],
		['21', 21_000],
		['86400', 86_400_000],
		[DateTime.fromMillis(NOW + 5_000).toHTTP() ?? '', 5_000],
		[DateTime.fromMillis(NOW - 5_000).toHTTP() ?? '', 0],
		[DateTime.fromMillis(NOW + 86_400_000).toHTTP() ?? '', 86_400_000],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('with Retry-After %p asks for %p milliseconds', (header, pause) => {
		const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header };
		expect(failed(read, 'busy', 429, headers).failure.hints.retryAfter).toBe(pause);
	});

	test('blames the clock where its Date shows that this machine’s is wrong', () => {
		const refused = '{"Code":401,"IsSuccess":false,"LogId":"","Message":"签名错误"}';
		const date = DateTime.fromMillis(NOW - 600_000).toHTTP() ?? '';
		expect(failed(read, refused, 200, { date }).failure.description).toMatch(
			/^This machine's clock is 600 seconds ahead of the server's\./,
		);
		expect(failed(read, refused).failure.description).toMatch(/^Check the 'Sign Key'/);
	});
});
