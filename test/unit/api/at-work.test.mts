import {
	FAILS_PATTERNS,
	GOES_ON_PATTERNS,
	isStillAtWork,
} from '../../../nodes/Zhongzhiyou/api/atWork.ts';
import { blameOf } from '../../../nodes/Zhongzhiyou/api/blame.ts';
import { ALREADY_SO_PATTERNS, isAlreadySo } from '../../../nodes/Zhongzhiyou/api/writes.ts';
import { CAUSE_PATTERNS, nameACause } from '../../../nodes/Zhongzhiyou/api/causes.ts';
import { REFUSED_BY_PATH, TOLD_AS_REFUSED } from '../../support/vendor-words.mts';

const PATHS = {
	ordering: ['/order/Create', '/order/Pay'],
	undoing: ['/order/CancelOrder', '/order/Refund'],
} as const;

const ALL_PATHS = Object.values(PATHS).flat();

/** For each alternative of each pattern words that leave open whether any write was carried out. */
const GOES_ON: Record<keyof (typeof GOES_ON_PATTERNS)['ordering'], string[]> = {
	workIsLate: [
		'系统超时',
		'系统处理超时',
		'请求超时',
		'请求已超时',
		'接口超时',
		'接口访问超时',
		'网络超时',
		'网络连接超时',
		'网关超时',
		'数据库超时',
		'服务超时',
		'服务器超时',
		'服务器响应超时',
		'应答超时',
		'调用超时',
		'通讯超时',
		'通信超时',
		'操作超时，请查询订单',
		'操作已超时。',
		'执行超时',
		'提交超时',
		'下单超时',
		'下单超时，订单已取消',
		'出票超时',
		'退款超时',
		'退票超时',
		'上游超时',
		'供应商服务超时',
		'创建订单超时',
		'查询订单超时',
		'锁定门票超时',
		'获取场次超时',
		'支付订单超时',
		'响应时间超时',
		'应答时间超时',
		'处理时间已超时',
		'执行时间超时',
		'等待时间超时',
		'连接时间超时',
		'获取令牌超时',
		'审核订单超时',
		'退款订单超时',
		'系统超时，无法下单',
		'退款已超时，请核对',
	],
	lateInGeneral: [
		'超时',
		'已超时',
		'超时了',
		'支付超时',
		'付款超时，请核对',
		'支付超时，请勿取消',
		'支付超时，不要关闭页面',
		'获取token超时',
		'合作方超时',
		'景区超时未响应',
		'订单创建超时',
		'预订超时',
		'占座超时',
		'签名服务超时',
		'Timeout 时间已到。在操作完成之前超时时间已过或服务器未响应。',
		'执行超时已过期。完成操作之前已超时或服务器未响应。',
		'支付超时，无法确认',
	],
	underWay: [
		'处理中',
		'订单处理中，请勿重复提交',
		'执行中',
		'提交中',
		'确认中',
		'审批中',
		'申请中',
		'正在申请',
		'受理中',
		'排队中',
		'查询中',
		'获取中',
		'核对中',
		'核实中',
		'同步中',
		'推送中',
		'发送中',
		'保存中',
		'更新中',
		'等待中',
		'进行中',
		'系统正在处理',
		'还在处理',
		'仍在排队',
		'尚在审核',
		'仍在审核',
		'订单正在更新',
		'推送中，请稍后',
	],
	taken: [
		'等待出票',
		'订单等待处理',
		'等待供应商确认，等待结果',
		'已受理',
		'已经受理，等待回调',
		'已被受理',
		'已进入处理队列',
		'加入队列',
		'已入队列',
		'正在等待排队',
		'已接单',
		'订单已提交',
		'已提交至供应商',
		'等待供应商处理',
		'等待上游返回',
		'等待景区审核',
		'等待通知',
		'等待响应',
		'等待出票，请勿支付',
		'待出票',
		'订单待确认',
		'待处理',
		'待审核',
	],
	done: [
		'处理成功',
		'执行成功',
		'提交成功，出票失败',
		'操作成功',
		'受理成功',
		'部分成功',
		'处理已成功',
	],
	unanswered: [
		'无响应',
		'没有响应',
		'没响应',
		'景区未响应',
		'未收到应答',
		'未得到回复',
		'上游无任何返回',
		'未返回',
		'没有回应',
		'支付结果未知',
		'结果暂未确定',
		'状态为未知',
		'出票结果不明',
		'结果不详',
		'结果不确定',
		'订单状态未明',
		'支付结果待确认',
		'结果待查',
		'未知结果',
		'未知的状态',
		'无法确认支付结果',
		'未能获取订单状态',
		'未获取到结果',
		'不能得知是否成功的结果',
		'返回结果为空',
		'返回为空',
		'响应内容为空',
		'返回数据为空',
		'订单状态未知',
	],
	workIsLateInEnglish: [
		'System timeout',
		'Server timed out',
		'Service time-out',
		'Gateway Timeout',
		'upstream timed out',
		'supplier has timed out',
		'Network timeout',
		'Connection timed out',
		'Database timeout',
		'The request timed out',
		'The request timed out and was cancelled',
		'Request: timeout',
		'operation was timed out',
		'The operation has timed-out',
		'processing timed out',
		'Read timed out',
		'Execution Timeout Expired. The timeout period elapsed prior to completion of the operation or the server is not responding.',
		'create order timed out',
		'Creating the order timed out',
		'placing this order: timeout',
		'pay order timeout',
		'submit order timeout',
		'process ticket timeout',
		'saving order timeout',
		'Cancel order timeout',
		'cancelling the order timed out',
		'refund payment timed out',
		'issuing ticket timed out',
	],
	lateInGeneralInEnglish: [
		'timeout',
		'Timeout expired',
		'Timed out while waiting for the scenic spot',
		'The wait timed out',
		'Order creation timeout',
		'Payment timed out',
		'ReadTimeout',
		'token timeout',
	],
	underWayInEnglish: [
		'Processing',
		'The order is processing',
		'Your order is being processed',
		'is being handled',
		'order being created',
		'being paid',
		'being issued',
		'being refunded',
		'being canceled',
		'being cancelled',
		'being confirmed',
		'being queued',
		'Payment in progress',
		'in process',
		'Refund is under way',
		'underway',
		'queued',
		'The order is in the queue',
		'in queue',
		'still at work',
		'still working',
		'still pending',
		'still running',
		'still waiting',
	],
	takenInEnglish: [
		'Order accepted, awaiting confirmation',
		'Order pending',
		'pending confirmation',
		'awaiting supplier',
		'Request received',
		'The refund was submitted',
		'Application has been accepted',
		'Order created, issuing failed',
		'Booking is placed',
		'The payment has been received',
		'Partial success',
		'partially succeeded',
	],
	unansweredInEnglish: [
		'No response from upstream',
		'no reply',
		'no answer',
		'server is not responding',
		'the scenic spot did not respond',
		'not responded',
		'did not reply',
		'is not replying',
		'did not answer',
		'has not answered',
		'Payment result unknown',
		'The status is unknown',
		'outcome is still unclear',
		'state was uncertain',
		'result not known',
		'unknown result',
		'Unknown status',
		'unknown outcome',
		'unknown state',
	],
};

