import { anyOf } from './patterns.ts';

/** What the vendor's words of a refusal may blame, beside the order itself. */
export type Blame = 'signature' | 'time' | 'partner';

const SIGN_WORD = String.raw`\bsign(?:ature|ed|key)?\b`;

const SIGNATURE = anyOf('签名', '验签', SIGN_WORD, 'token', 'unauthori[sz]ed');

/** What expires with the time at which a request was signed. An order or a product expires too. */
const SIGNED = anyOf('请求', '签名', '令牌', 'token', 'signature');

const TIME = anyOf('时间戳', 'timestamp', `${SIGNED}.{0,8}${anyOf('过期', 'expired')}`);

const DISTRIBUTOR = anyOf('分销商', '合作方?', 'partner');

const ITS_NUMBER = String.raw`\s{0,3}(?:id|编号|账号)?\s{0,3}`;

const NOT_ACCEPTED = anyOf(
	'不存在',
	'无效',
	'错误',
	'已?停用',
	'not found',
	'is invalid',
	'invalid',
	'unknown',
	'disabled',
);

const PARTNER = `${DISTRIBUTOR}${ITS_NUMBER}${NOT_ACCEPTED}`;

/** Most telling first: words about a time or a partner often name the signature or token too. */
const PATTERNS: ReadonlyArray<readonly [Blame, RegExp]> = [
	['time', new RegExp(TIME, 'i')],
	['partner', new RegExp(PARTNER, 'i')],
	['signature', new RegExp(SIGNATURE, 'i')],
];

/**
 * What a refusal blames, by the vendor's words in Chinese or English; the API has no codes for it.
 *
 * @returns undefined when the words are about the order, or say nothing
 */
export function blameOf(words: string): Blame | undefined {
	return PATTERNS.find(([, pattern]) => pattern.test(words))?.[0];
}

/** What runs out of time on the way of a request, as against an order or a session that is over. */
const ON_ITS_WAY = anyOf(
	'系统',
	'请求',
	'接口',
	'网络',
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

const LATE_IN_CHINESE = `${ON_ITS_WAY}(?:服务|访问|已经?){0,2}超时`;

/** As against the time in which an order had to be paid, after which it is closed. */
const PAYMENT_LATE = '(?<!订单)(?:支付|付款)超时(?![^。]{0,6}(?:取消|关闭|失效|作废))';

const ACTION = anyOf(
	'处理',
	'执行',
	'提交',
	'下单',
	'支付',
	'付款',
	'出票',
	'退[款票]',
	'取消',
	'确认',
	'审核',
);

const UNDER_WAY_IN_CHINESE = anyOf(
	`${ACTION}中`,
	`正在${ACTION}`,
	'稍[后候]',
	'勿重复(?:提交|操作|请求)',
);

const FAILED_IN_CHINESE = anyOf(
	`${anyOf('系统', '服务器?', '网络', '接口', '程序')}(?:内部|发生|出现|暂时)*${anyOf('繁?忙', '异常', '错误', '故障', '不可用')}`,
	'(?:未知|内部)(?:错误|异常)',
);

const TIMED_OUT = '(?:time-?out|timed out)';

const MACHINE = anyOf(
	'system',
	'server',
	'service',
	'gateway',
	'upstream',
	'supplier',
	'network',
	'connection',
	'request',
	'operation',
	'processing',
	'read',
);

const LATE_IN_ENGLISH = anyOf(
	String.raw`\b${MACHINE}(?: has| had| was| is)?[ :-]{1,3}${TIMED_OUT}\b`,
	String.raw`(?:^|[:：,，;；.。(（])\s*${TIMED_OUT}\b(?! orders?\b)`,
);

const UNDER_WAY_IN_ENGLISH = anyOf(
	String.raw`\bprocessing\b(?! fee| charge| cost)`,
	String.raw`\bbeing processed\b`,
	String.raw`(?<!\bnot )\b(?:in progress|in process|under way|underway)\b`,
	String.raw`\b(?:again|retry|try|check|query|wait)\b[^.;]{0,20}\b(?:later\b(?! than)|moment|minutes?|seconds?)`,
	String.raw`\bplease wait\b`,
	String.raw`\bstill at work\b`,
);

const FAILED_IN_ENGLISH = anyOf(
	String.raw`\b(?:system|server|service|network)(?: is| was)?(?: currently| temporarily| too| internal)* (?:busy|unavailable|error|exception|failure)\b`,
	String.raw`\b(?:internal|unknown|unexpected) (?:error|exception|failure)\b`,
);

const AT_WORK = new RegExp(
	anyOf(
		LATE_IN_CHINESE,
		PAYMENT_LATE,
		UNDER_WAY_IN_CHINESE,
		FAILED_IN_CHINESE,
		LATE_IN_ENGLISH,
		UNDER_WAY_IN_ENGLISH,
		FAILED_IN_ENGLISH,
	),
	'i',
);

/**
 * Whether the words of a refusal say that the work goes on, or that the vendor's own system failed
 * in it: a write may then have been carried out all the same. Who refuses a signature, a time or a
 * partner has not begun.
 */
export function isStillAtWork(words: string): boolean {
	return AT_WORK.test(words) && blameOf(words) === undefined;
}
