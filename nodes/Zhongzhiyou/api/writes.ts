import { anyOf } from './patterns.ts';

/** The paths of the calls that change something upstream (API 1.1.4, 1.1.5, 1.1.7, 1.1.8). */
export const WRITE = {
	create: '/order/Create',
	pay: '/order/Pay',
	cancel: '/order/CancelOrder',
	refund: '/order/Refund',
} as const;

/** Whether a write takes an order back; any other brings it on its way. */
export function takesBack(path: string): boolean {
	return path === WRITE.cancel || path === WRITE.refund;
}

/** Said of what was done, as against 请勿重复下单. */
const TWICE = '(?<![勿要能可许得]再?)重复';

/** 该身份证已下单: a visitor's other order is none of this one. */
const NOT_A_PERSON = '(?<!(?:身份证|证件|手机|游客|用户|联系人)号?码?[今当]?[天日]?)';

/** What has become of a number that is to be used once. */
const TAKEN = '(?:已经?)?被?(?:存在|重复|使用|占用|不[能可]重复)';

/** The number itself, as many write it into the sentence. */
const ITS_VALUE = String.raw`[ :：]{0,2}[[【(（「“"']?[A-Za-z0-9_.-]{0,40}[\]】)）」”"']? ?`;

/** The state that a payment wants: an order that is not in it may be paid. */
const TO_BE_PAID = '待(?:支付|付款)';

const HAS_BEEN = String.raw`\b(?:already|has been|was|is)(?: already)?(?: been)?`;

/**
 * By the path of each write, how a vendor says that what is asked for is already so, as text; a
 * pattern's witnesses stand in its test. An earlier try may have brought it about, one of another
 * execution too, of which nothing is remembered.
 */
export const ALREADY_SO_PATTERNS = {
	[WRITE.create]: anyOf(
		`(?:订单|单号|流水号|OrderId)(?:号码?|编号| ?id)?${ITS_VALUE}${TAKEN}`,
		`${NOT_A_PERSON}${TWICE}的?(?:下单|订单|单号|提交|请求)`,
		`${NOT_A_PERSON}已经?(?:下单|创建|支付|付款|出票)`,
		String.raw`\bduplicated? (?:order|origin|request|submission)`,
		String.raw`\b(?:order|request)(?: number| no\.?| id)?(?: [A-Za-z0-9_-]{1,40})?(?: is| was)? duplicated?\b`,
		String.raw`\balready (?:been )?(?:exists?|placed|created|submitted|paid|issued)\b`,
	),
	[WRITE.pay]: anyOf(
		'已(?:经|被|全部|完成)?(?:支付|付款|扣款|出票|发码)(?!超时)',
		'(?:不是|非|不在)等?待(?:支付|付款)',
		'(?:不需|无需|无须)要?(?:支付|付款)',
		`[只仅](?:有|能支付)?${TO_BE_PAID}`,
		`(?:未找到|没有|不存在)${TO_BE_PAID}`,
		'状态[^，,。.；;！!？?]{0,8}(?:不允许|不[能可]|无法)(?:支付|付款)',
		// 待确认订单不能支付 names the state, which is none of a paid one.
		'(?<!待(?:确认|审核|处理))订单(?:不[能可]|无法)(?:支付|付款)',
		'已经?是(?:支付|付款)状态',
		String.raw`\bcannot be paid\b`,
		String.raw`\bnot pending payment\b`,
		`${TWICE}(?:支付|付款|提交|请求)`,
		'订单(?:已经?)?完成',
		`${HAS_BEEN} (?:paid|issued)\\b`,
	),
	[WRITE.cancel]: anyOf(
		'已(?:经|被|自动|全部)?(?:取消|撤销|关闭|作废)',
		'(?:已是|处于)(?:取消|关闭|作废)',
		`${TWICE}(?:取消|提交|请求)`,
		`${HAS_BEEN} (?:cancell?ed|closed)\\b`,
	),
	[WRITE.refund]: anyOf(
		'已(?:经|被|全部|部分|(?:提交|申请|发起)过?){0,2}退',
		'存在[^，,。.；;！!？?]{0,6}退款',
		`(?:退款单号?|批次号|退款申请|RefundId)${ITS_VALUE}${TAKEN}`,
		`${TWICE}(?:申请|退[款票]|提交|请求)`,
		String.raw`\bduplicated? refund`,
		`${HAS_BEEN} (?:refunded|applied|requested|exists?)\\b`,
	),
};

/** The same of any of them; a wrong state may be the very one that was asked for. */
export const ANY_ALREADY_SO = anyOf(
	'已(?:经|被)?处理',
	'订单状态(?:错误|有误|异常|不正确|不对|不符|不[能可]|不允许|不支持|已变更)',
	String.raw`\border status error\b`,
	'重复键',
	String.raw`\balready (?:been )?(?:processed|handled|done)\b`,
	String.raw`\b(?:duplicate|unique|primary) key\b`,
);

const ALREADY_SO = new Map<string, RegExp>(
	Object.entries(ALREADY_SO_PATTERNS).map(([path, pattern]) => [
		path,
		new RegExp(anyOf(pattern, ANY_ALREADY_SO), 'i'),
	]),
);

/** Whether the words of a refusal say that what this write asks for is already so. */
export function isAlreadySo(words: string, path: string): boolean {
	return ALREADY_SO.get(path)?.test(words) ?? false;
}
