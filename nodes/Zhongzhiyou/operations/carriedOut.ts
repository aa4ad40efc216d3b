import { createHash } from 'crypto';
import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { followedBy, namesInWords, UNKNOWN_REMEDY } from '../api/errors.ts';
import { ApiFailure, sentences } from '../api/failures.ts';
import { canonicalJson } from '../api/json.ts';
import type { Client } from '../api/request.ts';
import { textOfBody } from '../api/sent.ts';
import type { ApiRequest, ApiResponse, CallName } from '../api/types.ts';
import { isAutomatic, wishOf } from '../orders/automaticNumber.ts';
import { escaped, showHint } from './hint.ts';
import { identityOf, namesOf } from './identity.ts';
import type { ItemInput } from './input.ts';
import type { Place } from './place.ts';
import {
	readLeft,
	type Call,
	type Deed,
	type Doubt,
	type ItemRecord,
	type Mark,
} from './record.ts';
import { TakenNumbers } from './takenNumbers.ts';
import type { Step } from './types.ts';

/** How many items an error names, of those that are done, before it only counts them. */
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

function hashOf(...parts: unknown[]): string {
	return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}

function isSameSetUp(one: Mark, other: Pick<Mark, 'to' | 'setUp'>): boolean {
	return one.to === other.to && one.setUp === other.setUp;
}

function isSameCall(one: Mark, other: Mark): boolean {
	return one.to === other.to && one.method === other.method && one.path === other.path;
}

function isSameContent(one: Mark, other: Mark): boolean {
	return isSameCall(one, other) && one.content === other.content;
}

function isSameNumber(one: string, other: string | undefined): boolean {
	return one === other || isAutomatic(one) || (other !== undefined && isAutomatic(other));
}

/**
 * Whether a call of a node that was changed asks for what was done already, in other words: the item
 * is the same, and neither a number of the user's own nor a code to refund is another one.
 */
function isSameThing(done: Tried, asked: Tried): boolean {
	const valueOf = (name: string) => asked.names.find((one) => one.name === name)?.value;
	return (
		done.mark.to === asked.mark.to &&
		isSameCall(done.mark, asked.mark) &&
		done.mark.nth === asked.mark.nth &&
		done.mark.codes === asked.mark.codes &&
		done.names.every(({ name, value }) => isSameNumber(value, valueOf(name)))
	);
}

/** What the whole of a write is known by. */
function contentOf({ method, path, content }: Mark): string {
	return `${method} ${path} ${content}`;
}

function areSameNames(some: readonly CallName[], others: readonly CallName[]): boolean {
	return namesInWords(some) === namesInWords(others);
}

/** Whether something in doubt is what this call was about, by its numbers. */
function isAbout({ mark, names }: Doubt, call: Mark, numbers: readonly CallName[]): boolean {
	return isSameCall(mark, call) && names.length > 0 && areSameNames(names, numbers);
}

/** Finds, of what earlier tries left, what stands in the place of this call of the node set up alike. */
function indexOfPlace(left: ReadonlyArray<{ mark: Mark }>, asked: Mark): number {
	return left.findIndex(
		({ mark }) => isSameSetUp(mark, asked) && isSameCall(mark, asked) && mark.nth === asked.nth,
	);
}

/** A write that is sent, with its numbers. */
interface Sent {
	/** Computed only if the run fails, or if an earlier try did. */
	mark: () => Mark;
	request: ApiRequest;
}

/** A write that was answered, in this try or in an earlier one. */
interface Answered {
	mark: () => Mark;
	response: ApiResponse;
	/** Undefined where an earlier try has sent it. */
	sent: Sent | undefined;
}

function named(request: ApiRequest): ApiRequest {
	return { ...request, names: namesOf(request) };
}

function doubtOf({ mark, request }: Sent): Doubt {
	const { names = [], query } = request;
	const body = textOfBody(request);
	return {
		mark: mark(),
		names,
		...(query === undefined ? {} : { query }),
		...(body === undefined ? {} : { body }),
	};
}

