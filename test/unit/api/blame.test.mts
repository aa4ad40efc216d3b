import { blameOf } from '../../../nodes/Zhongzhiyou/api/blame.ts';

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
			'请求链接已过期',
			'请求时间超时',
			'请求时间已超时',
			'签名已经超时',
			'令牌超时',
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
			'请求处理中，订单未过期',
			'请求失败：订单已过期',
			'请求的门票过期',
			'请求未过期',
			'请求超时',
			'时间超时',
			'令牌桶超时',
			'Request of an order expired',
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
