import { nameACause } from './causes.ts';
import { anyOf } from './patterns.ts';
import { takesBack } from './writes.ts';

/**
 * Words of a refusal that leave open whether a write was carried out. What is not sure to be about
 * the order is taken for the vendor's system: unknown is the safe side, since a write that is told
 * as refused is ordered again.
 */

const WITHIN_A_CLAUSE = '[^，,。.；;！!？?]';

const BY_NOW = '(?:已经?)?';

const LATE = '超时(?![间段费])';

/** What runs out of time on the way of a request. */
const ON_ITS_WAY = anyOf(
	'系统',
	'请求',
	'接口',
	'网络',
	'网关',
	'数据库',
	'服务器?',
	'响应',
	'应答',
	'调用',
	'连接',
	'通[讯信]',
	'操作',
	'处理',
	'执行',
	'提交',
	'上游',
	'供应商',
);

/** What a system does with whatever it was asked for. */
const DOING = anyOf(
	'处理',
	'执行',
	'提交',
	'确认',
	'受理',
	'申请',
	'排队',
	'查询',
	'获取',
	'核[对实]',
	'推送',
	'发送',
	'保存',
	'等待',
);

/** What a product, a price or a session goes through as well as an order. */
const CHANGING = anyOf('审核', '审批', '更新', '同步', '进行');

/** Of which the change is none of the order's. */
const OTHERS = anyOf('(?:产品|商品)(?:信息)?', '价格', '场次', '活动', '演出', '资质');

/** What an order goes through until its tickets are there, by Create and by Pay. */
const ORDERING = anyOf(
	'创建',
	'新增',
	'生成',
	'下单',
	'预[订定约]',
	'锁[定座]',
	'占[位座]',
	'支付',
	'付款',
	'扣款',
	'出票',
);

/** What it goes through by Cancel and by Refund. */
const UNDOING = anyOf('取消', '撤销', '退[款票订改]');

/** What has a time of its own, after which the vendor refuses. */
const WITH_A_DEADLINE = anyOf(
	'订单',
	'场次',
	'门票',
	'入园',
	'检票',
	'取票',
	'时间戳?',
	'timestamp',
	'签名',
	'令牌',
);

const ALREADY = '(?:支付|付款|时间|已经?){0,2}';

const NOT_DONE_IN_TIME = '未(?:支付|付款|入园|检票|取票|核销|使用|到)';

/** What has become of an order whose time is up, as against 支付超时，请勿取消. */
const IT_IS_OVER = '(?:(?![请勿不无未否再]).){0,8}(?:取消|关闭|失效|作废)';

/** What cannot be had any more once its time is up. */
const TOO_LATE_FOR = `[，,]?(?:不予|(?:不[能可得]|无法)(?:再|申请)?(?:退|改|取消|支付|付款|下单|预))`;

/** As against 支付中心, and 下单中价格错误: something wrong in the course of it. */
const NOW = '中(?![心国奖]|的?(?:游客|价格|余额|库存|产品|门票|场次)|未找到)';

const NOT_IN = '不在|未在|非';

/** A report of an order's own outcome: 身份证状态未知 is none. */
const OUTCOME = `(?<!(?:身份证|证件|产品|商品|游客|账[号户])的?)(?:结果|状态)`;

/** What goes on or is done already, whatever else the words blame; by the work that was asked for. */
const goesOnInChinese = (work: string) => ({
	workIsLate: anyOf(
		`${ON_ITS_WAY}(?:服务|访问|已经?){0,2}${LATE}`,
		`(?:响应|应答|处理|执行|等待|连接)时间${BY_NOW}${LATE}`,
		`(?:下单|出票|退[款票])${BY_NOW}${LATE}(?!${TOO_LATE_FOR})`,
		// Unlike 订单超时: it is the doing that takes too long.
		`${anyOf(DOING, CHANGING, ORDERING, UNDOING)}(?:订单|门票|场次|令牌)${LATE}`,
	),
	lateInGeneral: [
		`(?<!${WITH_A_DEADLINE}${ALREADY}|[未没]有?)${LATE}`,
		`(?!的?(?:订单|门票))(?!${NOT_DONE_IN_TIME})(?!${TOO_LATE_FOR})(?!${IT_IS_OVER})`,
	].join(''),
	underWay: anyOf(
		`(?<!${NOT_IN})${anyOf(DOING, work)}${NOW}`,
		`(?<!${NOT_IN}|${OTHERS}(?:正在)?)${CHANGING}${NOW}`,
		`[正还仍尚]在${anyOf(DOING, work)}`,
		`(?<!${OTHERS})[正还仍尚]在${CHANGING}`,
	),
	taken: anyOf(
		'已(?:经|被)?(?:受理|接单|提交)',
		`等待(?:供应商|上游|景区)?${anyOf('处理', '出票', '确认', '审核', '结果', '响应', '回调', '通知', '返回')}(?!状态|的)`,
		`(?<!等)待${anyOf('处理', '确认', '审核', '出票')}(?!状态|的|订单)`,
		`(?:进入|加入|已入|正在)${WITHIN_A_CLAUSE}{0,4}(?:队列|排队)`,
	),
	done: anyOf(
		`(?<![未没不])${anyOf('处理', '执行', '提交', '操作', '受理', work)}(?:订单|申请)?${BY_NOW}成功(?![后率的])`,
		'部分成功',
	),
	unanswered: anyOf(
		'(?:无|没有?|未收到|未得到|未)(?:任何)?(?:响应|应答|回应|返回|回复)',
		`${OUTCOME}(?:暂时|目前|暂|尚|还|仍|为|是)?(?:未知|不明|不详|不确定|未确定|未明|待确认|待查)`,
		`未知(?:的)?${OUTCOME}`,
		`(?:无法|未能?|不能)(?:确认|确定|获取|取得|得知|得到|查到|获知)${WITHIN_A_CLAUSE}{0,6}${OUTCOME}`,
		'(?:返回|响应)(?:结果|数据|内容)?为空',
	),
});

