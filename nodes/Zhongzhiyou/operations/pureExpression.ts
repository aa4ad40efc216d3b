/**
 * Tells which expressions provably change nothing, so that several of an item may be evaluated as
 * one list, in which they share one `$json`. It is an allow-list: paths into data, literals,
 * operators and calls known to give a new value. Whatever is not recognised counts as not pure.
 */

/** Where paths may begin: n8n's own data, read only. */
const ROOTS: ReadonlySet<string> = new Set([
	'$json',
	'$itemIndex',
	'$runIndex',
	'$now',
	'$today',
	'$execution',
	'$workflow',
]);

/** Words that are values by themselves. */
const CONSTANTS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'undefined']);

/** Methods that leave what they are called on as it was; of strings, numbers, lists and Luxon's dates. */
const PURE_METHODS: ReadonlySet<string> = new Set([
	...['trim', 'trimStart', 'trimEnd', 'toUpperCase', 'toLowerCase', 'padStart', 'padEnd'],
	...['slice', 'substring', 'charAt', 'startsWith', 'endsWith', 'split'],
	...['includes', 'indexOf', 'lastIndexOf', 'join', 'at', 'concat', 'toFixed', 'toString'],
	...['toFormat', 'toISO', 'toISODate', 'toMillis', 'setZone', 'plus', 'minus', 'startOf', 'endOf'],
]);

/** Functions that only convert what they are given. */
const PURE_FUNCTIONS: ReadonlySet<string> = new Set(['String', 'Number', 'Boolean']);

/** Names through which data would lead to code. */
const BARRED: ReadonlySet<string> = new Set([
	'constructor',
	'prototype',
	'arguments',
	'caller',
	'callee',
]);

/** A member that is data; names with two underscores are the engine's own (`__proto__`). */
function isDataName(name: string): boolean {
	return !BARRED.has(name) && !name.startsWith('__');
}

const SPACE = String.raw`(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)`;
const NAME = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
const NUMBER = String.raw`(?:\d+\.\d+|\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_$.])`;
const STRING = String.raw`"(?:[^"\\\r\n]|\\["'\\nrt])*"|'(?:[^'\\\r\n]|\\["'\\nrt])*'`;
const OPERATOR = String.raw`\?\?|\|\||&&|[!=]==?|[<>]=?|[-+*/%]`;
const MARK = String.raw`\?\.|[?:()[\]{},.!]`;

const TOKEN = new RegExp(
	`${SPACE}*(?:(?<name>${NAME})|(?<number>${NUMBER})|(?<string>${STRING})|(?<operator>${OPERATOR})|(?<mark>${MARK}))${SPACE}*`,
	'guy',
);

interface Token {
	kind: 'name' | 'number' | 'string' | 'operator' | 'mark';
	text: string;
}

const KINDS = ['name', 'number', 'string', 'operator', 'mark'] as const;

/** The code in tokens, or undefined when it holds anything else. */
function tokensOf(code: string): Token[] | undefined {
	const tokens: Token[] = [];
	let read = 0;
	for (const { 0: text, groups = {} } of code.matchAll(TOKEN)) {
		const kind = KINDS.find((candidate) => groups[candidate] !== undefined);
		if (kind === undefined) return undefined;
		tokens.push({ kind, text: groups[kind] });
		read += text.length;
	}
	if (read < code.length) return undefined;
	return tokens;
}

/** Longest expression that is looked at, in tokens: longer ones are rare, and nesting is bounded by it. */
const LONGEST = 200;

/** Reads an expression from its first token on; each method says whether it found what it is named after. */
class Recogniser {
	private at = 0;

	private readonly tokens: readonly Token[];

	constructor(tokens: readonly Token[]) {
		this.tokens = tokens;
	}

	whole(): boolean {
		return this.expression() && this.at === this.tokens.length;
	}

	private peek(): Token | undefined {
		return this.tokens[this.at];
	}

	/** Passes over a token with this text, if it is next. */
	private take(...texts: string[]): boolean {
		const token = this.peek();
		if (token === undefined || token.kind === 'string' || !texts.includes(token.text)) return false;
		this.at++;
		return true;
	}

	private takeKind(...kinds: Array<Token['kind']>): Token | undefined {
		const token = this.peek();
		if (token === undefined || !kinds.includes(token.kind)) return undefined;
		this.at++;
		return token;
	}

	private expression(): boolean {
		if (!this.operand()) return false;
		while (this.takeKind('operator') !== undefined) {
			if (!this.operand()) return false;
		}
		if (!this.take('?')) return true;
		return this.expression() && this.take(':') && this.expression();
	}

	private operand(): boolean {
		// Not "+ +" or "- -", which would be read as an increment where they touch.
		if (this.take('!')) return this.operand();
		if (this.take('-', '+')) return this.takeKind('number') !== undefined;
		return this.primary() && this.accesses();
	}

	private primary(): boolean {
		if (this.take('(')) return this.expression() && this.take(')');
		const token = this.takeKind('name', 'number', 'string');
		if (token?.kind !== 'name') return token !== undefined;
		if (PURE_FUNCTIONS.has(token.text)) return this.take('(') && this.list(')');
		return ROOTS.has(token.text) || CONSTANTS.has(token.text);
	}

	/** What follows a value: members, elements and calls. */
	private accesses(): boolean {
		for (;;) {
			if (this.take('.')) {
				if (!this.member()) return false;
			} else if (this.take('?.')) {
				if (this.take('[') ? !this.element() : !this.member()) return false;
			} else if (this.take('[')) {
				if (!this.element()) return false;
			} else {
				// A value is never called: only methods known by their names are.
				return this.peek()?.text !== '(' || this.peek()?.kind === 'string';
			}
		}
	}

	private member(): boolean {
		const name = this.takeKind('name')?.text;
		if (name === undefined || !isDataName(name)) return false;
		return this.take('(') ? PURE_METHODS.has(name) && this.list(')') : true;
	}

	private element(): boolean {
		const key = this.takeKind('number', 'string');
		if (key === undefined) return false;
		// A key with an escape could spell a barred name.
		if (key.kind === 'string' && (key.text.includes('\\') || !isDataName(key.text.slice(1, -1)))) {
			return false;
		}
		return this.take(']') && !(this.peek()?.kind === 'mark' && this.peek()?.text === '(');
	}

	/** Arguments up to the closing bracket; objects of plain members as Luxon's `plus` takes them. */
	private list(end: string): boolean {
		if (this.take(end)) return true;
		do {
			if (!(this.take('{') ? this.members() : this.expression())) return false;
		} while (this.take(','));
		return this.take(end);
	}

	private members(): boolean {
		do {
			const name = this.takeKind('name')?.text;
			if (name === undefined || !isDataName(name) || !this.take(':') || !this.expression()) {
				return false;
			}
		} while (this.take(','));
		return this.take('}');
	}
}

/**
 * Whether evaluating this JavaScript expression provably changes nothing.
 *
 * @param code what stands between `{{` and `}}`
 */
export function isPureExpression(code: string): boolean {
	const tokens = tokensOf(code);
	return tokens !== undefined && tokens.length <= LONGEST && new Recogniser(tokens).whole();
}
