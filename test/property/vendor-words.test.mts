import fc from 'fast-check';

import { isStillAtWork } from '../../nodes/Zhongzhiyou/api/atWork.ts';
import { blameOf } from '../../nodes/Zhongzhiyou/api/blame.ts';
import { Digits } from '../../nodes/Zhongzhiyou/api/json.ts';
import { readAnswer } from '../../nodes/Zhongzhiyou/api/request.ts';
import type { ApiRequest, JsonValue } from '../../nodes/Zhongzhiyou/api/types.ts';
import { isAlreadySo } from '../../nodes/Zhongzhiyou/api/writes.ts';
import { runs } from '../support/runs.mts';
import { TOLD_AS_REFUSED } from '../support/vendor-words.mts';

/** Words with which a system says that it does not know, or not yet, what became of a request. */
const GOES_ON = [
	'处理中',
	'订单创建中',
	'排队中',
	'受理中',
	'正在出票',
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
	'Execution Timeout Expired',
	'timeout',
	'The operation has timed out',
	'Gateway Timeout',
	'下单成功',
	'部分成功',
	'已提交至供应商',
	'等待供应商处理',
	'being processed',
	'awaiting confirmation',
	'no response',
	'result unknown',
];

/** Words with which a system says that it failed, of which a cause in the order may be the reason. */
const FAILS = [
	'请稍等',
	'请稍后再试',
	'请耐心等待',
	'系统异常',
	'系统繁忙',
	'未知错误',
	'数据库死锁',
	'未将对象引用设置到对象的实例',
	'已取消一个任务',
	'A task was canceled',
	'deadlock',
	'please wait',
	'Please try again later',
	'Object reference not set to an instance of an object',
	'System.NullReferenceException',
	'请勿重复提交',
	'接口调用失败',
	'供应商返回异常',
	'下单异常',
	'发送请求时出错',
	'发生错误',
	'An error occurred',
	'transport-level error',
	'The response ended prematurely',
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
	'参数错误',
];

/** Causes that lie in the order. */
const CAUSES = [
	'库存不足',
	'余额不足',
	'价格错误',
	'订单不存在',
	'产品已下架',
	'Insufficient balance',
];

const STOPS = ['，', '。', '：', '；', '! ', ', ', '. ', ': ', ' - ', '\n', '（', ' | '];

const stop = fc.constantFrom(...STOPS);

/** A message that says it, among others. */
function messageOf(said: readonly string[], beside: readonly string[]) {
	const part = fc.constantFrom(...ABOUT, ...BLAMES, ...beside);
	return fc
		.tuple(
			fc.array(fc.tuple(part, stop), { maxLength: 3 }),
			fc.constantFrom(...said),
			fc.array(fc.tuple(stop, part), { maxLength: 3 }),
			fc.constantFrom(
				(text: string) => text,
				(text: string) => text.toUpperCase(),
				(text: string) => text.toLowerCase(),
			),
		)
		.map(([before, words, after, spell]) => spell([...before, words, ...after].flat(2).join('')));
}

const WRITE: ApiRequest = { method: 'POST', path: '/order/Create', writes: true };

const READ: ApiRequest = { method: 'GET', path: '/order/PersonQrCodes', writes: false };

function refusedWith(Message: string, request: ApiRequest) {
	const body = JSON.stringify({ IsSuccess: false, Code: 0, Message });
	const attempt = readAnswer(request, { statusCode: 200, headers: {}, body });
	if (!('failure' in attempt)) throw new Error('It succeeded');
	return attempt.failure;
}

const open = fc.oneof(messageOf(GOES_ON, CAUSES), messageOf(FAILS, []));

test('whatever stands around it and whatever is blamed beside it, work that may go on is unknown', () => {
	fc.assert(
		fc.property(open, (words) => {
			expect(isStillAtWork(words, WRITE.path)).toBe(true);
			const { ambiguous, message: told, description } = refusedWith(words, WRITE);
			expect(ambiguous).toBe(true);
			expect(told).toContain('It is not known whether ZhongZhiYou carried this out');
			expect(description).not.toMatch(/Sign Key|Partner ID|clock/);
			expect(refusedWith(words, READ).ambiguous).toBe(false);
		}),
		{ numRuns: runs(10_000) },
	);
});