/** Words of one direction: of an order on its way, and of one that is taken back. */
const OWN_WORDS: Record<keyof typeof GOES_ON_PATTERNS, string[]> = {
	ordering: [
		'订单创建中',
		'新增中',
		'生成中',
		'下单中',
		'支付中',
		'付款中',
		'扣款中',
		'订单出票中',
		'正在出票',
		'预订中',
		'预定中',
		'预约中',
		'锁定中',
		'锁座中',
		'占位中',
		'占座中',
		'订单创建成功，出票失败',
		'下单成功',
		'支付申请成功',
		'出票已成功',
		'锁座成功',
		'预约成功，支付失败',
	],
	undoing: [
		'退款中',
		'退票中',
		'退订中',
		'取消中',
		'退款审核中',
		'正在取消',
		'撤销中',
		'退改中',
		'退款申请成功，等待审核通知',
		'取消成功',
		'撤销已成功',
		'退票成功',
		'退订订单成功',
	],
};

/** For each alternative of each pattern words of a system that failed. */
const FAILS: Record<keyof typeof FAILS_PATTERNS, string[]> = {
	toWait: [
		'请稍后再试',
		'请稍候',
		'请稍等',
		'请您稍微等一下',
		'请等待',
		'请耐心等待',
		'请等候通知',
		'请勿重复操作',
		'勿重复请求',
		'请勿重复下单',
		'请勿重复支付',
		'请勿重复付款',
		'请不要重复提交',
		'不要重复下单',
		'不能重复申请',
		'不可重复支付',
		'不得重复退款',
		'不允许重复取消',
	],
	machine: [
		'系统繁忙',
		'系统忙',
		'服务繁忙',
		'服务器内部错误',
		'服务端异常',
		'系统异常',
		'合作方系统异常',
		'系统发生错误',
		'系统发生了错误',
		'系统出现了异常',
		'服务器正忙',
		'系统暂不可用',
		'服务暂不可用',
		'服务暂时不可用',
		'系统当前繁忙',
		'系统目前不可用',
		'系统崩溃',
		'网络异常',
		'网关错误',
		'网络中断',
		'网络波动',
		'网络不稳定',
		'网络开小差了',
		'接口故障',
		'接口调用异常',
		'接口调用失败',
		'接口返回异常',
		'接口访问失败',
		'程序异常',
		'数据库异常',
		'通讯异常',
		'通信故障',
		'连接断开',
		'响应错误',
		'队列异常',
		'调用上游接口失败',
		'调用上游失败',
		'供应商返回异常',
		'供应商处理失败',
		'主机故障',
		'远程服务器返回错误: (502) 错误的网关。',
		'网络失败',
		'连接被重置',
		'连接已经关闭',
		'连接被拒绝',
		'通信失败',
		'通讯已关闭',
		'网络被重置',
		'无法从传输连接中读取数据: 远程主机强迫关闭了一个现有的连接。',
		'无法连接到远程服务器',
		'不能连接',
		'未能连接',
	],
	trouble: [
		'下单异常',
		'支付异常',
		'出票异常',
		'处理异常',
		'创建订单异常',
		'数据异常',
		'内部异常',
		'系统出错',
		'发送请求时出错。',
		'更新条目时出错。有关详细信息，请参阅内部异常。',
		'提交事务时出错',
		'发生错误',
		'发生异常',
		'出现异常',
		'出现了故障',
		'在从服务器接收结果时发生传输级错误',
		'未知错误',
		'内部错误',
	],
	program: [
		'数据库死锁',
		'事务已回滚',
		'未将对象引用设置到对象的实例。',
		'基础提供程序在 Open 上失败。',
		'反序列化失败',
		'序列不包含任何元素',
		'索引超出了数组界限。',
		'输入字符串的格式不正确。',
		'值不能为 null。',
		'值不能为null',
		'任务被取消',
		'操作已被取消',
		'请求已取消',
		'已取消一个任务。',
		'已取消该操作',
		'已取消此操作',
	],
	toWaitInEnglish: [
		'Please try again later',
		'retry in a moment',
		'Check the result in 5 minutes',
		'query again after 30 seconds',
		'please wait',
		'Please hold on',
		'please be patient',
	],
	failedInEnglish: [
		'System busy',
		'the system is currently busy',
		'Service temporarily unavailable',
		'server error',
		'Network failure',
		'Gateway error',
		'Database is unavailable',
		'Internal error',
		'unknown exception',
		'unexpected failure',
		'502 Bad Gateway',
		'Resource temporarily unavailable',
		'Unable to read data from the transport connection',
		'The underlying connection was closed',
		'connection reset',
		'Connection lost',
		'Connection refused',
		'connection failed',
		'connection was forcibly closed',
		'connection is broken',
		'connection aborted',
		'Unable to connect to the remote server',
		'cannot connect',
		"can't connect",
		'could not connect',
		'failed to connect',
		'A transport-level error has occurred when receiving results from the server.',
		'An error occurred while sending the request.',
		'An error has occurred.',
		'Error while copying content to a stream',
		'Something went wrong',
		'The response ended prematurely.',
		'No connection could be made because the target machine actively refused it.',
	],
	programInEnglish: [
		'deadlock',
		'Transaction (Process ID 52) was deadlocked on lock resources with another process',
		'A task was canceled.',
		'The operation was cancelled',
		'The request was aborted',
		'Thread was being aborted.',
		'The operation has been canceled.',
		'Object reference not set to an instance of an object.',
		'System.NullReferenceException: x',
		'SocketTimeoutException',
		"Value cannot be null. (Parameter 'source')",
		'Sequence contains no elements',
		'Nullable object must have a value.',
		'Unexpected character encountered while parsing value: <.',
		'The underlying provider failed on Open.',
	],
};

