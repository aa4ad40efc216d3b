import { anyOf } from './patterns.ts';

const NUMBER = '(?:号码?|编[号码]|信息)?';

const BY_NOW = '(?:已经?)?';

/**
 * What a vendor looks at before it carries out an order, and what it finds wrong with it, as text; a
 * pattern's witnesses stand in its test.
 */
export const CAUSE_PATTERNS = {
	stock: `(?:库存|余票|票量|名额|座位|席位)数?量?${BY_NOW}${anyOf('不足', '不够', '售罄', '已?满')}`,
	balance: `(?:余额|额度|预存款)${BY_NOW}(?:不足|不够)`,
	price: `(?:价格?|金额)(?:与订单|与系统)?${anyOf('错误', '有误', '不一致', '不符', '不匹配', '不正确')}`,
	missing: `(?:订单|产品|商品|门票|票种|场次|凭证|游客)${NUMBER}(?:不存在|未找到|找不到)`,
	offSale: `(?:产品|商品|门票|票种|场次|景区)${BY_NOW}(?:下架|停售|过期|售完|不可[预售])`,
	limit: `${anyOf('游客', '数量', '人数', '张数', '购买', '订购', '预[订定约]')}[^，,。.；;！!？?]{0,8}(?:限制|上限|限购)`,
	person: `(?:身份证|证件|手机|姓名|游客|联系人)${NUMBER}[今当]?[天日]?${BY_NOW}${anyOf('错误', '有误', '无效', '不正确', '不能为空', '(?:不能|不可|不允许)?重复', '预[订定约]', '购买', '下单')}`,
	wrongInEnglish: String.raw`\b(?:stock|balance|price|amount|order|product|ticket|session|visitor|id card|mobile)(?: is| was)? (?:error|wrong|insufficient|not enough|not found|sold out|invalid|does not exist)\b`,
	lackInEnglish: String.raw`\b(?:insufficient|not enough|out of|invalid|wrong|no such) (?:stock|balance|price|amount|order|product|ticket|session|visitor|id card|mobile)\b`,
};

const CAUSE = new RegExp(anyOf(...Object.values(CAUSE_PATTERNS)), 'i');

/** Whether the words of a refusal name what is wrong with the order itself. */
export function nameACause(words: string): boolean {
	return CAUSE.test(words);
}
