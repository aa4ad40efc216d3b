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

/** Whether a placeholder certainly finds nothing; one that might change something is not asked. */
function findsNothing(code: string, evaluate: Evaluate): boolean {
	if (!isPureExpression(code.replace(OF_ANOTHER_NODE, '$$json'))) return false;
	try {
		const value = evaluate(code);
		return isBlank(value) || Number.isNaN(value);
	} catch {
		return false;
	}
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

/** A text with placeholders. */
class Template {
	/** What stands before, between and after the parts. */
	private readonly literals: string[];

	/** The code of each part: placeholders that touch, or have space between, are one. */
	private readonly parts: string[][] = [];

	/** @param pieces literals and the code of the placeholders between them, in turns */
	constructor(pieces: readonly string[]) {
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
	 * Whether a part of this text found nothing. Most texts say so by themselves: they are this
	 * template with something in each part, or cannot be. Of the few that may be either, such as
	 * "A-B-" of two parts with a dash between, the placeholders are evaluated by themselves.
	 */
	lacksPart(text: string, evaluate: Evaluate): boolean {
		const { literals } = this;
		const isWhole = fits(literals, text, (part) => !isBlank(part));
		if (!isWhole) return fits(literals, text);
		const mayLack = fitsWithGap(literals.map(seen), seen(text));
		return (
			mayLack && this.parts.some((codes) => codes.every((code) => findsNothing(code, evaluate)))
		);
	}
}

/** The templates in a value that has some, at their places in it. */
type Templates = Template | Map<string, Templates>;

function within(
	value: object,
	templatesOf: (inner: unknown) => Templates | undefined,
): Templates | undefined {
	const found = new Map<string, Templates>();
	for (const [name, inner] of Object.entries(value)) {
		const templates = templatesOf(inner);
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

/** The templates of a parameter as it is set up. */
function templatesIn(raw: unknown): Templates | undefined {
	if (typeof raw !== 'object' || raw === null) {
		const pieces = piecesOf(raw);
		return pieces === undefined ? undefined : new Template(pieces);
	}
	// Of a resource locator only the value counts.
	return '__rl' in raw ? templatesIn('value' in raw ? raw.value : '') : within(raw, templatesIn);
}

/** @param codes of the placeholders, by the indices in the marks */
function templatesInJson(value: unknown, codes: readonly string[]): Templates | undefined {
	if (typeof value === 'string') {
		const pieces = value.split(MARKED);
		if (pieces.length === 1) return undefined;
		return new Template(pieces.map((piece, at) => (at % 2 === 0 ? piece : codes[Number(piece)])));
	}
	if (typeof value !== 'object' || value === null) return undefined;
	return within(value, (inner) => templatesInJson(inner, codes));
}

/** The templates of JSON text; none where the text is no JSON by itself. */
function templatesOfJson(pieces: readonly string[]): Templates | undefined {
	const codes = pieces.filter((_, at) => at % 2 === 1);
	let isInString = false;
	let marked = '';
	for (const [at, piece] of pieces.entries()) {
		if (at % 2 === 1) {
			// One that stands for a whole value says itself what it is.
			marked += isInString ? `${MARK}${(at - 1) / 2}${MARK}` : 'null';
			continue;
		}
		for (const [token] of piece.matchAll(/\\[\s\S]|"/g)) {
			if (token === '"') isInString = !isInString;
		}
		marked += piece;
	}
	try {
		return templatesInJson(parseJson(marked), codes);
	} catch {
		return undefined;
	}
}

/** Puts what is lacking in place of the texts that lack it: undefined where there is no text left. */
function judged(templates: Templates, value: unknown, evaluate: Evaluate): unknown {
	if (templates instanceof Template) {
		if (typeof value !== 'string') return value;
		if (isBlank(value)) return undefined;
		return templates.lacksPart(value, evaluate) ? new Incomplete(value) : value;
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
		const templates = this.remembered(name, () => templatesIn(this.raw[name]));
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
