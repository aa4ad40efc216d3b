import { createHash } from 'crypto';
import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { UNKNOWN_REMEDY } from '../api/errors.ts';
import { ApiFailure, sentences } from '../api/failures.ts';
import { canonicalJson } from '../api/json.ts';
import type { Client } from '../api/request.ts';
import type { ApiRequest, ApiResponse, CallName, Credential } from '../api/types.ts';
import { namesOf } from './identity.ts';
import type { Place } from './place.ts';
import { TakenNumbers } from './takenNumbers.ts';
import type { Step } from './types.ts';

/** How many items that are done an error names before it only counts them. */
const NAMED_ITEMS = 20;

/** Under which name a run leaves what it had carried out in n8n's context of the node. */
const KEY = 'carriedOut';

function sentence(what: string): string {
	return what === '' ? '' : `Already carried out and not undone: ${what}.`;
}

function inWords(steps: Step[]): string {
	return steps.map(({ words }) => words).join(', ');
}

/** What an item that failed had carried out before, as a sentence; empty when nothing. */
export function carriedOutBefore(steps: Step[]): string {
	return sentence(inWords(steps));
}

/** A write that was carried out, and what was answered. */
interface Call {
	/** What it is known by, see `digestOf`. */
	digest: string;
	response: ApiResponse;
}

/** A write of this run that was answered; its digest is computed only if the run fails. */
interface Answered {
	digest: () => string;
	response: ApiResponse;
}

/** How an error names what an item has carried out. */
interface Deed {
	words: string;
	/** True when the item was not finished: someone has to see to it. */
	inPart: boolean;
}

/** What an item has carried out, as it is left for the next try. */
interface ItemRecord extends Deed {
	calls: Call[];
}

/** A write of which it is not known whether it was carried out. */
interface Doubt {
	digest: string;
	/** The numbers that it was about. */
	words: string;
}

function hashOf(...parts: unknown[]): string {
	return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}

/**
 * What a call is known by within its item, in two ways: by the node as it is set up, and by what is
 * sent. An expression may give something else in the next try, such as a time of now: what was
 * carried out is not sent again for that. And a node that was changed before the execution is
 * retried still does not send the same again.
 */
function digestOf(request: ApiRequest, credential: Credential, parameters: unknown): string {
	const { method, path, query, body } = request;
	const where = [credential.baseUrl, credential.partnerId, method, path];
	return `${hashOf(where, parameters)}.${hashOf(where, query, body)}`;
}

/** Of what a call is known by, what is sent. */
function contentIn(digest: string): string {
	return digest.slice(digest.indexOf('.') + 1);
}

