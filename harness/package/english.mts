/** Chinese, Japanese and Korean signs, and the full-width ones of their punctuation. */
const FOREIGN = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]+/g;

/** What the vendor wants to read: the words with which a callback is acknowledged (API, Callbacks). */
export const ACKNOWLEDGEMENT = '收到通知';

/** Files that read what the vendor writes, or hold samples of it. */
const READS_THE_VENDOR =
	/\/(?:api\/(?:atWork|blame|causes|missing|patterns|time|vouchers|writes)|values\/(?:codes|times)|events\/(?:issued|redeemed|refund)|trigger\/productIds)\.ts$/;

/** A colon as people write it in numbers and times, which patterns read. */
const COLON = '：';

/** The code of the package, all of it in one file. */
const BUNDLE = 'dist/package.js';

/** How the bundler names the file that what follows is from. */
const FROM_FILE = /^\/\/ (?=(?:nodes|credentials)\/\S+\.ts$)/m;

/** The vendor's name, by which people search. */
const SEARCHED = '中智游';

/** The words of a codex by which people search; nobody is shown them. */
function withoutAliases(json: string): string {
	return JSON.stringify(JSON.parse(json), (name, value: unknown) =>
		name === 'alias' ? [] : value,
	);
}

/** What of a packed file is not English; patterns and samples are the vendor's, aliases a search's. */
export function foreignInFile(path: string, text: string): string[] {
	if (path === BUNDLE) {
		return text.split(FROM_FILE).flatMap((part) => {
			const [file] = part.split('\n', 1);
			const found = READS_THE_VENDOR.test(file) ? [] : foreignText(part, [COLON]);
			return found.map((word) => `${file}: ${word}`);
		});
	}
	if (path.endsWith('.node.json')) return foreignText(withoutAliases(text));
	return foreignText(text, path === 'package.json' ? [SEARCHED] : []);
}

/**
 * What of a text is not English, sign by sign as it comes; the vendor's acknowledgement is let pass.
 *
 * @param allowed further words that are let pass
 */
export function foreignText(text: string, allowed: readonly string[] = []): string[] {
	const words = [...text.matchAll(FOREIGN)].map(([word]) => word);
	return words.filter((word) => word !== ACKNOWLEDGEMENT && !allowed.includes(word));
}
