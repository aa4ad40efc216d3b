import type { RecordedCallback } from '../callbacks/recorded.mts';
import { isObject, quoteLongNumbers } from '../formats/json.mts';
import type { OperationId } from '../http/contract.mts';
import { type Account, type Answer, type Call, NoAnswer, type Signing, ask } from './account.mts';
import { type Contract, type Found, parsed, unwrapped } from './contract.mts';
import { Findings, type Kind } from './differences.mts';
import { codeOf, formOf } from './forms.mts';
import {
	type ApiResponse,
	type Envelope,
	type JsonObject,
	type JsonValue,
	type ReadClient,
	nameCreated,
	namePaid,
	namePrices,
	nameProducts,
	nameQrCode,
	nameRefunded,
	nameWithin,
	openData,
	openEnvelope,
	readCallback,
} from './reading.mts';
import { isHarmless } from './verdict.mts';

/** What the nodes do with the Data of each answer. */
const NAMINGS: Partial<Record<OperationId, (object: JsonObject) => JsonObject>> = {
	getProductByDistributor: nameProducts,
	getProductPriceByDistributor: namePrices,
	createOrder: nameCreated,
	payOrder: namePaid,
	personQrCodes: nameQrCode,
	refundOrder: nameRefunded,
};

/** An answer, held against the contract. */
export interface Inspected {
	operation: OperationId;
	answer: Answer;
	/** As the nodes open it. */
	envelope: Envelope;
	/** The Data in the contract's form. */
	data: unknown;
}

/** The API refused. */
export class Refused extends Error {
	readonly inspected: Inspected;

	constructor(inspected: Inspected) {
		super(inspected.envelope.message);
		this.inspected = inspected;
	}
}

/** What came is none of the API's answers, or none came; it stands in the findings already. */
export class Unusable extends Error {}

const PATHS: Record<string, OperationId> = {
	'/product/getProductByDistributor': 'getProductByDistributor',
	'/product/getProductPriceByDistributor': 'getProductPriceByDistributor',
};

/** More would be lists of somebody's data, not of members. */
const MOST_NOTES = 100;

function memberIn(value: unknown, wanted: string): unknown {
	if (!isObject(value)) return undefined;
	const names = Object.keys(value);
	const name = names.includes(wanted)
		? wanted
		: names.find((known) => known.toLowerCase() === wanted.toLowerCase());
	return name === undefined ? undefined : value[name];
}

/** Whether an answer says that it succeeded, read by the contract alone. */
function saysSuccess(answer: unknown): boolean {
	const flag = memberIn(answer, 'IsSuccess');
	if (flag === undefined) return String(memberIn(answer, 'Code')) === '1000';
	return flag === true || (typeof flag === 'string' && /^\s*true\s*$/i.test(flag));
}

function cameAs({ kind, value }: Found): string {
	// A spelling of a name of the contract's, and so nobody's.
	if (kind === 'name-case') return String(value);
	// The form of a long text says little.
	if (kind === 'json-text') return 'JSON text';
	return kind === 'code-value' || kind === 'range' ? codeOf(value) : formOf(value);
}

/** Asks an account's API and holds all that comes against the contract and the nodes' reading. */
export class Examination {
	readonly findings = new Findings();
	readonly account: Account;
	private readonly contract: Contract;

	constructor(account: Account, contract: Contract) {
		this.account = account;
		this.contract = contract;
		this.findings.keepSecret(account.signKey);
	}

	/** Notes a difference that is not about one member. */
	tell(kind: Kind, operation: string, came: string, harmless: boolean): void {
		this.findings.add({ kind, operation, place: '', came, harmless });
	}

	/** Notes a refusal of what should not have been refused. */
	tellRefusal({ inspected: { operation, answer, envelope } }: Refused, harmless = false): void {
		const code = envelope.code === undefined ? 'no Code' : `Code ${codeOf(Number(envelope.code))}`;
		this.tell('refused', operation, `HTTP ${answer.status}, ${code}`, harmless);
		this.findings.notes.push(`${operation}: ZhongZhiYou said: ${envelope.message}`);
	}

	/**
	 * Asks once and holds the answer against the contract.
	 *
	 * @throws Refused when the API refuses
	 * @throws Unusable when there is no answer, or none of the API
	 */
	async ask(call: Call, signing?: Signing): Promise<Inspected> {
		const inspected = await this.inspect(call, signing);
		if (!inspected.envelope.succeeded) throw new Refused(inspected);
		return inspected;
	}

