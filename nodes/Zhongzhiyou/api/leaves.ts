import { VOUCHER_MEMBERS } from './codeMembers.ts';
import { readJsonText } from './json.ts';
import { whole } from './patterns.ts';
import type { JsonValue } from './types.ts';

/** A text or a number in what came, and the member that it stands under; '' where there is none. */
export interface Leaf {
	name: string;
	text: string;
}

/** Every text and number in a value, also in JSON that was sent as a text, in order. Never throws. */
export function leavesOf(value: JsonValue | undefined): Leaf[] {
	const leaves: Leaf[] = [];
	// A stack of its own, so that nothing that is nested deeply can overflow that of the process.
	const parts: Array<{ name: string; value: JsonValue | undefined }> = [{ name: '', value }];
	for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
		const { name, value: sent } = part;
		const own = readJsonText(sent, name);
		if (own !== sent) {
			parts.push({ name, value: own });
		} else if (typeof own === 'object' && own !== null) {
			const isList = Array.isArray(own);
			for (const [key, inner] of Object.entries(own).reverse()) {
				parts.push({ name: isList ? name : key, value: inner });
			}
		} else if (typeof own === 'string' || typeof own === 'number') {
			leaves.push({ name, text: String(own).trim() });
		}
	}
	return leaves.filter(({ text }) => text !== '');
}

/** Members under which the API gives out the number of what it made (API 1.1.4–1.1.7, 2.1.1). */
const MADE: ReadonlySet<string> = new Set([
	'orderid',
	'applyid',
	'refundapplyno',
	'qrcode',
	...VOUCHER_MEMBERS,
]);

/** The distributor's own numbers, under which they come back. */
const OWN: ReadonlySet<string> = new Set(['originorderid', 'refundid']);

/** What is a number all by itself; a flag or a word is none. */
const BARE = whole('[A-Za-z]{0,4}[0-9][0-9-]{4,}');

/** Zero and below are what a server gives that has none. */
const NONE = whole('(?:0+|-.*)');

/**
 * Whether an answer's data holds the number of an order or an application, or a code, that was not
 * sent along. The source shows a refusal without any data (API 1.1.3): a refusal that gives out what
 * only work makes contradicts itself, and the request's own numbers come back whatever was done.
 */
export function showsWork(data: readonly Leaf[], sent: readonly Leaf[]): boolean {
	const isNumber = ({ name }: Leaf) => MADE.has(name.toLowerCase()) || OWN.has(name.toLowerCase());
	const own = new Set(sent.filter(isNumber).map(({ text }) => text));
	return data.some(
		({ name, text }) =>
			(MADE.has(name.toLowerCase()) || (name === '' && BARE.test(text))) &&
			!NONE.test(text) &&
			!own.has(text),
	);
}
