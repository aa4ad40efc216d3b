import { isObject } from '../formats/json.mts';

/** What can differ from openapi.yaml, or from what the nodes take for granted. */
export const KINDS = {
	clock: "this machine's clock and the server's differ",
	'signature-refused': 'the first signed request is refused',
	'wrong-signature-accepted': 'a wrong signature is accepted',
	'refusal-words': 'a wrong signature is refused in words that the nodes do not know',
	'http-status': 'another HTTP status',
	'not-an-answer': 'an answer that is none of the API',
	'no-answer': 'no complete answer',
	'name-case': 'names in another case',
	missing: 'members that are missing',
	unknown: 'members that are not known',
	null: 'null in place of a value',
	'number-as-text': 'numbers as text',
	'boolean-as-text': 'true and false as text',
	'text-as-number': 'text of digits as numbers',
	'one-for-list': 'the entry alone in place of a list',
	'list-for-one': 'a list around an object',
	'json-text': 'JSON text around a value',
	'other-shape': 'another type',
	'date-format': 'dates in another format',
	'time-format': 'times of day in another format',
	'text-format': 'text in another format',
	'code-value': 'a code that is not known',
	range: 'a number outside its range',
	reading: 'success and failure are told apart otherwise',
	'page-size': 'another number of entries a page',
	paging: 'pages that do not make up the whole',
	'one-product': 'one product asked for, another came',
	days: 'prices that cannot be laid out by day',
	refused: 'a refusal where none was expected',
	callback: 'a callback that the trigger does not read',
} as const;

export type Kind = keyof typeof KINDS;

/** The sandbox's dialect in which it does the same, for those who want to try it. */
export const DIALECT_OF: Partial<Record<Kind, string>> = {
	'name-case': 'camel-case',
	'number-as-text': 'text-numbers',
	'boolean-as-text': 'text-numbers',
	'text-as-number': 'numeric-text',
	'one-for-list': 'single-objects',
	'time-format': 'loose-times',
	'page-size': 'pages-of-20',
};

/** One difference; it holds no value that came, only its form. */
export interface Difference {
	kind: Kind;
	/** An operationId, or the service of a callback. */
	operation: string;
	/** The member, with [] for any entry of a list; empty for the answer as a whole. */
	place: string;
	/** What came, as a form. */
	came: string;
	/** Whether the nodes read it alike. */
	harmless: boolean;
	/** How often it was seen. */
	count: number;
}

/** Members whose values are somebody's, in lower case. */
const PERSONAL: ReadonlySet<string> = new Set([
	'name',
	'username',
	'mobile',
	'idcard',
	'cardid',
	'idcardno',
	'vouchercode',
	'ordervouchercode',
	'orderuservouchers',
	'qrcode',
	'originorderid',
	'orderid',
]);

/** Shorter ones would be found in any text. */
function isTelling(text: string): boolean {
	return text.length >= 5 || (text.length >= 2 && !/^[\x20-\x7e]*$/.test(text));
}

/** All that was found, each difference once. */
export class Findings {
	/** What was looked at and found to be so. */
	readonly seen: string[] = [];
	/** What was not looked at, and why. */
	readonly notChecked: string[] = [];
	/** For whoever runs it, never for the report: may hold numbers and the vendor's words. */
	readonly notes: string[] = [];
	/** How many answers and callbacks were held against the contract. */
	looked = 0;
	private readonly byKey = new Map<string, Difference>();
	private readonly secrets = new Set<string>();

	add(difference: Omit<Difference, 'count'>): void {
		const { kind, operation, place, came } = difference;
		const key = JSON.stringify([kind, operation, place, came]);
		const known = this.byKey.get(key);
		if (known === undefined) this.byKey.set(key, { ...difference, count: 1 });
		else {
			known.count += 1;
			known.harmless &&= difference.harmless;
		}
	}

	get differences(): Difference[] {
		return [...this.byKey.values()];
	}

	/** Notes what must not get into the report, wherever it stands. */
	keepSecret(...texts: string[]): void {
		for (const text of texts) if (isTelling(text)) this.secrets.add(text);
	}

	/** The same of what came or was sent: the values of members that are about people and orders. */
	keepPeopleSecret(value: unknown, isPersonal = false): void {
		if (Array.isArray(value)) {
			for (const entry of value) this.keepPeopleSecret(entry, isPersonal);
		} else if (isObject(value)) {
			for (const [name, member] of Object.entries(value)) {
				this.keepPeopleSecret(member, isPersonal || PERSONAL.has(name.toLowerCase()));
			}
		} else if (isPersonal && (typeof value === 'string' || typeof value === 'number')) {
			this.keepSecret(String(value));
		}
	}

	/** A text without anything that was noted as secret. Nothing should be; this makes sure. */
	withoutSecrets(text: string): string {
		return [...this.secrets]
			.sort((one, other) => other.length - one.length)
			.reduce((clean, secret) => clean.replaceAll(secret, '…'), text);
	}
}