/** What was in doubt, to be sent once more as it was: the API knows it again by its number. */
function sentAgain(doubt: Doubt): Sent {
	const { mark, names, query, body } = doubt;
	const { method, path } = mark;
	return {
		mark: () => mark,
		request: { method, path, query, bodyText: body, names, writes: true },
	};
}

/** A write of an earlier try, in doubt or carried out. */
type Tried = Pick<Doubt, 'mark' | 'names'>;

function triesInWords(tries: readonly Tried[]): string {
	const words = tries.map(({ names, mark }) =>
		names.length === 0 ? `${mark.method} ${mark.path}` : namesInWords(names),
	);
	return [...new Set(words)].join('; ');
}

function itemsInWords(items: ReadonlyArray<[itemIndex: number, tries: readonly Tried[]]>): string {
	return items.map(([index, tries]) => `item ${index} (${triesInWords(tries)})`).join(', ');
}

function descriptionOf(error: unknown): string {
	const isTold = error instanceof Error && 'description' in error;
	return isTold && typeof error.description === 'string' ? error.description : '';
}

/** An item's error, with what an earlier try of it has left unknown. */
function stillUnknown(error: unknown, doubts: readonly Doubt[]): ApiFailure {
	const unknown = `It is not known whether ZhongZhiYou carried out an earlier try (${triesInWords(doubts)})`;
	const message = error instanceof Error ? error.message : String(error);
	return new ApiFailure(followedBy(message, unknown), {
		...(error instanceof ApiFailure ? error : { names: doubts.at(0)?.names }),
		description: sentences(UNKNOWN_REMEDY, descriptionOf(error)),
		ambiguous: true,
	});
}

function contextOf(context: IExecuteFunctions): IContextObject | undefined {
	try {
		return context.getContext('node');
	} catch {
		// Outside of a whole execution n8n keeps none: then nothing can be remembered.
		return undefined;
	}
}

/** The door to the API for one item: it does not let through again what was carried out. */
export interface Door extends Client {
	/**
	 * Sends the only write of an item. While the node is set up the same, what an earlier try has
	 * sent is not even made anew: its expressions may find nothing any more, or somebody else.
	 */
	readonly sendOnly: (make: () => ApiRequest) => Promise<ApiResponse>;
}

/**
 * What a run of a writing operation carries out. A run that fails leaves it in n8n's own context of
 * the node, which belongs to the execution: it is there in the next try of Retry On Fail, and, being
 * stored with a failed execution, when that is retried. An item is then given the answer that it got
 * instead of being sent again, and what is in doubt is sent again as it was. Nothing is computed as
 * long as nothing fails.
 */
export class CarriedOut {
	private readonly context: IContextObject | undefined;

	private readonly place: Place;

	/**
	 * The node's parameters as they are set up, their expressions not evaluated. Without its options,
	 * which say how to send and not what: an error itself may advise a longer Timeout.
	 */
	private readonly parameters: unknown;

	/** What earlier tries of this run carried out and this one did not ask for yet, by item. */
	private readonly earlier: Map<number, ItemRecord>;

	private readonly answered = new Map<number, Answered[]>();

	/** How many of an item's answers stand. */
	private readonly standing = new Map<number, number>();

	private readonly deeds = new Map<number, Deed>();

	/** The items that were answered from an earlier try although the node was changed since. */
	private readonly notSentAnew = new Set<number>();

	private readonly takenNumbers = new TakenNumbers();

	/** Of this try and those before it, by item. */
	private readonly doubts: Map<number, Doubt[]>;

	constructor(context: IExecuteFunctions, place: Place) {
		this.context = contextOf(context);
		this.parameters = { ...context.getNode().parameters, options: undefined };
		this.place = place;
		const { items, doubts } = readLeft(this.context?.[KEY], place);
		this.earlier = items;
		this.doubts = doubts;
		// Before anything is sent: an item that was refused may have the number of a later one.
		for (const [itemIndex, { calls }] of items) {
			for (const { mark, response } of calls) {
				this.takenNumbers.hold(itemIndex, response.names ?? [], () => contentOf(mark));
			}
		}
		for (const [itemIndex, tries] of doubts) {
			for (const { mark, names } of tries) {
				this.takenNumbers.hold(itemIndex, names, () => contentOf(mark));
			}
		}
	}