	/** The same for a call that may well be refused. */
	async inspect(call: Call, signing?: Signing): Promise<Inspected> {
		const { operation } = call;
		let answer: Answer;
		try {
			answer = await ask(this.account, call, signing);
		} catch (error) {
			if (!(error instanceof NoAnswer)) throw error;
			this.tell('no-answer', operation, 'nothing', false);
			this.findings.notes.push(`${operation}: ${error.message}`);
			throw new Unusable(error.message);
		}
		// As the nodes read long numbers, on any version of Node.
		const envelope = openEnvelope(quoteLongNumbers(answer.text));
		const value = parsed(answer.text);
		if (envelope === undefined || !isObject(value)) {
			this.tell('not-an-answer', operation, `HTTP ${answer.status}, ${this.kindOf(value)}`, false);
			throw new Unusable(`HTTP ${answer.status}, but not an answer of the API`);
		}
		this.findings.looked += 1;
		this.findings.keepPeopleSecret(value);
		const succeeded = saysSuccess(value);
		if (succeeded !== envelope.succeeded) {
			this.tell('reading', operation, succeeded ? 'a success' : 'a failure', false);
		}
		if (answer.status !== 200 && answer.status !== 401) {
			this.tell('http-status', operation, String(answer.status), !succeeded);
		}
		const held = this.contract.answer(operation, succeeded, value);
		// Of texts of JSON too, which are read by now.
		this.findings.keepPeopleSecret(held.value);
		this.note(operation, held.found, this.readingOf(operation, envelope, value));
		return {
			operation,
			answer,
			envelope,
			data: isObject(held.value) ? held.value.Data : undefined,
		};
	}

	/** A client of the nodes' own, so that they look products and prices up as they always do. */
	get client(): ReadClient {
		const { partnerId, baseUrl, signKey } = this.account;
		return {
			credential: { partnerId, baseUrl, signKey, previousSignKey: '' },
			send: async ({ method, path, query }): Promise<ApiResponse> => {
				const operation = PATHS[path];
				const { envelope } = await this.ask({ operation, method, path, query });
				const { data, message, code, logId } = envelope;
				return { data, message, code, logId };
			},
		};
	}

	/** Holds a recorded callback against the contract. */
	examineCallback({ text, service, notice }: RecordedCallback): void {
		this.findings.looked += 1;
		const whole = text === undefined ? undefined : parsed(text);
		const outer = unwrapped(whole).value;
		this.findings.keepPeopleSecret(outer);
		const header = unwrapped(memberIn(outer, 'OrderNotifyHeader')).value;
		const inner = text === undefined ? notice : memberIn(outer, 'OrderNotifyBody');
		const named = text === undefined ? service : memberIn(header, 'NotifyServiceName');
		const name = typeof named === 'string' ? named : '';
		const { value: sent, layers } = unwrapped(inner);
		const held = this.contract.notice(name, sent);
		const operation = held === undefined ? 'callback' : name.toLowerCase();
		const envelope =
			text ??
			JSON.stringify({
				OrderNotifyHeader: { PartnerId: 0, NotifyServiceName: service },
				OrderNotifyBody: notice,
			});
		const callback = readCallback(envelope);
		this.findings.keepPeopleSecret(sent);
		if (callback === undefined || !isObject(sent)) {
			this.tell('callback', operation, this.kindOf(whole ?? sent), false);
			return;
		}
		if (text !== undefined) {
			const { partnerId, service: known, body } = callback;
			const reading = {
				OrderNotifyHeader: { PartnerId: partnerId, NotifyServiceName: known },
				OrderNotifyBody: body,
			};
			this.note(operation, this.contract.notify(whole).found, reading);
		}
		// One layer of text is the contract's own; where it is missing, that is told as another type.
		const own = layers.indexOf('json-text');
		for (const kind of layers.filter((_layer, index) => index !== own)) {
			const place = 'OrderNotifyBody';
			this.note(operation, [{ kind, place, value: inner }], { [place]: callback.body });
		}
		if (held === undefined) this.tell('unknown', operation, 'a service', true);
		else this.note(operation, held.found, callback.body);
	}

	private note(operation: string, found: Found[], reading: unknown): void {
		for (const one of found) {
			const { kind, place } = one;
			const harmless = isHarmless(one, reading);
			if (one.name !== undefined) this.noteOnce(`${operation} has the member ${one.name}.`);
			this.findings.add({ kind, operation, place, came: cameAs(one), harmless });
		}
	}

	private noteOnce(text: string): void {
		const { notes } = this.findings;
		if (notes.length < MOST_NOTES && !notes.includes(text)) notes.push(text);
	}

	/** What the nodes have of an answer, in the contract's names. */
	private readingOf(operation: OperationId, envelope: Envelope, sent: object): JsonObject {
		const naming = NAMINGS[operation];
		const opened = openData(envelope.data);
		const data: JsonValue | undefined = naming === undefined ? opened : nameWithin(opened, naming);
		const had = (name: string) => memberIn(sent, name) !== undefined;
		return {
			...(had('Data') ? { Data: data } : {}),
			...(had('IsSuccess') ? { IsSuccess: envelope.succeeded } : {}),
			...(had('Code') ? { Code: envelope.code ?? null } : {}),
			...(had('LogId') ? { LogId: envelope.logId } : {}),
			...(had('Message') ? { Message: envelope.message } : {}),
		};
	}

	private kindOf(value: unknown): string {
		return value === undefined ? 'no JSON' : formOf(value);
	}
}