/** For each alternative of each pattern words that name what is wrong with the order. */
const CAUSES: Record<keyof typeof CAUSE_PATTERNS, string[]> = {
	stock: [
		'库存不足',
		'余票数量不够',
		'票量售罄',
		'名额已满',
		'座位满',
		'席位已经不足',
		'库存量不足',
	],
	balance: ['账户余额不足', '额度不够', '预存款不足', '余额已不足'],
	price: ['价格错误', '单价有误', '金额与订单不一致', '价与系统不符', '价格不匹配', '金额不正确'],
	missing: [
		'订单不存在',
		'产品编号未找到',
		'商品信息找不到',
		'门票不存在',
		'票种不存在',
		'场次不存在',
		'凭证号码不存在',
		'游客不存在',
	],
	offSale: [
		'产品已下架',
		'商品停售',
		'门票已过期',
		'票种售完',
		'场次不可预订',
		'景区不可售',
		'产品已经下架',
	],
	limit: [
		'游客超过限制',
		'数量达到上限',
		'人数超过限制',
		'张数限购',
		'购买超过上限',
		'订购限制',
		'预订超出限制',
	],
	person: [
		'身份证号错误',
		'证件号码有误',
		'手机号无效',
		'姓名不正确',
		'游客信息不能为空',
		'联系人重复',
		'该身份证今日已预约',
		'游客已经购买',
		'身份证当天已下单',
		'证件不能重复',
		'证件不可重复',
		'证件不允许重复',
	],
	wrongInEnglish: [
		'Price error',
		'The amount is wrong',
		'balance insufficient',
		'Stock was not enough',
		'Order not found',
		'Ticket sold out',
		'session is invalid',
		'Product does not exist',
		'visitor invalid',
		'ID card invalid',
		'mobile invalid',
	],
	lackInEnglish: [
		'Insufficient balance',
		'not enough stock',
		'out of stock',
		'Invalid ID card',
		'wrong price',
		'no such product',
		'wrong amount',
		'no such order',
		'invalid ticket',
		'no such session',
		'invalid visitor',
		'invalid mobile',
	],
};

