import { isBlank, trimmed } from '../api/blank.ts';
import { isJsonObject } from '../api/envelope.ts';
import { parseJson } from '../api/json.ts';
import { DIGITS, whole } from '../api/patterns.ts';
import { shown } from '../values/text.ts';

/** What was given as IDs of products. */
export interface ProductIds {
	/** Digits without leading zeros, so that two spellings of one ID are one. */
	ids: string[];
	/** What is there and is no ID, such as "undefined" in the place of one. */
	unreadable: unknown[];
}

/** An ID as text; a whole number may be written with a point. */
const ID = whole(`(?<id>${DIGITS})(?:\\.0+)?`);

const LEADING_ZEROS = /^0+(?=[0-9])/;

/** What stands between two IDs in a text: space, a comma or a semicolon, Chinese ones too. */
const BETWEEN_IDS = /[\s,;\uff0c\uff1b\u3001]+/;

const NONE: ProductIds = { ids: [], unreadable: [] };

/** A list that was given as JSON; undefined where it is none. */
function listIn(json: string): unknown[] | undefined {
	try {
		const parsed = parseJson(json);
		return Array.isArray(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

function readId(text: string): ProductIds {
	const id = ID.exec(text)?.groups?.id.replace(LEADING_ZEROS, '');
	return id === undefined ? { ids: [], unreadable: [text] } : { ids: [id], unreadable: [] };
}

function joined(parts: ProductIds[]): ProductIds {
	return {
		ids: parts.flatMap(({ ids }) => ids),
		unreadable: parts.flatMap(({ unreadable }) => unreadable),
	};
}

/** One entry of a list, or what an object has, which somebody meant to be an ID. */
function readEntry(entry: unknown, quoted: unknown): ProductIds {
	const { ids, unreadable } = readProductIds(entry);
	return ids.length + unreadable.length > 0 ? { ids, unreadable } : { ids, unreadable: [quoted] };
}

/** IDs of products: from a list or a text with several, or of products as they are put out. */
export function readProductIds(value: unknown): ProductIds {
	if (isBlank(value)) return NONE;
	if (Array.isArray(value)) return joined(value.map((entry: unknown) => readEntry(entry, entry)));
	if (isJsonObject(value)) return readEntry(value.ProductId, value);
	if (typeof value === 'number' && Number.isSafeInteger(value)) return readId(String(value));
	if (typeof value === 'bigint') return readId(String(value));
	if (typeof value !== 'string') return { ids: [], unreadable: [value] };
	const list = listIn(value);
	if (list !== undefined) return readProductIds(list);
	const entries = value.split(BETWEEN_IDS).map(trimmed);
	return joined(entries.filter((entry) => entry !== '').map(readId));
}

/** What a warning quotes at the most. */
const QUOTED_LENGTH = 100;

/** What is no ID, as the log and errors quote it. */
export function quotedIds({ unreadable }: ProductIds): string {
	const shownAs = unreadable.map((value) =>
		typeof value === 'string' ? JSON.stringify(value) : shown(value),
	);
	return shownAs.join(', ').slice(0, QUOTED_LENGTH);
}