	/** The door for one item. */
	doorFor(input: ItemInput, client: Client): Door {
		const { itemIndex } = input;
		const { credential } = client;
		const made: string[] = [];

		const node = () => ({
			to: hashOf(credential.baseUrl, credential.partnerId),
			// As a tool the node is set up the same for each call: what is asked for is in the item.
			setUp: hashOf(this.parameters, this.place.isTool ? wishOf(input.json) : null),
		});

		const sendNew = async (request: ApiRequest): Promise<ApiResponse> => {
			const { method, path, query, body } = request;
			const call = `${method} ${path}`;
			const nth = made.filter((one) => one === call).length;
			made.push(call);
			const mark = (): Mark => ({
				...node(),
				method,
				path,
				nth,
				codes: hashOf(body?.VoucherCode),
				content: hashOf(query, body),
			});
			const earlier = this.takeEarlier(itemIndex, mark, request);
			if (earlier !== undefined) return this.answerAgain(itemIndex, earlier);
			const doubt = this.doubtInPlaceOf(itemIndex, mark);
			const sent = doubt === undefined ? { mark, request: named(request) } : sentAgain(doubt);
			return await this.send(itemIndex, client, sent);
		};

		const sendOnly = async (make: () => ApiRequest): Promise<ApiResponse> => {
			const calls = this.earlier.get(itemIndex)?.calls ?? [];
			const doubts = this.doubts.get(itemIndex) ?? [];
			if (calls.length + doubts.length > 0) {
				const own = node();
				const index = calls.findIndex(({ mark }) => isSameSetUp(mark, own));
				const [earlier] = index < 0 ? [] : calls.splice(index, 1);
				if (earlier !== undefined) return this.answerAgain(itemIndex, earlier);
				// What was carried out since goes before what was in doubt then.
				const doubt =
					calls.length > 0 ? undefined : doubts.find(({ mark }) => isSameSetUp(mark, own));
				if (doubt !== undefined) return await this.send(itemIndex, client, sentAgain(doubt));
			}
			return await sendNew(make());
		};

		return {
			credential,
			send: async (request) => await (request.writes ? sendNew(request) : client.send(request)),
			sendOnly,
		};
	}

	/**
	 * Takes what an earlier try was answered to this call. An expression may give something else in
	 * this one, such as a time of now: so its place in the node as it is set up counts first. Where
	 * the node was changed before the execution is retried, the item is still the one that was done:
	 * a retry is for those that were not.
	 */
	private takeEarlier(itemIndex: number, mark: () => Mark, request: ApiRequest): Call | undefined {
		const calls = this.earlier.get(itemIndex)?.calls ?? [];
		if (calls.length === 0) return undefined;
		const asked = { mark: mark(), names: namesOf(request) };
		const place = indexOfPlace(calls, asked.mark);
		if (place >= 0) return calls.splice(place, 1).at(0);
		const same = calls.findIndex((call) => isSameContent(call.mark, asked.mark));
		// A tool's item is the wish itself: another one is another order.
		const index =
			same >= 0 || this.place.isTool
				? same
				: calls.findIndex(({ mark: done, response: { names = [] } }) =>
						isSameThing({ mark: done, names }, asked),
					);
		const call = index < 0 ? undefined : calls.splice(index, 1).at(0);
		if (call === undefined || index === same) return call && { ...call, mark: asked.mark };
		// It keeps the mark of the node as it was, so that the next try tells of it again.
		this.notSentAnew.add(itemIndex);
		return call;
	}

	private doubtInPlaceOf(itemIndex: number, mark: () => Mark): Doubt | undefined {
		const doubts = this.doubts.get(itemIndex);
		return doubts?.[indexOfPlace(doubts, mark())];
	}

