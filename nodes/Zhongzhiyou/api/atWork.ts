import { anyOf } from './patterns.ts';

/**
 * Words of a refusal that leave open whether a write was carried out. What is not sure to be about
 * the order is taken for the vendor's system: unknown is the safe side, since a write that is told
 * as refused is ordered again.
 */

const WITHIN_A_CLAUSE = '[^，,。.；;！!？?]';

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
	'下单',
	'出票',
	'退[款票]',
	'上游',
	'供应商',
);

/** What a system does with an order. */
const DOING = anyOf(
	'处理',
	'执行',
	'提交',
	'创建',
	'新增',
	'生成',
	'下单',
	'支付',
	'付款',
	'出票',
	'退[款票订]',
	'取消',
	'确认',
	'审核',
	'审批',
	'受理',
	'排队',
	'预[订定约]',
	'锁[定座]',
	'占[位座]',
	'查询',
	'获取',
	'核[对实]',
	'同步',
	'推送',
	'发送',
	'保存',
	'更新',
	'扣款',
	'等待',
	'进行',
);

const WORK_IS_LATE = anyOf(
	`${ON_ITS_WAY}(?:服务|访问|已经?){0,2}${LATE}`,
	// Unlike 订单超时: it is the doing that takes too long.
	`${DOING}(?:订单|门票|场次)${LATE}`,
);

/** What has a time of its own, after which the vendor refuses. */
const WITH_A_DEADLINE = anyOf('订单', '场次', '门票', '入园', '检票', '取票', '时间戳', '签名');

const ALREADY = '(?:支付|付款|时间|已经?){0,2}';

const NOT_DONE_IN_TIME = '未(?:支付|付款|入园|检票|取票|核销|使用|到)';

/** What has become of an order whose time is up, as against 支付超时，请勿取消. */
const IT_IS_OVER = '(?:(?![请勿不无未否再]).){0,8}(?:取消|关闭|失效|作废)';

const LATE_IN_GENERAL = [
	`(?<!${WITH_A_DEADLINE}${ALREADY}|[未没]有?)${LATE}`,
	`(?!的?(?:订单|门票))(?!${NOT_DONE_IN_TIME})(?!不予)(?!${IT_IS_OVER})`,
].join('');

const UNDER_WAY_IN_CHINESE = anyOf(
	`(?<!不在|未在|非)${DOING}中`,
	`[正还仍尚]在${DOING}`,
	'勿重复(?:提交|操作|请求|下单|支付|付款)',
);

const TO_WAIT_IN_CHINESE = anyOf(
	'稍微?[后候等]',
	'请(?:您|耐心)?等[待候]',
	`等待(?:处理|出票|确认|审核|结果|响应|回调|通知|返回)(?!状态|的)`,
	'已(?:经|被)?受理',
	'受理成功',
	`(?:进入|加入|已入|正在)${WITHIN_A_CLAUSE}{0,4}(?:队列|排队)`,
);

const OUTCOME = anyOf('结果', '状态');

/** Nobody answered the vendor, or with something that says nothing. */
const UNANSWERED_IN_CHINESE = anyOf(
	'(?:无|没有?|未收到|未得到|未)(?:任何)?(?:响应|应答|回应|返回|回复)',
	`${OUTCOME}(?:暂时|目前|暂|尚|还|仍|为|是)?(?:未知|不明|不详|不确定|未确定|未明|待确认|待查)`,
	`未知(?:的)?${OUTCOME}`,
	`(?:无法|未能?|不能)(?:确认|确定|获取|取得|得知|得到|查到|获知)${WITHIN_A_CLAUSE}{0,6}${OUTCOME}`,
);

const CHINESE_MACHINE = anyOf(
	'系统',
	'服务器?',
	'网络',
	'网关',
	'接口',
	'程序',
	'数据库',
	'通[讯信]',
	'连接',
	'响应',
	'队列',
);

const FAILED_IN_CHINESE = anyOf(
	`${CHINESE_MACHINE}(?:内部|发生|出现|暂时){0,3}${anyOf('繁?忙', '异常', '错误', '故障', '不可用', '中断', '断开', '崩溃')}`,
	`${anyOf('网络', '通[讯信]', '连接')}(?:已经?|被)?${anyOf('失败', '重置', '关闭', '拒绝')}`,
	'(?:未知|内部)(?:错误|异常)',
	'死锁',
	'对象引用',
	'(?:任务|操作|请求)(?:已经?)?被?取消',
	'已取消(?:一个|该|此)?(?:任务|操作)',
	'(?:无法|不能|未能)连接',
);

