import type { Envelope } from '../../../nodes/Zhongzhiyou/api/envelope.ts';
import {
	clockSkewSeconds,
	networkFailure,
	notTheApi,
	references,
	refusal,
} from '../../../nodes/Zhongzhiyou/api/errors.ts';
import { ApiFailure, InputError } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { NO_ANSWER, type NetworkFault } from '../../../nodes/Zhongzhiyou/api/networkFault.ts';
import type { ApiRequest, JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';

const READ: ApiRequest = { method: 'GET', path: '/product', writes: false };
const WRITE: ApiRequest = { method: 'POST', path: '/order/Create', writes: true };

const WRITE_PATHS = ['/order/Create', '/order/Pay', '/order/CancelOrder', '/order/Refund'];

const UNKNOWN_OUTCOME =
	/[.。] It is not known whether ZhongZhiYou carried this out, so it was not repeated$/;

function answer(change: Partial<Envelope> = {}): Envelope {
	return {
		succeeded: false,
		isClear: true,
		data: undefined,
		code: undefined,
		logId: '',
		message: '',
		...change,
	};
}

function remedyOf(message: string, httpStatus = 200, skew?: number): string {
	return refusal(READ, answer({ message }), httpStatus, skew).description;
}

const CHECK_KEY = /^Check the 'Sign Key' and the 'Partner ID' in the credential/;
const CHECK_PARTNER = /^Check the 'Partner ID' in the credential, and that it belongs/;
const CHECK_CLOCK = /^The request came too late or too early: check the clock/;

describe('a refused parameter', () => {
	test('is named at the start of the sentence, and says what to do', () => {
		const error = new InputError('Quantity', 'is empty', 'Fill it in.');
		expect(error).toBeInstanceOf(Error);
		expect({ ...error, message: error.message }).toEqual({
			name: 'InputError',
			parameter: 'Quantity',
			message: 'Quantity is empty',
			description: 'Fill it in.',
		});
	});
});

describe('a failure', () => {
	test('has no LogId and no doubt about its outcome unless it says so', () => {
		const failure = new ApiFailure('It failed', { description: 'Try later.' });
		expect(failure).toBeInstanceOf(Error);
		expect(failure).toMatchObject({
			name: 'ApiFailure',
			message: 'It failed',
			description: 'Try later.',
			code: undefined,
			logId: '',
			httpStatus: undefined,
			ambiguous: false,
		});
	});
});

describe('the references for support', () => {
	test.each<[number | string | undefined, string, string]>([
		[undefined, '', ''],
		[undefined, 'L1', "LogId L1 (quote the LogId to ZhongZhiYou's support)."],
		['E1', 'L1', "Code E1, LogId L1 (quote the LogId to ZhongZhiYou's support)."],
		[0, 'L1', "Code 0, LogId L1 (quote the LogId to ZhongZhiYou's support)."],
	])('of Code %p and LogId %p', (code, logId, text) => {
		expect(references(code, logId)).toBe(text);
	});

	test('hold the Code where there is no LogId', () => {
		expect(references(0, '')).toMatch(/^Code 0\b/);
	});
});

describe('the clock', () => {
	const now = Date.parse('2025-07-29T02:36:09Z');

	test.each<[string, unknown, number | undefined]>([
		['is right', 'Tue, 29 Jul 2025 02:36:09 GMT', 0],
		['is ahead', 'Tue, 29 Jul 2025 02:26:09 GMT', 600],
		['is behind', 'Tue, 29 Jul 2025 02:46:09 GMT', -600],
		['cannot be compared with words', 'yesterday', undefined],
		['cannot be compared with an empty text', '', undefined],
		['cannot be compared with nothing', undefined, undefined],
		['cannot be compared with a number', 1753756569000, undefined],
		['cannot be compared with a list', ['Tue, 29 Jul 2025 02:36:09 GMT'], undefined],
	])('%s', (_what, header, skew) => {
		expect(clockSkewSeconds(header, now)).toBe(skew);
	});

	test('is compared to the nearest second', () => {
		expect(clockSkewSeconds('Tue, 29 Jul 2025 02:36:09 GMT', now + 1499)).toBe(1);
		expect(clockSkewSeconds('Tue, 29 Jul 2025 02:36:09 GMT', now + 1500)).toBe(2);
	});
});

describe('a refusal by the API', () => {
	test('is told in the API’s own words, with what support needs', () => {
		expect(
			refusal(READ, answer({ message: ' 库存不足 ', code: 0, logId: 'L1' }), 200, undefined),
		).toMatchObject({
			message: 'ZhongZhiYou refused: 库存不足',
			description: "Code 0, LogId L1 (quote the LogId to ZhongZhiYou's support).",
			code: 0,
			logId: 'L1',
			httpStatus: 200,
			ambiguous: false,
		});
	});

	test('of a write by a server that fails leaves the outcome open', () => {
		const failure = refusal(WRITE, answer({ message: '系统异常' }), 500, undefined);
		expect(failure.ambiguous).toBe(true);
		expect(failure.message).toMatch(UNKNOWN_OUTCOME);
		expect(failure.description).toMatch(/^Check the order with ZhongZhiYou first/);
		expect(refusal(READ, answer({ message: '系统异常' }), 500, undefined).ambiguous).toBe(false);
		expect(refusal(WRITE, answer({ message: '库存不足' }), 200, undefined).ambiguous).toBe(false);
	});

	test.each([
		'订单已过期',
		'产品已过期，不可预订',
		'分销商未授权该产品',
		'分销商余额不足，错误',
		'No seats assigned',
		'design not found',
	])('of the business blames neither clock nor credential: %s', (message) => {
		expect(remedyOf(message)).toBe('');
	});

	test('without a LogId does not ask to quote one', () => {
		expect(
			refusal(READ, answer({ message: '库存不足', code: 0 }), 200, undefined).description,
		).toBe('Code 0.');
	});

	test.each(['', '  '])('without words is told as such: %p', (message) => {
		expect(refusal(READ, answer({ message }), 200, undefined)).toMatchObject({
			message: 'ZhongZhiYou refused the request without a reason',
			description: '',
		});
	});

	test('has the remedy before the references', () => {
		const { description } = refusal(
			READ,
			answer({ message: '签名错误', code: 401, logId: 'L2' }),
			401,
			undefined,
		);
		expect(description).toMatch(CHECK_KEY);
		expect(description).toMatch(/\. Code 401, LogId L2 \(/);
	});

	test.each(['签名错误', '验签失败', 'Invalid SIGN', 'token error', 'Unauthorized'])(
		'for its signature points to the key: %s',
		(message) => {
			expect(remedyOf(message)).toMatch(CHECK_KEY);
		},
	);

	test.each(['时间戳无效', 'Timestamp invalid', '请求已过期', '请求时间超时', '签名错误：时间戳'])(
		'for its time points to the clock: %s',
		(message) => {
			expect(remedyOf(message)).toMatch(CHECK_CLOCK);
		},
	);

	test.each([
		'分销商不存在',
		'合作方无效',
		'合作停用',
		'Partner not found',
		'invalid token: unknown PartnerId is invalid',
	])('for its partner points to the Partner ID: %s', (message) => {
		expect(remedyOf(message)).toMatch(CHECK_PARTNER);
	});

	test.each([401, 403])('with HTTP %i points to the key, whatever its words', (status) => {
		expect(remedyOf('no', status)).toMatch(CHECK_KEY);
		expect(remedyOf('', status)).toMatch(CHECK_KEY);
	});

	test.each(['库存不足', '游客信息不能为空', '产品已下架', '订单不存在', 'Not enough stock'])(
		'for anything else needs no remedy of ours: %s',
		(message) => {
			expect(remedyOf(message)).toBe('');
			expect(remedyOf(message, 500, 3600)).toBe('');
		},
	);

	test.each([
		[121, "This machine's clock is 121 seconds ahead of the server's."],
		[-600, "This machine's clock is 600 seconds behind the server's."],
	])('that may come from a clock off by %i seconds says so', (skew, start) => {
		for (const [message, status] of [
			['签名错误', 200],
			['请求已过期', 200],
			['分销商不存在', 200],
			['', 401],
		] as const) {
			expect(remedyOf(message, status, skew).startsWith(start)).toBe(true);
		}
	});

	test.each([0, 120, -120])('is not blamed on a clock off by %i seconds', (skew) => {
		expect(remedyOf('签名错误', 401, skew)).toMatch(CHECK_KEY);
	});
});

describe('an answer that is not the API’s', () => {
	test.each<[number, string, RegExp]>([
		[200, "The answer is not one of ZhongZhiYou's API", /^Check the credential's 'Base URL'/],
		[204, "The answer is not one of ZhongZhiYou's API", /^Check the credential's 'Base URL'/],
		[400, 'The server answered with HTTP 400', /^Check the credential's 'Base URL'/],
		[404, 'The server answered with HTTP 404', /^Check the credential's 'Base URL'/],
		[
			429,
			'The server answered with HTTP 429',
			/^Too many requests: lower the option 'Concurrency'/,
		],
		[500, 'The server answered with HTTP 500', /^The server or a proxy in front of it failed/],
		[503, 'The server answered with HTTP 503', /^The server or a proxy in front of it failed/],
	])('with HTTP %i is told with a remedy, for a read', (httpStatus, message, remedy) => {
		expect(notTheApi(READ, httpStatus, undefined)).toMatchObject({
			message,
			httpStatus,
			ambiguous: false,
			description: expect.stringMatching(remedy),
		});
	});

	test.each([200, 204, 299, 500, 502, 504])(
		'leaves the outcome of a write in doubt with HTTP %i',
		(status) => {
			expect(notTheApi(WRITE, status, undefined)).toMatchObject({
				ambiguous: true,
				message: expect.stringMatching(UNKNOWN_OUTCOME),
			});
		},
	);

	test.each([408, 499])(
		'leaves the outcome of a write in doubt where it says that a server waited no longer: HTTP %i',
		(status) => {
			const told = { ambiguous: true, message: expect.stringMatching(UNKNOWN_OUTCOME) };
			expect(notTheApi(WRITE, status, undefined)).toMatchObject(told);
			expect(refusal(WRITE, answer({ message: '库存不足' }), status, undefined)).toMatchObject(
				told,
			);
			expect(notTheApi(READ, status, undefined).ambiguous).toBe(false);
		},
	);

	test.each([300, 301, 400, 404, 405, 407, 409, 429, 498])(
		'leaves no doubt that a write was not carried out with HTTP %i',
		(status) => {
			const failure = notTheApi(WRITE, status, undefined);
			expect(failure.ambiguous).toBe(false);
			expect(failure.message).not.toMatch(UNKNOWN_OUTCOME);
		},
	);

	test.each([300, 301, 302, 307, 308, 399])('with HTTP %i is a redirect', (status) => {
		expect(notTheApi(READ, status, undefined).message).toBe(
			`The 'Base URL' redirects elsewhere (HTTP ${status})`,
		);
	});

	test('names where a redirect leads, without what is behind the host', () => {
		const { description } = notTheApi(WRITE, 302, 'https://me:secret@host:8443/path?token=secret');
		expect(description).toBe(
			"Redirects are not followed, because a signed order must not be sent on. Set the credential's 'Base URL' to https://host:8443 if that is ZhongZhiYou's address.",
		);
	});

	test.each([undefined, '', '/elsewhere', 'nonsense', ['https://host'], 5])(
		'names no address where a redirect has none: %j',
		(location) => {
			expect(notTheApi(READ, 302, location).description).toBe(
				'Redirects are not followed, because a signed order must not be sent on.',
			);
		},
	);
});

describe('a call without an answer', () => {
	const BASE = 'http://host:8080/gw';

	function fault(change: Partial<NetworkFault> = {}): NetworkFault {
		return { ...NO_ANSWER, ...change };
	}

	test.each<[string, Partial<NetworkFault>, string, string]>([
		[
			'a cancelled execution',
			{ cancelled: true, code: 'ECONNRESET' },
			'The execution was cancelled',
			'',
		],
		[
			'a name that is not found',
			{ code: 'ENOTFOUND', neverLeft: true },
			'The host name host cannot be resolved',
			"Check the credential's 'Base URL' and the DNS of the n8n host.",
		],
		[
			'a name that is not found for now',
			{ code: 'EAI_AGAIN', neverLeft: true },
			'The host name host cannot be resolved',
			"Check the credential's 'Base URL' and the DNS of the n8n host.",
		],
		[
			'a refused connection',
			{ code: 'ECONNREFUSED', neverLeft: true },
			'host:8080 cannot be reached',
			"No connection could be made (ECONNREFUSED). Check the credential's 'Base URL' and that the host is up.",
		],
		[
			'a timeout',
			{ code: 'ECONNABORTED' },
			'host:8080 did not answer in time',
			"Raise the option 'Timeout' or try later.",
		],
		[
			'a timeout of the socket',
			{ code: 'ETIMEDOUT' },
			'host:8080 did not answer in time',
			"Raise the option 'Timeout' or try later.",
		],
		[
			'a connection that could not be made in time',
			{ code: 'ETIMEDOUT', neverLeft: true },
			'host:8080 cannot be reached',
			"No connection could be made (ETIMEDOUT). Check the credential's 'Base URL' and that the host is up.",
		],
		[
			'a reset',
			{ code: 'ECONNRESET', reason: 'socket hang up' },
			'The connection to host:8080 broke before the answer was complete',
			'The network said: ECONNRESET.',
		],
		[
			'an error without a code',
			{ reason: 'socket hang up' },
			'The connection to host:8080 broke before the answer was complete',
			'The network said: socket hang up.',
		],
	])('for %s is told with a remedy', (_what, change, message, description) => {
		expect(networkFailure(READ, fault(change), BASE)).toMatchObject({
			message,
			description,
			ambiguous: false,
			httpStatus: undefined,
			logId: '',
		});
	});

	test.each([
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'ERR_SSL_WRONG_VERSION_NUMBER',
		'EPROTO',
		'CERT_HAS_EXPIRED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	])('for %s points to https', (code) => {
		for (const neverLeft of [true, false]) {
			expect(
				networkFailure(READ, fault({ code, neverLeft, insecure: true }), 'https://host'),
			).toMatchObject({
				message: 'No secure connection to host could be made',
				description: `Check that the https of 'Base URL' is right for this host (${code}).`,
			});
		}
	});

	test.each(['ECONNREFUSED', 'EPROTO', 'ETIMEDOUT'])(
		'from the test host by https points to plain HTTP: %s',
		(code) => {
			const given = fault({ code, neverLeft: true });
			expect(networkFailure(READ, given, 'https://testapi.juyingzhiye.com/gw')).toMatchObject({
				message: "ZhongZhiYou's test host cannot be reached over https",
				description:
					"It speaks plain HTTP: set the credential's 'Base URL' to http://testapi.juyingzhiye.com.",
			});
			expect(networkFailure(READ, given, 'http://testapi.juyingzhiye.com').message).not.toMatch(
				/https/,
			);
		},
	);

	test('leaves the outcome of a write in doubt, unless it never left', () => {
		const reset = networkFailure(WRITE, fault({ code: 'ECONNRESET' }), BASE);
		expect(reset.ambiguous).toBe(true);
		expect(reset.message).toMatch(UNKNOWN_OUTCOME);
		expect(reset.description).toMatch(/ The network said: ECONNRESET\.$/);
		const refused = fault({ code: 'ECONNREFUSED', neverLeft: true });
		expect(networkFailure(WRITE, refused, BASE)).toMatchObject({
			ambiguous: false,
			description: expect.stringMatching(
				/^Nothing was carried out: the request never reached ZhongZhiYou\. No connection could be made/,
			),
		});
	});

	test('says what had come before it broke', () => {
		const { description } = networkFailure(READ, fault({ code: 'X', httpStatus: 401 }), BASE);
		expect(description).toBe('The network said: X. The answer had begun with HTTP 401.');
	});

	test('leaves the outcome of a write that was cancelled in doubt, if it was sent', () => {
		const unsent = networkFailure(WRITE, fault({ cancelled: true, neverLeft: true }), BASE);
		expect(unsent).toMatchObject({
			ambiguous: false,
			message: 'The execution was cancelled before anything was sent',
		});
		const cancelled = networkFailure(WRITE, fault({ cancelled: true }), BASE);
		expect(cancelled.ambiguous).toBe(true);
		expect(cancelled.message).toMatch(UNKNOWN_OUTCOME);
	});
});

describe('what a write is known by', () => {
	const named: ApiRequest = {
		...WRITE,
		names: [
			{ name: 'refundId', label: 'Refund ID', value: 'R-1' },
			{ name: 'orderId', label: 'Order ID', value: '7' },
		],
	};

	test('stands in the message of each failure', () => {
		const lost = networkFailure(named, { ...NO_ANSWER, code: 'ECONNRESET' }, 'http://host');
		expect(lost.message).toBe(
			'The connection to host broke before the answer was complete. It is not known whether ZhongZhiYou carried this out (Refund ID R-1, Order ID 7), so it was not repeated',
		);
		const unsent = { ...NO_ANSWER, code: 'ECONNREFUSED', neverLeft: true };
		expect(networkFailure(named, unsent, 'http://host').message).toBe(
			'host cannot be reached (Refund ID R-1, Order ID 7)',
		);
		expect(refusal(named, answer({ message: '库存不足' }), 200, undefined).message).toBe(
			'ZhongZhiYou refused: 库存不足 (Refund ID R-1, Order ID 7)',
		);
		expect(notTheApi(named, 404, undefined).message).toBe(
			'The server answered with HTTP 404 (Refund ID R-1, Order ID 7)',
		);
	});

	test.each(['系统超时，请稍后再试。', 'System busy!'])(
		'follows words that end with a stop of their own: %s',
		(message) => {
			expect(refusal(named, answer({ message }), 200, undefined).message).toBe(
				`ZhongZhiYou refused: ${message} It is not known whether ZhongZhiYou carried this out (Refund ID R-1, Order ID 7), so it was not repeated`,
			);
		},
	);
});

describe('a refusal that leaves a write in doubt', () => {
	test.each(['订单处理中', '系统超时', '请稍后再试'])(
		'says that the work goes on: %s',
		(message) => {
			const failure = refusal(WRITE, answer({ message, code: 0, logId: 'L1' }), 200, undefined);
			expect(failure).toMatchObject({ ambiguous: true, logId: 'L1', code: 0 });
			expect(failure.message).toMatch(UNKNOWN_OUTCOME);
			expect(refusal(READ, answer({ message }), 200, undefined)).toMatchObject({
				ambiguous: false,
				message: `ZhongZhiYou refused: ${message}`,
			});
		},
	);

	const GIVEN_OUT: JsonValue[] = [
		{ OrderId: 4553010 },
		{ orderid: '4553010' },
		{ Order: [{ OrderId: 1 }] },
		{ ApplyId: 1 },
		{ RefundApplyNo: 'R-9' },
		{ VoucherCode: '202052255633322222124' },
		{ VoucherCode: ['V-1'] },
		{ OrderUserVouchers: [{ VoucherCode: 'V-1', IDCardNo: '' }] },
		{ VoucherCode: { OrderVoucherCode: 'V-1' } },
		[{ Name: '张三', QrCode: '635474911632' }],
		'{"OrderId":4553010}',
		JSON.stringify('{"OrderId":4553010}'),
		4553010,
		'4553010',
		['202052255633322222124'],
		'ZZ202052-1',
	];

	test.each(GIVEN_OUT)('holds what only work makes: %j', (data) => {
		for (const path of WRITE_PATHS) {
			const failure = refusal({ ...WRITE, path }, answer({ message: '库存不足', data }), 200, 0);
			expect(failure).toMatchObject({ ambiguous: true, data });
			expect(failure.message).toMatch(
				/^ZhongZhiYou's answer is neither a clear success nor a clear refusal: 库存不足\. It is not known/,
			);
			expect(failure.description).toContain('ZhongZhiYou sent: ');
		}
		expect(refusal(READ, answer({ message: '库存不足', data }), 200, 0)).toMatchObject({
			ambiguous: false,
			data: undefined,
		});
	});

	test.each<JsonValue>([
		null,
		'',
		{},
		[],
		{ OrderId: 0 },
		{ OrderId: '0', OrderStatus: 0 },
		{ ApplyId: -1, RefundStatus: 0 },
		{ VoucherCode: null, OrderUserVouchers: [], PayMoney: 0 },
		{ QrCode: ' ' },
		{ Memo: '202052255633322222124' },
		{ ProductId: 20001, Message: '库存不足' },
		5001,
		'库存不足',
		'12 34 56',
	])('has none of it, and is a refusal: %j', (data) => {
		expect(refusal(WRITE, answer({ message: '库存不足', data }), 200, 0)).toMatchObject({
			ambiguous: false,
			message: 'ZhongZhiYou refused: 库存不足',
			data: undefined,
		});
	});

	test('is one where its data is what was sent', () => {
		const sent: ApiRequest = {
			...WRITE,
			path: '/order/Refund',
			query: { orderId: '4553010' },
			body: { OriginOrderId: 'S-1', RefundId: 'R-1', RefundCount: 1, VoucherCode: ['V-1', 'V-2'] },
		};
		const echo = { OrderId: 4553010, RefundApplyNo: 'R-1', VoucherCode: 'V-2', QrCode: 'S-1' };
		const told = (request: ApiRequest, data: JsonValue) =>
			refusal(request, answer({ message: '余额不足', data }), 200, 0).ambiguous;
		expect(told(sent, echo)).toBe(false);
		expect(told({ ...sent, body: {}, bodyText: JSON.stringify(sent.body) }, echo)).toBe(false);
		// How many there are is no number of anything.
		expect(told(sent, { ...echo, ApplyId: 1 })).toBe(true);
		expect(told({ ...sent, body: undefined }, echo)).toBe(true);
		expect(told({ ...sent, query: undefined }, echo)).toBe(true);
	});

	test('is read in its data and its code too, except for what was sent', () => {
		const told = (given: Partial<Envelope>, body = {}) =>
			refusal({ ...WRITE, body }, answer({ message: '下单失败', ...given }), 200, 0);
		for (const given of [
			{ data: '处理中' },
			{ data: { Status: ['处理中'] } },
			{ data: { Inner: '{"Text":"系统超时"}' } },
			{ data: { Status: '订单号已存在' } },
			{ code: 'PROCESSING' },
			{ code: 'SYSTEM_BUSY' },
		]) {
			expect(told(given)).toMatchObject({
				ambiguous: true,
				...(given.data === undefined ? {} : { data: given.data }),
			});
		}
		const remark = { OrderRemark: '处理中' };
		expect(told({ data: { remark: '处理中' } }, remark).ambiguous).toBe(false);
		expect(told({ data: { remark: '处理中。' } }, remark).ambiguous).toBe(true);
		expect(told({ code: 'E_1' }).ambiguous).toBe(false);
		expect(told({ data: ['处理', '中'] }).ambiguous).toBe(false);
	});

	test.each([1_998, 1_999])('quotes no more than a part of long data: %i', (length) => {
		const data = 'x'.repeat(length);
		const quoted = refusal(WRITE, answer({ message: '处理中', data }), 200, 0).description;
		expect(quoted.endsWith(length === 1_998 ? `sent: "${data}"` : `sent: "${data}…`)).toBe(true);
	});

	test('ends its own words with a stop, whatever stops stand in them', () => {
		expect(refusal(WRITE, answer({ message: '处理中。请联系客服' }), 200, 0).message).toMatch(
			/请联系客服\. It is not known/,
		);
	});

	const SO = [
		['/order/Create', '订单号已存在', true],
		['/order/Create', '订单已取消', false],
		['/order/Pay', '订单已支付', true],
		['/order/Pay', '订单已取消，不能支付', false],
		['/order/CancelOrder', '订单已取消', true],
		['/order/CancelOrder', '订单已支付，不能取消', false],
		['/order/Refund', '已申请退款', true],
		['/order/Refund', '退票数量大于可退数量', false],
		['/order/Verify', '订单号已存在', false],
	] as const;

	test.each(SO)('%s: %s is so already, perhaps by an earlier try: %p', (path, message, isSo) => {
		const names = [{ name: 'orderId', label: 'Order ID', value: '7' }];
		const failure = refusal({ ...WRITE, path, names }, answer({ message }), 200, undefined);
		expect(failure.ambiguous).toBe(isSo);
		expect(failure.message).toBe(
			isSo
				? `ZhongZhiYou refused: ${message}. It is not known whether ZhongZhiYou carried this out (Order ID 7), so it was not repeated`
				: `ZhongZhiYou refused: ${message} (Order ID 7)`,
		);
		expect(failure.description).toBe(
			isSo
				? "Check the order with ZhongZhiYou first; if you run it again, keep the same 'Origin Order ID' or 'Refund ID'. What it asks for is already so, perhaps by an earlier try: look at the order before anything else is done; 'Get QR Codes' shows what is issued."
				: '',
		);
		expect(refusal({ ...READ, path }, answer({ message }), 200, undefined).description).toBe('');
	});

	test('holds no more than success does', () => {
		const data = { OrderId: 4553010 };
		const failure = refusal(WRITE, answer({ succeeded: true, data }), 400, undefined);
		expect(failure.message).toMatch(/^ZhongZhiYou reported success, but with HTTP 400\. It is/);
	});

	test.each([
		[400, '成功', 'ZhongZhiYou reported success, but with HTTP 400: 成功'],
		[302, '', 'ZhongZhiYou reported success, but with HTTP 302'],
	])('contradicts itself: success with HTTP %i', (status, message, start) => {
		const failure = refusal(WRITE, answer({ succeeded: true, message }), status, undefined);
		expect(failure.ambiguous).toBe(true);
		expect(failure.message.startsWith(`${start}. It is not known`)).toBe(true);
	});
});

describe('a proxy', () => {
	const dead = { ...NO_ANSWER, code: 'ECONNREFUSED', neverLeft: true };

	test('that cannot be reached is named, and the API’s host is not blamed', () => {
		const failure = networkFailure(READ, { ...dead, proxy: '127.0.0.1:3128' }, 'https://host');
		expect(failure.message).toBe('The proxy 127.0.0.1:3128 cannot be reached');
		expect(failure.description).toBe(
			'The n8n host reaches host through a proxy (ECONNREFUSED). Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the n8n host, and that the proxy is up.',
		);
	});

	test('that breaks off before there is a connection is blamed without its name', () => {
		const fault = { ...NO_ANSWER, reason: 'Proxy connection ended', neverLeft: true, proxy: '' };
		const failure = networkFailure(WRITE, fault, 'https://host');
		expect(failure).toMatchObject({
			message: 'The proxy gave no connection to host',
			ambiguous: false,
			description: expect.stringMatching(
				/^Nothing was carried out: the request never reached ZhongZhiYou\. The n8n host reaches host through a proxy \(Proxy connection ended\)/,
			),
		});
	});

	test('that refuses with HTTP 407 let nothing through', () => {
		expect(notTheApi(WRITE, 407, undefined)).toMatchObject({
			message: 'The proxy refused the request (HTTP 407)',
			ambiguous: false,
			description: expect.stringMatching(/^Nothing was carried out.*HTTPS_PROXY/),
		});
	});
});