function isSameCall(one: string, other: string): boolean {
	const parts = other.split('.');
	return one.split('.').some((part, index) => part === parts[index]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCall(value: unknown): value is Call {
	if (!isRecord(value) || !isRecord(value.response)) return false;
	const { message, logId } = value.response;
	return (
		typeof value.digest === 'string' && typeof message === 'string' && typeof logId === 'string'
	);
}

function isItemRecord(value: unknown): value is ItemRecord {
	return (
		isRecord(value) &&
		typeof value.words === 'string' &&
		typeof value.inPart === 'boolean' &&
		Array.isArray(value.calls) &&
		value.calls.every(isCall)
	);
}

function isDoubt(value: unknown): value is Doubt {
	return isRecord(value) && typeof value.digest === 'string' && typeof value.words === 'string';
}

function inNumbers(names: readonly CallName[] = []): string {
	return names.map(({ label, value }) => `${label} ${value}`).join(', ');
}

function contextOf(context: IExecuteFunctions): IContextObject | undefined {
	try {
		return context.getContext('node');
	} catch {
		// Outside of a whole execution n8n keeps none: then nothing can be remembered.
		return undefined;
	}
}

/** A call that is refused for certain now, but of which an earlier try has lost the answer. */
function stillUnknown(error: ApiFailure, doubts: Doubt[]): ApiFailure {
	const named = doubts.map(({ words }) => words).join('; ');
	return new ApiFailure(
		`${error.message}. It is not known whether ZhongZhiYou carried out an earlier try (${named})`,
		{ ...error, description: sentences(UNKNOWN_REMEDY, error.description), ambiguous: true },
	);
}

/**
 * What a run of a writing operation carries out. A run that fails leaves it in n8n's own context of
 * the node, which belongs to the execution: it is there in the next try of Retry On Fail, and, being
 * stored with a failed execution, when that is retried. An item is then given the answer that it got
 * instead of being sent again. Nothing is computed as long as nothing fails.
 */
export class CarriedOut {
	private readonly context: IContextObject | undefined;

	private readonly place: Place;

	/** The node's parameters as they are set up, their expressions not evaluated. */
	private readonly parameters: unknown;

	/** What earlier tries of this run carried out and this one did not ask for yet, by item. */
	private readonly earlier = new Map<number, ItemRecord>();

	private readonly answered = new Map<number, Answered[]>();

	/** How many of an item's answers stand. */
	private readonly standing = new Map<number, number>();

	private readonly deeds = new Map<number, Deed>();

	private readonly takenNumbers = new TakenNumbers();

	/** Of this try and those before it, by item. */
	private readonly doubts = new Map<number, Doubt[]>();

	constructor(context: IExecuteFunctions, place: Place) {
		this.context = contextOf(context);
		this.parameters = context.getNode().parameters;
		this.place = place;
		const left: unknown = this.context?.[KEY];
		if (!isRecord(left) || !isRecord(left.items) || left.run !== place.runIndex) return;
		for (const [index, item] of Object.entries(left.items)) {
			if (isItemRecord(item)) {
				this.earlier.set(Number(index), { ...item, calls: [...item.calls] });
			}
		}
		for (const [index, doubts] of Object.entries(isRecord(left.doubts) ? left.doubts : {})) {
			if (Array.isArray(doubts)) this.doubts.set(Number(index), doubts.filter(isDoubt));
		}
	}

	/** The door for one item: it does not let through again what was carried out. */
	doorFor(itemIndex: number, client: Client): Client {
		const { credential } = client;
		const send = async (request: ApiRequest): Promise<ApiResponse> => {
			if (!request.writes) return await client.send(request);
			const digest = () => digestOf(request, credential, this.parameters);
			this.takenNumbers.take(itemIndex, namesOf(request), () => contentIn(digest()));
			const response =
				this.takeEarlier(itemIndex, digest) ??
				(await this.send(itemIndex, client, request, digest));
			this.settle(itemIndex, digest);
			const answered = this.answered.get(itemIndex);
			if (answered === undefined) this.answered.set(itemIndex, [{ digest, response }]);
			else answered.push({ digest, response });
			return response;
		};
		return { credential, send };
	}

	private takeEarlier(itemIndex: number, digest: () => string): ApiResponse | undefined {
		const calls = this.earlier.get(itemIndex)?.calls ?? [];
		if (calls.length === 0) return undefined;
		const asked = digest();
		const index = calls.findIndex((call) => isSameCall(call.digest, asked));
		return index < 0 ? undefined : calls.splice(index, 1).at(0)?.response;
	}

	private async send(
		itemIndex: number,
		client: Client,
		request: ApiRequest,
		digest: () => string,
	): Promise<ApiResponse> {
		const names = namesOf(request);
		try {
			return await client.send({ ...request, names });
		} catch (error) {
			throw error instanceof ApiFailure ? this.doubt(itemIndex, error, digest()) : error;
		}
	}

	/** Notes a call whose outcome is not known; one that was lost before stays unknown when refused. */
	private doubt(itemIndex: number, error: ApiFailure, digest: string): ApiFailure {
		const doubts = this.doubts.get(itemIndex) ?? [];
		const before = doubts.filter((doubt) => isSameCall(doubt.digest, digest));
		const words = inNumbers(error.names);
		if (error.ambiguous) this.addDoubt(itemIndex, digest, words);
		const others = before.filter((doubt) => !error.ambiguous || doubt.words !== words);
		return others.length === 0 ? error : stillUnknown(error, others);
	}

	private addDoubt(itemIndex: number, digest: string, words: string): void {
		const doubts = this.doubts.get(itemIndex) ?? [];
		const isKnown = doubts.some(
			(doubt) => isSameCall(doubt.digest, digest) && doubt.words === words,
		);
		if (!isKnown) this.doubts.set(itemIndex, [...doubts, { digest, words }]);
	}

	/** Notes that a call is known to be carried out. */
	private settle(itemIndex: number, digest: () => string): void {
		const doubts = this.doubts.get(itemIndex);
		if (doubts === undefined) return;
		const own = digest();
		const others = doubts.filter((doubt) => !isSameCall(doubt.digest, own));
		if (others.length === 0) this.doubts.delete(itemIndex);
		else this.doubts.set(itemIndex, others);
	}

	/** Notes that what an item was answered until now was read and stands. */
	stands(itemIndex: number): void {
		this.standing.set(itemIndex, this.answered.get(itemIndex)?.length ?? 0);
	}

	/** Notes an item that is done, by the member of its output that names what was done. */
	done(itemIndex: number, rows: IDataObject[], namedBy: string): void {
		this.stands(itemIndex);
		const name = rows.at(0)?.[namedBy];
		const named = typeof name === 'string' || typeof name === 'number';
		const words = named ? `${itemIndex} (${name})` : String(itemIndex);
		this.deeds.set(itemIndex, { words, inPart: false });
	}

	/** Notes what an item that failed had carried out before. */
	failed(itemIndex: number, steps: Step[]): void {
		// An answer that could not be read is asked for again: its call may not stand, nor be forgotten.
		const unread = this.answered.get(itemIndex)?.splice(this.standing.get(itemIndex) ?? 0) ?? [];
		for (const { digest, response } of unread) {
			this.addDoubt(itemIndex, digest(), inNumbers(response.names));
		}
		if (steps.length === 0) return;
		this.deeds.set(itemIndex, {
			words: `${itemIndex} in part (${inWords(steps)})`,
			inPart: true,
		});
	}

	/** Of this run and its earlier tries, by item, in order. */
	private allDeeds(): Array<[itemIndex: number, deed: Deed]> {
		const all = new Map<number, Deed>([...this.earlier, ...this.deeds]);
		return [...all].sort(([one], [other]) => one - other);
	}

	/**
	 * What this run and its earlier tries had carried out, as a sentence; empty when nothing. n8n drops
	 * the items of a run that fails, so the error has to name them. Items done in part come first and
	 * are all named: someone has to see to them.
	 */
	inWords(): string {
		const deeds = this.allDeeds().map(([, deed]) => deed);
		const inPart = deeds.filter((deed) => deed.inPart);
		const done = deeds.filter((deed) => !deed.inPart);
		const more = done.length > NAMED_ITEMS ? ` and ${done.length - NAMED_ITEMS} more` : '';
		const all = [...inPart, ...done.slice(0, NAMED_ITEMS)].map(({ words }) => words);
		return sentence(all.length === 0 ? '' : `item ${all.join(', ')}${more}`);
	}

	/**
	 * The items of which it is not known whether they were carried out, in this try or in one before,
	 * as a sentence that goes on after another; empty when there are none.
	 *
	 * @param told the item whose own error says so
	 */
	unknownInWords(told: number | undefined): string {
		const others = [...this.doubts].filter(([itemIndex]) => itemIndex !== told);
		if (others.length === 0) return '';
		const named = others
			.sort(([one], [other]) => one - other)
			.map(([index, doubts]) => `item ${index} (${doubts.map(({ words }) => words).join('; ')})`);
		return `. It is not known whether ZhongZhiYou carried out ${named.join(', ')}`;
	}

	/** Leaves what was carried out for the next try. */
	keep(): void {
		const deeds = this.allDeeds();
		if (this.context === undefined || deeds.length + this.doubts.size === 0) return;
		const items: Record<string, ItemRecord> = {};
		for (const [itemIndex, { words, inPart }] of deeds) {
			const answered = this.answered.get(itemIndex) ?? [];
			const calls = answered.map(({ digest, response }) => ({ digest: digest(), response }));
			const left = this.earlier.get(itemIndex)?.calls ?? [];
			items[itemIndex] = { calls: [...calls, ...left], words, inPart };
		}
		const doubts = Object.fromEntries(this.doubts);
		this.context[KEY] = { run: this.place.runIndex, items, doubts };
	}

	/** Forgets what an earlier try had left: no other try comes. */
	forget(): void {
		if (this.context?.[KEY] !== undefined) Reflect.deleteProperty(this.context, KEY);
	}
}