/** For each alternative of each pattern words that say that it is so already. */
const ALREADY_SO: Record<keyof typeof ALREADY_SO_PATTERNS, string[]> = {
	'/order/Create': [
		'订单号已存在',
		'分销商订单号已存在，且订单内容不一致',
		'订单已存在',
		'单号重复',
		'流水号已被使用',
		'订单编号不能重复',
		'OriginOrderId重复',
		'OriginOrderId已存在',
		'合作方订单ID已存在',
		'订单号已被占用',
		'duplicate OriginOrderId',
		'订单号不可重复',
		'重复的订单号',
		'重复下单',
		'重复单号',
		'重复提交',
		'重复的请求',
		'已下单',
		'订单已经创建',
		'订单已支付',
		'已付款',
		'已出票',
		'Duplicate order',
		'duplicated request',
		'duplicate submission',
		'Order number is duplicated',
		'Request ID duplicate',
		'order no. was duplicate',
		'OriginOrderId already exists',
		'already been placed',
		'already created',
		'Already submitted',
		'already paid',
		'already issued',
	],
	'/order/Pay': [
		'订单已支付',
		'订单已付款',
		'请求支付失败：订单已支付',
		'已被支付',
		'已全部付款',
		'已完成支付',
		'已扣款',
		'已发码',
		'订单不是待支付状态',
		'订单非待付款状态',
		'订单不在等待支付状态',
		'不需要支付',
		'无需支付',
		'无须付款',
		'已经出票',
		'不能支付：重复支付',
		'重复付款',
		'重复提交',
		'重复请求',
		'订单已完成',
		'Order already paid',
		'The order has been paid',
		'was already issued',
		'is paid',
	],
	'/order/CancelOrder': [
		'订单已取消',
		'订单已取消，请勿重复操作',
		'已经撤销',
		'订单已被关闭',
		'已自动作废',
		'已全部取消',
		'该订单已是取消状态',
		'订单处于关闭状态',
		'处于作废状态',
		'重复取消',
		'重复提交',
		'重复请求',
		'Order already cancelled',
		'has been canceled',
		'was closed',
		'is already closed',
	],
	'/order/Refund': [
		'订单已退款',
		'已经退票',
		'款项已退回',
		'已全部退款',
		'已部分退',
		'已经申请过退款',
		'已提交过退款申请',
		'已发起过退款',
		'已存在退款申请',
		'存在未处理的退款申请',
		'该批次号已使用',
		'RefundId已存在',
		'RefundId重复',
		'duplicate RefundId',
		'Refund already exists',
		'已申请退款',
		'已提交退款',
		'已发起退款',
		'已被退订',
		'退款批次号已存在',
		'退款申请批次号不能重复',
		'退款单号重复',
		'退款申请已存在',
		'退款单不可重复',
		'重复申请',
		'重复退款',
		'重复退票',
		'重复提交',
		'重复请求',
		'already refunded',
		'has been refunded',
		'A refund was already applied',
		'refund is requested',
	],
};