	private async send(itemIndex: number, client: Client, sent: Sent): Promise<ApiResponse> {
		this.takenNumbers.take(itemIndex, sent.request.names ?? [], () => contentOf(sent.mark()));
		try {
			const response = await client.send(sent.request);
			this.answer(itemIndex, { mark: sent.mark, response, sent });
			return response;
		} catch (error) {
			throw this.noted(itemIndex, sent, error);
		}
	}

	/** Notes why a call failed; the error itself. */
	private noted(itemIndex: number, sent: Sent, error: unknown): unknown {
		if (!(error instanceof ApiFailure)) return error;
		if (error.ambiguous) this.doubt(itemIndex, sent);
		// What an earlier try has left in doubt may still stand under this number.
		else if (!this.doubts.has(itemIndex)) this.takenNumbers.free(sent.request.names ?? []);
		return error;
	}

	private answerAgain(itemIndex: number, { mark, response }: Call): ApiResponse {
		this.answer(itemIndex, { mark: () => mark, response, sent: undefined });
		return response;
	}

	/** Notes an answer, which settles what was in doubt under the same number. */
	private answer(itemIndex: number, answered: Answered): void {
		const all = this.answered.get(itemIndex);
		if (all === undefined) this.answered.set(itemIndex, [answered]);
		else all.push(answered);
		const doubts = this.doubts.get(itemIndex);
		if (doubts === undefined) return;
		const mark = answered.mark();
		const { names = [] } = answered.response;
		this.setDoubts(
			itemIndex,
			doubts.filter((doubt) => !isSameContent(doubt.mark, mark) && !isAbout(doubt, mark, names)),
		);
	}

	/** Notes a call whose outcome is not known. */
	private doubt(itemIndex: number, sent: Sent): void {
		const doubt = doubtOf(sent);
		const before = this.doubts.get(itemIndex) ?? [];
		const others = before.filter(({ mark }) => !isSameContent(mark, doubt.mark));
		this.setDoubts(itemIndex, [...others, doubt]);
	}

	private setDoubts(itemIndex: number, doubts: Doubt[]): void {
		if (doubts.length === 0) this.doubts.delete(itemIndex);
		else this.doubts.set(itemIndex, doubts);
	}

	/** Notes that what an item was answered until now was read and stands. */
	stands(itemIndex: number): void {
		this.standing.set(itemIndex, this.answered.get(itemIndex)?.length ?? 0);
	}

	/**
	 * Notes an item that is done.
	 *
	 * @param namedBy the member of its output that names what was done
	 * @returns its output, with the earlier tries that stay unknown or were carried out too: the node
	 * was changed since, and has sent something else
	 */
	done(itemIndex: number, rows: IDataObject[], namedBy: string): IDataObject[] {
		this.stands(itemIndex);
		const name = rows.at(0)?.[namedBy];
		const named = typeof name === 'string' || typeof name === 'number';
		const words = named ? `${itemIndex} (${name})` : String(itemIndex);
		this.deeds.set(itemIndex, { words, inPart: false });
		const earlierTries = [
			...this.unclaimed(itemIndex).map(({ names }) => ({
				outcomeUnknown: false,
				...identityOf(names),
			})),
			...(this.doubts.get(itemIndex) ?? []).map(({ names }) => ({
				outcomeUnknown: true,
				...identityOf(names),
			})),
		];
		return earlierTries.length === 0 ? rows : rows.map((row) => ({ ...row, earlierTries }));
	}

	/** What an earlier try carried out for an item and this one did not ask for. */
	private unclaimed(itemIndex: number): Tried[] {
		const calls = this.earlier.get(itemIndex)?.calls ?? [];
		return calls.map(({ mark, response }) => ({ mark, names: response.names ?? [] }));
	}

