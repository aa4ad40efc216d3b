import { NodeError, type IDataObject, type INodeExecutionData } from 'n8n-workflow';

import { everythingIn } from '../support/in-process.mts';
import { must } from './violation.mts';

/** What a workflow is told of an item. */
export interface ItemTold {
	outcome: 'done' | 'not' | 'unknown';
	/** Its output rows, when it is done. */
	rows: IDataObject[];
	/** The message of its error. */
	message: string;
}

/** What a workflow sees of a run of the node. */
export interface Told {
	/** By item; items of which nothing is said are not in it. */
	items: Map<number, ItemTold>;
	/** All that it sees, as one text. */
	text: string;
	/** Whether n8n, told to retry on fail, takes it for failed. */
	failed: boolean;
	error?: unknown;
}

const UNKNOWN = /not known whether/i;

const CARRIED_OUT = /Already carried out and not undone: item (.*?)\.(?: |$)/;

/** What an error says of items besides the one that it is of. */
const OTHERS_UNKNOWN = /It is not known whether ZhongZhiYou carried out (item .*)$/;

const ITEM = /item (\d+) \(/g;

const ENTRY = /^(\d+)(?: \(([^)]*)\))?$/;

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function rowTold(json: IDataObject): ItemTold {
	const { error } = json;
	if (!isRecord(error)) return { outcome: 'done', rows: [json], message: '' };
	const message = String(error.message);
	const unknown = error.outcomeUnknown === true;
	must(
		!unknown || UNKNOWN.test(message),
		'unknownTold',
		() => `an error item says only: ${message}`,
	);
	return { outcome: unknown ? 'unknown' : 'not', rows: [], message };
}

/** What the items say that a run of the node gave. */
export function toldByItems(rows: INodeExecutionData[]): Told {
	const items = new Map<number, ItemTold>();
	for (const { json, pairedItem } of rows) {
		const item = isRecord(pairedItem) ? Number(pairedItem.item) : Number.NaN;
		const told = rowTold(json);
		const before = items.get(item);
		items.set(item, before === undefined ? told : { ...before, rows: [...before.rows, json] });
	}
	return {
		items,
		text: JSON.stringify(rows),
		failed: isRecord(rows.at(0)?.json.error),
	};
}

/** What the error says that a run of the node ended with. */
export function toldByError(error: unknown): Told {
	must(error instanceof NodeError, 'total', () => `threw ${everythingIn(error).slice(0, 2000)}`);
	const items = new Map<number, ItemTold>();
	if (!(error instanceof NodeError)) return { items, text: String(error), failed: true, error };
	const { message } = error;
	const description = error.description ?? '';
	for (const entry of (CARRIED_OUT.exec(description)?.[1] ?? '').split(', ')) {
		const index = ENTRY.exec(entry)?.[1];
		if (index !== undefined) items.set(Number(index), { outcome: 'done', rows: [], message: '' });
	}
	for (const [, index] of (OTHERS_UNKNOWN.exec(message)?.[1] ?? '').matchAll(ITEM)) {
		items.set(Number(index), { outcome: 'unknown', rows: [], message });
	}
	const failing: unknown = error.context.itemIndex;
	if (typeof failing === 'number') {
		const own = message.replace(OTHERS_UNKNOWN, '');
		const unknown = UNKNOWN.test(`${own} ${description}`);
		must(!unknown || UNKNOWN.test(message), 'unknownTold', () => `the message is only: ${message}`);
		items.set(failing, { outcome: unknown ? 'unknown' : 'not', rows: [], message });
	}
	return { items, text: `${message}\n${description}`, failed: true, error };
}