/** Of whichever write. */
const ALREADY_SO_OF_ANY = [
	'订单已处理',
	'已经处理过',
	'已被处理',
	'订单状态不正确',
	'订单状态错误',
	'订单状态有误',
	'订单状态异常',
	'订单状态不符',
	'当前订单状态不允许支付',
	'订单状态不能取消',
	'订单状态不可退款',
	'订单状态不支持退款',
	'不能在具有唯一索引的对象中插入重复键',
	'Violation of PRIMARY KEY constraint',
	'Violation of UNIQUE KEY constraint',
	'Cannot insert duplicate key',
	'Already processed',
	'already been handled',
	'already done',
];

function witnessesOf(all: Record<string, string[]>, name: string): string[] {
	return all[name] ?? [];
}

describe.each(Object.entries(GOES_ON_PATTERNS.ordering))('%s', (name, pattern) => {
	const own = new RegExp(pattern, 'i');

	test.each(witnessesOf(GOES_ON, name))('leaves open whether it was carried out: %s', (words) => {
		expect(words).toMatch(own);
		for (const path of ALL_PATHS) {
			expect(isStillAtWork(words, path)).toBe(true);
			expect(isStillAtWork(`失败：${words}。`, path)).toBe(true);
			expect(isStillAtWork(`库存不足，${words}`, path)).toBe(true);
		}
	});
});

describe.each(Object.entries(FAILS_PATTERNS))('%s', (name, pattern) => {
	const own = new RegExp(pattern, 'i');

	test.each(witnessesOf(FAILS, name))('leaves it open, unless a cause is named: %s', (words) => {
		expect(words).toMatch(own);
		for (const path of ALL_PATHS) {
			expect(isStillAtWork(words, path)).toBe(true);
			expect(isStillAtWork(`失败：${words}。`, path)).toBe(true);
		}
	});
});

describe.each(['ordering', 'undoing'] as const)('what goes on with an order by %s', (direction) => {
	const other = direction === 'ordering' ? 'undoing' : 'ordering';

	test.each(OWN_WORDS[direction])('is open for its own writes only: %s', (words) => {
		for (const path of PATHS[direction]) expect(isStillAtWork(words, path)).toBe(true);
		const rest = words.replace(/，.*|审核中/, '');
		for (const path of PATHS[other]) expect(isStillAtWork(rest, path)).toBe(false);
	});
});

describe.each(Object.entries(CAUSE_PATTERNS))('a cause, %s', (name, pattern) => {
	const own = new RegExp(pattern, 'i');

	test.each(witnessesOf(CAUSES, name))('explains what failed: %s', (words) => {
		expect(words).toMatch(own);
		expect(nameACause(words)).toBe(true);
		for (const path of ALL_PATHS) {
			expect(isStillAtWork(`系统异常：${words}`, path)).toBe(false);
			expect(isStillAtWork(`${words}，请稍后再试`, path)).toBe(false);
			expect(isStillAtWork(`处理中，${words}`, path)).toBe(true);
		}
	});

	test.each([
		'已达系统上限',
		'扣减库存失败',
		'更新价格出错',
		'订单处理异常',
		'查询游客异常',
		'The order failed',
	])('is none where a system fails with it: %s', (words) => {
		expect(words).not.toMatch(own);
	});
});