const MACHINE = anyOf(
	'系统',
	'服务[器端]?',
	'主机',
	'网络',
	'网关',
	'接口',
	'程序',
	'数据库',
	'通[讯信]',
	'连接',
	'响应',
	'队列',
	'上游',
	'供应商',
);

const HAS_COME_TO = anyOf(
	'内部',
	'发生',
	'出现',
	'暂时?',
	'当前',
	'目前',
	'[正了]',
	'调用',
	'访问',
	'返回',
	'处理',
);

const TROUBLE = anyOf(
	'繁?忙',
	'异常',
	'错误',
	'故障',
	'失败',
	'不可用',
	'不稳定',
	'波动',
	'开小差',
	'中断',
	'断开',
	'崩溃',
);

/** What can be unlike it should be without anything having failed. */
const ODD_ITSELF = `(?:身份证|证件|手机|参数|账[号户]|价格?|金额|天气|[无非])(?:号码?|信息|状态)?`;

/** What the vendor's system met with: it explains nothing where a cause is named beside it. */
const FAILS_IN_CHINESE = {
	toWait: anyOf(
		'稍微?[后候等]',
		'请(?:您|耐心)?等[待候](?!补[货票]|放票|开[售放])',
		'请(?:您)?(?:重试|再试)',
		`(?:勿|不要|不[能可得]|不允许)再?重复${anyOf('提交', '操作', '请求', '申请', ORDERING, UNDOING)}`,
	),
	machine: anyOf(
		`${MACHINE}${HAS_COME_TO}{0,4}${TROUBLE}`,
		`${anyOf('网络', '通[讯信]', '连接')}(?:已经?|被)?${anyOf('重置', '关闭', '拒绝')}`,
		`关闭${WITHIN_A_CLAUSE}{0,6}连接`,
		'(?:无法|不能|未能)连接',
	),
	trouble: anyOf(
		`(?<!${ODD_ITSELF})异常`,
		'出错',
		`(?:发生|出现)${WITHIN_A_CLAUSE}{0,8}(?:错误|故障)`,
		'(?:未知|内部)错误',
	),
	program: anyOf(
		'死锁',
		'加锁失败',
		'获取锁失败',
		'并发',
		`解析${WITHIN_A_CLAUSE}{0,6}失败`,
		'事务',
		'对象引用',
		'提供程序',
		'反序列化',
		'序列不包含',
		'索引超出',
		'输入字符串',
		'值不能为 ?null',
		'(?:任务|操作|请求)(?:已经?|已?被)取消',
		'已取消(?:一个|该|此)?(?:任务|操作)',
	),
};

const TIMED_OUT = '(?:time-?out|timed[ -]out)';

const ENGLISH_MACHINE = anyOf(
	'system',
	'server',
	'service',
	'gateway',
	'upstream',
	'supplier',
	'network',
	'connection',
	'database',
	'request',
	'operation',
	'execution',
	'processing',
	'read',
);

/** Verbs of what a system does with an order, as against an order whose own time is up. */
const ENGLISH_DOING = anyOf(
	'creat(?:e|ing)',
	'plac(?:e|ing)',
	'pay(?:ing)?',
	'submit(?:ting)?',
	'process(?:ing)?',
	'sav(?:e|ing)',
	'cancel(?:l?ing)?',
	'refund(?:ing)?',
	'issu(?:e|ing)',
);

const HAS = '(?: has| had| was| is| already){0,2}[ :-]{1,3}';

const ENGLISH_DEADLINE = anyOf(
	'orders?',
	'sessions?',
	'tickets?',
	'bookings?',
	'reservations?',
	'timestamp',
	'signature',
);

