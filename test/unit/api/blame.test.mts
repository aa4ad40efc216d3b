import { blameOf, isStillAtWork } from '../../../nodes/Zhongzhiyou/api/blame.ts';

/** For each alternative of each pattern a message that the vendor sends or may well send. */
const WITNESSES: Array<[blame: ReturnType<typeof blameOf>, witnesses: string[]]> = [
	[
		'signature',
		[
			'签名错误',
			'验签失败',
			'Invalid sign',
			'The request is not signed',
			'signkey mismatch',
			'Signature mismatch',
			'Token错误',
			'unauthorized',
			'Unauthorised',
		],
	],
	[
		'time',
		[
			'时间戳无效',
			'Timestamp out of range',
			'请求已过期',
			'签名过期',
			'令牌已经过期',
			'Token has expired',
			'token 过期',
			'Signature expired',
			'请求 expired',
		],
	],
	[
		'partner',
		[
			'分销商不存在',
			'分销商 ID 无效',
			'分销商编号错误',
			'分销商账号已停用',
			'合作方不存在',
			'合作停用',
			'Partner not found',
			'partner id is invalid',
			'Invalid request: partner invalid',
			'Partner unknown',
			'PartnerId disabled',
		],
	],
	[
		undefined,
		[
			'',
			'库存不足',
			'订单已过期',
			'产品已过期，不可预订',
			'请求的产品在所选游玩日期之前就已过期',
			'签约已到期',
			'分销商未授权该产品',
			'分销商余额不足，错误',
			'合作产品不存在',
			'No seats assigned',
			'design not found',
			'Signal lost',
			'authorized quantity exceeded',
			'time is not valid',
			'partnership disabled',
		],
	],
];

describe.each(WITNESSES)('what blames %s', (blame, witnesses) => {
	test.each(witnesses)('%s', (words) => {
		expect(blameOf(words)).toBe(blame);
	});
});

test.each([
	['签名错误：时间戳', 'time'],
	['invalid token: unknown PartnerId is invalid', 'partner'],
])('of several the most telling is blamed: %s', (words, blame) => {
	expect(blameOf(words)).toBe(blame);
});

/** For each alternative of each pattern words that leave open whether a write was carried out. */
const AT_WORK = [
	// Late.
	'系统超时',
	'系统处理超时',
	'请求超时',
	'请求已超时',
	'接口超时',
	'接口访问超时',
	'网络超时',
	'网络连接超时',
	'服务超时',
	'服务器超时',
	'服务器响应超时',
	'应答超时',
	'调用超时',
	'通讯超时',
	'通信超时',
	'操作超时，请查询订单',
	'执行超时',
	'提交超时',
	'下单超时',
	'出票超时',
	'退款超时',
	'退票超时',
	'上游超时',
	'供应商服务超时',
	'支付超时',
	'付款超时，请核对',
	'System timeout',
	'Server timed out',
	'Service time-out',
	'Gateway Timeout',
	'upstream timed out',
	'supplier has timed out',
	'Network timeout',
	'Connection timed out',
	'The request timed out',
	'Request: timeout',
	'operation was timed out',
	'processing timed out',
	'Read timed out',
	'timeout',
	'Timed out while waiting for the scenic spot',
	// Under way.
	'处理中',
	'订单处理中，请勿重复提交',
	'执行中',
	'提交中',
	'下单中',
	'支付中',
	'付款中',
	'订单出票中',
	'退款中',
	'退票中',
	'取消中',
	'确认中',
	'退款审核中',
	'系统正在处理',
	'正在出票',
	'请稍后再试',
	'请稍候',
	'请勿重复操作',
	'勿重复请求',
	'Processing',
	'The order is processing',
	'Your order is being processed',
	'Payment in progress',
	'in process',
	'Refund is under way',
	'still at work',
	'Please try again later',
	'retry in a moment',
	'Check the result in 5 minutes',
	'query again after 30 seconds',
	'please wait',
	// The vendor's own failure.
	'系统繁忙',
	'系统忙',
	'服务繁忙',
	'服务器内部错误',
	'系统异常',
	'系统发生错误',
	'网络异常',
	'接口故障',
	'程序异常',
	'服务暂时不可用',
	'未知错误',
	'内部异常',
	'System busy',
	'the system is currently busy',
	'Service temporarily unavailable',
	'server error',
	'Network failure',
	'Internal error',
	'unknown exception',
	'unexpected failure',
];

/** Words that look alike, and say no. */
const REFUSED = [
	'',
	'库存不足',
	'余额不足',
	'订单已超时',
	'订单超时未支付，已取消',
	'订单支付超时',
	'支付超时，订单已取消',
	'支付超时已自动关闭',
	'请求的订单已超时',
	'场次已过',
	'场次已过期',
	'已过预订时间',
	'产品已过期，不可预订',
	'订单已处理',
	'订单已取消',
	'订单已支付，不能取消',
	'不在处理时间内',
	'超时未入园不予退款',
	'接口参数错误',
	'系统参数错误',
	'手机号错误',
	'系统维护',
	'重复的订单号',
	'中国公民',
	'Order expired',
	'Order has timed out',
	'Session timed out',
	'The payment timed out and the order was cancelled',
	'Timed out orders cannot be paid',
	'Session has passed',
	'Already processed',
	'Order cannot be processed',
	'Processing fee is missing',
	'Sale is not in progress',
	'Check in no later than 10:00',
	'Try another date',
	'Wait list is full',
	'Service fee is wrong',
	'Request is invalid',
	'Latest entry has passed',
	// Refused before any work began.
	'签名错误，请稍后再试',
	'时间戳过期，请求超时',
	'分销商不存在，系统异常',
	'Unauthorized: please try again later',
];

describe('a refusal that leaves open whether it was carried out', () => {
	test.each(AT_WORK)('%s', (words) => {
		expect(isStillAtWork(words)).toBe(true);
		expect(isStillAtWork(`失败：${words}。`)).toBe(true);
	});
});

describe('a refusal that is one', () => {
	test.each(REFUSED)('%s', (words) => {
		expect(isStillAtWork(words)).toBe(false);
	});
});

test('the longest words are judged at once', () => {
	for (const part of ['系统', '处理', 'system ', 'check ', 'is currently ', 'time-']) {
		const started = performance.now();
		isStillAtWork(part.repeat(20_000));
		expect(performance.now() - started).toBeLessThan(500);
	}
});