describe('what is already so', () => {
	const cells = Object.entries(ALREADY_SO).flatMap(([path, witnesses]) =>
		[...witnesses, ...ALREADY_SO_OF_ANY].map((words) => [path, words] as const),
	);

	test.each(cells)('at %s: %s', (path, words) => {
		expect(isAlreadySo(words, path)).toBe(true);
		expect(isAlreadySo(`失败：${words}。`, path)).toBe(true);
	});

	test('is so by no other call', () => {
		expect(isAlreadySo('订单已处理', '/order/Verify')).toBe(false);
	});

	test.each([
		['/order/Create', '该身份证已下单'],
		['/order/Create', '游客今日已支付'],
		['/order/Create', '请勿重复下单'],
		['/order/Create', '不要再重复提交'],
		['/order/Create', '不能重复下单'],
		['/order/Create', '不可重复提交'],
		['/order/Create', '不允许重复下单'],
		['/order/Create', '身份证号重复'],
		['/order/Create', '身份证号重复提交'],
		['/order/Create', '订单不存在'],
		['/order/Pay', '订单未支付'],
		['/order/Pay', '已支付超时'],
		['/order/Pay', 'is not paid'],
		['/order/CancelOrder', '取消失败'],
		['/order/Refund', '未退款'],
		['/order/Refund', '已过退票时间'],
		['/order/Refund', '已超过退款时限'],
		['/order/Refund', 'cannot be refunded'],
	])('is not said at %s by: %s', (path, words) => {
		expect(isAlreadySo(words, path)).toBe(false);
	});
});

describe('a refusal that is one', () => {
	test.each(['', ...TOLD_AS_REFUSED])('%s', (words) => {
		for (const path of PATHS.ordering) {
			expect([path, isStillAtWork(words, path)]).toEqual([path, false]);
		}
		expect(isAlreadySo(words, '/order/Create')).toBe(false);
	});

	const cells = Object.entries(REFUSED_BY_PATH).flatMap(([path, all]) =>
		all.map((words) => [path, words] as const),
	);

	test.each(cells)('at %s: %s', (path, words) => {
		expect(isStillAtWork(words, path)).toBe(false);
		expect(isAlreadySo(words, path)).toBe(false);
	});
});

/** Whoever blames a signature has perhaps begun: what is not known goes before what is blamed. */
test.each([
	['签名错误，请稍后再试', 'signature'],
	['时间戳过期，请求超时', 'time'],
	['分销商不存在，系统异常', 'partner'],
	['Unauthorized: please try again later', 'signature'],
	['获取token超时', 'signature'],
	['合作方无效，合作方系统异常', 'partner'],
])('is left open whatever the words blame beside it: %s', (words, blame) => {
	expect(blameOf(words)).toBe(blame);
	expect(isStillAtWork(words, '/order/Create')).toBe(true);
});

test('the longest words are judged at once', () => {
	const parts = [
		'系统',
		'处理',
		'超时',
		'订单超时',
		'支付超时，订单',
		'创建订单',
		'订单已经',
		'无法获取',
		'正在',
		'结果暂',
		'请求',
		'system ',
		'check ',
		'is currently ',
		'time-',
		'timeout ',
		'order timed out ',
		'create the order ',
		'order has ',
		'connection ',
		' was being',
		'not ',
		'token',
		'订单已',
		'产品正在',
		'游客身份证号今天',
		'系统内部',
		'发生',
		'关闭',
		'重复',
		'库存数量',
		'订单号已',
		'error ',
		'order was ',
		'order has been ',
	];
	for (const part of parts) {
		const words = part.repeat(100_000 / part.length);
		const started = performance.now();
		for (const path of ALL_PATHS) {
			isStillAtWork(words, path);
			isAlreadySo(words, path);
		}
		blameOf(words);
		expect(performance.now() - started).toBeLessThan(500);
	}
});