const GOES_ON_IN_ENGLISH = {
	workIsLateInEnglish: anyOf(
		String.raw`\b${ENGLISH_MACHINE}${HAS}${TIMED_OUT}`,
		String.raw`\b${ENGLISH_DOING} (?:the |this |an? )?(?:order|ticket|payment)${HAS}${TIMED_OUT}`,
	),
	lateInGeneralInEnglish: [
		String.raw`(?<!\b${ENGLISH_DEADLINE}${HAS})${TIMED_OUT}`,
		String.raw`(?! (?:orders?|sessions?|tickets?)\b)`,
		String.raw`(?![^.;]{0,40}\b(?:cancell?ed|closed|void)\b)`,
	].join(''),
	underWayInEnglish: anyOf(
		String.raw`\bprocessing\b(?! fee| charge| cost)`,
		String.raw`\bbeing (?:processed|handled|created|paid|issued|refunded|cancell?ed|confirmed|queued)\b`,
		String.raw`(?<!\bnot )\b(?:in progress|in process|under way|underway|queued|in (?:the |a )?queue)\b`,
		String.raw`\bstill (?:at work|working|pending|running|waiting)\b`,
	),
	takenInEnglish: anyOf(
		String.raw`\b(?:awaiting|pending)\b(?! payment| order)`,
		String.raw`\b(?:order|request|refund|application|payment|booking)(?: has| was| is| been){0,2} (?:accepted|received|submitted|created|placed)\b`,
		String.raw`\bpartial(?:ly)? succe`,
	),
	unansweredInEnglish: anyOf(
		String.raw`\bno (?:response|reply|answer)\b`,
		String.raw`\bnot (?:respond(?:ing|ed)?|reply(?:ing)?|answer(?:ing|ed)?)\b`,
		String.raw`\b(?:result|status|outcome|state)(?: is| was| still){0,2} (?:unknown|unclear|uncertain|not known)\b`,
		String.raw`\bunknown (?:result|status|outcome|state)\b`,
	),
};

const FAILS_IN_ENGLISH = {
	toWaitInEnglish: anyOf(
		String.raw`\b(?:again|retry|try|check(?!-?in| in)|query|wait)\b[^.;]{0,20}\b(?:later\b(?! than)|moment|(?:minutes?|seconds?)(?! before))`,
		String.raw`\bplease (?:wait|hold on|be patient)\b`,
	),
	failedInEnglish: anyOf(
		String.raw`\b(?:system|server|service|network|gateway|database)(?: is| was)?(?: currently| temporarily| too| internal){0,3} (?:busy|unavailable|error|exception|failure)\b(?! (?:on|for) )`,
		String.raw`\b(?:internal|unknown|unexpected|transport-level) (?:error|exception|failure)\b`,
		String.raw`\berror (?:has )?occurr?ed\b`,
		String.raw`\berror while\b`,
		String.raw`\bsomething went wrong\b`,
		String.raw`\bended prematurely\b`,
		String.raw`\bbad gateway\b`,
		String.raw`\btemporarily unavailable\b`,
		String.raw`\btransport connection\b`,
		String.raw`\bconnection(?: was| is| has been)?(?: unexpectedly| forcibly)? (?:closed|reset|lost|refused|failed|broken|aborted)\b`,
		String.raw`\bno connection could be\b`,
		String.raw`\b(?:unable to|cannot|can't|could not|failed to) connect\b`,
	),
	programInEnglish: anyOf(
		String.raw`\bdead-?lock(?:ed)?\b`,
		String.raw`\b(?:task|operation|execution|request|thread)(?: has| had| was| is){0,2}(?: been| being)? (?:cancell?ed|aborted)\b`,
		String.raw`\bobject reference not set\b`,
		String.raw`\bvalue cannot be null\b`,
		String.raw`\bsequence contains\b`,
		String.raw`\bnullable object\b`,
		String.raw`\bwhile parsing\b`,
		String.raw`\bunderlying provider\b`,
		String.raw`(?<!\b(?:the|no|an) )exception\b`,
	),
};

/** What goes on or is done, by what was asked for, as text; a pattern's witnesses stand in its test. */
export const GOES_ON_PATTERNS = {
	ordering: { ...goesOnInChinese(ORDERING), ...GOES_ON_IN_ENGLISH },
	undoing: { ...goesOnInChinese(UNDOING), ...GOES_ON_IN_ENGLISH },
};

/** What fails, as text; a pattern's witnesses stand in its test. */
export const FAILS_PATTERNS = { ...FAILS_IN_CHINESE, ...FAILS_IN_ENGLISH };

const ORDERING_GOES_ON = new RegExp(anyOf(...Object.values(GOES_ON_PATTERNS.ordering)), 'i');

const UNDOING_GOES_ON = new RegExp(anyOf(...Object.values(GOES_ON_PATTERNS.undoing)), 'i');

const FAILS = new RegExp(anyOf(...Object.values(FAILS_PATTERNS)), 'i');

/**
 * Whether the words of a refusal say that the work goes on or is done, or that the vendor's own
 * system failed in it and not why: a write may then have been carried out all the same. A cause that
 * lies in the order explains a failure, and no more than that.
 *
 * @param path the path of the write
 */
export function isStillAtWork(words: string, path: string): boolean {
	const goesOn = takesBack(path) ? UNDOING_GOES_ON : ORDERING_GOES_ON;
	return goesOn.test(words) || (FAILS.test(words) && !nameACause(words));
}