	/**
	 * Notes what an item that failed had carried out before.
	 *
	 * @returns its error, with what of it stays unknown
	 */
	failed(itemIndex: number, steps: Step[], error: unknown): unknown {
		// An answer that could not be read is asked for again: its call may not stand.
		const unread = this.answered.get(itemIndex)?.splice(this.standing.get(itemIndex) ?? 0) ?? [];
		for (const { mark, response, sent } of unread) {
			if (sent !== undefined) this.doubt(itemIndex, sent);
			else this.earlier.get(itemIndex)?.calls.push({ mark: mark(), response });
		}
		if (steps.length > 0) {
			this.deeds.set(itemIndex, {
				words: `${itemIndex} in part (${inWords(steps)})`,
				inPart: true,
			});
		}
		return this.withDoubts(itemIndex, error);
	}

	/** An item's error, which says what is not known of the item's earlier tries. */
	withDoubts(itemIndex: number, error: unknown): unknown {
		const own = error instanceof ApiFailure && error.ambiguous ? error.names : undefined;
		const others = (this.doubts.get(itemIndex) ?? []).filter(
			({ names }) => own === undefined || !areSameNames(own, names),
		);
		return others.length === 0 ? error : stillUnknown(error, others);
	}

	/** What an earlier try carried out for an item and this one did not ask for, as a sentence. */
	leftInWords(itemIndex: number): string {
		const item = this.earlier.get(itemIndex);
		return item === undefined || item.calls.length === 0 ? '' : sentence(`item ${item.words}`);
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
		others.sort(([one], [other]) => one - other);
		return `. It is not known whether ZhongZhiYou carried out ${itemsInWords(others)}`;
	}

	/** Leaves what was carried out for the next try. */
	keep(): void {
		const deeds = this.allDeeds();
		if (this.context === undefined || deeds.length + this.doubts.size === 0) return;
		const items: Record<string, ItemRecord> = {};
		for (const [itemIndex, { words, inPart }] of deeds) {
			const answered = this.answered.get(itemIndex) ?? [];
			const calls = answered.map(({ mark, response }) => ({ mark: mark(), response }));
			const left = this.earlier.get(itemIndex)?.calls ?? [];
			items[itemIndex] = { calls: [...calls, ...left], words, inPart };
		}
		const doubts = Object.fromEntries(this.doubts);
		this.context[KEY] = { run: this.place.runIndex, items, doubts };
	}

	/** Shows hints beside the output of what is done: which earlier tries there are beside it. */
	tell(context: IExecuteFunctions): void {
		const done = [...this.deeds].filter(([, { inPart }]) => !inPart).map(([index]) => index);
		const answeredOf = (index: number): Tried[] =>
			(this.answered.get(index) ?? []).map(({ mark, response }) => ({
				mark: mark(),
				names: response.names ?? [],
			}));
		const show = (lead: string, tried: (itemIndex: number) => readonly Tried[], remedy: string) => {
			const items = done.flatMap((index): Array<[number, readonly Tried[]]> => {
				const tries = tried(index);
				return tries.length === 0 ? [] : [[index, tries]];
			});
			if (items.length === 0) return;
			const more = items.length - NAMED_ITEMS;
			const named = itemsInWords(items.slice(0, NAMED_ITEMS));
			const text = `${lead}: ${named}${more > 0 ? ` and ${more} more` : ''}. ${remedy}`;
			showHint(context, 'warning', escaped(text));
		};
		show(
			'An earlier try had carried this out before the node was changed, and it was not sent again',
			(index) => (this.notSentAnew.has(index) ? answeredOf(index) : []),
			'To order or refund something else, run the workflow anew.',
		);
		show(
			'An earlier try was carried out too, before the node was changed',
			(index) => this.unclaimed(index),
			'Cancel or refund what is not wanted.',
		);
		show(
			'It is not known whether ZhongZhiYou carried out an earlier try too',
			(index) => this.doubts.get(index) ?? [],
			'Check with ZhongZhiYou.',
		);
	}

	/** Forgets what an earlier try had left: no other try comes. */
	forget(): void {
		if (this.context?.[KEY] !== undefined) Reflect.deleteProperty(this.context, KEY);
	}
}
