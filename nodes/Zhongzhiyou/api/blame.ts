import { anyOf } from './patterns.ts';

/** What the vendor's words of a refusal may blame, beside the order itself. */
export type Blame = 'signature' | 'time' | 'partner';

const SIGN_WORD = String.raw`\bsign(?:ature|ed|key)?\b`;

const SIGNATURE = anyOf('签名', '验签', SIGN_WORD, 'token', 'unauthori[sz]ed');

/** What expires with the time at which a request was signed. An order or a product expires too. */
const SIGNED = anyOf('请求', '签名', '令牌', 'token', 'signature');

/** What does not say that it is the signed that has expired: a stop, a no, or something else. */
const OF_ANOTHER = anyOf(
	'[，,。.；;：:！!？?]',
	'[未没不]',
	'订单',
	'产品',
	'门票',
	'场次',
	' not ',
	' order ',
);

const STILL_OF_IT = `(?:(?!${OF_ANOTHER}).){0,8}`;

const TIME = anyOf(
	'时间戳',
	'timestamp',
	`${SIGNED}${STILL_OF_IT}${anyOf('过期', 'expired')}`,
	// As against 请求超时: there it is the work that took too long.
	'(?:请求时间|签名|令牌)(?:已经?)?超时',
);

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
