import type { ApiRequest, ApiResponse, CallName } from '../api/types.ts';
import type { Place } from './place.ts';

/** What a write of an item is known by; the hashes are of canonical JSON. */
export interface Mark {
	/** To whom: a hash of base URL and partner. */
	to: string;
	/** A hash of the node as it is set up, its expressions not evaluated. */
	setUp: string;
	method: ApiRequest['method'];
	path: string;
	/** The how-many-eth of the item's writes with this method and path, from 0. */
	nth: number;
	/** A hash of the codes to refund. */
	codes: string;
	/** A hash of what is sent. */
	content: string;
}

/** A write that was carried out, and what was answered. */
export interface Call {
	mark: Mark;
	response: ApiResponse;
}

/** How an error names what an item has carried out. */
export interface Deed {
	words: string;
	/** True when the item was not finished: someone has to see to it. */
	inPart: boolean;
}

/** What an item has carried out, as it is left for the next try. */
export interface ItemRecord extends Deed {
	calls: Call[];
}

/**
 * A write of which it is not known whether it was carried out, and what was sent, to be sent once
 * more as it was. Neither key nor signature is in it: each sending is signed anew.
 */
export interface Doubt {
	mark: Mark;
	/** The numbers that it was about. */
	names: readonly CallName[];
	query?: Record<string, string>;
	/** The very text of the body. */
	body?: string;
}

/** What a run leaves for its next try, by item. */
export interface Left {
	items: Map<number, ItemRecord>;
	doubts: Map<number, Doubt[]>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether these members are texts. */
function hasTexts(value: Record<string, unknown>, ...names: string[]): boolean {
	return names.every((name) => typeof value[name] === 'string');
}

function isMark(value: unknown): value is Mark {
	return (
		isRecord(value) &&
		hasTexts(value, 'to', 'setUp', 'path', 'codes', 'content') &&
		(value.method === 'GET' || value.method === 'POST') &&
		typeof value.nth === 'number'
	);
}

function areNames(value: unknown): value is CallName[] {
	return (
		Array.isArray(value) &&
		value.every((name) => isRecord(name) && hasTexts(name, 'name', 'label', 'value'))
	);
}

function isCall(value: unknown): value is Call {
	return (
		isRecord(value) &&
		isMark(value.mark) &&
		isRecord(value.response) &&
		hasTexts(value.response, 'message', 'logId') &&
		areNames(value.response.names)
	);
}

function isItemRecord(value: unknown): value is ItemRecord {
	return (
		isRecord(value) &&
		hasTexts(value, 'words') &&
		typeof value.inPart === 'boolean' &&
		Array.isArray(value.calls) &&
		value.calls.every(isCall)
	);
}

function isDoubt(value: unknown): value is Doubt {
	if (!isRecord(value) || !isMark(value.mark) || !areNames(value.names)) return false;
	const { query, body } = value;
	const isQuery =
		query === undefined || (isRecord(query) && hasTexts(query, ...Object.keys(query)));
	return isQuery && (body === undefined || typeof body === 'string');
}

function entriesOf(value: unknown): Array<[itemIndex: number, value: unknown]> {
	const entries = Object.entries(isRecord(value) ? value : {});
	return entries.map(([index, entry]) => [Number(index), entry]);
}

/**
 * Reads what an earlier try of the same run has left; what is not of this form, such as an older
 * one, is passed over.
 *
 * @param place is asked for its run only if something was left
 */
export function readLeft(stored: unknown, place: Pick<Place, 'runIndex'>): Left {
	const left: Left = { items: new Map(), doubts: new Map() };
	if (!isRecord(stored) || stored.run !== place.runIndex) return left;
	for (const [itemIndex, item] of entriesOf(stored.items)) {
		if (isItemRecord(item)) left.items.set(itemIndex, { ...item, calls: [...item.calls] });
	}
	for (const [itemIndex, doubts] of entriesOf(stored.doubts)) {
		const known = Array.isArray(doubts) ? doubts.filter(isDoubt) : [];
		if (known.length > 0) left.doubts.set(itemIndex, known);
	}
	return left;
}
