import fc from 'fast-check';

import { isStillAtWork } from '../../nodes/Zhongzhiyou/api/atWork.ts';
import { blameOf } from '../../nodes/Zhongzhiyou/api/blame.ts';
import { readAnswer } from '../../nodes/Zhongzhiyou/api/request.ts';
import type { ApiRequest } from '../../nodes/Zhongzhiyou/api/types.ts';
import { runs } from '../support/runs.mts';
import { TOLD_AS_REFUSED } from '../support/vendor-words.mts';

/** Words with which a system says that it does not know, or not yet, what became of a request. */
const NOT_KNOWN = [
	'处理中',
	'订单创建中',
	'排队中',
	'受理中',
	'正在出票',
	'请稍等',
	'请稍后再试',
	'请耐心等待',
	'已受理',
	'超时',
	'系统超时',
	'网关超时',
	'数据库超时',
	'创建订单超时',
	'操作已超时',
	'无响应',
	'服务器未响应',
	'支付结果未知',
	'系统异常',
	'系统繁忙',
	'未知错误',
	'数据库死锁',
	'未将对象引用设置到对象的实例',
	'已取消一个任务',
	'Execution Timeout Expired',
	'A task was canceled',
	'timeout',
	'The operation has timed out',
	'deadlock',
	'Gateway Timeout',
	'please wait',
	'Please try again later',
	'being processed',
	'no response',
	'result unknown',
	'Object reference not set to an instance of an object',
	'System.NullReferenceException',
];

/** What a vendor says before and after it, of what was asked for. */
const ABOUT = [
	'',
	'下单失败',
	'支付',
	'支付失败',
	'退款申请',
	'创建订单失败',
	'订单4553010',
	'门票（成人票）',
	'龙游石窟：',
	'错误代码500',
	'Create order failed',
	'HTTP 500',
	'[上游]',
	'景区接口返回',
	'请联系客服',
	'LogId 6377',
];

/** What the words may blame beside it. */
const BLAMES = [
	'',
	'签名错误',
	'验签失败',
	'Token错误',
	'token',
	'时间戳无效',
	'请求已过期',
	'token expired',
	'分销商不存在',
	'合作方',
	'合作方错误',
	'合作方编号无效',
	'partner not found',
	'Unauthorized',
	'库存不足',
	'余额不足',
	'参数错误',
];

const STOPS = ['，', '。', '：', '；', '! ', ', ', '. ', ': ', ' - ', '\n', '（', ' | '];

const stop = fc.constantFrom(...STOPS);

const part = fc.constantFrom(...ABOUT, ...BLAMES);

/** A message that says it, among others. */
const message = fc
	.tuple(
		fc.array(fc.tuple(part, stop), { maxLength: 3 }),
		fc.constantFrom(...NOT_KNOWN),
		fc.array(fc.tuple(stop, part), { maxLength: 3 }),
		fc.constantFrom(
			(text: string) => text,
			(text: string) => text.toUpperCase(),
			(text: string) => text.toLowerCase(),
		),
	)
	.map(([before, words, after, spell]) => spell([...before, words, ...after].flat(2).join('')));

const WRITE: ApiRequest = { method: 'POST', path: '/order/Create', writes: true };

const READ: ApiRequest = { method: 'GET', path: '/order/PersonQrCodes', writes: false };

function refusedWith(Message: string, request: ApiRequest) {
	const body = JSON.stringify({ IsSuccess: false, Code: 0, Message });
	const attempt = readAnswer(request, { statusCode: 200, headers: {}, body });
	if (!('failure' in attempt)) throw new Error('It succeeded');
	return attempt.failure;
}

test('whatever stands around it and whatever is blamed beside it, work that may go on is unknown', () => {
	fc.assert(
		fc.property(message, (words) => {
			expect(isStillAtWork(words)).toBe(true);
			const { ambiguous, message: told, description } = refusedWith(words, WRITE);
			expect(ambiguous).toBe(true);
			expect(told).toContain('It is not known whether ZhongZhiYou carried this out');
			expect(description).not.toMatch(/Sign Key|Partner ID|clock/);
			expect(refusedWith(words, READ).ambiguous).toBe(false);
		}),
		{ numRuns: runs(10_000) },
	);
});

/** Nothing of it may join the words of a refusal to others. */
const CERTAIN_AROUND = ['', '下单失败', '退款失败', '您好', 'Failed', '错误代码500', '请联系客服'];

test('a refusal stays one, with what stands around it', () => {
	const certain = fc.constantFrom(...CERTAIN_AROUND);
	const refused = fc.constantFrom(...TOLD_AS_REFUSED);
	fc.assert(
		fc.property(
			certain,
			refused,
			certain,
			fc.constantFrom('，', '。', '：', '; '),
			(before, words, after, mark) => {
				const told = [before, words, after].filter((text) => text !== '').join(mark);
				expect([told, isStillAtWork(told)]).toEqual([told, false]);
				expect(refusedWith(told, WRITE).ambiguous).toBe(false);
			},
		),
		{ numRuns: runs(10_000) },
	);
});

test('no words whatever make it throw, or take long', () => {
	const piece = fc.oneof(
		fc.constantFrom(...NOT_KNOWN, ...ABOUT, ...BLAMES, ...STOPS, ...TOLD_AS_REFUSED),
		fc.string({ unit: 'binary', maxLength: 5 }),
	);
	fc.assert(
		fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
			const unit = pieces.join('');
			const words = unit.repeat(Math.ceil(20_000 / Math.max(1, unit.length))).slice(0, 20_000);
			const started = performance.now();
			isStillAtWork(words);
			blameOf(words);
			expect(performance.now() - started).toBeLessThan(500);
		}),
		{ numRuns: runs(500) },
	);
});
