// A second opinion on JSON, written for nothing but to be plainly right: a reader after RFC 8259,
// one character at a time, that leaves numbers as they stand in the text.

/** A number as it stands in the text. */
export class NumberText {
	readonly source: string;

	constructor(source: string) {
		this.source = source;
	}
}

export type Reference = string | boolean | null | NumberText | Reference[] | Map<string, Reference>;

const WORDS = new Map<string, boolean | null>([
	['true', true],
	['false', false],
	['null', null],
]);

const ESCAPES = new Map([
	['"', '"'],
	['\\', '\\'],
	['/', '/'],
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);

class Reader {
	private at = 0;

	private readonly text: string;

	constructor(text: string) {
		this.text = text;
	}

	whole(): Reference {
		const value = this.value();
		this.space();
		if (this.at !== this.text.length) this.fail();
		return value;
	}

	private fail(): never {
		throw new SyntaxError(`Not JSON at ${this.at}`);
	}

	private space(): void {
		while (this.at < this.text.length && ' \t\n\r'.includes(this.text[this.at])) this.at++;
	}

	/** Whether this comes next; it is passed over then. */
	private takes(word: string): boolean {
		if (!this.text.startsWith(word, this.at)) return false;
		this.at += word.length;
		return true;
	}

	private digits(): void {
		const start = this.at;
		while (this.at < this.text.length && '0123456789'.includes(this.text[this.at])) this.at++;
		if (this.at === start) this.fail();
	}

	private number(): NumberText {
		const start = this.at;
		this.takes('-');
		if (!this.takes('0')) this.digits();
		if (this.takes('.')) this.digits();
		if (this.takes('e') || this.takes('E')) {
			if (!this.takes('+')) this.takes('-');
			this.digits();
		}
		return new NumberText(this.text.slice(start, this.at));
	}

	private string(): string {
		let value = '';
		while (!this.takes('"')) {
			const character = this.text.charAt(this.at);
			if (character === '' || character < ' ') this.fail();
			this.at++;
			value += character === '\\' ? this.escaped() : character;
		}
		return value;
	}

	private escaped(): string {
		const letter = this.text.charAt(this.at);
		this.at++;
		if (letter !== 'u') return ESCAPES.get(letter) ?? this.fail();
		const code = this.text.slice(this.at, this.at + 4);
		if (!/^[0-9a-fA-F]{4}$/.test(code)) this.fail();
		this.at += 4;
		return String.fromCharCode(Number.parseInt(code, 16));
	}

	private value(): Reference {
		this.space();
		if (this.takes('"')) return this.string();
		if (this.takes('[')) return this.list();
		if (this.takes('{')) return this.object();
		for (const [word, meaning] of WORDS) if (this.takes(word)) return meaning;
		return this.number();
	}

	private list(): Reference[] {
		const entries: Reference[] = [];
		this.space();
		if (this.takes(']')) return entries;
		do {
			entries.push(this.value());
			this.space();
		} while (this.takes(','));
		if (!this.takes(']')) this.fail();
		return entries;
	}

	private object(): Map<string, Reference> {
		const members = new Map<string, Reference>();
		this.space();
		if (this.takes('}')) return members;
		do {
			this.space();
			if (!this.takes('"')) this.fail();
			const name = this.string();
			this.space();
			if (!this.takes(':')) this.fail();
			members.set(name, this.value());
			this.space();
		} while (this.takes(','));
		if (!this.takes('}')) this.fail();
		return members;
	}
}

/** @throws SyntaxError when the text is not JSON */
export function referenceJson(text: string): Reference {
	return new Reader(text).whole();
}

/** A decimal in a form that is the same for the same amount, whatever its way of writing. */
export function decimalForm(source: string): string {
	const parts = /^(?<sign>-?)(?<whole>\d+)(?:\.(?<part>\d+))?(?:[eE](?<power>[+-]?\d+))?$/.exec(
		source,
	)?.groups;
	if (parts === undefined) throw new Error(`${source} is not a number`);
	const { sign, whole, part = '', power = '0' } = parts;
	const digits = `${whole}${part}`.replace(/^0+/, '');
	if (digits === '') return '0';
	const significant = digits.replace(/0+$/, '');
	const shift = BigInt(digits.length - significant.length - part.length) + BigInt(power);
	return `${sign}${significant}e${shift}`;
}

/** Members whose numbers are codes, which keep their very spelling. */
const OF_CODES = /^(?:vouchercodes?|ordervouchercode|orderuservouchers|qrcode)$/i;

/** The data of an answer may be a code, if nothing else is in it. */
const MAYBE_OF_CODES = /^data$/i;

/** Where a value that was read differs from what stands in the text; empty when it does not. */
export function disagreement(
	value: unknown,
	reference: Reference,
	path = '$',
	member = '',
): string {
	const differs = `${path}: ${JSON.stringify(value)} for ${JSON.stringify(reference)}`;
	if (reference instanceof NumberText) {
		const { source } = reference;
		const isSpelled =
			typeof value === 'string' && value === source && String(Number(source)) !== source;
		if (isSpelled && MAYBE_OF_CODES.test(member)) return '';
		if (!OF_CODES.test(member)) return numberDisagreement(value, source, path);
		return isSpelled || String(value) === source ? '' : differs;
	}
	if (Array.isArray(reference)) {
		if (!Array.isArray(value) || value.length !== reference.length) return differs;
		const list: unknown[] = value;
		return firstOf(
			reference.map(
				(entry, index) => () => disagreement(list[index], entry, `${path}[${index}]`, member),
			),
		);
	}
	if (reference instanceof Map) {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return differs;
		const members = new Map<string, unknown>(Object.entries(value));
		if (members.size !== reference.size) return differs;
		return firstOf(
			[...reference].map(
				([name, inner]) =>
					() =>
						members.has(name)
							? disagreement(members.get(name), inner, `${path}.${name}`, name)
							: `${path}.${name} is missing`,
			),
		);
	}
	return value === reference ? '' : differs;
}

function firstOf(checks: Array<() => string>): string {
	for (const check of checks) {
		const found = check();
		if (found !== '') return found;
	}
	return '';
}

/** No digit is lost; and what a double surely holds is a number. */
function numberDisagreement(value: unknown, source: string, path: string): string {
	if (typeof value === 'number' && Number.isFinite(value)) {
		const same = decimalForm(String(value)) === decimalForm(source);
		return same ? '' : `${path}: ${value} for ${source}`;
	}
	if (value !== source) return `${path}: ${JSON.stringify(value)} for ${source}`;
	return isPlain(source) ? `${path}: text for ${source}` : '';
}

/** Of up to 15 digits, and neither large nor small beyond need. */
function isPlain(source: string): boolean {
	const magnitude = Math.abs(Number(source));
	const inReach = magnitude > 1e-15 && magnitude < 1e15;
	return source.length <= 15 && (inReach || decimalForm(source) === '0');
}
