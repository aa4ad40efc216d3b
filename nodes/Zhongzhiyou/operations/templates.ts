import { isBlank } from '../api/blank.ts';
import { parseJson } from '../api/json.ts';
import { Incomplete } from '../values/text.ts';
import { isPureExpression } from './pureExpression.ts';

/** A placeholder as n8n finds it: it ends at the first closing braces. */
const PLACEHOLDER = /\{\{([\s\S]*?)\}\}/;

/** Braces that are meant as such; what they do to a template is left to n8n. */
const ESCAPED_BRACES = /\\\{\{|\\\}\}/;

/** Around the index of a placeholder in JSON that is still to be filled in; of the private use area. */
const MARK = '\ue000';

const MARKED = new RegExp(`${MARK}([0-9]+)${MARK}`);

/** Data of another node, which reading does not change either. */
const OF_ANOTHER_NODE =
	/\$\((?:"[^"\\]*"|'[^'\\]*')\)\s*\.(?:item|first\(\)|last\(\))(?![\p{L}\p{N}_$(])/gu;

/** Gives the value of the code in a placeholder. */
export type Evaluate = (code: string) => unknown;

/** What a placeholder finds; undefined of one that might change something, which is not asked. */
function foundBy(code: string, evaluate: Evaluate): { value: unknown } | undefined {
	if (!isPureExpression(code.replace(OF_ANOTHER_NODE, '$$json'))) return undefined;
	try {
		return { value: evaluate(code) };
	} catch {
		return undefined;
	}
}

/** Code that is space and seeks nothing, such as `{{ ' ' }}` between two names. */
const SPACE = /^\s*(?:(['"])(?:\s|\\[nrt])+\1)?\s*$/;

/** Whether a placeholder certainly finds nothing. */
function findsNothing(code: string, evaluate: Evaluate): boolean {
	if (SPACE.test(code)) return false;
	const found = foundBy(code, evaluate);
	return found !== undefined && (isBlank(found.value) || Number.isNaN(found.value));
}

/** Where code says that it may come to nothing: `?? ''`, or a branch that is `null`. */
const SAID_NOTHING =
	/(?:\?\?|\|\||:)\s*(''|""|null|undefined)[\s)]*$|\?\s*(''|""|null|undefined)\s*:/g;

/** Whether code says itself that it may find this nothing: a path that is lost gives another one. */
function saysItFinds(code: string, nothing: unknown): boolean {
	return [...code.matchAll(SAID_NOTHING)].some(([, last, branch]) => {
		const said = last ?? branch;
		return typeof nothing === 'string' ? /['"]/.test(said) : said === String(nothing);
	});
}

/** The same of a placeholder in a text, where every nothing looks alike. */
function saysNothing(code: string, evaluate: Evaluate): boolean {
	if (code.search(SAID_NOTHING) < 0) return false;
	const found = foundBy(code, evaluate);
	return found === undefined || saysItFinds(code, found.value);
}

const UNSEEN = /[\s\p{Cc}\p{DI}\u2800]+/gu;

function seen(text: string): string {
	return text.replace(UNSEEN, '');
}

/** Whether literals are found in a text one after the other, with enough between them. */
function fits(
	literals: readonly string[],
	text: string,
	isEnough: (part: string) => boolean = () => true,
): boolean {
	const [first, last] = [literals.at(0) ?? '', literals.at(-1) ?? ''];
	const end = text.length - last.length;
	if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return false;
	let from = first.length;
	// Each as early as may be, which leaves the most for the parts after it.
	for (const literal of literals.slice(1, -1)) {
		let at = text.indexOf(literal, from);
		while (at >= 0 && !isEnough(text.slice(from, at))) at = text.indexOf(literal, at + 1);
		if (at < 0 || at + literal.length > end) return false;
		from = at + literal.length;
	}
	return isEnough(text.slice(from, end));
}

/** Whether a text is these literals with nothing between two of them, or all there is. */
function fitsWithGap(literals: readonly string[], text: string): boolean {
	return literals.slice(1).some((literal, index) => {
		const joined = literals[index] + literal;
		const others = [...literals.slice(0, index), joined, ...literals.slice(index + 2)];
		return others.length === 1 ? text === joined : fits(others, text);
	});
}

/** Names of the user's own numbers, in lower case: two that lack the same part are one number. */
const OWN_NUMBERS: ReadonlySet<string> = new Set(['originorderid', 'refundid']);

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** A text with placeholders. */
class Template {
	/** What stands before, between and after the parts. */
	private readonly literals: string[];

	/** The code of each part: placeholders that touch, or have space between, are one. */
	private readonly parts: string[][] = [];

	/** Whether the text is a number of the user's own, for which each placeholder has to find something. */
	private readonly isOwnNumber: boolean;

	/**
	 * @param pieces literals and the code of the placeholders between them, in turns
	 * @param name of what the text is
	 */
	constructor(pieces: readonly string[], name: string) {
		this.isOwnNumber = OWN_NUMBERS.has(name.toLowerCase());
		this.literals = pieces.slice(0, 1);
		for (let at = 1; at < pieces.length; at += 2) {
			const [code, literal] = [pieces[at], pieces[at + 1]];
			const isTouching = at > 1 && isBlank(pieces[at - 1]);
			if (isTouching) this.parts.at(-1)?.push(code);
			else this.parts.push([code]);
			if (isTouching) this.literals[this.literals.length - 1] = literal;
			else this.literals.push(literal);
		}
	}

	/**
	 * What a text of this template stands for: itself, `Incomplete` where a part found nothing,
	 * undefined where nothing did, and null where every placeholder says itself that it may.
	 */
	judge(text: string, evaluate: Evaluate): string | Incomplete | undefined | null {
		if (this.isNone(text, evaluate)) return null;
		if (isBlank(text)) return undefined;
		return this.lacksPart(text, evaluate) ? new Incomplete(text) : text;
	}

	/** Whether nothing but marks is left, and the code of each placeholder says that it may be so. */
	private isNone(text: string, evaluate: Evaluate): boolean {
		if (this.isOwnNumber || LETTER_OR_DIGIT.test(text)) return false;
		if (seen(text) !== seen(this.literals.join(''))) return false;
		return this.parts.flat().every((code) => saysNothing(code, evaluate));
	}

	/**
	 * Whether a part of this text found nothing. Most texts say so by themselves: they are this
	 * template with something in each part, or cannot be. Of the few that may be either, such as
	 * "A-B-" of two parts with a dash between, the placeholders are evaluated by themselves; so are
	 * those that touch, of which a text never says how much came from which.
	 */
	private lacksPart(text: string, evaluate: Evaluate): boolean {
		const { literals } = this;
		const isWhole = fits(literals, text, (part) => !isBlank(part));
		if (!isWhole) return fits(literals, text);
		const mayLack = fitsWithGap(literals.map(seen), seen(text));
		return this.parts.some((codes) => {
			if (codes.length === 1 && !mayLack) return false;
			const nothing = codes.filter((code) => findsNothing(code, evaluate));
			return (
				nothing.length === codes.length ||
				nothing.some((code) => this.isOwnNumber || !saysNothing(code, evaluate))
			);
		});
	}
}

/** The templates in a value that has some, at their places in it. */
type Templates = Template | Map<string, Templates>;

function within(
	value: object,
	templatesOf: (inner: unknown, name: string) => Templates | undefined,
): Templates | undefined {
	const found = new Map<string, Templates>();
	for (const [name, inner] of Object.entries(value)) {
		const templates = templatesOf(inner, name);
		if (templates !== undefined) found.set(name, templates);
	}
	return found.size === 0 ? undefined : found;
}

/** A parameter's literals and the code between them; undefined where it is no template at all. */
function piecesOf(raw: unknown): string[] | undefined {
	if (typeof raw !== 'string' || !raw.startsWith('=') || ESCAPED_BRACES.test(raw)) return undefined;
	const pieces = raw.slice(1).split(PLACEHOLDER);
	// One placeholder alone gives its value as it is, not a text.
	const isTemplate = pieces.length > 3 || (pieces.length === 3 && pieces[0] + pieces[2] !== '');
	return isTemplate ? pieces : undefined;
}

/** Whether an expression says itself that it may find this instead of a value. */
export function saysNone(raw: string, found: undefined | null): boolean {
	// A template was judged already: it is null where it says so.
	if (piecesOf(raw) !== undefined) return found === null;
	return saysItFinds(PLACEHOLDER.exec(raw)?.[1] ?? '', found);
}

/** The templates of a parameter as it is set up. */
function templatesIn(raw: unknown, name: string): Templates | undefined {
	if (typeof raw !== 'object' || raw === null) {
		const pieces = piecesOf(raw);
		return pieces === undefined ? undefined : new Template(pieces, name);
	}
	if (!('__rl' in raw)) return within(raw, templatesIn);
	// Of a resource locator only the value counts.
	return templatesIn('value' in raw ? raw.value : '', name);
}

/** @param codes of the placeholders, by the indices in the marks */
function templatesInJson(
	value: unknown,
	codes: readonly string[],
	name = '',
): Templates | undefined {
	if (typeof value === 'string') {
		const pieces = value.split(MARKED);
		if (pieces.length === 1) return undefined;
		return new Template(
			pieces.map((piece, at) => (at % 2 === 0 ? piece : codes[Number(piece)])),
			name,
		);
	}
	if (typeof value !== 'object' || value === null) return undefined;
	return within(value, (inner, innerName) => templatesInJson(inner, codes, innerName));
}

/** What JSON is made of, as far as it tells where a placeholder stands. */
const JSON_MARKS = /\\[\s\S]|["{}[\]]/g;

/**
 * What stands for a placeholder that is in no string: null in the place of a value, which says
 * itself what it is; between members or entries one more, since it may give any, with its commas.
 */
function standIn(before: string, after: string, open: string | undefined): string {
	const [last, next] = [before.trimEnd().at(-1) ?? '', after.trimStart().charAt(0)];
	if (last === ':') return 'null';
	const entry = open === '{' ? `"${MARK}":null` : 'null';
	return `${'{[,'.includes(last) ? '' : ','}${entry}${'}],'.includes(next) ? '' : ','}`;
}

/** JSON text with a mark for each placeholder in a string, and something for each of the others. */
function markedJson(pieces: readonly string[]): string {
	const open: string[] = [];
	let isInString = false;
	let marked = '';
	for (const [at, piece] of pieces.entries()) {
		if (at % 2 === 1) {
			const mark = `${MARK}${(at - 1) / 2}${MARK}`;
			marked += isInString ? mark : standIn(marked, pieces[at + 1], open.at(-1));
			continue;
		}
		for (const [token] of piece.matchAll(JSON_MARKS)) {
			if (token === '"') isInString = !isInString;
			else if (isInString) continue;
			else if (token === '{' || token === '[') open.push(token);
			else open.pop();
		}
		marked += piece;
	}
	return marked;
}

/** The templates of JSON text; none where the text is no JSON whatever its placeholders give. */
function templatesOfJson(pieces: readonly string[]): Templates | undefined {
	try {
		const codes = pieces.filter((_, at) => at % 2 === 1);
		return templatesInJson(parseJson(markedJson(pieces)), codes);
	} catch {
		return undefined;
	}
}

/** Puts what is lacking in place of the texts that lack it: undefined where there is no text left. */
function judged(templates: Templates, value: unknown, evaluate: Evaluate): unknown {
	if (templates instanceof Template) {
		return typeof value === 'string' ? templates.judge(value, evaluate) : value;
	}
	if (typeof value !== 'object' || value === null) return value;
	const copy = Array.isArray(value) ? [...value] : { ...value };
	for (const [name, inner] of templates) {
		if (!Object.hasOwn(copy, name)) continue;
		Reflect.set(copy, name, judged(inner, Reflect.get(copy, name), evaluate));
	}
	return copy;
}

/**
 * The node's parameters that are templates, such as `SHOP-{{ $json.no }}`. n8n puts nothing where a
 * placeholder finds nothing; what is left looks like a value, and would be the same for every item.
 */
export class TemplateParameters {
	private readonly raw: Readonly<Record<string, unknown>>;

	private readonly found = new Map<string, Templates | undefined>();

	constructor(raw: Readonly<Record<string, unknown>>) {
		this.raw = raw;
	}

	private remembered(key: string, find: () => Templates | undefined): Templates | undefined {
		if (!this.found.has(key)) this.found.set(key, find());
		return this.found.get(key);
	}

	/** A parameter's value, `Incomplete` for each text in it of which a part found nothing. */
	judge(name: string, value: unknown, evaluate: Evaluate): unknown {
		const templates = this.remembered(name, () => templatesIn(this.raw[name], name));
		return templates === undefined ? value : judged(templates, value, evaluate);
	}

	/**
	 * The same of a parameter of JSON text whose texts are templates; its value is parsed then, and
	 * given as it came where it cannot be.
	 */
	judgeJson(name: string, value: unknown, evaluate: Evaluate): unknown {
		if (typeof value !== 'string') return value;
		const pieces = piecesOf(this.raw[name]);
		if (pieces === undefined) return value;
		if (isBlank(value)) return undefined;
		const templates = this.remembered(`${name}\n`, () => templatesOfJson(pieces));
		if (templates === undefined || templates instanceof Template) return value;
		try {
			return judged(templates, parseJson(value), evaluate);
		} catch {
			return value;
		}
	}
}