const TIMED_OUT = '(?:time-?out|timed[ -]out)';

const MACHINE = anyOf(
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

const WORK_IS_LATE_IN_ENGLISH = anyOf(
	String.raw`\b${MACHINE}${HAS}${TIMED_OUT}`,
	String.raw`\b${ENGLISH_DOING} (?:the |this |an? )?(?:order|ticket|payment)${HAS}${TIMED_OUT}`,
);

const ENGLISH_DEADLINE = anyOf(
	'orders?',
	'sessions?',
	'tickets?',
	'bookings?',
	'reservations?',
	'timestamp',
	'signature',
);

const LATE_IN_GENERAL_IN_ENGLISH = [
	String.raw`(?<!\b${ENGLISH_DEADLINE}${HAS})${TIMED_OUT}`,
	String.raw`(?! (?:orders?|sessions?|tickets?)\b)`,
	String.raw`(?![^.;]{0,40}\b(?:cancell?ed|closed|void)\b)`,
].join('');

const UNDER_WAY_IN_ENGLISH = anyOf(
	String.raw`\bprocessing\b(?! fee| charge| cost)`,
	String.raw`\bbeing (?:processed|handled|created|paid|issued|refunded|cancell?ed|confirmed|queued)\b`,
	String.raw`(?<!\bnot )\b(?:in progress|in process|under way|underway|queued|in (?:the |a )?queue)\b`,
	String.raw`\bstill (?:at work|working|pending|running|waiting)\b`,
);

const TO_WAIT_IN_ENGLISH = anyOf(
	String.raw`\b(?:again|retry|try|check|query|wait)\b[^.;]{0,20}\b(?:later\b(?! than)|moment|minutes?|seconds?)`,
	String.raw`\bplease (?:wait|hold on|be patient)\b`,
);

const UNANSWERED_IN_ENGLISH = anyOf(
	String.raw`\bno (?:response|reply|answer)\b`,
	String.raw`\bnot (?:respond(?:ing|ed)?|reply(?:ing)?|answer(?:ing|ed)?)\b`,
	String.raw`\b(?:result|status|outcome|state)(?: is| was| still){0,2} (?:unknown|unclear|uncertain|not known)\b`,
	String.raw`\bunknown (?:result|status|outcome|state)\b`,
);

const FAILED_IN_ENGLISH = anyOf(
	String.raw`\b(?:system|server|service|network|gateway|database)(?: is| was)?(?: currently| temporarily| too| internal){0,3} (?:busy|unavailable|error|exception|failure)\b`,
	String.raw`\b(?:internal|unknown|unexpected) (?:error|exception|failure)\b`,
	String.raw`\bbad gateway\b`,
	String.raw`\bdead-?lock(?:ed)?\b`,
	String.raw`\b(?:task|operation|request|thread)(?: has| had| was| is){0,2}(?: been| being)? (?:cancell?ed|aborted)\b`,
	String.raw`\bconnection(?: was| is| has been)?(?: unexpectedly| forcibly)? (?:closed|reset|lost|refused|failed|broken|aborted)\b`,
	String.raw`\b(?:unable to|cannot|can't|could not|failed to) connect\b`,
	String.raw`\bobject reference not set\b`,
	String.raw`(?<!\b(?:the|no|an) )exception\b`,
);

/** What each kind of words looks like, as text; a pattern's witnesses stand in its test. */
export const AT_WORK_PATTERNS = {
	workIsLate: WORK_IS_LATE,
	lateInGeneral: LATE_IN_GENERAL,
	underWayInChinese: UNDER_WAY_IN_CHINESE,
	toWaitInChinese: TO_WAIT_IN_CHINESE,
	unansweredInChinese: UNANSWERED_IN_CHINESE,
	failedInChinese: FAILED_IN_CHINESE,
	workIsLateInEnglish: WORK_IS_LATE_IN_ENGLISH,
	lateInGeneralInEnglish: LATE_IN_GENERAL_IN_ENGLISH,
	underWayInEnglish: UNDER_WAY_IN_ENGLISH,
	toWaitInEnglish: TO_WAIT_IN_ENGLISH,
	unansweredInEnglish: UNANSWERED_IN_ENGLISH,
	failedInEnglish: FAILED_IN_ENGLISH,
};

const AT_WORK = new RegExp(anyOf(...Object.values(AT_WORK_PATTERNS)), 'i');

/**
 * Whether the words of a refusal say that the work goes on, or that the vendor's own system failed
 * in it: a write may then have been carried out all the same, whatever else the words blame.
 */
export function isStillAtWork(words: string): boolean {
	return AT_WORK.test(words);
}