test('a system that failed for a cause that lies in the order has refused it', () => {
	const cause = fc.constantFrom(...CAUSES);
	fc.assert(
		fc.property(
			fc.constantFrom(...FAILS),
			stop,
			cause,
			fc.boolean(),
			(failed, mark, why, first) => {
				const words = first ? `${failed}${mark}${why}` : `${why}${mark}${failed}`;
				const { ambiguous, message: told } = refusedWith(words, WRITE);
				expect([words, ambiguous]).toEqual([words, false]);
				expect(told).toContain(words);
			},
		),
		{ numRuns: runs(2_000) },
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
				expect([told, isStillAtWork(told, WRITE.path)]).toEqual([told, false]);
				expect(refusedWith(told, WRITE).ambiguous).toBe(false);
			},
		),
		{ numRuns: runs(10_000) },
	);
});

/** A number of an order or an application, or a code. */
const given = fc.stringMatching(/^[1-9][0-9A-Z]{0,24}$/);

const GIVEN_UNDER = ['OrderId', 'ApplyId', 'RefundApplyNo', 'VoucherCode', 'QrCode'];

/** Data that holds a number at any depth, beside what says nothing, under a name in any case. */
function dataWith(number: fc.Arbitrary<string>) {
	const nothing = fc.constantFrom(null, '', 0, '龙游石窟', [], {}, true);
	return fc
		.tuple(
			number,
			fc.constantFrom(...GIVEN_UNDER.flatMap((name) => [name, name.toLowerCase()])),
			nothing,
			fc.array(
				fc.constantFrom<(data: JsonValue) => JsonValue>(
					(data) => [data],
					(data) => [0, data],
					(data) => ({ Inner: data, OrderStatus: 0 }),
					(data) => JSON.stringify(data),
				),
				{ maxLength: 4 },
			),
			fc.boolean(),
		)
		.map(([text, name, beside, wraps, isList]) => {
			const data: JsonValue = { Beside: beside, [name]: isList ? [text] : text };
			return wraps.reduce((inner: JsonValue, wrap) => wrap(inner), data);
		});
}

function refusedWithData(Data: JsonValue, request: ApiRequest) {
	const body = JSON.stringify({ IsSuccess: false, Code: 0, Message: '库存不足', Data });
	const attempt = readAnswer(request, { statusCode: 200, headers: {}, body });
	if (!('failure' in attempt)) throw new Error('It succeeded');
	return attempt.failure;
}

test('a refusal that gives out a number is none, and keeps it, unless the number was sent', () => {
	fc.assert(
		fc.property(dataWith(given), (data) => {
			const { ambiguous, description } = refusedWithData(data, WRITE);
			expect([data, ambiguous]).toEqual([data, true]);
			expect(description).toContain('ZhongZhiYou sent: ');
			expect(refusedWithData(data, READ).ambiguous).toBe(false);
		}),
		{ numRuns: runs(2_000) },
	);
	const own = ['4553010', 'S-1', '202052255633322222124'];
	const sent: ApiRequest = {
		...WRITE,
		body: { OrderId: new Digits(own[0]), OriginOrderId: own[1], VoucherCode: [own[2]] },
	};
	fc.assert(
		fc.property(dataWith(fc.constantFrom(...own)), (data) => {
			expect([data, refusedWithData(data, sent).ambiguous]).toEqual([data, false]);
		}),
		{ numRuns: runs(2_000) },
	);
});

test('no words whatever make it throw, or take long', () => {
	const piece = fc.oneof(
		fc.constantFrom(
			...GOES_ON,
			...FAILS,
			...CAUSES,
			...ABOUT,
			...BLAMES,
			...STOPS,
			...TOLD_AS_REFUSED,
		),
		fc.string({ unit: 'binary', maxLength: 5 }),
	);
	fc.assert(
		fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
			const unit = pieces.join('');
			const words = unit.repeat(Math.ceil(20_000 / Math.max(1, unit.length))).slice(0, 20_000);
			const started = performance.now();
			for (const path of ['/order/Create', '/order/Pay', '/order/CancelOrder', '/order/Refund']) {
				isStillAtWork(words, path);
				isAlreadySo(words, path);
			}
			blameOf(words);
			expect(performance.now() - started).toBeLessThan(500);
		}),
		{ numRuns: runs(500) },
	);
});
